// Sums up the HTML of a root, as docs/protocol.md says ("WELCOME"): both sides must have the same.
import { DIGEST_CLOSE, DIGEST_OPEN, DIGEST_START, mix } from '../wire/protocol.ts'
import type { HtmlNode } from './html.ts'

const OPAQUE = /^(textarea|template|noscript|iframe)$/

export const digestOf = (nodes: readonly HtmlNode[]): number => ofNodes(DIGEST_START, nodes) >>> 0

function ofNodes(hash: number, nodes: readonly HtmlNode[]): number {
  for (const node of nodes) {
    if (typeof node === 'string') hash = ofText(hash, node)
    else {
      hash = ofText(mix(hash, DIGEST_OPEN), node.tag)
      if (!OPAQUE.test(node.tag)) hash = ofNodes(hash, node.children)
      hash = mix(hash, DIGEST_CLOSE)
    }
  }
  return hash
}

function ofText(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i))
  return hash
}
