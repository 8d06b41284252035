// What a value that stands where content may stand is: text, nothing, several, or a mistake.
import { soundText } from '../html/text.ts'
import { INT_LIMIT } from '../wire/protocol.ts'

/** Says what is wrong with a value that cannot be shown. */
export function notAChild(value: unknown): string {
  if (typeof value === 'function') return 'a function stands where content should; call it'
  if (value instanceof Promise) return 'a promise stands where content should; await it in setup'
  if (value instanceof Date)
    return 'a Date stands where content should; make a text of it, as by toLocaleString()'
  if (typeof value === 'symbol') return 'a symbol stands where content should'
  return `an object stands where content should: ${describe(value)}`
}

function describe(value: unknown): string {
  const keys = Object.keys(value as object)
  const { name = 'Object' } = (value as object).constructor ?? {}
  return `${name === 'Object' ? '' : `${name} `}{ ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''} }`
}

/** The text that a value shows, null for nothing, undefined when it is no text. */
export function textOf(value: unknown): string | number | null | undefined {
  if (typeof value === 'string') return soundText(value)
  if (value === null || value === undefined || typeof value === 'boolean') return null
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'number') return undefined
  return isWireInteger(value) ? value : String(value)
}

/** Whether the wire has a form for a number that is no text. */
export const isWireInteger = (value: number): boolean =>
  (value | 0) === value && value <= INT_LIMIT && value >= -INT_LIMIT && !Object.is(value, -0)

export const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value
