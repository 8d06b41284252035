// What the page lends to the parts of the runtime that are loaded later.
import { moveBefore, removeBlock } from './blocks.ts'
import { readInsert } from './content.ts'
import { syncControl } from './controls.ts'
import { inline, varint } from './log.ts'
import { found, setText } from './state.ts'
import type { Tools } from './comeback.ts'

export const tools: Tools = {
  varint,
  inline,
  setText,
  syncControl,
  found,
  readInsert,
  removeBlock,
  moveBefore,
}
