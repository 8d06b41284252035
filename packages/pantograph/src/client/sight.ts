// Elements that change their size, come into sight and leave it: what observers tell as events. Part of events.ts.
import { sight, size } from './payloads.ts'
import { ruleOf } from './rules.ts'
import type { Listener, ListeningElement } from './state.ts'

type Tell = (element: ListeningElement, listener: Listener, payload: readonly number[]) => void

let tell: Tell
let sizes: ResizeObserver | undefined
/** By event, and by how much what counts as in sight is grown. */
const sights = new Map<string, IntersectionObserver>()

export function beginSight(to: Tell): void {
  tell = to
}

export function observe(element: ListeningElement, listener: Listener): void {
  if (listener.event === 'resize') (sizes ??= new ResizeObserver(resized)).observe(element)
  else sightOf(listener).observe(element)
}

export function unobserve(element: ListeningElement): void {
  sizes?.unobserve(element)
  for (const observer of sights.values()) observer.unobserve(element)
}

const marginOf = (listener: Listener): string => ruleOf(listener).margin ?? '0px'

function sightOf(listener: Listener): IntersectionObserver {
  const { event } = listener
  const margin = marginOf(listener)
  const known = sights.get(`${event} ${margin}`)
  if (known) return known
  /** Elements that were in sight: only they can leave it. */
  const seen = new WeakSet<Element>()
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio } of entries) {
        const hasChanged = isIntersecting !== seen.has(target)
        if (isIntersecting) seen.add(target)
        else seen.delete(target)
        const found = listenerOf(target, event)
        // Its options are others now, or it listens no more.
        if (!found || marginOf(found) !== margin) observer.unobserve(target)
        else if (hasChanged && isIntersecting === (event === 'visible')) {
          tell(target, found, sight(isIntersecting, intersectionRatio))
        }
      }
    },
    // Also of what scrolls inside the page, where the browser knows that.
    { rootMargin: margin, scrollMargin: margin } as IntersectionObserverInit,
  )
  sights.set(`${event} ${margin}`, observer)
  return observer
}

function resized(entries: readonly ResizeObserverEntry[]): void {
  for (const { target, contentRect } of entries) {
    const listener = listenerOf(target, 'resize')
    if (listener) tell(target, listener, size(contentRect.width, contentRect.height))
    else sizes?.unobserve(target)
  }
}

function listenerOf(element: ListeningElement, event: string): Listener | undefined {
  return element.$pantograph?.find((known) => known.event === event && !ruleOf(known).target)
}
