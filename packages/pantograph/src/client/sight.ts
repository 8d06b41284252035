// Elements that change their size, come into sight and leave it: what observers tell as events. Part of events.ts.
import { sight, size } from './payloads.ts'
import { ruleOf } from './rules.ts'
import type { Listener, ListeningElement } from './state.ts'

type Tell = (element: ListeningElement, listener: Listener, payload: readonly number[]) => void

let tell: Tell
let sizes: ResizeObserver | undefined
/** By how much what counts as in sight is grown. */
const sights = new Map<string, IntersectionObserver>()
/** Elements that were seen: only they can be hidden. */
const seen = new WeakSet<Element>()

export function beginSight(to: Tell): void {
  tell = to
}

export function observe(element: ListeningElement, listener: Listener): void {
  if (listener.event === 'resize') (sizes ??= new ResizeObserver(resized)).observe(element)
  else sightOf(ruleOf(listener).margin ?? '0px').observe(element)
}

export function unobserve(element: ListeningElement): void {
  sizes?.unobserve(element)
  for (const observer of sights.values()) observer.unobserve(element)
}

function sightOf(margin: string): IntersectionObserver {
  let observer = sights.get(margin)
  if (observer === undefined) {
    // Also of what scrolls inside the page, where the browser knows that.
    const options = { rootMargin: margin, scrollMargin: margin }
    observer = new IntersectionObserver(sighted, options)
    sights.set(margin, observer)
  }
  return observer
}

function resized(entries: readonly ResizeObserverEntry[]): void {
  for (const { target, contentRect } of entries) {
    const { width, height } = contentRect
    happened(target, 'resize', size(width, height))
  }
}

function sighted(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting, intersectionRatio } of entries) {
    const wasSeen = seen.has(target)
    if (isIntersecting === wasSeen) continue
    if (isIntersecting) seen.add(target)
    else seen.delete(target)
    happened(
      target,
      isIntersecting ? 'visible' : 'hidden',
      sight(isIntersecting, intersectionRatio),
    )
  }
}

function happened(element: ListeningElement, event: string, payload: readonly number[]): void {
  const listener = element.$pantograph?.find((known) => known.event === event)
  if (listener) tell(element, listener, payload)
}
