// Clicks outside of an element, decided by where the press began. What stands in a portal is inside of what it was
// written in, wherever it is on the page. Part of events.ts.
import * as P from '../wire/protocol.ts'
import type { Tools } from './lent.ts'
import { nodeOf } from './rules.ts'
import type { Block, Listener, TemplateNode } from './state.ts'

let tools: Tools
let tell: (listener: Listener, event: Event) => void
const listeners = new Set<Listener>()
/** Of the last press: what it was inside of, and who listened by then. */
let pressed: { inside: Set<Node>; known: Set<Listener> } | null = null

export function watchOutside(
  listener: Listener,
  lent: Tools,
  to: (listener: Listener, event: Event) => void,
): void {
  tools = lent
  tell = to
  listeners.add(listener)
  // The browser adds them once.
  addEventListener('pointerdown', press, true)
  addEventListener('click', click, true)
}

export function forgetOutside(listener: Listener): void {
  listeners.delete(listener)
}

function press({ target }: Event): void {
  if (listeners.size > 0) pressed = { inside: insideOf(target as Node), known: new Set(listeners) }
}

function click(event: Event): void {
  // A key, or a script, clicks without a press.
  const isPressed = (event as MouseEvent).detail > 0 && pressed !== null
  const { inside, known } = isPressed
    ? (pressed as NonNullable<typeof pressed>)
    : { inside: insideOf(event.target as Node), known: listeners }
  pressed = null
  for (const listener of [...listeners]) {
    const element = nodeOf(listener)
    // What was shown because of the press was not there to be clicked beside.
    if (element && known.has(listener) && !inside.has(element)) tell(listener, event)
  }
}

/** The nodes that hold a node: on the page, and in what was written. */
function insideOf(target: Node): Set<Node> {
  const inside = new Set<Node>()
  const addPath = (from: Node | null | undefined): void => {
    for (let node = from; node; node = node.parentNode ?? (node as ShadowRoot).host)
      inside.add(node)
  }
  addPath(target)
  for (const block of tools.blocks) {
    if (block && holdsOneOf(block, inside)) climb(block, addPath)
  }
  return inside
}

function holdsOneOf({ first, last, $portal }: Block, path: ReadonlySet<Node>): boolean {
  if ($portal && path.has($portal)) return true
  for (let node: Node | null = first; node; node = node.nextSibling) {
    if (path.has(node)) return true
    if (node === last) break
  }
  return false
}

/** From a block to those that it was written in, and the elements around its place in each. */
function climb(block: Block, addPath: (node: Node | null | undefined) => void): void {
  for (let at = block; at.owner; at = at.owner) {
    addPath(at.owner.nodes[at.slot])
    for (const slot of slotsAround(at.owner.template.nodes, at.slot) ?? []) {
      addPath(at.owner.nodes[slot])
    }
  }
}

/** The slots on the elements of a template that hold a child slot; null where it is not. */
function slotsAround(nodes: readonly TemplateNode[], slot: number): number[] | null {
  for (const { type, slots, children } of nodes) {
    if (type === P.TOKEN_CHILD && slots[0] === slot) return []
    const inner = slotsAround(children, slot)
    if (inner) return [...slots, ...inner]
  }
  return null
}
