// Reads values: docs/protocol.md, "Values". Texts, attributes, and content built of blocks, in full.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { LISTENS, readListening } from './listening.ts'
import { lost, SLOT_CHILD } from './model.ts'
import type { Block, Model, Slot, Spread, Text, Value } from './model.ts'
import { readStream } from './stream.ts'
import { readTemplate } from './template.ts'

/** Reads the value of a slot and puts it into the block. */
export function readSlot(reader: Reader, model: Model, block: Block, index: number): void {
  const slot = block.template.slots[index] ?? lost(`slot ${index}`)
  const before = block.values[index]
  const after = seen(slot, readValue(reader, model, block, index, slot), before)
  if (slot.kind === SLOT_CHILD && after !== before) model.forget(before)
  block.values[index] = after
}

/** What stays of a value: a call of an element's function leaves nothing, of unparsed HTML a sum is enough. */
function seen({ kind, name }: Slot, value: Value, before: Value | undefined): Value {
  if (kind !== P.SLOT_EXTRA || value === null) return value
  if (name === 'ref') return null
  // Of the same module as before.
  if (name === 'hook' && String(value).startsWith(' '))
    return String(before).split(' ', 1)[0] + String(value)
  return name === 'raw' && String(value).startsWith('=')
    ? `#${hashOf(String(value).slice(1))}`
    : value
}

function hashOf(text: string): number {
  let hash = P.DIGEST_START
  for (let i = 0; i < text.length; i++) hash = P.mix(hash, text.charCodeAt(i))
  return hash
}

function readValue(reader: Reader, model: Model, block: Block, index: number, slot: Slot): Value {
  const head = reader.varint()
  const special = (head & 3) === P.VALUE_SPECIAL ? head >>> 2 : -1
  if (slot.kind === P.SLOT_SPREAD) {
    return special === P.SPECIAL_SPREAD
      ? readSpread(reader, block.values[index] as Spread | null)
      : lost('spread')
  }
  if (slot.kind === P.SLOT_EVENT) return lost('a value for an event')
  if (slot.kind === SLOT_CHILD) {
    if (special === P.SPECIAL_STREAM) {
      return readStream(reader, model, block, index, () =>
        readBlock(reader, model, model.add(readTemplate(reader, model), block, index)),
      )
    }
    if (special === P.SPECIAL_EMPTY) return []
    if (special === P.SPECIAL_BLOCK) return readBlockContent(reader, model, block, index)
    if (special === P.SPECIAL_LIST) return readItems(reader, model, block, index)
  }
  return readText(reader, head)
}

function readText(reader: Reader, head: number): Text {
  const rest = head >>> 2
  switch (head & 3) {
    case P.VALUE_STRING:
      return reader.newString(rest)
    case P.VALUE_KNOWN:
      return reader.oldString(rest)
    case P.VALUE_INT:
      return String((rest >>> 1) ^ -(rest & 1))
    default:
      if (rest === P.SPECIAL_NULL) return null
      return rest === P.SPECIAL_TRUE ? true : lost(`special value ${rest}`)
  }
}

function readSpread(reader: Reader, before: Spread | null): Spread {
  const spread: Spread = new Map(before)
  for (let left = reader.varint(); left > 0; left--) {
    const kind = reader.varint()
    const name = reader.string()
    const isEvent = kind === P.SLOT_EVENT
    const payload = isEvent ? reader.varint() : 0
    const value = isEvent ? readListening(reader) : readText(reader, reader.varint())
    if (kind === P.SLOT_EXTRA && name === 'ref') continue
    spread.set(`${kind} ${name}`, { kind, payload, value })
  }
  return spread
}

function readBlockContent(reader: Reader, model: Model, owner: Block, slot: number): Block {
  model.announce(() => reader.varint())
  return readBlock(reader, model, model.add(readTemplate(reader, model), owner, slot))
}

/** The keys of `count` items: runs that count on; an empty run stands for `replaced`. */
export function readKeys(
  reader: Reader,
  count: number,
  replaced: number | null = null,
): Iterator<number | null, null> {
  const runs: [length: number, first: number | null][] = []
  for (let left = count; left > 0; left -= runs.at(-1)?.[0] ?? 0) {
    const length = reader.varint()
    runs.push(length === 0 ? [1, replaced] : [length, reader.varint()])
  }
  return expand(runs)
}

function* expand(
  runs: readonly [length: number, first: number | null][],
): Generator<number | null, null> {
  for (const [length, first] of runs) {
    for (let i = 0; i < length; i++) yield first === null ? null : first + i
  }
  return null
}

/** The items of a list: groups of the same template. `replaced`: the key of the item behind them. */
export function readItems(
  reader: Reader,
  model: Model,
  owner: Block,
  slot: number,
  replaced: number | null = null,
): Block[] {
  model.announce(() => reader.varint())
  const items: Block[] = []
  const count = reader.varint()
  const keys = readKeys(reader, count, replaced)
  while (items.length < count) {
    const template = readTemplate(reader, model)
    for (let left = reader.varint(); left > 0; left--) {
      items.push(readBlock(reader, model, model.add(template, owner, slot, keys.next().value)))
    }
  }
  return items
}

function readBlock(reader: Reader, model: Model, block: Block): Block {
  for (const [index, { kind }] of block.template.slots.entries()) {
    if (kind === P.SLOT_EVENT) block.values[index] = LISTENS
    else readSlot(reader, model, block, index)
  }
  return block
}
