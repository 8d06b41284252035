// Makes DOM that is there look like DOM that was made anew, keeping every node that can stay: focus, caret,
// scroll positions, media and what the user typed survive. Used after a lost connection and for repair.
import { syncControl } from './controls.ts'
import { blocks } from './state.ts'
import type { ListeningElement } from './state.ts'

/** Makes the children of `old` what `fresh` holds; blocks then point at the nodes that stayed. */
export function morph(old: Node, fresh: Node): void {
  const kept = new Map<Node, Node>()
  morphChildren(old, fresh, kept)
  for (const block of blocks) {
    if (block === undefined) continue
    block.first = kept.get(block.first) ?? block.first
    block.last = kept.get(block.last) ?? block.last
    for (const [i, node] of block.nodes.entries()) {
      const stayed = node && kept.get(node)
      if (stayed) block.nodes[i] = stayed
    }
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
  if (node.nodeType === Node.TEXT_NODE) return from?.nodeType === Node.TEXT_NODE ? from : null
  for (let at = from; at !== null; at = at.nextSibling) if (isAlike(at, node)) return at
  return null
}

function isAlike(a: Node, b: Node): boolean {
  return a.nodeName === b.nodeName && ((a as Element).id ?? '') === ((b as Element).id ?? '')
}

function morphNode(old: Node, fresh: Node, kept: Map<Node, Node>): void {
  if (old.nodeType === Node.TEXT_NODE) {
    if ((old as Text).data !== (fresh as Text).data) (old as Text).data = (fresh as Text).data
    return
  }
  morphAttributes(old as Element, fresh as Element)
  ;(old as ListeningElement).$pantograph = (fresh as ListeningElement).$pantograph
  // What the user has typed into a control is not the server's to take away.
  if (old.nodeName !== 'TEXTAREA') morphChildren(old, fresh, kept)
  syncControl(old as Element, fresh as Element)
}

function morphAttributes(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
}
