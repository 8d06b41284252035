// The events that the server has not confirmed, on their way: kept, sent, and sent again after a lost
// connection. Which are kept is decided by wire/event-log.ts; each is handled once, because it has a number.
import { EventLog } from '../wire/event-log.ts'
import * as P from '../wire/protocol.ts'
import { comeback, features } from './features.ts'
import { blocks } from './state.ts'
import type { Entry, Resumption } from './lent.ts'
import type { Listener, ListeningElement } from './state.ts'

/** Beyond this many, or this many bytes, the page takes no more actions. */
export const LIMIT = 128
const BYTES_LIMIT = 65_536

export const log = new EventLog<Entry>()
/** Frames that were applied since numbers began, and how many of them are acknowledged. */
let frames = 0
let acknowledged = 0
/** Whether the server keeps checkpoints: then events stay until one contains them. */
let isKept = false
let durable = 0
/** Where messages go; null while there is no session to send to. */
let socket: WebSocket | null = null

/** Called when events were noted or confirmed. */
export const observers: (() => void)[] = []

const changed = (): void => {
  for (const run of observers) run()
}

/** Called with an element whose event the server has handled. */
let onConfirmed: (element: Element) => void

export function whenConfirmed(call: (element: Element) => void): void {
  onConfirmed = call
}

/** Notes an event, and sends it if it can. When the log is full, the user is told. */
export function record(
  element: ListeningElement | null,
  listener: Listener | null,
  event: string,
  payload: readonly number[],
): void {
  // What waits for its turn happened before.
  features[P.FEATURE_EVENTS]?.settle(element, event)
  const { entries } = log
  const last = entries.at(-1)
  const isAgain =
    event === 'input' && last?.element === element && last.event === event && isUnsent()
  const others = isAgain ? entries.slice(0, -1) : entries
  let size = payload.length
  for (const entry of others) size += entry.payload.length
  if (others.length >= LIMIT || size > BYTES_LIMIT)
    comeback?.refuse(element, payload.length > BYTES_LIMIT)
  else if (isAgain) last.payload = payload
  else {
    entries.push({ element, listener, event, payload })
    flush()
    changed()
  }
}

const isUnsent = (): boolean => log.sent < log.entries.length

/** Whether the server has yet to answer an event that tells a newer state of this control. */
export function hasUnanswered(element: Element): boolean {
  return log.unanswered.some((entry) => entry.element === element && CHANGES.test(entry.event))
}

const CHANGES = /^(input|change|click)$/

/** The server has handled `count` more events, and can no longer lose `kept` more. */
export function confirm(count: number, kept: number): void {
  confirmTo(log.done + count, durable + kept)
}

function confirmTo(done: number, kept: number): void {
  durable = isKept ? kept : done
  for (const { element } of log.confirm(done, durable)) if (element) onConfirmed(element)
  changed()
}

/** A connection begins: what the server has. `kept` is one more, or 0: it keeps nothing beyond its process. */
export function restart(done: number, kept: number): void {
  isKept = kept > 0
  confirmTo(done, kept - 1)
}

/** Frames are counted anew. */
export function restartFrames(): void {
  frames = acknowledged = 0
}

/** A session listens. */
export function open(to: WebSocket): void {
  socket = to
  flush()
}

/** Nobody listens; events wait. */
export function pause(): void {
  socket = null
}

function flush(): void {
  if (socket === null) return
  while (isUnsent()) {
    const { element, event, payload } = log.entries[log.sent++] as Entry
    const listener = element?.$pantograph?.find((known) => known.event === event)
    if (element === null) send(P.URL_CHANGED, payload)
    // An element that went while the page was offline has a block whose number may be another's now.
    else if (listener && blocks[listener.block.number] === listener.block) {
      const { block, slot, prefix } = listener
      const isSpread = block.template.slots[slot]?.kind === P.SLOT_SPREAD
      const name = prefix ?? (isSpread ? inline(event) : [])
      send(P.EVENT, [...varint(block.number), ...varint(slot), ...name, ...payload])
    }
    // Its element has no such handler any more: there is nobody to hear it.
    else log.entries.splice(--log.sent, 1)
  }
}

/** For HELLO: how far the page has come, and everything that is kept. It counts as sent with that. */
export function resumption(): Resumption {
  acknowledged = frames
  const { first, entries } = log
  log.sent = entries.length
  return { frames, first, entries }
}

/** Sends a message, with the acknowledgements that are due. */
function send(type: number, body: readonly number[] = []): void {
  if (socket === null) return
  const due = frames - acknowledged
  acknowledged = frames
  const head = due ? [type | P.HAS_ACK, ...varint(due)] : [type]
  socket.send(Uint8Array.from([...head, ...body]))
}

/** A frame has been applied. Acknowledged with the next event, else with the second frame. */
export function applied(): void {
  if (++frames - acknowledged > 1) send(P.ACK)
}

/** The answer to a heartbeat. */
export function pong(): void {
  send(P.PONG)
}

export function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128)
  bytes.push(value)
  return bytes
}

const encoder = /* @__PURE__ */ new TextEncoder()
export const utf8 = (text: string): number[] => [...encoder.encode(text)]

/** A byte count, then the bytes. */
export const sized = (bytes: readonly number[]): number[] => [...varint(bytes.length), ...bytes]

/** A byte count, then UTF-8. */
export const inline = (text: string): number[] => sized(utf8(text))
