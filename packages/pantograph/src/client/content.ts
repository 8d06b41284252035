// Builds blocks, and takes them away again. A child slot's content stands before a text node that marks its
// end; the text node itself holds the slot's text, if it is one.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { addListener, removeListeners } from './listeners.ts'
import { blocks, Desync, found, numbering } from './state.ts'
import type { Block, Template, TemplateNode } from './state.ts'
import { cloneTemplate, namespaceIn, readTemplate, setAttribute } from './template.ts'
import { setProperty } from './controls.ts'

/** Where the blocks of the current operation get their numbers. */
let cursor = -1

/** The numbers of an operation's blocks follow from here. */
export function beginNumbers(): void {
  cursor = -1
}

function announce(reader: Reader): void {
  if (cursor >= 0) return
  const start = reader.varint()
  cursor = start === 0 ? numbering.fresh : start - 1
}

export function nextNumber(): number {
  const number = cursor < 0 ? numbering.fresh : cursor++
  if (number >= numbering.fresh) numbering.fresh = number + 1
  return number
}

/** A block without nodes yet. */
export function makeBlock(template: Template, owner: Block | undefined, slot: number): Block {
  const number = nextNumber()
  const nothing = document as Node
  const block: Block = {
    number,
    template,
    first: nothing,
    last: nothing,
    nodes: [],
    children: [],
    owner,
    slot,
  }
  blocks[number] = block
  if (owner !== undefined) (owner.children[slot] ??= new Set()).add(block)
  return block
}

/** Reads a value that is a text: null where it is nothing, undefined where it is something else. */
export function readText(reader: Reader, head: number): string | true | null | undefined {
  const kind = head & 3
  if (kind === P.VALUE_STRING) return reader.newString(head >>> 2)
  if (kind === P.VALUE_KNOWN) return reader.oldString(head >>> 2)
  if (kind === P.VALUE_INT) return String((head >>> 3) ^ -((head >>> 2) & 1))
  if (head >>> 2 === P.SPECIAL_NULL) return null
  return head >>> 2 === P.SPECIAL_TRUE ? true : undefined
}

/** Reads the value of any slot and puts it there. */
export function readSlot(reader: Reader, block: Block, index: number, namespace: string): void {
  const slot = found(block.template.slots[index])
  if (slot.kind === P.SLOT_EVENT) throw new Desync()
  const head = reader.varint()
  if (slot.kind === P.SLOT_SPREAD) return readSpread(reader, block, index, head)
  const text = readText(reader, head)
  if (slot.kind < 0) return readChild(reader, block, index, head, text, namespace)
  if (text === undefined) throw new Desync()
  const element = block.nodes[index] as Element
  if (slot.kind === P.SLOT_PROPERTY) setProperty(element, slot.name, text)
  else applyAttribute(element, slot.name, text)
}

function applyAttribute(element: Element, name: string, value: string | true | null): void {
  setAttribute(element, name, value)
  // On a page that is there already, the browser does not act on it by itself.
  if (name === 'autofocus' && value !== null) focusSoon(element as HTMLElement)
}

function focusSoon(element: HTMLElement): void {
  queueMicrotask(() => {
    element.focus()
    const { value } = element as HTMLInputElement
    if (value) (element as HTMLInputElement).setSelectionRange?.(value.length, value.length)
  })
}

function readSpread(reader: Reader, block: Block, index: number, head: number): void {
  if (head !== P.SPECIAL_SPREAD * 4 + P.VALUE_SPECIAL) throw new Desync()
  const element = block.nodes[index] as Element
  for (let count = reader.varint(); count > 0; count--) {
    const kind = reader.varint()
    const name = reader.string()
    if (kind === P.SLOT_EVENT) {
      const payload = reader.varint()
      readListen(reader, block, index, name, payload, true)
      continue
    }
    const value = defined(readText(reader, reader.varint()))
    if (kind === P.SLOT_PROPERTY) setProperty(element, name, value)
    else applyAttribute(element, name, value)
  }
}

function defined<T>(value: T | undefined): T {
  if (value === undefined) throw new Desync()
  return value
}

/** Reads how an element listens, and lets it. */
export function readListen(
  reader: Reader,
  block: Block,
  slot: number,
  event: string,
  payload: number,
  spread: boolean,
): void {
  const options = reader.varint()
  const keys: string[] = []
  if (options & P.LISTEN_KEYS) for (let n = reader.varint(); n > 0; n--) keys.push(reader.string())
  const element = block.nodes[slot] as Element
  addListener(element, { event, payload, block, slot, spread, options, keys })
}

function readChild(
  reader: Reader,
  block: Block,
  slot: number,
  head: number,
  text: string | true | null | undefined,
  namespace: string,
): void {
  clearSlot(block, slot)
  const end = block.nodes[slot] as Text
  if (text !== undefined) {
    end.data = text === null ? '' : String(text)
    return
  }
  if (end.data !== '') end.data = ''
  if ((head & 3) !== P.VALUE_SPECIAL) throw new Desync()
  const what = head >>> 2
  if (what === P.SPECIAL_EMPTY) return
  const inner = namespaceIn(end.parentNode, namespace)
  const content = document.createDocumentFragment()
  announce(reader)
  if (what === P.SPECIAL_BLOCK) content.append(readBlock(reader, readTemplate(reader), block, slot, inner))
  else if (what === P.SPECIAL_LIST) readItems(reader, block, slot, inner, content)
  else throw new Desync()
  found(end.parentNode).insertBefore(content, end)
}

/** Reads list items and puts them before `before`. */
export function readInsert(reader: Reader, block: Block, slot: number, before: Node): void {
  const parent = found(before.parentNode)
  const content = document.createDocumentFragment()
  announce(reader)
  readItems(reader, block, slot, namespaceIn(parent, ''), content)
  parent.insertBefore(content, before)
}

function readItems(
  reader: Reader,
  block: Block,
  slot: number,
  namespace: string,
  content: DocumentFragment,
): void {
  for (let left = reader.varint(); left > 0; ) {
    const template = readTemplate(reader)
    const count = reader.varint()
    if (count === 0 || count > left) throw new Desync()
    left -= count
    for (let i = 0; i < count; i++) content.append(readBlock(reader, template, block, slot, namespace))
  }
}

function readBlock(
  reader: Reader,
  template: Template,
  owner: Block,
  slot: number,
  namespace: string,
): DocumentFragment {
  const block = makeBlock(template, owner, slot)
  const content = cloneTemplate(template, namespace)
  block.first = found(content.firstChild)
  block.last = found(content.lastChild)
  // A slot at the very start would make the first node change with it.
  if (template.nodes[0]?.type === P.TOKEN_CHILD) {
    block.first = content.insertBefore(document.createTextNode(''), block.first)
  }
  bindNodes(block, template.nodes, template.nodes[0]?.type === P.TOKEN_CHILD ? block.first.nextSibling : block.first)
  for (const [index, { kind }] of template.slots.entries()) {
    if (kind !== P.SLOT_EVENT) readSlot(reader, block, index, namespace)
  }
  return content
}

/** Finds the nodes of the slots in a fresh copy. */
function bindNodes(block: Block, nodes: readonly TemplateNode[], from: Node | null): void {
  let node = from
  for (const part of nodes) {
    const current = found(node)
    node = current.nextSibling
    bindSlots(block, part, current)
    if (part.children.length > 0) bindNodes(block, part.children, current.firstChild)
  }
}

/** Notes the node of the slots that stand on it; event slots listen from now on. */
export function bindSlots(block: Block, part: TemplateNode, node: Node): void {
  for (const index of part.slots) {
    block.nodes[index] = node
    const { kind, name, payload } = found(block.template.slots[index])
    if (kind !== P.SLOT_EVENT) continue
    const options = P.LISTEN_ON
    addListener(node as Element, {
      event: name,
      payload,
      block,
      slot: index,
      spread: false,
      options,
      keys: [],
    })
  }
}

/** Removes the blocks in a child slot. */
export function clearSlot(block: Block, slot: number): void {
  for (const child of block.children[slot] ?? []) removeBlock(child)
}

/** Takes a block off the page and forgets it. */
export function removeBlock(block: Block): void {
  const nodes = nodesOf(block)
  forget(block)
  block.owner?.children[block.slot]?.delete(block)
  for (const node of nodes) (node as ChildNode).remove()
}

function forget(block: Block): void {
  if (blocks[block.number] === block) blocks[block.number] = undefined
  removeListeners(block)
  for (const children of block.children) for (const child of children ?? []) forget(child)
}

/** The nodes of a block, in order. */
export function nodesOf(block: Block): Node[] {
  const nodes: Node[] = []
  for (let node: Node | null = block.first; node !== null; node = node.nextSibling) {
    nodes.push(node)
    if (node === block.last) break
  }
  return nodes
}
