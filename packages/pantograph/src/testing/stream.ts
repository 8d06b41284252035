// Reads streams: docs/protocol.md, "Streams". Their items have no numbers that the server knows.
import * as P from '../wire/protocol.ts'
import { readSum } from '../wire/read-outline.ts'
import type { Reader } from '../wire/reader.ts'
import { repeated } from '../wire/repeated.ts'
import { readListening } from './listening.ts'
import { isBlock, lost, Stream } from './model.ts'
import type { Block, Key, Listening, Model, Value } from './model.ts'

/** Reads the value of one block: its template and what is in its slots. */
export type ReadBlock = () => Block

/** What an adopted page shows: `find` takes its items over. */
export function adoptStream(
  reader: Reader,
  model: Model,
  owner: Block,
  slot: number,
  find: () => Block[],
): Stream {
  const stream = readHead(reader)
  const blocks = model.locally(find)
  const keys = readKeys(reader, blocks.length)
  for (const [i, key] of keys.entries()) stream.items.push([key, blocks[i] as Block])
  readHandlers(reader, stream.items, owner, slot)
  return stream
}

function readHead(reader: Reader): Stream {
  const stream = new Stream(reader.string())
  stream.sum = readSum(reader)
  stream.limit = reader.varint()
  stream.follow = reader.varint()
  return stream
}

/** Does operations on what a slot holds; returns what it holds then. */
export function readStream(
  reader: Reader,
  model: Model,
  owner: Block,
  slot: number,
  readBlock: ReadBlock,
): Value {
  const operations = new Operations(reader, model, owner, slot, readBlock)
  let value = owner.values[slot] ?? null
  for (let code = reader.varint(); code !== P.STREAM_END; code = reader.varint()) {
    if (code === P.STREAM_FIRST) value = operations.first(value)
    else operations.apply(value instanceof Stream ? value : lost('a stream'), code)
  }
  return value
}

class Operations {
  private readonly reader: Reader
  private readonly model: Model
  private readonly owner: Block
  private readonly slot: number
  private readonly readBlock: ReadBlock

  constructor(reader: Reader, model: Model, owner: Block, slot: number, readBlock: ReadBlock) {
    this.reader = reader
    this.model = model
    this.owner = owner
    this.slot = slot
    this.readBlock = readBlock
  }

  first(before: Value): Stream {
    const told = readHead(this.reader)
    const isKnown = before instanceof Stream && before.name === told.name
    if (!isKnown) this.model.forget(before)
    const stream = isKnown ? Object.assign(before, { ...told, items: before.items }) : told
    mergeItems(stream, this.items())
    return stream
  }

  apply(stream: Stream, code: number): void {
    const { reader } = this
    if (code === P.STREAM_CLEAR) {
      stream.items.length = 0
      return
    }
    if (code === P.STREAM_DELETE) {
      for (const key of readKeys(reader, reader.varint())) stream.delete(key)
      return
    }
    const index = code === P.STREAM_AT ? reader.varint() : 0
    const before = code === P.STREAM_BEFORE ? readKeys(reader, 1)[0] : undefined
    for (const [key, block] of this.items()) {
      const at = stream.find(key)
      if (at >= 0) stream.items[at] = [key, block]
      else if (code !== P.STREAM_UPDATE) insert(stream, code, index, before, [key, block])
    }
  }

  private items(): [Key, Block][] {
    const { reader, model, owner, slot } = this
    const keys = readKeys(reader, reader.varint())
    const items = model.locally(() => keys.map((key): [Key, Block] => [key, this.readBlock()]))
    readHandlers(reader, items, owner, slot)
    return items
  }
}

/** Known items stay where they are, others go next to their neighbours; if none is known, they are all there is. */
export function mergeItems(stream: Stream, items: readonly [Key, Block][]): void {
  const known = items.findIndex(([key]) => stream.find(key) >= 0)
  if (items.length > 0 && known < 0) stream.items.length = 0
  for (const [i, [key, block]] of items.entries()) {
    const at = stream.find(key)
    if (at >= 0) stream.items[at] = [key, block]
    else stream.items.splice(placeOf(stream, items, i, known), 0, [key, block])
  }
  trim(stream, new Set(items.map(([key]) => key)))
}

function placeOf(
  stream: Stream,
  items: readonly (readonly [Key, Block])[],
  i: number,
  known: number,
): number {
  if (i > 0) return stream.find((items[i - 1] as [Key, Block])[0]) + 1
  return known < 0 ? stream.items.length : stream.find((items[known] as [Key, Block])[0])
}

function insert(
  { items, limit }: Stream,
  code: number,
  index: number,
  before: Key | undefined,
  item: [Key, Block],
): void {
  const anchor = before === undefined ? -1 : items.findIndex(([key]) => key === before)
  const at =
    code === P.STREAM_PREPEND
      ? 0
      : code === P.STREAM_AT
        ? Math.min(index, items.length)
        : anchor < 0
          ? items.length
          : anchor
  items.splice(at, 0, item)
  if (items.length > limit) items.splice(code === P.STREAM_APPEND ? 0 : items.length - 1, 1)
}

/** What was not told goes first, from the end that the page does not keep to. */
function trim(stream: Stream, told: ReadonlySet<Key>): void {
  const { items, limit, follow } = stream
  while (items.length > limit) {
    const old = items.flatMap(([key], i) => (told.has(key) ? [] : [i]))
    const first = follow === P.FOLLOW_END ? 0 : items.length - 1
    items.splice((follow === P.FOLLOW_END ? old[0] : old.at(-1)) ?? first, 1)
  }
}

/** Keys in order: runs of integers that count on, runs of texts. */
function readKeys(reader: Reader, count: number): Key[] {
  const keys: Key[] = []
  while (keys.length < count) {
    const head = reader.varint()
    const isText = (head & 1) === 1
    let next = isText ? 0 : reader.signed()
    for (let left = head >>> 1; left > 0; left--) keys.push(isText ? reader.string() : next++)
  }
  return keys
}

/** How the elements of items listen; items that are alike are told once. */
function readHandlers(
  reader: Reader,
  items: readonly (readonly [Key, Block])[],
  owner: Block,
  slot: number,
): void {
  for (let i = 0; i < items.length;) {
    const count = reader.varint()
    if (count === 0) lost('items')
    const alike = repeated(reader)
    for (const [key, block] of items.slice(i, i + count)) {
      listen(alike(), block, { owner, slot, key })
    }
    i += count
  }
}

/** Where the item stands, for those who act on it. */
interface ItemPlace {
  readonly owner: Block
  readonly slot: number
  readonly key: Key
}

function listen(reader: Reader, block: Block, place: ItemPlace): void {
  for (const [index, { kind }] of block.template.slots.entries()) {
    if (kind !== P.SLOT_EVENT) continue
    const handler = reader.varint() - 1
    const listening: Listening = { ...readListening(reader), item: { ...place, handler } }
    block.values[index] = listening
  }
  for (const value of block.values) {
    for (const inner of Array.isArray(value) ? value : [value]) {
      if (isBlock(inner)) listen(reader, inner, place)
    }
  }
}
