// Sums up the HTML of a root, as docs/protocol.md says ("WELCOME"): both sides must have the same.
import { DIGEST_CLOSE, DIGEST_OPEN, DIGEST_START, mix } from '../wire/protocol.ts'
import type { HtmlElement, HtmlNode } from './html.ts'

const OPAQUE = /^(textarea|template|noscript|iframe)$/

/** Nobody sums up what an author has not written in TSX. */
const isOpaque = ({ tag, attributes }: HtmlElement): boolean =>
  OPAQUE.test(tag) || attributes.some(([name]) => name === 'data-raw')

export const digestOf = (nodes: readonly HtmlNode[]): number => ofNodes(DIGEST_START, nodes) >>> 0

function ofNodes(hash: number, nodes: readonly HtmlNode[]): number {
  for (const node of nodes) {
    if (typeof node === 'string') hash = ofText(hash, node)
    else {
      hash = ofText(mix(hash, DIGEST_OPEN), node.tag)
      if (!isOpaque(node)) hash = ofNodes(hash, node.children)
      hash = mix(hash, DIGEST_CLOSE)
    }
  }
  return hash
}

function ofText(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i))
  return hash
}
