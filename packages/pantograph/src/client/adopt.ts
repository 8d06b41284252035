// Takes over HTML that the server has sent: finds the nodes of every block without changing what is shown.
// Only done when the digest says that the DOM is what was sent.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { bindBlock, insertText, makeBlock, readKeys, takeText } from './blocks.ts'
import { features } from './features.ts'
import { ELEMENT_NODE, found, TEXT_NODE } from './state.ts'
import type { Block, Template } from './state.ts'
import { readTemplate } from './template.ts'

/** The parser or the user changes what is in these; and nobody knows what unparsed HTML becomes. */
const OPAQUE = 'textarea,template,noscript,iframe,[data-raw]'

/** Sums up names, texts and nesting, as the server does. */
export function digestOf(root: Node): number {
  return sum(P.DIGEST_START, root) >>> 0
}

function sum(hash: number, parent: Node): number {
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === TEXT_NODE) hash = mixText(hash, (node as Text).data)
    else if (node.nodeType !== ELEMENT_NODE) hash = P.mix(hash, P.DIGEST_COMMENT)
    else {
      const name = (node as Element).localName
      hash = mixText(P.mix(hash, P.DIGEST_OPEN), name)
      if (!(node as Element).matches(OPAQUE)) hash = sum(hash, node)
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
  const what = head >>> 2
  if ((head & 3) === P.VALUE_INT) {
    // Only text that touches other text has a length; else it is the whole text node, if there is one.
    const isText = !touches && node?.nodeType === TEXT_NODE
    const text = isText ? (node as Text) : takeText(node, touches && what >>> 1, parent)
    block.nodes[slot] = text
    return text.nextSibling
  }
  const next =
    what === P.SPECIAL_BLOCK
      ? adoptBlock(reader, readTemplate(reader), block, slot, node, parent)
      : what === P.SPECIAL_LIST
        ? adoptItems(reader, block, slot, node, parent)
        : head === P.STREAM_HEAD
          ? found(features[P.FEATURE_STREAM]).adopt(reader, block, slot, () =>
              adoptItems(reader, block, slot, node, parent),
            )
          : node
  block.nodes[slot] = insertText(parent, next)
  return next
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
  const total = reader.varint()
  const nextKey = readKeys(reader, total)
  for (let left = total; left > 0;) {
    const count = reader.varint()
    left -= count
    const template = readTemplate(reader)
    const shape = reader.at
    for (let i = 0; i < count; i++) {
      reader.at = shape
      next = adoptBlock(reader, template, block, slot, next, parent, nextKey())
    }
  }
  return next
}

function adoptBlock(
  reader: Reader,
  template: Template,
  owner: Block,
  slot: number,
  from: Node | null,
  parent: Node,
  key?: number,
): Node | null {
  const block = makeBlock(template, owner, slot, key)
  return bindBlock(block, from, parent, (index, touches, node, inner) =>
    adoptChild(reader, block, index, touches, node, inner),
  )
}
