// Applies frames: each operation touches the nodes it names and nothing else.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { beginNumbers, moveBefore, removeBlock } from './blocks.ts'
import { readInsert, readListen, readSlot } from './content.ts'
import { comeback, features } from './features.ts'
import { tools } from './tools.ts'
import { blocks, found, lost } from './state.ts'
import type { Block } from './state.ts'

/** Applies all operations of a frame, in order. */
export function applyFrame(reader: Reader): void {
  let code = 0
  let slot = 0
  let number = 0
  while (!reader.done) {
    const byte = reader.byte()
    if (byte >= P.OP_AGAIN) number += byte - P.OP_AGAIN
    else {
      code = byte >>> 4
      slot = byte & 15
      if (code === P.OP_PAGE) {
        features[P.PAGE_FEATURES[slot] as P.PageFeature]?.visit(slot, reader.string())
        continue
      }
      if (slot === P.SLOT_ESCAPE) slot += reader.varint()
      number += reader.signed()
    }
    const block = found(blocks[number])
    features[P.FEATURE_EXTRAS]?.touch(block, slot)
    applyOperation(reader, code, slot, block)
    features[P.FEATURE_EXTRAS]?.settle()
  }
}

function applyOperation(reader: Reader, code: number, slot: number, block: Block): void {
  beginNumbers()
  switch (code) {
    case P.OP_SET:
      return readSlot(reader, block, slot)
    case P.OP_INSERT: {
      const before = reader.varint()
      return readInsert(reader, block, slot, placeOf(block, slot, before), blocks[before - 1]?.key)
    }
    case P.OP_MOVE:
      return moveBefore(block, placeOf(found(block.owner), block.slot, reader.varint()))
    case P.OP_REMOVE:
      return removeBlock(block)
    case P.OP_LISTEN:
      return readListen(reader, block, slot)
    case P.OP_ARRANGE:
      return found(comeback).arrange(reader, block, slot, tools)
    case P.OP_RENDER:
      return found(comeback).render(reader, block, tools)
    default:
      lost()
  }
}

/** In front of which node of a list: 0 is its end, else one more than a block's number. */
const placeOf = (owner: Block, slot: number, before: number): Node =>
  found(before ? blocks[before - 1]?.first : owner.nodes[slot])
