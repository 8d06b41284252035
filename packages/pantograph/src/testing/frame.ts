// Applies the operations of a frame to the model: docs/protocol.md, "Operations".
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { readItems, readSlot } from './content.ts'
import { keepStreams } from './keep-streams.ts'
import { readListening } from './listening.ts'
import { lost } from './model.ts'
import type { Block, Model } from './model.ts'

/** Applies all operations; calls `visit` with an address that the page should show or load. */
export function applyFrame(
  reader: Reader,
  model: Model,
  visit: (kind: number, url: string) => void,
): void {
  let operation = 0
  let slot = 0
  let number = 0
  while (!reader.done) {
    const byte = reader.byte()
    if (byte & P.OP_AGAIN) number += byte & 127
    else {
      operation = byte >>> 4
      slot = byte & 15
      if (operation === P.OP_PAGE) {
        visit(slot, reader.string())
        continue
      }
      if (slot === P.SLOT_ESCAPE) slot += reader.varint()
      number += reader.signed()
    }
    apply(reader, model, operation, model.find(number), slot)
  }
}

function apply(reader: Reader, model: Model, operation: number, block: Block, slot: number): void {
  model.begin()
  switch (operation) {
    case P.OP_RENDER:
      if (block.owner !== null) return retell(reader, model, block)
      readSlot(reader, model, block, slot)
      if (model.before) keepStreams(model.before.find(block.number), block)
      return
    case P.OP_SET:
      return readSlot(reader, model, block, slot)
    case P.OP_INSERT: {
      const place = reader.varint()
      const items = listOf(block, slot)
      const at = place === 0 ? items.length : positionOf(items, model.find(place - 1))
      items.splice(at, 0, ...readItems(reader, model, block, slot, items[at]?.key ?? null))
      return
    }
    case P.OP_MOVE:
      return move(model, block, reader.varint())
    case P.OP_REMOVE: {
      const items = listAround(block)
      items.splice(positionOf(items, block), 1)
      return model.forget(block)
    }
    case P.OP_ARRANGE:
      block.values[slot] = arrange(reader, model, block, slot)
      return
    case P.OP_LISTEN:
      block.values[slot] = readListening(reader)
      return
    default:
      lost(`operation ${operation}`)
  }
}

/** All slots of a block again, but handlers, spreads, and slots with blocks. */
function retell(reader: Reader, model: Model, block: Block): void {
  for (const [slot, { kind }] of block.template.slots.entries()) {
    if (kind === P.SLOT_EVENT || kind === P.SLOT_SPREAD) continue
    if (reader.bytes[reader.at] === P.SPECIAL_KEPT * 4 + P.VALUE_SPECIAL) reader.at++
    else readSlot(reader, model, block, slot)
  }
}

function move(model: Model, block: Block, place: number): void {
  const items = listAround(block)
  items.splice(positionOf(items, block), 1)
  const at = place === 0 ? items.length : positionOf(items, model.find(place - 1))
  items.splice(at, 0, block)
}

/** A list whole: items that are there by number, the others in full. */
function arrange(reader: Reader, model: Model, owner: Block, slot: number): Block[] {
  const before = listOf(owner, slot)
  const items: Block[] = []
  for (let head = reader.varint(); head > 0; head = reader.varint()) {
    if (head & 1) for (let n = head >>> 1; n > 0; n--) items.push(model.find(reader.varint()))
    else items.push(...readItems(reader, model, owner, slot))
  }
  for (const block of before) if (!items.includes(block)) model.forget(block)
  return items
}

function listOf(block: Block, slot: number): Block[] {
  const value = block.values[slot]
  return Array.isArray(value) ? value : lost('a list')
}

const listAround = ({ owner, slot }: Block): Block[] =>
  listOf(owner ?? lost('the list of a root'), slot)

function positionOf(items: readonly Block[], block: Block): number {
  const at = items.indexOf(block)
  return at >= 0 ? at : lost('an item of the list')
}
