// What the page lends to the parts of the runtime that are loaded later.
import { beginNumbers, moveBefore, nodesOf, removeBlock } from './blocks.ts'
import { applyValue, readInsert, readListen, readSlot, readText } from './content.ts'
import { changedIn, heard, isLooseBox, isTouched, told, typed } from './controls.ts'
import { features, loadFeature } from './features.ts'
import { attend, handle } from './listeners.ts'
import {
  hasUnanswered,
  inline,
  LIMIT as limit,
  log,
  observers,
  pause,
  record,
  sized,
  utf8,
  varint,
} from './log.ts'
import { modifiers, payloadOf } from './payload.ts'
import { tellAddress } from './navigation.ts'
import { blocks, found, numbering, setText } from './state.ts'
import { readTemplate } from './template.ts'
import type { Tools } from './lent.ts'

export const tools: Tools = {
  loadedFeatures: features,
  loadFeature,
  log,
  limit,
  observers,
  record,
  attend,
  handle,
  tellAddress,
  payloadOf,
  modifiers,
  pause,
  varint,
  sized,
  inline,
  utf8,
  setText,
  typed,
  heard,
  told,
  hasUnanswered,
  changedIn,
  isTouched,
  isLooseBox,
  blocks,
  numbering,
  found,
  applyValue,
  readListen,
  readAsText: readText,
  readSlot,
  readInsert,
  readTemplate,
  beginNumbers,
  removeBlock,
  moveBefore,
  nodesOf,
}
