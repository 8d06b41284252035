// Reads what a browser sends. Every byte may be hostile: the outcome is a message or a WireError.
// Server side only; knows bytes, not sessions.
import * as P from './protocol.ts'
import { Reader, readInline, readSlice, WireError } from './reader.ts'

/** A root that the page shows. */
export interface HelloRoot {
  readonly id: string
  readonly token: string
}

/** The first message of every connection. */
export interface Hello {
  readonly type: 'hello'
  readonly version: number
  /** HELLO_FIRST, HELLO_AGAIN, HELLO_FRESH, HELLO_DAMAGED or HELLO_RELOADED. */
  readonly mode: number
  /** Path, query and fragment that the address bar shows. */
  readonly url: string
  readonly roots: readonly HelloRoot[]
  /** What the last WELCOME gave; empty without one. */
  readonly ticket: Uint8Array
  /** The checkpoint that the page was given; empty without one. */
  readonly checkpoint: Uint8Array
  /** The last frame that was applied. */
  readonly frame: number
  /** The number of the first event in the log. */
  readonly first: number
  /** Events that the browser keeps, because they might be lost. */
  readonly log: readonly LogEntry[]
}

/** An event of the log: named by number, and by path in case that numbers mean something else now. */
export type LogEntry =
  | { readonly type: 'url'; readonly url: string }
  | {
      readonly type: 'logged'
      readonly block: number
      readonly slot: number
      /** The event's name. */
      readonly name: string
      readonly path: Path
      readonly payload: Uint8Array
      /** On an item of the stream in that slot: then the payload begins as that of such an event. */
      readonly isItem: boolean
    }

/** Where a block stands: from a root, from slot to slot. */
export interface Path {
  readonly root: number
  readonly steps: readonly Step[]
}

export interface Step {
  readonly slot: number
  /** Of a list's item: what stands for its key. */
  readonly key: number | null
  /** The hash of the template that stands there. */
  readonly template: number
}

/** An event, still by number: what it means depends on the block that it names. */
export interface EventMessage {
  readonly type: 'event'
  readonly block: number
  readonly slot: number
  readonly payload: Uint8Array
}

/** An event on an item of a stream. */
export interface ItemEvent {
  readonly name: string
  readonly key: string | number
  /** Which of the stream's handlers. */
  readonly handler: number
  readonly payload: Uint8Array
}

export type UpMessage = { readonly acknowledged: number } & (
  | Hello
  | EventMessage
  | { readonly type: 'ack' | 'pong' | 'repair' | 'probe' }
  | { readonly type: 'url'; readonly url: string }
  /** What the page shows: see read-outline.ts. Empty: what the server has said. */
  | { readonly type: 'outline'; readonly body: Uint8Array }
)

const MAX_ROOTS = 64
const MAX_URL = 8192
/** Events of one HELLO. */
export const MAX_LOG = 1024
const MAX_DEPTH = 1024

/** @throws WireError when the message is not one that a browser may send. */
export function readUpstream(bytes: Uint8Array): UpMessage {
  const reader = new Reader(bytes)
  const head = reader.byte()
  if (head & ~(7 | P.HAS_ACK)) throw new WireError('head')
  const acknowledged = head & P.HAS_ACK ? reader.varint() : 0
  const message = readBody(reader, head & 7)
  if (!reader.done) throw new WireError('trailing')
  return { acknowledged, ...message }
}

type Body<M> = M extends unknown ? Omit<M, 'acknowledged'> : never

function readBody(reader: Reader, type: number): Body<UpMessage> {
  switch (type) {
    case P.EVENT:
      return {
        type: 'event',
        block: reader.varint(),
        slot: reader.varint(),
        payload: restOf(reader),
      }
    case P.HELLO:
      return readHello(reader)
    case P.ACK:
      return { type: 'ack' }
    case P.PONG:
      return { type: 'pong' }
    case P.URL_CHANGED:
      return { type: 'url', url: readUrl(reader.rest()) }
    case P.REPAIR:
      return { type: 'repair' }
    case P.PROBE:
      return { type: 'probe' }
    case P.OUTLINE:
      return { type: 'outline', body: restOf(reader) }
    default:
      throw new WireError('type')
  }
}

const restOf = (reader: Reader): Uint8Array =>
  reader.bytes.subarray(reader.at, (reader.at = reader.end))

function readHello(reader: Reader): Hello {
  const version = reader.varint()
  // What follows is another protocol's.
  if (version !== P.PROTOCOL_VERSION) return skipHello(reader, version)
  const mode = reader.byte()
  if (mode > P.HELLO_RELOADED) throw new WireError('mode')
  const url = readUrl(readInline(reader))
  const count = reader.varint()
  if (count === 0 || count > MAX_ROOTS) throw new WireError('roots')
  const roots: HelloRoot[] = []
  for (let i = 0; i < count; i++) roots.push({ id: readInline(reader), token: readInline(reader) })
  const ticket = readSlice(reader)
  const checkpoint = readSlice(reader)
  const frame = reader.varint()
  const first = reader.varint()
  if (first === 0) throw new WireError('first')
  const log = readLog(reader)
  return { type: 'hello', version, mode, url, roots, ticket, checkpoint, frame, first, log }
}

function skipHello(reader: Reader, version: number): Hello {
  reader.at = reader.end
  const nothing = new Uint8Array(0)
  return {
    type: 'hello',
    version,
    mode: 0,
    url: '/',
    roots: [],
    ticket: nothing,
    checkpoint: nothing,
    frame: 0,
    first: 1,
    log: [],
  }
}

function readLog(reader: Reader): LogEntry[] {
  const count = reader.varint()
  if (count > MAX_LOG) throw new WireError('log')
  const log: LogEntry[] = []
  for (let i = 0; i < count; i++) log.push(readEntry(reader))
  return log
}

function readEntry(reader: Reader): LogEntry {
  const kind = reader.byte()
  if (kind === P.LOG_URL) return { type: 'url', url: readUrl(readInline(reader)) }
  if (kind !== P.LOG_EVENT && kind !== P.LOG_ITEM) throw new WireError('entry')
  return {
    type: 'logged',
    block: reader.varint(),
    slot: reader.varint(),
    name: readInline(reader),
    path: readPath(reader),
    payload: readSlice(reader),
    isItem: kind === P.LOG_ITEM,
  }
}

/** What an event on an item of a stream carries in its payload. @throws WireError */
export function readItemEvent(bytes: Uint8Array): ItemEvent {
  const reader = new Reader(bytes)
  const name = readInline(reader)
  const kind = reader.byte()
  if (kind > P.KEY_TEXT) throw new WireError('key')
  const key = kind === P.KEY_INT ? reader.signed() : readInline(reader)
  return { name, key, handler: reader.varint(), payload: restOf(reader) }
}

function readPath(reader: Reader): Path {
  const root = reader.varint()
  const count = reader.varint()
  if (count > MAX_DEPTH) throw new WireError('path')
  const steps: Step[] = []
  for (let i = 0; i < count; i++) {
    const slot = reader.varint()
    const key = reader.byte() === 1 ? reader.word() : null
    steps.push({ slot, key, template: reader.word() })
  }
  return { root, steps }
}

function readUrl(url: string): string {
  if (url.length > MAX_URL || !url.startsWith('/')) throw new WireError('url')
  return url
}
