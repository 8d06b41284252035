// Takes over HTML that the server has sent: finds the nodes of every block without changing what is shown.
// Only done when the digest says that the DOM is what was sent.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { bindSlots, makeBlock } from './content.ts'
import { Desync, found } from './state.ts'
import type { Block, Template, TemplateNode } from './state.ts'
import { readTemplate } from './template.ts'

const OPAQUE = /^(textarea|template|noscript|iframe)$/

/** Sums up names, texts and nesting, as the server does. */
export function digestOf(root: Node): number {
  return sum(P.DIGEST_START, root) >>> 0
}

function sum(hash: number, parent: Node): number {
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === Node.TEXT_NODE) hash = mixText(hash, (node as Text).data)
    else if (node.nodeType !== Node.ELEMENT_NODE) hash = P.mix(hash, P.DIGEST_COMMENT)
    else {
      const name = (node as Element).localName
      hash = mixText(P.mix(hash, P.DIGEST_OPEN), name)
      if (!OPAQUE.test(name)) hash = sum(hash, node)
      hash = P.mix(hash, P.DIGEST_CLOSE)
    }
  }
  return hash
}

function mixText(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) hash = P.mix(hash, text.charCodeAt(i))
  return hash
}

/** Reads the shape of what a root holds and takes its nodes over. */
export function adoptRoot(reader: Reader, root: Block, element: Element): void {
  adoptChild(reader, root, 0, 1, element.firstChild, element)
}

/** Takes over what a child slot shows, from `node` on; returns the node behind it. */
function adoptChild(
  reader: Reader,
  block: Block,
  slot: number,
  touches: number,
  node: Node | null,
  parent: Node,
): Node | null {
  const head = reader.varint()
  if ((head & 3) === P.VALUE_INT) return adoptText(block, slot, touches, head >>> 3, node, parent)
  if ((head & 3) !== P.VALUE_SPECIAL) throw new Desync()
  let next = node
  if (head >>> 2 === P.SPECIAL_BLOCK) {
    next = adoptBlock(reader, readTemplate(reader), block, slot, next, parent)
  } else if (head >>> 2 === P.SPECIAL_LIST) next = adoptItems(reader, block, slot, next, parent)
  block.nodes[slot] = parent.insertBefore(document.createTextNode(''), next)
  return next
}

function adoptText(
  block: Block,
  slot: number,
  touches: number,
  length: number,
  node: Node | null,
  parent: Node,
): Node | null {
  const isText = node?.nodeType === Node.TEXT_NODE
  const taken = touches
    ? takeText(node, length, parent)
    : isText
      ? (node as Text)
      : parent.insertBefore(document.createTextNode(''), node)
  block.nodes[slot] = taken
  return taken.nextSibling
}

/** Exactly `length` units of text; the parser has joined what touches. */
function takeText(node: Node | null, length: number, parent: Node): Text {
  if (length === 0) return parent.insertBefore(document.createTextNode(''), node)
  if (node?.nodeType !== Node.TEXT_NODE) throw new Desync()
  const text = node as Text
  if (text.length < length) throw new Desync()
  if (text.length > length) text.splitText(length)
  return text
}

/** Items of the same shape are described once. */
function adoptItems(
  reader: Reader,
  block: Block,
  slot: number,
  node: Node | null,
  parent: Node,
): Node | null {
  let next = node
  for (let left = reader.varint(); left > 0; ) {
    const count = reader.varint()
    if (count === 0 || count > left) throw new Desync()
    left -= count
    const template = readTemplate(reader)
    const shape = reader.at
    for (let i = 0; i < count; i++) {
      reader.at = shape
      next = adoptBlock(reader, template, block, slot, next, parent)
    }
  }
  return next
}

function adoptBlock(
  reader: Reader,
  template: Template,
  owner: Block,
  slot: number,
  node: Node | null,
  parent: Node,
): Node | null {
  const block = makeBlock(template, owner, slot)
  const startsWithSlot = template.nodes[0]?.type === P.TOKEN_CHILD
  const marker = startsWithSlot ? parent.insertBefore(document.createTextNode(''), node) : null
  const next = adoptNodes(reader, block, template.nodes, node, parent)
  const last = next === null ? parent.lastChild : next.previousSibling
  block.first = found(marker ?? node)
  block.last = found(last)
  return next
}

function adoptNodes(
  reader: Reader,
  block: Block,
  parts: readonly TemplateNode[],
  from: Node | null,
  parent: Node,
): Node | null {
  let node = from
  for (const part of parts) {
    if (part.type === P.TOKEN_CHILD) {
      node = adoptChild(reader, block, found(part.slots[0]), part.count, node, parent)
    } else if (part.type === P.TOKEN_TEXT) node = takeText(node, part.count, parent).nextSibling
    else if (part.type === P.TOKEN_SKIP) {
      for (let i = 0; i < part.count; i++) node = found(node).nextSibling
    } else {
      const element = found(node)
      bindSlots(block, part, element)
      adoptNodes(reader, block, part.children, element.firstChild, element)
      node = element.nextSibling
    }
  }
  return node
}
