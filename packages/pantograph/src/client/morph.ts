// Makes DOM that is there look like DOM that was made anew, keeping every node that can stay: focus, caret,
// scroll positions, media and what the user typed survive. Used after a lost connection and for repair.
import { syncControl } from './controls.ts'
import { blocks, setText, TEXT_NODE } from './state.ts'
import type { ListeningElement } from './state.ts'

/** Makes the children of `old` what `fresh` holds; blocks then point at the nodes that stayed. */
export function morph(old: Node, fresh: Node): void {
  const kept = new Map<Node, Node>()
  const current = (node: Node): Node => kept.get(node) ?? node
  morphChildren(old, fresh, kept)
  for (const block of blocks) {
    if (block === undefined) continue
    block.first = current(block.first)
    block.last = current(block.last)
    block.nodes = block.nodes.map(current)
  }
}

function morphChildren(old: Node, fresh: Node, kept: Map<Node, Node>): void {
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
    morphNode(match, node, kept)
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

function morphNode(old: Node, fresh: Node, kept: Map<Node, Node>): void {
  if (old.nodeType === TEXT_NODE) return setText(old as Text, (fresh as Text).data)
  morphAttributes(old as Element, fresh as Element)
  ;(old as ListeningElement).$pantograph = (fresh as ListeningElement).$pantograph
  // What the user has typed into a control is not the server's to take away.
  if (old.nodeName !== 'TEXTAREA') morphChildren(old, fresh, kept)
  syncControl(old as Element, fresh as Element)
}

function morphAttributes(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
}
