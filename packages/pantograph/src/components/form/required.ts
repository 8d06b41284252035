// Which fields must be filled in. Schemas do not say; but they say what is wrong with a form that nobody has filled in.
import { promised } from '../../reactivity/promised.ts'
import { isGroup } from './paths.ts'
import { stepsOf } from './standard-schema.ts'
import type { StandardSchema } from './standard-schema.ts'

/** The names of fields that the schema complains about when they are empty; items of lists as index 0. */
export function requiredIn(schema: StandardSchema, initial: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  try {
    const result = promised(schema['~standard'].validate(emptied(initial)))
    // What asks elsewhere is not asked for this.
    if (result instanceof Promise) {
      result.catch(() => {})
      return names
    }
    for (const issue of result.issues ?? []) {
      const steps = stepsOf(issue).map(String)
      names.add(steps.map((step) => (/^\d+$/.test(step) ? '0' : step)).join('.'))
    }
  } catch {
    // It counts on values that are no fields.
  }
  return names
}

/** What controls hold that nobody has filled in. */
function emptied(value: unknown): unknown {
  if (typeof value === 'string') return ''
  if (typeof value === 'boolean') return false
  if (value instanceof Set) return new Set()
  if (Array.isArray(value)) return value.filter(isGroup).map(emptied)
  if (!isGroup(value)) return null
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, emptied(inner)]))
}
