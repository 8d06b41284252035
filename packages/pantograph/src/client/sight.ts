// Elements that change their size, come into sight and leave it: what observers tell as events. Part of events.ts.
import { sight, size } from './payloads.ts'
import { ruleOf } from './rules.ts'
import type { Tools } from './lent.ts'
import type { Listener, ListeningElement } from './state.ts'

type Tell = (element: ListeningElement, listener: Listener, payload: readonly number[]) => void

/** An element in sight that has no content: it marks a place, such as the end of a list that comes bit by bit. */
interface Mark {
  readonly observer: IntersectionObserver
  /** The most that it has had around it: what comes and goes again is nothing new. */
  size: number
  hasGrown: boolean
}

let tell: Tell
let log: Tools['log']
let sizes: ResizeObserver | undefined
/** By event, and by how much what counts as in sight is grown. */
const sights = new Map<string, IntersectionObserver>()

const marks = new Map<Element, Mark>()
const changes = new MutationObserver(lookAgain)

export function beginSight(to: Tell, tools: Tools): void {
  tell = to
  log = tools.log
  tools.observers.push(lookAgain)
}

/** The browser says nothing of what stays in sight. */
function lookAgain(): void {
  for (const [element, { observer }] of marks) ask(observer, element)
}

/** Whether it is in sight, at the next picture. */
function ask(observer: IntersectionObserver, element: Element): void {
  observer.unobserve(element)
  observer.observe(element)
}

export function observe(element: ListeningElement, listener: Listener): void {
  if (listener.event === 'resize') (sizes ??= new ResizeObserver(resized)).observe(element)
  else sightOf(listener).observe(element)
}

export function unobserve(element: ListeningElement): void {
  sizes?.unobserve(element)
  for (const observer of sights.values()) observer.unobserve(element)
  unmark(element)
}

const marginOf = (listener: Listener): string => ruleOf(listener).margin ?? '0px'

function sightOf(listener: Listener): IntersectionObserver {
  const { event } = listener
  const margin = marginOf(listener)
  const known = sights.get(`${event} ${margin}`)
  if (known) return known
  const isVisible = event === 'visible'
  /** Elements that were in sight: only they can leave it. */
  const seen = new WeakSet<Element>()
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio } of entries) {
        const hasChanged = isIntersecting !== seen.has(target)
        if (isIntersecting) seen.add(target)
        else seen.delete(target)
        if (isVisible && !isIntersecting) unmark(target)
        const found = listenerOf(target, event)
        // Its options are others now, or it listens no more.
        if (!found || marginOf(found) !== margin) observer.unobserve(target)
        else if (isIntersecting !== isVisible) continue
        else if ((isVisible && hasMore(target, observer)) || hasChanged)
          tell(target, found, sight(isIntersecting, intersectionRatio))
      }
    },
    // Also of what scrolls inside the page, where the browser knows that.
    { rootMargin: margin, scrollMargin: margin } as IntersectionObserverInit,
  )
  sights.set(`${event} ${margin}`, observer)
  return observer
}

/** Whether there is more around an element in sight than there was. What its own handler is busy with is not looked at. */
function hasMore(element: Element, observer: IntersectionObserver): boolean {
  if (element.firstChild || !element.parentNode) return false
  const mark = marks.get(element)
  if (mark && isBusy(element)) return false
  const range = document.createRange()
  range.selectNodeContents(element.parentNode)
  const { width, height } = range.getBoundingClientRect()
  const size = width * height
  if (!mark) {
    marks.set(element, { observer, size, hasGrown: false })
    changes.observe(document, { childList: true, subtree: true })
    return false
  }
  if (size > mark.size) {
    mark.size = size
    mark.hasGrown = true
    // When the browser looked, it had not grown perhaps.
    ask(observer, element)
    return false
  }
  const { hasGrown } = mark
  mark.hasGrown = false
  return hasGrown
}

const isBusy = (element: Element): boolean =>
  log.unanswered.some((entry) => entry.element === element && entry.event === 'visible')

function unmark(element: Element): void {
  if (marks.delete(element) && marks.size === 0) changes.disconnect()
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
