// Whether a value survives JSON unchanged. Knows nothing of tokens.
import { PantographError } from '../errors.ts'

/** Deeper, or in a circle: neither is what props should be. */
const DEEPEST = 64

/** @throws PantographError `PG_PROPS`, naming the path of what is not plain JSON. */
export function assertPlain(value: unknown, path: string, depth = 0): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (depth > DEEPEST) fail('props', `is circular, or nested more than ${DEEPEST} deep`)
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) assertPlain(item, `${path}[${i}]`, depth + 1)
    return
  }
  if (!isPlainObject(value)) fail(path, 'is not plain JSON')
  for (const [name, item] of Object.entries(value)) {
    // JSON leaves it out, and to a component it is the same.
    if (item !== undefined) assertPlain(item, `${path}.${name}`, depth + 1)
  }
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function fail(path: string, problem: string): never {
  throw new PantographError(
    'PG_PROPS',
    `${path} ${problem}; a root's props travel in the page. Pass an id and load the rest in setup.`,
  )
}
