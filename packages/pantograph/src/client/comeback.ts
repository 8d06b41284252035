// What a page needs only when it comes back after a lost connection, or when it was altered. Loaded when the
// page is idle, so that it is there by then. Imports no code of the page itself: that would load it twice.
import type { Entry, Resumption } from './log.ts'
import type { Block, ListeningElement } from './state.ts'
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { retell } from './compare.ts'
import type { Tools } from './lent.ts'

export { compare } from './compare.ts'

// HELLO

/** What a HELLO says of the page's past, in bytes. */
export function encodeResumption({ frames, first, entries }: Resumption, tools: Tools): number[] {
  const { varint } = tools
  const log = entries.flatMap((entry) => encodeEntry(entry, tools))
  return [...varint(frames), ...varint(first), ...varint(entries.length), ...log]
}

function encodeEntry(
  { listener, event, payload }: Entry,
  { varint, sized, inline }: Tools,
): number[] {
  const body = sized(payload)
  if (listener === null) return [P.LOG_URL, ...body]
  const { block, slot } = listener
  const place = [...varint(block.number), ...varint(slot)]
  return [P.LOG_EVENT, ...place, ...inline(event), ...pathTo(block, varint), ...body]
}

/** Where a block stands, whatever its number; also of one that is gone. */
function pathTo(block: Block, varint: (value: number) => number[]): number[] {
  const steps: number[] = []
  let count = 0
  for (; block.owner !== undefined; block = block.owner) {
    const { slot, key, template } = block
    const keyed = key === undefined ? [0] : [1, ...word(key)]
    steps.unshift(...varint(slot), ...keyed, ...word(template.hash))
    count++
  }
  return [...varint(block.number), ...varint(count), ...steps]
}

const word = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255)

// A root told anew

const TEXT_NODE = 3
type Control = HTMLInputElement & HTMLSelectElement

/** A root in full, or the slots of any other block. */
export function render(reader: Reader, block: Block, tools: Tools): void {
  if (block.owner === undefined) renderRoot(reader, block, tools)
  else retell(reader, block, tools)
}

/**
 * A root in full: built aside, then what is on the page is made like it, keeping every node that can stay:
 * focus, caret, scroll positions, media and what the user typed survive. Blocks then point at the nodes
 * that stayed.
 */
function renderRoot(reader: Reader, root: Block, tools: Tools): void {
  const old = tools.found(root.nodes[0]?.parentNode) as Element
  const fresh = document.createElementNS(old.namespaceURI, old.localName)
  root.nodes[0] = fresh.appendChild(document.createTextNode(''))
  tools.readSlot(reader, root, 0, '')
  tools.settleControls()
  const kept = new Map<Node, Node>()
  const current = (node: Node): Node => kept.get(node) ?? node
  morphChildren(old, fresh, kept, tools)
  for (const block of tools.blocks) {
    if (block === undefined) continue
    block.first = current(block.first)
    block.last = current(block.last)
    block.nodes = block.nodes.map(current)
  }
}

function morphChildren(old: Node, fresh: Node, kept: Map<Node, Node>, tools: Tools): void {
  let next = old.firstChild
  for (const node of [...fresh.childNodes]) {
    const match = findMatch(next, node)
    if (match === null) {
      old.insertBefore(node, next)
      continue
    }
    while (next !== match) next = removeAndNext(next as ChildNode)
    next = match.nextSibling
    kept.set(node, match)
    morphNode(match, node, kept, tools)
  }
  while (next !== null) next = removeAndNext(next)
}

function removeAndNext(node: ChildNode): ChildNode | null {
  const next = node.nextSibling
  node.remove()
  return next
}

/** The next sibling that can become `node`. Texts are not searched for: any text can become any other. */
function findMatch(from: ChildNode | null, node: Node): ChildNode | null {
  if (node.nodeType === TEXT_NODE) return from?.nodeType === TEXT_NODE ? from : null
  for (let at = from; at !== null; at = at.nextSibling) if (isAlike(at, node)) return at
  return null
}

function isAlike(a: Node, b: Node): boolean {
  return a.nodeName === b.nodeName && (a as Element).id === (b as Element).id
}

function morphNode(old: Node, fresh: Node, kept: Map<Node, Node>, tools: Tools): void {
  if (old.nodeType === TEXT_NODE) return tools.setText(old as Text, (fresh as Text).data)
  morphAttributes(old as Element, fresh as Element)
  const { $pantograph, $style } = fresh as ListeningElement
  Object.assign(old, { $pantograph, $style })
  // What the user has typed into a control is not the server's to take away.
  if (old.nodeName !== 'TEXTAREA') morphChildren(old, fresh, kept, tools)
  syncControl(old as Control, fresh as Control, tools)
}

/** Gives a control that stays the state of its new version, unless the user has changed it. */
function syncControl(
  old: Control,
  fresh: Control,
  { typed, heard, told, hasUnanswered }: Tools,
): void {
  if (!old.matches('input,textarea,select') || hasUnanswered(old)) return
  // What the server has heard it may answer; what it has not is the user's.
  if (typed.has(old) && !(heard.has(old) && told.has(fresh))) return
  if (old.localName === 'select') {
    for (const [i, option] of [...old.options].entries()) {
      option.selected = fresh.options[i]?.selected ?? false
    }
  } else if (old.matches('[type=file]')) return
  else if (old.value !== fresh.value) old.value = fresh.value
  if (old.matches('[type=checkbox],[type=radio]')) old.checked = fresh.checked
}

function morphAttributes(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
}

/** A list after a lost connection: some of its items are here, the others come with it. */
export function arrange(
  reader: Reader,
  owner: Block,
  slot: number,
  { blocks, found, readInsert, removeBlock, moveBefore }: Tools,
): void {
  const end = found(owner.nodes[slot])
  const here = found(owner.children[slot])
  const old = new Set(here)
  const order = new Set<Block>()
  for (let head; (head = reader.varint());) {
    if (!(head & 1)) readInsert(reader, owner, slot, end, undefined)
    for (let left = head & 1 ? head >>> 1 : 0; left > 0; left--) {
      order.add(found(blocks[reader.varint()]))
    }
    // What was inserted is at the end of the set.
    for (const block of here) if (!old.has(block)) order.add(block)
  }
  for (const block of order) old.delete(block)
  for (const block of old) removeBlock(block)
  let next = end
  const blocksInOrder = [...order]
  for (let block; (block = blocksInOrder.pop());) {
    if (block.last.nextSibling !== next) moveBefore(block, next)
    next = block.first
  }
}

// The notice

let notice: HTMLElement | undefined

/** Tells the user how the connection is; nothing takes the notice away. */
export function showNotice(text: string): void {
  if (text === '') return notice?.remove()
  document.body.append((notice ??= makeNotice()))
  notice.textContent = text
}

function makeNotice(): HTMLElement {
  const made = document.createElement('div')
  made.id = 'pantograph-notice'
  made.setAttribute('role', 'status')
  // A rule of the page for #pantograph-notice wins with !important.
  made.style.cssText =
    'position:fixed;right:1em;bottom:1em;z-index:9999;padding:.5em 1em;background:#222;color:#fff'
  return made
}
