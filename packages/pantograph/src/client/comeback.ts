// What a page needs only when it comes back after a lost connection, or when it was altered. Loaded when the
// page is idle, so that it is there by then. Imports no code of the page itself: that would load it twice.
import type { EventLog } from '../wire/event-log.ts'
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { attend, expectAnswer } from './life.ts'
import type { Entry, Line, Resumption, Status, Tools } from './lent.ts'
import { showPending, showStatus } from './notice.ts'
import { admit } from './refusals.ts'
import type { Block, ListeningElement } from './state.ts'

export { check, end } from './life.ts'
export { showStatus } from './notice.ts'
export { refuse } from './refusals.ts'

// HELLO

/** What a HELLO says of the page's past, in bytes. */
export function encodeResumption({ frames, first, entries }: Resumption, tools: Tools): number[] {
  const { varint } = tools
  const log = entries.flatMap((entry) => encodeEntry(entry, tools))
  return [...varint(frames), ...varint(first), ...varint(entries.length), ...log]
}

function encodeEntry(
  { listener, event, payload, told }: Entry,
  { varint, sized, inline }: Tools,
): readonly number[] {
  if (told) return told
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

/** A root that is made like another. */
interface Morph {
  /** What stayed, by what it has become. */
  readonly kept: Map<Node, Node>
  /** Elements whose `open` the server says; that of others is the user's. */
  readonly opened: Set<Node>
  readonly tools: Tools
}

/**
 * A root in full: built aside, then what is on the page is made like it, keeping every node that can stay:
 * focus, caret, scroll positions, media and what the user typed survive. Blocks then point at the nodes
 * that stayed.
 */
export function render(reader: Reader, root: Block, tools: Tools): void {
  const old = tools.found(root.nodes[0]?.parentNode) as Element
  const fresh = document.createElementNS(old.namespaceURI, old.localName)
  root.nodes[0] = fresh.appendChild(document.createTextNode(''))
  tools.readSlot(reader, root, 0, '')
  tools.settleControls()
  const kept = new Map<Node, Node>()
  const current = (node: Node): Node => kept.get(node) ?? node
  const all = tools.blocks.filter((block) => block !== undefined)
  morphChildren(old, fresh, { kept, opened: openedBy(all), tools })
  for (const block of all) {
    block.first = current(block.first)
    block.last = current(block.last)
    block.nodes = block.nodes.map(current)
  }
}

function openedBy(blocks: readonly Block[]): Set<Node> {
  const opened = new Set<Node>()
  for (const { nodes, template } of blocks) {
    for (const [i, { name }] of template.slots.entries()) {
      if (name === 'open') opened.add(nodes[i] as Node)
    }
  }
  return opened
}

function morphChildren(old: Node, fresh: Node, morph: Morph): void {
  let next = old.firstChild
  for (const node of [...fresh.childNodes]) {
    const match = findMatch(next, node)
    if (match === null) {
      old.insertBefore(node, next)
      continue
    }
    while (next !== match) next = removeAndNext(next as ChildNode)
    next = match.nextSibling
    morph.kept.set(node, match)
    morphNode(match, node, morph)
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

function morphNode(old: Node, fresh: Node, morph: Morph): void {
  const { tools, opened } = morph
  if (old.nodeType === TEXT_NODE) return tools.setText(old as Text, (fresh as Text).data)
  morphAttributes(old as Element, fresh as Element, opened.has(fresh) ? '' : 'open')
  ;(old as ListeningElement).$pantograph = (fresh as ListeningElement).$pantograph
  // What the user has typed into a control is not the server's to take away. What is for browsers without
  // scripts was parsed as text.
  if (!/^(TEXTAREA|NOSCRIPT)$/.test(old.nodeName)) morphChildren(old, fresh, morph)
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

/** @param own an attribute that the server has no say in */
function morphAttributes(old: Element, fresh: Element, own: string): void {
  for (const { name } of [...old.attributes]) {
    if (name !== own && !fresh.hasAttribute(name)) old.removeAttribute(name)
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (name !== own && old.getAttribute(name) !== value) old.setAttribute(name, value)
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

// The page's life

let beginning: Promise<void> | undefined

/** Called when this is loaded, perhaps by several who wait for it. */
export function begin(line: Line, tools: Tools): Promise<void> {
  return (beginning ??= beginLife(line, tools))
}

async function beginLife(line: Line, tools: Tools): Promise<void> {
  attend(line, tools)
  if (line.mode === P.HELLO_RELOADED) await goOnAfterReload(line, tools)
  showStatus(document.documentElement.dataset['pantograph'] as Status)
}

async function goOnAfterReload(line: Line, tools: Tools): Promise<void> {
  try {
    const { goOn } = await import('./reload.ts')
    goOn(line, tools, encodeEntry)
  } catch {
    line.mode = P.HELLO_FIRST
  }
}

/** The log has changed. */
export function counted(log: EventLog<Entry>, limit: number): void {
  showPending(log.unanswered.length)
  admit(log, limit)
  expectAnswer()
}
