// The events that the server has not confirmed. They are kept until it has, and sent again when the
// connection was lost; each is handled once, because it has a number.
import * as P from '../wire/protocol.ts'
import { blocks } from './state.ts'
import type { ListeningElement } from './state.ts'

interface Entry {
  /** The element that it happened on; null for a change of the address. */
  readonly element: ListeningElement | null
  readonly event: string
  payload: Uint8Array
  sent: boolean
}

/** Beyond this many, the page takes no more actions. */
const LIMIT = 128

const entries: Entry[] = []
/** The number of the last event that the server has handled. */
let handled = 0
/** Frames that were applied and not yet acknowledged. */
let unacknowledged = 0
/** Sends a message; null while there is no session to send to. */
let send: ((message: Uint8Array) => void) | null = null

/** Notes an event, and sends it if it can. False when the log is full. */
export function record(
  element: ListeningElement | null,
  event: string,
  payload: Uint8Array,
): boolean {
  const last = entries.at(-1)
  if (event === 'input' && last?.element === element && last.event === event && !last.sent) {
    last.payload = payload
    return true
  }
  if (entries.length >= LIMIT) return false
  entries.push({ element, event, payload, sent: false })
  flush()
  return true
}

/** Whether the server has yet to answer an event that tells a newer state of this control. */
export function hasUnanswered(element: Element): boolean {
  return entries.some((entry) => entry.element === element && CHANGES.test(entry.event))
}

const CHANGES = /^(input|change|click)$/

/** The server has handled the next `count` events. */
export function confirm(count: number): void {
  entries.splice(0, count)
  handled += count
}

/** A connection begins: `to` events of this session are handled. A new session counts from 0. */
export function restart(to: number, isNew: boolean): void {
  unacknowledged = 0
  if (isNew) handled = to
  else confirm(to - handled)
}

/** A session listens: events up to the first `received` need not be sent again. */
export function open(sender: (message: Uint8Array) => void, received: number): void {
  send = sender
  for (const [i, entry] of entries.entries()) entry.sent = i < received
  flush()
}

/** Nobody listens; events wait. */
export function pause(): void {
  send = null
}

function flush(): void {
  if (send === null) return
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] as Entry
    if (entry.sent) continue
    const message = encode(entry)
    if (message === null) {
      // Its element has no such handler any more: there is nobody to hear it.
      entries.splice(i--, 1)
      continue
    }
    entry.sent = true
    send(message)
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

/** A message, with the acknowledgements that are due. */
function message(type: number, body: Iterable<number>): Uint8Array {
  const due = unacknowledged
  unacknowledged = 0
  return due > 0
    ? Uint8Array.of(type | P.HAS_ACK, ...varint(due), ...body)
    : Uint8Array.of(type, ...body)
}

/** A frame has been applied. Acknowledged with the next event, else with the second frame. */
export function applied(): void {
  if (++unacknowledged > 1) send?.(message(P.ACK, []))
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
