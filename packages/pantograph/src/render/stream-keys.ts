// The keys of a stream's items, as they travel: in full, so that the browser can hand them back. Integers and texts
// are what they are; other numbers are texts that start with `#`, as texts that start so themselves do.
import { INT_LIMIT } from '../wire/protocol.ts'
import type { Writer } from '../wire/writer.ts'
import type { StreamKey } from './stream-shelf.ts'

const MARK = '#'

export function wireKey(key: StreamKey): StreamKey {
  if (typeof key === 'string') return key.startsWith(MARK) ? MARK + key : key
  const isInteger = Number.isInteger(key) && Math.abs(key) <= INT_LIMIT && !Object.is(key, -0)
  return isInteger ? key : MARK + key
}

/** The key that travelled as this. */
export function keyOfWire(key: StreamKey): StreamKey {
  if (typeof key === 'number' || !key.startsWith(MARK)) return key
  const rest = key.slice(MARK.length)
  return rest.startsWith(MARK) ? rest : Number(rest)
}

/** Keys in order: runs of integers that count on, runs of texts. */
export function writeStreamKeys(writer: Writer, given: readonly StreamKey[]): void {
  const keys = given.map(wireKey)
  for (let i = 0; i < keys.length;) {
    const first = keys[i] as StreamKey
    let end = i + 1
    const isText = typeof first === 'string'
    while (end < keys.length && goesOn(first, keys[end] as StreamKey, end - i)) end++
    writer.varint((end - i) * 2 + (isText ? 1 : 0))
    if (!isText) writer.signed(first)
    else for (; i < end; i++) writer.string(keys[i] as string)
    i = end
  }
}

const goesOn = (first: StreamKey, next: StreamKey, by: number): boolean =>
  typeof first === 'string' ? typeof next === 'string' : next === first + by
