// Handlers that are more than a plain click or a changed field: with options, or with events that carry other
// things. Loaded when the server asks for it (FEATURE_EVENTS). Imports no code of the page itself.
import * as P from '../wire/protocol.ts'
import { isKey } from './keys.ts'
import type { Loaders, Tools } from './lent.ts'
import { followLinks } from './links.ts'
import { forgetOutside, watchOutside } from './outside.ts'
import { lendToPayloads, payloadOf } from './payloads.ts'
import { flush, lendToRates, tell } from './rates.ts'
import { nodeOf, ruleOf } from './rules.ts'
import { valuesOf } from './several.ts'
import { beginSight, observe, unobserve } from './sight.ts'
import type { Block, Listener, ListeningElement } from './state.ts'

export { focusSoon } from './focus.ts'
export { isKey } from './keys.ts'
export { visit } from './links.ts'
export { settle, waits } from './rates.ts'

/** Parts of the runtime that nothing asks for before this one is there. */
export const loaders: Loaders = {
  [P.FEATURE_COMMANDS]: () => import('./commands.ts'),
  [P.FEATURE_UPLOAD]: () => import('./upload.ts'),
}

let tools: Tools
/** Elements that have fired what fires once. They stay when the page is told anew. */
const spent = new WeakMap<Element, Set<string>>()
/** Tells one handler of an element from another that takes its place. */
const nameOf = ({ event, block, slot }: Listener): string =>
  `${event} ${block.template.hash} ${slot} ${block.key}`
const isSpent = (element: Element, listener: Listener): boolean =>
  !!spent.get(element)?.has(nameOf(listener))
/** Those that listen on the window or the document, by what they listen to. */
const elsewhere = new Map<string, Set<Listener>>()
/** Kinds of events that some handler wants before those inside it. */
const captured = new Set<string>()
/** Kinds of events that hold up scrolling unless nobody prevents it, and whether somebody does. */
const scrolling = new Map<string, boolean>()
const HOLDS_UP = /^(wheel|touchstart|touchmove)$/
/** Not of the DOM: an observer tells. */
const OBSERVED = /^(resize|visible|hidden)$/

export function begin(lent: Tools): void {
  tools = lent
  lendToPayloads(lent)
  lendToRates(lent)
  beginSight((element, listener, payload) => happened(element, listener, payload, null), lent)
  followLinks(lent)
  document.addEventListener('dragstart', carry, true)
}

/** What is selected in a control that holds several values. */
export const several = (control: HTMLSelectElement): number[] => valuesOf(control, tools)

// Who listens

/** An element listens. */
export function listen(listener: Listener): void {
  const { block, event, slot } = listener
  const rule = ruleOf(listener)
  if (rule.target) return listenElsewhere(listener, rule.target)
  if (event === 'clickoutside') return watchOutside(listener, tools, clickedOutside)
  if (OBSERVED.test(event)) {
    return observe(block.nodes[slot] as ListeningElement, listener)
  }
  if (rule.capture) listenFirst(event)
  if (event === 'drop')
    for (const type of ['dragenter', 'dragover']) document.addEventListener(type, accept)
  if (HOLDS_UP.test(event)) listenToScrolling(listener)
  else tools.attend(event)
}

/** The element will not speak for the block any more; what waits of it is told first. */
export function forget(block: Block, element: ListeningElement): void {
  for (const listener of element.$pantograph ?? []) {
    // What an item of a stream hears is said of the stream.
    if (listener.block !== block && !listener.prefix) continue
    flush(listener)
    forgetOutside(listener)
    for (const listeners of elsewhere.values()) listeners.delete(listener)
    if (OBSERVED.test(listener.event)) unobserve(element)
  }
}

/** The elements of blocks are others now. */
export function moved(blocks: readonly (Block | undefined)[]): void {
  const all = blocks.flatMap((block) => (block?.nodes ?? []) as ListeningElement[])
  for (const element of new Set(all)) {
    for (const listener of element.$pantograph ?? []) {
      if (OBSERVED.test(listener.event) && !ruleOf(listener).target) observe(element, listener)
    }
  }
}

function listenElsewhere(listener: Listener, target: 'window' | 'document'): void {
  const { event } = listener
  const key = `${target} ${event}`
  const known = elsewhere.get(key)
  if (known) return void known.add(listener)
  const listeners = new Set([listener])
  elsewhere.set(key, listeners)
  const to = target === 'window' ? window : document
  to.addEventListener(event, (happening) => {
    for (const one of [...listeners]) {
      const element = elementOf(one)
      if (element) fireNow(element, one, happening)
      else listeners.delete(one)
    }
  })
}

/** The element of a handler; nothing when the handler was taken away. */
function elementOf(listener: Listener): ListeningElement | undefined {
  const element = nodeOf(listener) as ListeningElement | undefined
  return element?.$pantograph?.includes(listener) ? element : undefined
}

/** Handlers that want an event first get it before `handle` takes it to the others. */
function listenFirst(event: string): void {
  if (captured.has(event)) return
  captured.add(event)
  attendAnew(event, scrolling.get(event) === false)
}

/** A browser cannot be told otherwise what listens already, and calls first what came first. */
function attendAnew(event: string, passive: boolean): void {
  for (const known of [capture, tools.handle]) document.removeEventListener(event, known, true)
  if (captured.has(event)) document.addEventListener(event, capture, { capture: true, passive })
  tools.attend(event, passive)
}

function capture(event: Event): void {
  const path: ListeningElement[] = []
  for (let node = event.target as Node | null; node; node = node.parentNode) {
    path.push(node as ListeningElement)
  }
  for (let element; (element = path.pop());) {
    const listener = element.$pantograph?.find((known) => known.event === event.type)
    if (listener && ruleOf(listener).capture && fireNow(element, listener, event)) {
      return event.stopImmediatePropagation()
    }
  }
}

/** A browser that need not wait for an answer scrolls at once. */
function listenToScrolling(listener: Listener): void {
  const { event, options } = listener
  const { passive } = ruleOf(listener)
  const holdsUp = (options & P.LISTEN_PREVENT) !== 0 && !passive
  const before = scrolling.get(event)
  if (before === true || before === holdsUp) return
  scrolling.set(event, holdsUp)
  attendAnew(event, !holdsUp)
}

// What happens

/** Something has happened to the element. True when the event must not go further up. */
export function fire(element: ListeningElement, listener: Listener, event: Event): boolean {
  const { capture, target } = ruleOf(listener)
  // What happened before the page was connected has no phase any more.
  if ((capture && event.eventPhase) || target) return false
  return fireNow(element, listener, event)
}

function fireNow(element: ListeningElement, listener: Listener, event: Event): boolean {
  const rule = ruleOf(listener)
  const { options } = listener
  if (isSpent(element, listener) || !isKey(rule.keys, event as KeyboardEvent)) return false
  if (options & P.LISTEN_PREVENT && opensElsewhere(event)) return false
  const isAgreed = rule.confirm === undefined || confirm(rule.confirm)
  // A form that is handled here must not leave the page, nor what is dropped take its place.
  const isOurs = event.type === 'submit' || event.type === 'drop' || !isAgreed
  if (isOurs || (options & P.LISTEN_PREVENT && !rule.passive)) event.preventDefault()
  if (!isAgreed) return true
  const payload = payloadOf(listener.payload, event, element)
  if (!rule.single || !isTold(element, event.type, payload))
    happened(element, listener, payload, event)
  return (options & P.LISTEN_STOP) !== 0
}

/** Whether just this was told and is not answered. */
const isTold = (element: Element, type: string, payload: readonly number[]): boolean =>
  tools.log.unanswered.some(
    (entry) =>
      entry.element === element &&
      entry.event === type &&
      String(entry.payload) === String(payload),
  )

function happened(
  element: ListeningElement,
  listener: Listener,
  payload: readonly number[],
  event: Event | null,
): void {
  const rule = ruleOf(listener)
  if (isSpent(element, listener)) return
  if (rule.once) spent.set(element, new Set([...(spent.get(element) ?? []), nameOf(listener)]))
  if (rule.command) tools.loadedFeatures[P.FEATURE_COMMANDS]?.act(rule, element, listener, event)
  if (rule.quiet) return
  const isPress = event?.type.startsWith('key') ?? false
  tell({ element, listener, payload }, rule, isPress ? (event as KeyboardEvent) : null)
}

function clickedOutside(listener: Listener, event: Event): void {
  const element = elementOf(listener)
  if (element) fireNow(element, listener, event)
  else forgetOutside(listener)
}

/** A click that the browser answers with a tab, a window or a file: its meaning stays. */
function opensElsewhere(event: Event): boolean {
  if (event.type !== 'click' && event.type !== 'auxclick') return false
  const { button, ctrlKey, metaKey, shiftKey, altKey } = event as MouseEvent
  const isPlain = button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey
  const link = (event.target as Element).closest?.('a[href],area[href]')
  return !isPlain && !!link
}

// What is dragged

/** What may be dropped is welcome wherever something listens to `drop`. */
function accept(event: Event): void {
  for (let node = event.target as Node | null; node; node = node.parentNode) {
    const { $pantograph } = node as ListeningElement
    if ($pantograph?.some((known) => known.event === 'drop')) return event.preventDefault()
  }
}

/** An element that is dragged carries its `data-drag`. */
function carry({ target, dataTransfer }: DragEvent): void {
  const { drag } = (target as HTMLElement).dataset ?? {}
  if (drag !== undefined) dataTransfer?.setData('text/plain', drag)
}
