// What the page lends to the parts of the runtime that are loaded later.
import { moveBefore, removeBlock } from './blocks.ts'
import { readInsert, readSlot } from './content.ts'
import { heard, settleControls, told, typed } from './controls.ts'
import { hasUnanswered, inline, log, pause, sized, varint } from './log.ts'
import { blocks, found, numbering, setText } from './state.ts'
import type { Tools } from './lent.ts'

export const tools: Tools = {
  log,
  pause,
  varint,
  sized,
  inline,
  setText,
  settleControls,
  typed,
  heard,
  told,
  hasUnanswered,
  blocks,
  numbering,
  found,
  readSlot,
  readInsert,
  removeBlock,
  moveBefore,
}
