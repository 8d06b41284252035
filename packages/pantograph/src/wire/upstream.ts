// Reads what a browser sends. Every byte may be hostile: the outcome is a message or a WireError.
// Server side only; knows bytes, not sessions.
import * as P from './protocol.ts'
import { Reader, readInline, WireError } from './reader.ts'

/** A root that the page shows. */
export interface HelloRoot {
  readonly id: string
  readonly token: string
}

/** The first message of every connection. */
export interface Hello {
  readonly type: 'hello'
  readonly version: number
  /** Whether this page was connected before and asks for its session again. */
  readonly again: boolean
  /** Path, query and fragment that the address bar shows. */
  readonly url: string
  readonly roots: readonly HelloRoot[]
}

/** An event, still by number: what it means depends on the block that it names. */
export interface EventMessage {
  readonly type: 'event'
  readonly block: number
  readonly slot: number
  readonly payload: Uint8Array
}

export type UpMessage = { readonly acknowledged: number } & (
  | Hello
  | EventMessage
  | { readonly type: 'ack' | 'pong' | 'repair' }
  | { readonly type: 'url'; readonly url: string }
)

const MAX_ROOTS = 64
const MAX_URL = 8192

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
        payload: reader.bytes.subarray(reader.at, (reader.at = reader.end)),
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
    default:
      throw new WireError('type')
  }
}

function readHello(reader: Reader): Hello {
  const version = reader.varint()
  const again = reader.byte() === 1
  const url = readUrl(readInline(reader))
  const count = reader.varint()
  if (count === 0 || count > MAX_ROOTS) throw new WireError('roots')
  const roots: HelloRoot[] = []
  for (let i = 0; i < count; i++) roots.push({ id: readInline(reader), token: readInline(reader) })
  return { type: 'hello', version, again, url, roots }
}

function readUrl(url: string): string {
  if (url.length > MAX_URL || !url.startsWith('/')) throw new WireError('url')
  return url
}
