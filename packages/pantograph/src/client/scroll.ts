// What the user sees of a stream stays where it is, whatever comes and goes above it; or it keeps to an end. Browsers do
// the former, too (scroll anchoring): not all, and not at the very start, which is where older items are fetched.
// Part of stream.ts.
import * as P from '../wire/protocol.ts'
import type { Items } from './items.ts'
import type { Block } from './state.ts'

/** So near to an end, in pixels, the user is there. */
const NEAR = 2

/** Returns what is to be done when the items have changed. */
export function holdScroll(items: Items | undefined, end: Node): () => void {
  const parent = end.parentElement
  if (!items || items.order.length === 0 || !parent?.isConnected) return () => {}
  const scroller = scrollerOf(parent)
  const { scrollTop, scrollHeight, clientHeight } = scroller
  const isAtStart = items.follow === P.FOLLOW_START && scrollTop <= NEAR
  const isAtEnd = items.follow === P.FOLLOW_END && scrollTop + clientHeight >= scrollHeight - NEAR
  const seen = isAtStart || isAtEnd ? [] : seenOf(items.order, scroller)
  return () => {
    if (isAtStart) scroller.scrollTop = 0
    else if (isAtEnd) scroller.scrollTop = scroller.scrollHeight
    else keep(seen, scroller)
  }
}

type Seen = readonly [element: Element, top: number]

/** The browser may have done it already; else it will not do it any more, because the position was set. */
function keep(seen: readonly Seen[], scroller: Element): void {
  const first = seen.find(([element]) => element.isConnected)
  if (!first) return
  const moved = topOf(first[0]) - first[1]
  if (Math.abs(moved) >= 1) scroller.scrollTop += moved
}

const topOf = (element: Element): number => element.getBoundingClientRect().top

function scrollerOf(element: Element): Element {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const isRoot = at === document.body || at === document.documentElement
    if (!isRoot && /auto|scroll|overlay/.test(getComputedStyle(at).overflowY)) return at
  }
  return document.scrollingElement ?? document.documentElement
}

/** The items that can be seen, and where. */
function seenOf(order: readonly Block[], scroller: Element): Seen[] {
  const isPage = scroller === document.scrollingElement
  const top = isPage ? 0 : topOf(scroller)
  const bottom = top + scroller.clientHeight
  const seen: Seen[] = []
  for (let i = firstBelow(order, top); i < order.length; i++) {
    const element = elementOf(order[i] as Block)
    if (!element) continue
    const at = topOf(element)
    // Further down, nobody sees what moves.
    if (at >= bottom) break
    seen.push([element, at])
  }
  return seen
}

/** The first item that ends below a height; items stand one below the other. */
function firstBelow(order: readonly Block[], top: number): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    const element = elementOf(order[middle] as Block)
    if (element && element.getBoundingClientRect().bottom <= top) low = middle + 1
    else high = middle
  }
  return low
}

function elementOf({ first, last }: Block): Element | null {
  for (let node: Node | null = first; node; node = node.nextSibling) {
    if (node.nodeType === 1) return node as Element
    if (node === last) return null
  }
  return null
}
