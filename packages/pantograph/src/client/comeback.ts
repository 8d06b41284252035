// What a page needs only when it comes back after a lost connection, or when it was altered. Loaded when the
// page is idle, so that it is there by then. Imports no code of the page itself: that would load it twice.
import type { Entry, Resumption } from './log.ts'
import type { Block, ListeningElement } from './state.ts'
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'

/** What the page lends. */
export interface Tools {
  varint(value: number): number[]
  inline(text: string): number[]
  setText(node: Text, data: string): void
  syncControl(old: Element, fresh: Element): void
  found<T>(thing: T | undefined | null): T
  readInsert(reader: Reader, block: Block, slot: number, before: Node): void
  removeBlock(block: Block): void
  moveBefore(block: Block, node: Node): void
}

// HELLO

/** What a HELLO says of the page's past, in bytes. */
export function encodeResumption({ frames, first, entries }: Resumption, tools: Tools): number[] {
  const { varint } = tools
  const log = entries.flatMap((entry) => encodeEntry(entry, tools))
  return [...varint(frames), ...varint(first), ...varint(entries.length), ...log]
}

function encodeEntry({ listener, event, payload }: Entry, { varint, inline }: Tools): number[] {
  const body = [...varint(payload.length), ...payload]
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

/**
 * Makes DOM that is there look like DOM that was made anew, keeping every node that can stay: focus, caret,
 * scroll positions, media and what the user typed survive. Makes the children of `old` what `fresh` holds; blocks then point at the nodes
 * that stayed.
 */
export function morph(
  old: Node,
  fresh: Node,
  blocks: readonly (Block | undefined)[],
  tools: Tools,
): void {
  const kept = new Map<Node, Node>()
  const current = (node: Node): Node => kept.get(node) ?? node
  morphChildren(old, fresh, kept, tools)
  for (const block of blocks) {
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
  ;(old as ListeningElement).$pantograph = (fresh as ListeningElement).$pantograph
  // What the user has typed into a control is not the server's to take away.
  if (old.nodeName !== 'TEXTAREA') morphChildren(old, fresh, kept, tools)
  tools.syncControl(old as Element, fresh as Element)
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
  blocks: readonly (Block | undefined)[],
  { found, readInsert, removeBlock, moveBefore }: Tools,
): void {
  const end = found(owner.nodes[slot])
  const here = found(owner.children[slot])
  const old = new Set(here)
  const order = new Set<Block>()
  for (let head; (head = reader.varint());) {
    if (!(head & 1)) readInsert(reader, owner, slot, end)
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
