// The blocks on the page: making them known by number, finding the nodes of their slots, and taking them
// away. A child slot's content stands before a text node that marks its end.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { features } from './features.ts'
import { listen, removeListeners } from './listeners.ts'
import { blocks, found, lost, makeText, numbering, TEXT_NODE } from './state.ts'
import type { Block, Template, TemplateNode } from './state.ts'
import { insideOf } from './template.ts'

export function beginNumbers(): void {
  numbering.cursor = -1
}

/** The first block of an operation says where numbering goes on. */
export function announce(reader: Reader): void {
  if (numbering.cursor >= 0) return
  const start = reader.varint()
  numbering.cursor = start === 0 ? numbering.fresh : start - 1
}

/** A block whose nodes are still to be found. */
export function makeBlock(
  template: Template,
  owner: Block | undefined,
  slot: number,
  key?: number,
): Block {
  const number = numbering.cursor < 0 ? numbering.fresh : numbering.cursor++
  if (number >= numbering.fresh) numbering.fresh = number + 1
  const first: Node = document
  const block = { number, template, first, last: first, nodes: [], children: [], owner, slot, key }
  blocks[number] = block
  if (owner) (owner.children[slot] ??= new Set()).add(block)
  return block
}

/** The keys of `count` items, one by one: they travel as runs that count on. An empty run is `replaced`. */
export function readKeys(reader: Reader, count: number, replaced = 0): () => number {
  const runs: [left: number, key: number][] = []
  for (let left = count; left > 0;) {
    const length = reader.varint()
    runs.push(length ? [length, reader.varint()] : [1, replaced])
    left -= length || 1
  }
  let at = 0
  return () => {
    const run = found(runs[at])
    if (--run[0] < 1) at++
    return run[1]++
  }
}

/** Takes what stands in a child slot; returns the node behind it. */
export type ChildFinder = (
  slot: number,
  touches: number,
  node: Node | null,
  parent: Node,
) => Node | null

/** Finds a block's nodes, from `node` on; returns the node behind it. */
export function bindBlock(
  block: Block,
  node: Node | null,
  parent: Node,
  child: ChildFinder,
): Node | null {
  const { nodes } = block.template
  let first = node
  // A slot at the very start would make the first node change with it.
  if (nodes[0]?.type === P.TOKEN_CHILD) first = insertText(parent, node)
  const next = bindNodes(block, nodes, node, parent, child)
  block.first = found(first)
  block.last = found(next === null ? parent.lastChild : next.previousSibling)
  return next
}

function bindNodes(
  block: Block,
  parts: readonly TemplateNode[],
  from: Node | null,
  parent: Node,
  child: ChildFinder,
): Node | null {
  let node = from
  for (const part of parts) {
    if (part.type === P.TOKEN_CHILD) node = child(found(part.slots[0]), part.count, node, parent)
    else if (part.type === P.TOKEN_TEXT) node = takeText(node, part.count, parent).nextSibling
    else if (part.type === P.TOKEN_SKIP) {
      for (let i = 0; i < part.count; i++) node = found(node).nextSibling
    } else if (part.type === P.TOKEN_ELEMENT) {
      const element = found(node) as Element
      const inside = insideOf(element)
      bindSlots(block, part, element)
      bindNodes(block, part.children, inside.firstChild, inside, child)
      node = element.nextSibling
    } else lost()
  }
  return node
}

export const insertText = (parent: Node, before: Node | null): Text =>
  parent.insertBefore(makeText(''), before)

/** Exactly `length` units of text; the parser has joined what touches. */
export function takeText(node: Node | null, length: number, parent: Node): Text {
  if (length === 0) return insertText(parent, node)
  const text = node as Text | null
  if (text?.nodeType !== TEXT_NODE || text.length < length) lost()
  if (text.length > length) text.splitText(length)
  return text
}

/** Notes the element of the slots that stand on it; event slots listen from now on. */
function bindSlots(block: Block, part: TemplateNode, element: Element): void {
  for (const slot of part.slots) {
    block.nodes[slot] = element
    const { kind, name: event, payload } = found(block.template.slots[slot])
    if (kind === P.SLOT_EVENT) listen(block, slot, event, payload, P.LISTEN_ON)
  }
}

/** Removes the blocks in a child slot. */
export function clearSlot(block: Block, slot: number): void {
  for (const child of block.children[slot] ?? []) removeBlock(child)
  // What stood there may have been a stream.
  block.children[slot] = undefined
}

/** Takes a block off the page and forgets it. */
export function removeBlock(block: Block): void {
  const nodes = nodesOf(block)
  forget(block)
  block.owner?.children[block.slot]?.delete(block)
  for (const node of nodes) (node as ChildNode).remove()
}

function forget(block: Block): void {
  features[P.FEATURE_EXTRAS]?.forget(block)
  // What waits in the browser is told before the block's number is given up.
  removeListeners(block)
  if (blocks[block.number] === block) blocks[block.number] = undefined
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

type MovableParent = Node & { moveBefore?: (node: Node, before: Node) => void }

/** Puts a block before a node. */
export function moveBefore(block: Block, node: Node): void {
  const parent = found(node.parentNode) as MovableParent
  for (const moved of nodesOf(block)) {
    // Keeps focus, frames and animations, where the browser can.
    if (parent.moveBefore) parent.moveBefore(moved, node)
    else parent.insertBefore(moved, node)
  }
}
