// The keys of list items, as they travel: by them, after a crash, an event finds the item that it was made on.
import type { Key } from '../template/block.ts'
import { DIGEST_START, mix } from '../wire/protocol.ts'
import type { Writer } from '../wire/writer.ts'

const LARGEST = 2 ** 31 - 1
/** What positions start with, which no author's key does. */
export const POSITION = '\u0000'

/** The key of an item without one: its position. */
export const positionKey = (position: number): string => POSITION + position

/** An item's key: given, or its position. A character that no author's key starts with keeps these apart. */
export const keyAt = (given: Key | undefined, position: number): Key =>
  given ?? positionKey(position)

/** A key, where it tells components apart: the number 1 is another than the text. */
export const keyStep = (key: Key): string =>
  `[${typeof key === 'string' ? JSON.stringify(key) : String(key)}]`

/** Small integers and positions stand for themselves; anything else for 31 bits of a hash, above them. */
export function keyHash(key: Key): number {
  if (typeof key === 'number' && Number.isInteger(key) && key >= 0 && key <= LARGEST) return key
  if (typeof key === 'string' && key.startsWith(POSITION)) return Number(key.slice(1))
  return (hashText(`${typeof key} ${String(key)}`) | ~LARGEST) >>> 0
}

/** 31 bits and a sign. */
export function hashText(text: string): number {
  let hash = DIGEST_START
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i))
  return hash
}

/** Keys in order: runs of numbers that count on. */
export function writeKeys(writer: Writer, keys: readonly Key[]): void {
  for (let i = 0; i < keys.length;) {
    const start = keyHash(keys[i] as Key)
    let length = 1
    while (i + length < keys.length && keyHash(keys[i + length] as Key) === start + length) length++
    writer.varint(length)
    writer.varint(start)
    i += length
  }
}
