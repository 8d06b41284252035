// Where values stand in a form: names such as `address.city`, or `lines.#3.item` for the item of a list with key 3,
// whatever its index is now. Values are never changed in place.

/** A path to a value: the names of properties, with dots. What is inside of lists has its own fields. */
export type FieldPath<T> = {
  [K in keyof T & string]: IsGroup<T[K]> extends true ? K | `${K}.${FieldPath<T[K]>}` : K
}[keyof T & string]

/** A path to a list. */
export type ListPath<T> = {
  [P in FieldPath<T>]: ValueAt<T, P> extends readonly (infer I)[]
    ? IsGroup<I> extends true
      ? P
      : never
    : never
}[FieldPath<T>]

/** The type of a list's items. */
export type ItemOf<T> = T extends readonly (infer I)[] ? I : never

/** The type of the value at a path. */
export type ValueAt<T, P extends string> = P extends keyof T
  ? T[P]
  : P extends `${infer K}.${infer Rest}`
    ? K extends keyof T
      ? ValueAt<T[K], Rest>
      : never
    : never

/** Whether a value is an object of fields, rather than a value. */
type IsGroup<T> = T extends readonly unknown[] | Date | ReadonlySet<unknown>
  ? false
  : T extends object
    ? true
    : false

/** From the outside to the inside: names of properties, and indices. */
export type Steps = readonly (string | number)[]

/** The value at a place; undefined where there is none. */
export function valueAt(values: unknown, steps: Steps): unknown {
  let at = values
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<string | number, unknown>)[step]
  }
  return at
}

/** A copy with another value at a place. */
export function withValue<T>(values: T, steps: Steps, value: unknown): T {
  const [step, ...rest] = steps
  if (step === undefined) return value as T
  const inner = withValue(valueAt(values, [step]), rest, value)
  if (Array.isArray(values)) return values.with(Number(step), inner) as T
  return { ...values, [step]: inner }
}

/** Whether a value has fields of its own. */
export const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const has = (values: unknown, name: string): boolean =>
  isGroup(values) && Object.hasOwn(values, name)

/**
 * Values with what they lack of others; the same object when that is nothing. What they began with and lack now was taken
 * out of them. The items of lists are taken as they are.
 */
export function completed<T>(values: T, others: T, start: unknown): T {
  if (values === others || !isGroup(values) || !isGroup(others)) return values
  const all = Object.entries(others)
    .filter(([name]) => has(values, name) || !has(start, name))
    .map(([name, other]) => {
      const value = valueAt(values, [name])
      const whole = has(values, name) ? completed(value, other, valueAt(start, [name])) : other
      return [name, whole] as const
    })
  const isWhole = all.every(
    ([name, value]) => Object.hasOwn(values, name) && valueAt(values, [name]) === value,
  )
  return isWhole ? values : { ...values, ...Object.fromEntries(all) }
}

/** Whether a name is that of a place, or of something below it. */
export const isWithin = (name: string, place: string): boolean =>
  place === '' || name === place || name.startsWith(`${place}.`)

export const joined = (name: string, step: string): string =>
  name === '' ? step : `${name}.${step}`

/** What stands for an item of a list in a name. */
export const keyPart = (key: number): string => `#${key}`

/** The key that a part of a name stands for; null for the name of a property. */
export const keyOfPart = (part: string): number | null =>
  /^#\d+$/.test(part) ? Number(part.slice(1)) : null
