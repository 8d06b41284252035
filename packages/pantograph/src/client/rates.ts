// When an event is told: at once, after a pause, at most so often, or, of those that come in swarms, the newest
// of each picture and no more before it is answered. Part of events.ts.
import * as P from '../wire/protocol.ts'
import type { Tools } from './lent.ts'
import { forgetTurns } from './payloads.ts'
import type { Rule } from './rules.ts'
import type { Listener, ListeningElement } from './state.ts'

/** An event that was not told yet. */
export interface Happening {
  readonly element: ListeningElement
  readonly listener: Listener
  readonly payload: readonly number[]
}

/** They come many times a second. */
const SWARMS = new Set(
  (
    'mousemove pointermove pointerrawupdate touchmove wheel scroll drag dragover resize timeupdate progress ' +
    'selectionchange'
  ).split(' '),
)

let tools: Tools
/** Waiting for the next picture, or for the answer to the one before. */
const swarming = new Map<Listener, Happening>()
let isPictureDue = false
/** Waiting for a pause, with what ends it. */
const pausing = new Map<Listener, { happening: Happening; timer: Timer }>()
/** Told not long ago, by listener and key, with what has happened since. */
const throttled = new Map<Listener, Map<string, { next: Happening | null; timer: Timer }>>()
type Timer = ReturnType<typeof setTimeout>

export function lendToRates(lent: Tools): void {
  tools = lent
  tools.observers.push(tellSwarms)
  addEventListener('focusout', ({ target }) => flushWithin(target as Node), true)
  addEventListener('submit', ({ target }) => flushWithin(target as Node), true)
  // The page may never come back.
  addEventListener('pagehide', flushAll, true)
  document.addEventListener('visibilitychange', () => document.hidden && flushAll(), true)
}

/** Tells an event when its rule says so. `press`: of keys, which one, and whether it is held down. */
export function tell(happening: Happening, rule: Rule, press: KeyboardEvent | null): void {
  const { debounce, throttle } = rule
  // It ends what was typed, as leaving the control does.
  if (press?.key === 'Enter') flushWithin(happening.element, 'input')
  if (debounce !== undefined) waitForPause(happening, debounce)
  else if (throttle !== undefined) holdBack(happening, throttle, press)
  else emit(happening)
}

function emit(happening: Happening): void {
  const { listener } = happening
  if (!isSwarm(happening)) return record(happening)
  swarming.set(listener, happening)
  if (isPictureDue) return
  isPictureDue = true
  // A hidden page has no pictures, but its sounds go on.
  if (document.hidden) setTimeout(takePicture, 100)
  else requestAnimationFrame(takePicture)
}

function isSwarm({ listener, element }: Happening): boolean {
  if (listener.payload !== P.PAYLOAD_RANGE) return SWARMS.has(listener.event)
  return /^(range|color)$/.test((element as HTMLInputElement).type)
}

function takePicture(): void {
  isPictureDue = false
  tellSwarms()
}

/** Those that wait for no answer. */
function tellSwarms(): void {
  if (isPictureDue) return
  for (const happening of swarming.values()) {
    const { element, listener } = happening
    const isOnItsWay = tools.log.unanswered.some(
      (entry) => entry.element === element && entry.event === listener.event,
    )
    if (!isOnItsWay) record(happening)
  }
}

/** An event is about to be told: what happened before goes first. */
export function settle(element: Element | null, event: string): void {
  if (element && ENDS.has(event)) flushWithin(element)
  for (const happening of swarming.values()) record(happening)
}

/** What a user does who has done with a control. */
const ENDS = new Set(['blur', 'focusout', 'change', 'submit'])

function record(happening: Happening): void {
  const { element, listener, payload } = happening
  swarming.delete(listener)
  forgetTurns(element)
  tools.record(element, listener, listener.event, payload)
}

function waitForPause(happening: Happening, pause: number): void {
  const { listener } = happening
  clearTimeout(pausing.get(listener)?.timer)
  const timer = setTimeout(() => endPause(listener), pause)
  pausing.set(listener, { happening, timer })
}

function endPause(listener: Listener): void {
  const waiting = pausing.get(listener)
  if (waiting === undefined) return
  clearTimeout(waiting.timer)
  pausing.delete(listener)
  emit(waiting.happening)
}

/** The first at once, then the newest. Of keys, only those that repeat are held back, each for itself. */
function holdBack(happening: Happening, pause: number, press: KeyboardEvent | null): void {
  const { listener } = happening
  const key = press?.key ?? ''
  const keys =
    throttled.get(listener) ?? new Map<string, { next: Happening | null; timer: Timer }>()
  throttled.set(listener, keys)
  const waiting = keys.get(key)
  if (waiting && (press === null || press.repeat)) {
    waiting.next = happening
    return
  }
  clearTimeout(waiting?.timer)
  emit(happening)
  const timer = setTimeout(() => goOn(listener, key, pause), pause)
  keys.set(key, { next: null, timer })
}

function goOn(listener: Listener, key: string, pause: number): void {
  const keys = throttled.get(listener)
  const next = keys?.get(key)?.next ?? null
  if (next !== null) {
    emit(next)
    keys?.set(key, { next: null, timer: setTimeout(() => goOn(listener, key, pause), pause) })
    return
  }
  keys?.delete(key)
  if (keys?.size === 0) throttled.delete(listener)
}

/** The focus has left, or the form was sent: what waits in there is told now. `only`: of one kind of events. */
function flushWithin(node: Node, only?: string): void {
  for (const { element, listener } of heldBack()) {
    if (only && listener.event !== only) continue
    // A control may stand outside of its form.
    const isOf = (element as ListeningElement & HTMLInputElement).form === node
    if (isOf || node.contains(element) || element.contains(node)) flush(listener)
  }
}

/** What waits for a pause, and what was typed too soon after the last that was told. */
function heldBack(): Happening[] {
  const typed = [...throttled.values()]
    .flatMap((keys) => [...keys.values()].flatMap(({ next }) => next ?? []))
    .filter(({ listener }) => listener.event === 'input')
  return [...[...pausing.values()].map(({ happening }) => happening), ...typed]
}

/** Whether something of a listener is still to be told. */
export function waits(listener: Listener): boolean {
  const held = [...(throttled.get(listener)?.values() ?? [])]
  return pausing.has(listener) || swarming.has(listener) || held.some(({ next }) => next !== null)
}

/** Everything that waits, of one listener or of all, is told now. */
export function flush(listener: Listener): void {
  endPause(listener)
  for (const { next, timer } of throttled.get(listener)?.values() ?? []) {
    clearTimeout(timer)
    if (next !== null) emit(next)
  }
  throttled.delete(listener)
  const last = swarming.get(listener)
  if (last) record(last)
}

function flushAll(): void {
  for (const listener of [...pausing.keys(), ...throttled.keys(), ...swarming.keys()])
    flush(listener)
}
