// The events that the server has not confirmed, on their way: kept, sent, and sent again after a lost
// connection. Which are kept is decided by wire/event-log.ts; each is handled once, because it has a number.
import { EventLog } from '../wire/event-log.ts'
import * as P from '../wire/protocol.ts'
import { blocks } from './state.ts'
import type { Listener, ListeningElement } from './state.ts'

export interface Entry {
  /** The element that it happened on; null for a change of the address. */
  readonly element: ListeningElement | null
  readonly listener: Listener | null
  readonly event: string
  payload: Uint8Array
}

/** What a page that comes back tells. */
export interface Resumption {
  readonly frames: number
  /** The number of the first entry. */
  readonly first: number
  readonly entries: readonly Entry[]
}

/** Beyond this many, or this many bytes, the page takes no more actions. */
const LIMIT = 128
const BYTES_LIMIT = 65_536

const log = new EventLog<Entry>()
/** Frames that were applied since numbers began, and how many of them are acknowledged. */
let frames = 0
let acknowledged = 0
/** Whether the server keeps checkpoints: then events stay until one contains them. */
let isKept = false
let durable = 0
/** Sends a message; null while there is no session to send to. */
let send: ((message: Uint8Array) => void) | null = null

/** Called with an element whose event the server has handled. */
let onConfirmed: (element: Element) => void

export function whenConfirmed(call: (element: Element) => void): void {
  onConfirmed = call
}

/** Notes an event, and sends it if it can. False when the log is full. */
export function record(
  element: ListeningElement | null,
  listener: Listener | null,
  event: string,
  payload: Uint8Array,
): boolean {
  const { entries } = log
  const last = entries.at(-1)
  if (event === 'input' && last?.element === element && last.event === event && isUnsent()) {
    last.payload = payload
    return true
  }
  const bytes = entries.reduce((sum, entry) => sum + entry.payload.length, payload.length)
  if (entries.length >= LIMIT || bytes > BYTES_LIMIT) return false
  entries.push({ element, listener, event, payload })
  flush()
  return true
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
  const answered = log.unanswered.slice(0, Math.max(done - log.done, 0))
  durable = isKept ? kept : done
  log.confirm(done, durable)
  for (const { element } of answered) if (element) onConfirmed(element)
}

/** A connection begins: what the server has. `kept` is null where it keeps nothing beyond its process. */
export function restart(done: number, kept: number | null): void {
  isKept = kept !== null
  confirmTo(done, kept ?? done)
}

/** Frames are counted anew. */
export function restartFrames(): void {
  frames = acknowledged = 0
}

/** A session listens. */
export function open(sender: (message: Uint8Array) => void): void {
  send = sender
  flush()
}

/** Nobody listens; events wait. */
export function pause(): void {
  send = null
}

function flush(): void {
  if (send === null) return
  while (isUnsent()) {
    const entry = log.entries[log.sent] as Entry
    const message = encode(entry)
    // Its element has no such handler any more: there is nobody to hear it.
    if (message === null) log.entries.splice(log.sent, 1)
    else {
      log.sent++
      send(message)
    }
  }
}

function encode({ element, event, payload }: Entry): Uint8Array | null {
  if (element === null) return message(P.URL_CHANGED, payload)
  const listener = element.$pantograph?.find((known) => known.event === event)
  // An element that went while the page was offline has a block whose number may be another's now.
  if (listener === undefined || blocks[listener.block.number] !== listener.block) return null
  return message(P.EVENT, [
    ...varint(listener.block.number),
    ...varint(listener.slot),
    ...(listener.spread ? inline(event) : []),
    ...payload,
  ])
}

/** For HELLO: how far the page has come, and everything that is kept. It counts as sent with that. */
export function resumption(): Resumption {
  log.sent = 0
  acknowledged = frames
  return { frames, first: log.first, entries: log.take() }
}

/** A message, with the acknowledgements that are due. */
function message(type: number, body: Iterable<number>): Uint8Array {
  const due = frames - acknowledged
  acknowledged = frames
  return due > 0
    ? Uint8Array.of(type | P.HAS_ACK, ...varint(due), ...body)
    : Uint8Array.of(type, ...body)
}

/** A frame has been applied. Acknowledged with the next event, else with the second frame. */
export function applied(): void {
  if (++frames - acknowledged > 1) send?.(message(P.ACK, []))
}

/** The answer to a heartbeat. */
export function pong(): void {
  send?.(message(P.PONG, []))
}

export function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128)
  bytes.push(value)
  return bytes
}

const encoder = /* @__PURE__ */ new TextEncoder()
export const utf8 = (text: string): Uint8Array => encoder.encode(text)

/** A byte count, then UTF-8. */
export function inline(text: string): number[] {
  const bytes = utf8(text)
  return [...varint(bytes.length), ...bytes]
}
