// Reads values and puts them where they belong: texts, attributes, properties, and content built of blocks.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { announce, bindBlock, clearSlot, makeBlock, readKeys } from './blocks.ts'
import { setProperty } from './controls.ts'
import { features } from './features.ts'
import { listen } from './listeners.ts'
import { found, lost, setText } from './state.ts'
import type { Block, Template } from './state.ts'
import { cloneTemplate, namespaceIn, readTemplate, setAttribute } from './template.ts'

/** Reads a value that is a text: null where it is nothing, undefined where it is something else. */
export function readText(reader: Reader, head: number): string | true | null | undefined {
  const kind = head & 3
  if (kind === P.VALUE_STRING) return reader.newString(head >>> 2)
  if (kind === P.VALUE_KNOWN) return reader.oldString(head >>> 2)
  if (kind === P.VALUE_INT) return String((head >>> 3) ^ -((head >>> 2) & 1))
  if (head >>> 2 === P.SPECIAL_NULL) return null
  return head >>> 2 === P.SPECIAL_TRUE ? true : undefined
}

/** Reads the value of any slot and puts it there. Slots of events have none. */
export function readSlot(reader: Reader, block: Block, index: number, namespace?: string): void {
  const { kind, name } = found(block.template.slots[index])
  if (kind === P.SLOT_EVENT) return
  const head = reader.varint()
  if (kind === P.SLOT_SPREAD)
    return found(features[P.FEATURE_EXTRAS]).readSpread(reader, block, index)
  const text = readText(reader, head)
  if (kind < 0) return readChild(reader, block, index, head, text, namespace)
  applyValue(block, index, kind, name, text)
}

export function applyValue(
  block: Block,
  index: number,
  kind: number,
  name: string,
  value: string | true | null | undefined,
): void {
  if (value === undefined) lost()
  const element = block.nodes[index] as Element
  if (kind === P.SLOT_EXTRA) return features[P.FEATURE_EXTRAS]?.apply(block, index, name, value)
  if (kind === P.SLOT_PROPERTY) return setProperty(element, name, value)
  setAttribute(element, name, value)
  // On a page that is there already, the browser does not act on it by itself.
  if (name === 'autofocus' && value !== null) features[P.FEATURE_EVENTS]?.focusSoon(element)
}

/** Reads how an element listens, and lets it. */
export function readListen(
  reader: Reader,
  block: Block,
  slot: number,
  event: string,
  payload: number,
): void {
  const options = reader.varint()
  const details: string[] = []
  if (options & P.LISTEN_DETAILS)
    for (let n = reader.varint(); n > 0; n--) details.push(reader.string())
  listen(block, slot, event, payload, options, details)
}

function readChild(
  reader: Reader,
  block: Block,
  slot: number,
  head: number,
  text: string | true | null | undefined,
  namespace?: string,
): void {
  if (head === P.STREAM_HEAD)
    return found(features[P.FEATURE_STREAM]).read(reader, block, slot, namespace)
  clearSlot(block, slot)
  const end = block.nodes[slot] as Text
  setText(end, String(text ?? ''))
  if (text !== undefined) return
  const what = head >>> 2
  if (what === P.SPECIAL_BLOCK || what === P.SPECIAL_LIST)
    readInsert(reader, block, slot, end, 0, what, namespace)
  else if (what !== P.SPECIAL_EMPTY) lost()
}

/** Reads list items, or one block, and puts them before `before`. `replaced` is a key. */
export function readInsert(
  reader: Reader,
  block: Block,
  slot: number,
  before: Node,
  replaced: number | undefined,
  what: number | Template = P.SPECIAL_LIST,
  outer?: string,
): void {
  const parent = found(before.parentNode) as Element
  const namespace = namespaceIn(parent, outer)
  const content = document.createDocumentFragment()
  announce(reader)
  if (what === P.SPECIAL_LIST) readItems(reader, block, slot, namespace, content, replaced)
  else
    content.append(
      readBlock(
        reader,
        typeof what === 'object' ? what : readTemplate(reader),
        block,
        slot,
        namespace,
      ),
    )
  parent.insertBefore(content, before)
}

function readItems(
  reader: Reader,
  block: Block,
  slot: number,
  namespace: string,
  content: DocumentFragment,
  replaced?: number,
): void {
  const total = reader.varint()
  const nextKey = readKeys(reader, total, replaced)
  for (let left = total; left > 0;) {
    const template = readTemplate(reader)
    const count = reader.varint()
    left -= count
    for (let i = 0; i < count; i++)
      content.append(readBlock(reader, template, block, slot, namespace, nextKey()))
  }
}

function readBlock(
  reader: Reader,
  template: Template,
  owner: Block,
  slot: number,
  namespace: string,
  key?: number,
): DocumentFragment {
  const block = makeBlock(template, owner, slot, key)
  const content = cloneTemplate(template, namespace)
  bindBlock(block, content.firstChild, content, (index, _, node) => {
    block.nodes[index] = found(node)
    return found(node).nextSibling
  })
  for (const index of template.slots.keys()) readSlot(reader, block, index, namespace)
  return content
}
