// The items of a stream as they stand on the page: by key, in order, at most so many. Part of stream.ts.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { repeated } from '../wire/repeated.ts'
import type { Tools } from './lent.ts'
import type { Block, Listener, ListeningElement } from './state.ts'

/** As it travels: an integer, or a text. */
export type Key = number | string

/** Takes the place of the set of blocks in a stream's slot. */
export class Items extends Set<Block> {
  name = ''
  sum = 0
  limit = 0
  /** FOLLOW_START, FOLLOW_END, or neither. */
  follow = 0
  readonly order: Block[] = []
  readonly byKey = new Map<Key, Block>()
  private readonly names = new Map<Block, Key>()

  keyOf(block: Block): Key | undefined {
    return this.names.get(block)
  }

  place(key: Key, block: Block, index: number): void {
    this.add(block)
    this.byKey.set(key, block)
    this.names.set(block, key)
    this.order.splice(index, 0, block)
    ;(block.first as ItemNode).$item = block
  }

  override delete(block: Block): boolean {
    const key = this.names.get(block)
    if (key !== undefined) {
      this.names.delete(block)
      this.byKey.delete(key)
      this.order.splice(this.order.indexOf(block), 1)
    }
    return super.delete(block)
  }
}

/** The first node of an item says whose it is: also when everything else is forgotten. */
export interface ItemNode extends Node {
  $item?: Block | undefined
}

/** The stream in a slot, if there is one. */
export function itemsIn(block: Block, slot: number): Items | undefined {
  const content = block.children[slot]
  return content instanceof Items ? content : undefined
}

/** Keys in order: runs of integers that count on, runs of texts. */
export function readKeys(reader: Reader, count: number): Key[] {
  const keys: Key[] = []
  while (keys.length < count) {
    const head = reader.varint()
    let next = head & 1 ? 0 : reader.signed()
    for (let left = head >>> 1; left > 0; left--) keys.push(head & 1 ? reader.string() : next++)
  }
  return keys
}

/** Reads how the elements of items listen, and to which handlers; items that are alike are told once. */
export function readHandlers(
  reader: Reader,
  told: readonly (readonly [key: Key, item: Block])[],
  tools: Tools,
): void {
  for (let i = 0; i < told.length;) {
    const count = reader.varint()
    const alike = repeated(reader)
    for (const [key, item] of told.slice(i, i + count)) {
      listenIn(alike(), item, item, encodeKey(key, tools), tools)
    }
    i += count || 1
  }
}

/** The event slots of a block, then those of the blocks in it. */
function listenIn(
  reader: Reader,
  block: Block,
  item: Block,
  key: readonly number[],
  tools: Tools,
): void {
  const { slots } = block.template
  // Several may stand on one element: all go before any comes.
  for (const [index, { kind }] of slots.entries()) {
    if (kind === P.SLOT_EVENT) forgetListeners(block, index, tools)
  }
  for (const [index, { kind, name }] of slots.entries()) {
    if (kind !== P.SLOT_EVENT) continue
    const handler = reader.varint() - 1
    tools.readListen(reader, block, index)
    const prefix = [...tools.inline(name), ...key, ...tools.varint(handler)]
    // On the server, it is the stream that hears them.
    const { owner, slot } = item
    for (const listener of listenersOf(block, index)) {
      const place = { block, slot: index }
      Object.assign(listener, { block: tools.found(owner), slot, prefix, place })
    }
  }
  for (const inner of insideOf(block)) listenIn(reader, inner, item, key, tools)
}

const listenersOf = (block: Block, index: number): Listener[] =>
  ((block.nodes[index] as ListeningElement).$pantograph ?? []).filter(
    (listener) => listener.block === block && listener.slot === index,
  )

/** Elements of an item must not speak for it any more, with what was heard of it so far. */
function forgetListeners(block: Block, index: number, { loadedFeatures }: Tools): void {
  const element = block.nodes[index] as ListeningElement | undefined
  const ours = element?.$pantograph?.filter(({ prefix }) => prefix) ?? []
  if (!element || ours.length === 0) return
  loadedFeatures[P.FEATURE_EVENTS]?.forget(block, element)
  element.$pantograph = element.$pantograph?.filter((listener) => !ours.includes(listener))
}

/** The blocks right inside a block, slot by slot. */
export function insideOf({ children }: Block): Block[] {
  const inside: Block[] = []
  for (const content of children) inside.push(...(content ?? []))
  return inside
}

function encodeKey(key: Key, { inline, varint }: Tools): number[] {
  if (typeof key === 'string') return [P.KEY_TEXT, ...inline(key)]
  return [P.KEY_INT, ...varint(((key << 1) ^ (key >> 31)) >>> 0)]
}

export function readSum(reader: Reader): number {
  let value = 0
  for (let i = 0; i < 6; i++) value += reader.byte() * 256 ** i
  return value
}
