// Sums up what a root shows, as the browser sums up what it has: names of elements, texts, and where
// elements end. Attributes are left out: extensions change them, and no address depends on them.
import { OPAQUE } from '../wire/outline.ts'
import { DIGEST_CLOSE, DIGEST_OPEN, DIGEST_START, mix } from '../wire/protocol.ts'
import type { TemplateNode } from '../template/parse.ts'
import { itemBlock } from './content.ts'
import { ChildBinding, Instance, List } from './nodes.ts'
import type { Mounted, MountedBlock } from './nodes.ts'
import { StreamNode } from './stream-node.ts'

/** 32 bits. */
export function digest(node: Mounted): number {
  return ofNode(DIGEST_START, node) >>> 0
}

function ofNode(hash: number, node: Mounted): number {
  while (node instanceof Instance || node instanceof ChildBinding) node = node.child
  if (node === null) return hash
  if (typeof node === 'string' || typeof node === 'number') return ofText(hash, String(node))
  if (node instanceof StreamNode) {
    return (node.first?.values ?? []).reduce((sum, block) => ofNode(sum, block), hash)
  }
  if (!(node instanceof List)) return ofNodes(hash, node.template.nodes, node)
  for (const item of node.items) hash = ofNode(hash, itemBlock(item))
  return hash
}

function ofNodes(hash: number, nodes: readonly TemplateNode[], block: MountedBlock): number {
  for (const node of nodes) {
    if (node.kind === 'text') hash = ofText(hash, node.text)
    else if (node.kind === 'child') hash = ofNode(hash, block.values[node.slot.index] as Mounted)
    else {
      hash = ofText(mix(hash, DIGEST_OPEN), node.tag)
      if (!OPAQUE.test(node.tag) && !node.isMarked) hash = ofNodes(hash, node.children, block)
      hash = mix(hash, DIGEST_CLOSE)
    }
  }
  return hash
}

function ofText(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i))
  return hash
}
