// Streams: lists whose items only the page has. Does what the server tells of them, by key. Loaded when the server
// asks for it (FEATURE_STREAM). Imports no code of the page itself.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { Items, itemsIn, readHandlers, readKeys, readSum } from './items.ts'
import type { Key } from './items.ts'
import { keepItems } from './keep-items.ts'
import type { Tools } from './lent.ts'
import { holdScroll } from './scroll.ts'
import type { Block, Template } from './state.ts'

let tools: Tools
/** Of what is built aside. */
let outer: string | undefined

export function begin(lent: Tools): void {
  tools = lent
  tools.keepItems = (old, root) => keepItems(old, root, tools)
}

/** Takes over the items that the HTML of a page shows. `find` makes them known, and returns the node behind them. */
export function adopt(
  reader: Reader,
  owner: Block,
  slot: number,
  find: () => Node | null,
): Node | null {
  const items = new Items()
  readHead(reader, items)
  owner.children[slot] = items
  const next = locally(find)
  const blocks = [...items]
  const keys = readKeys(reader, blocks.length)
  for (const [i, key] of keys.entries()) items.place(key, blocks[i] as Block, i)
  readHandlers(reader, [...items.byKey], tools)
  return next
}

function readHead(reader: Reader, items: Items): void {
  items.name = reader.string()
  items.sum = readSum(reader)
  items.limit = reader.varint()
  items.follow = reader.varint()
}

/** Does operations on the stream in a slot. */
export function read(reader: Reader, owner: Block, slot: number, namespace?: string): void {
  outer = namespace
  const release = holdScroll(itemsIn(owner, slot), tools.found(owner.nodes[slot]))
  for (let code; (code = reader.varint());) {
    if (code === P.STREAM_CLEAR) for (const item of itemsOf(owner, slot)) tools.removeBlock(item)
    else if (code === P.STREAM_DELETE) readDelete(reader, itemsOf(owner, slot))
    else if (code === P.STREAM_FIRST) readFirst(reader, owner, slot)
    else new Change(owner, slot, itemsOf(owner, slot)).read(reader, code)
  }
  release()
}

const itemsOf = (owner: Block, slot: number): Items => tools.found(itemsIn(owner, slot))

function readDelete(reader: Reader, items: Items): void {
  for (const key of readKeys(reader, reader.varint())) {
    const item = items.byKey.get(key)
    if (item) tools.removeBlock(item)
  }
}

/** What setup has filled in; the page may have items of the stream already. */
function readFirst(reader: Reader, owner: Block, slot: number): void {
  const told = new Items()
  readHead(reader, told)
  let items = itemsIn(owner, slot)
  if (items?.name !== told.name) {
    clearSlot(owner, slot)
    tools.setText(owner.nodes[slot] as Text, '')
    owner.children[slot] = items = told
  }
  const { sum, limit, follow } = told
  Object.assign(items, { sum, limit, follow })
  new Change(owner, slot, items).readFirst(reader)
}

/** Items that are told, one after another. */
class Change {
  private readonly owner: Block
  private readonly slot: number
  private readonly items: Items

  constructor(owner: Block, slot: number, items: Items) {
    this.owner = owner
    this.slot = slot
    this.items = items
  }

  read(reader: Reader, code: number): void {
    const { items } = this
    const index = code === P.STREAM_AT ? reader.varint() : 0
    const before = code === P.STREAM_BEFORE ? readKeys(reader, 1)[0] : undefined
    const place = (): number => {
      if (code === P.STREAM_PREPEND) return 0
      if (code === P.STREAM_AT) return Math.min(index, items.order.length)
      const at = before === undefined ? undefined : items.byKey.get(before)
      return at ? items.order.indexOf(at) : items.order.length
    }
    this.readItems(
      reader,
      readKeys(reader, reader.varint()),
      (key) => {
        if (code === P.STREAM_UPDATE && !items.byKey.has(key)) return -1
        return place()
      },
      () => {
        if (items.order.length > items.limit) {
          tools.removeBlock(tools.found(items.order.at(code === P.STREAM_APPEND ? 0 : -1)))
        }
      },
    )
  }

  /** Known items stay where they are, others go next to their neighbours; if none is known, the page begins anew. */
  readFirst(reader: Reader): void {
    const { items } = this
    const keys = readKeys(reader, reader.varint())
    const known = keys.find((key) => items.byKey.has(key))
    if (keys.length > 0 && known === undefined) for (const item of items) tools.removeBlock(item)
    let last: Key | undefined
    const indexOf = (key: Key): number => items.order.indexOf(items.byKey.get(key) as Block)
    this.readItems(
      reader,
      keys,
      (key) => {
        const after = last
        last = key
        if (after !== undefined) return indexOf(after) + 1
        return known === undefined ? items.order.length : indexOf(known)
      },
      () => {},
    )
    this.trim(new Set(keys))
  }

  /** What was not told goes first, from the end that the page does not keep to. */
  private trim(told: ReadonlySet<Key>): void {
    const { items } = this
    const surplus = items.order.length - items.limit
    if (surplus <= 0) return
    const old = items.order.filter((item) => !told.has(items.keyOf(item) as Key))
    const gone = items.follow === P.FOLLOW_END ? old.slice(0, surplus) : old.slice(-surplus)
    for (const item of gone) tools.removeBlock(item)
    while (items.order.length > items.limit) tools.removeBlock(tools.found(items.order.at(-1)))
  }

  /** @param place at which index an item goes that is not there; below 0 it is left out */
  private readItems(
    reader: Reader,
    keys: readonly Key[],
    place: (key: Key) => number,
    placed: () => void,
  ): void {
    const told: [Key, Block][] = []
    locally(() => {
      for (const key of keys) {
        told.push([key, this.readItem(reader, key, place(key))])
        placed()
      }
    })
    readHandlers(reader, told, tools)
  }

  private readItem(reader: Reader, key: Key, index: number): Block {
    const { items, owner, slot } = this
    const there = items.byKey.get(key)
    const template = tools.readTemplate(reader)
    if (there && there.template.hash === template.hash) {
      update(reader, there)
      return there
    }
    const { order } = items
    if (there) index = order.indexOf(there)
    const end = tools.found(order[index]?.first ?? owner.nodes[slot])
    const made = build(reader, template, owner, slot, end)
    if (there) tools.removeBlock(there)
    if (index < 0) tools.removeBlock(made)
    else items.place(key, made, index)
    return made
  }
}

/** Reads the values of a block that is there. */
function update(reader: Reader, block: Block): void {
  for (const [index, { kind }] of block.template.slots.entries()) {
    if (kind !== P.SLOT_EVENT && !updateInside(reader, block, index)) {
      tools.readSlot(reader, block, index)
    }
  }
}

/** One block in a slot where one stands. False when something else is told. */
function updateInside(reader: Reader, block: Block, slot: number): boolean {
  const [only, more] = block.children[slot] ?? []
  const { at } = reader
  if (!only || more || reader.varint() !== P.SPECIAL_BLOCK * 4 + P.VALUE_SPECIAL) {
    reader.at = at
    return false
  }
  const template = tools.readTemplate(reader)
  if (template.hash === only.template.hash) update(reader, only)
  else {
    const end = tools.found(block.nodes[slot])
    clearSlot(block, slot)
    build(reader, template, block, slot, end)
  }
  return true
}

/** Removes the blocks in a child slot. */
function clearSlot(block: Block, slot: number): void {
  for (const child of block.children[slot] ?? []) tools.removeBlock(child)
}

/** Makes a block, and puts it before a node. */
function build(
  reader: Reader,
  template: Template,
  owner: Block,
  slot: number,
  before: Node,
): Block {
  const number = tools.numbering.cursor
  tools.readInsert(reader, owner, slot, before, undefined, template, outer)
  return tools.found(tools.blocks[number])
}

/** Blocks that are made meanwhile have numbers that nobody else knows, and are forgotten by them. */
function locally<T>(run: () => T): T {
  const { numbering, blocks } = tools
  const { fresh, cursor } = numbering
  const { length } = blocks
  numbering.cursor = Math.max(fresh, cursor)
  const result = run()
  blocks.length = length
  Object.assign(numbering, { fresh, cursor })
  return result
}
