// Builds what a browser sends: docs/protocol.md, "Messages from the browser".
import * as P from '../wire/protocol.ts'
import { varintBytes } from '../wire/writer.ts'
import type { PageRoot } from './html.ts'

const encoder = new TextEncoder()

/** A byte count, then UTF-8. */
export function inline(text: string): number[] {
  const bytes = encoder.encode(text)
  return [...varintBytes(bytes.length), ...bytes]
}

export function hello(url: string, roots: readonly PageRoot[]): Uint8Array {
  const named = roots.flatMap(({ id, token }) => [...inline(id), ...inline(token)])
  const start = [P.HELLO, ...varintBytes(P.PROTOCOL_VERSION), 0, ...inline(url)]
  // No ticket, no frame, and a log that begins with event 1 and holds none.
  return Uint8Array.from([...start, ...varintBytes(roots.length), ...named, 0, 0, 1, 0])
}

/** A message of that type; `applied` frames are acknowledged with it. */
export function message(type: number, applied: number, body: readonly number[]): Uint8Array {
  const head = applied > 0 ? [type | P.HAS_ACK, ...varintBytes(applied)] : [type]
  return Uint8Array.from([...head, ...body])
}

/** What an `input` or `change` carries. */
export const valuePayload = (value: string, checked: boolean): number[] => [
  checked ? P.VALUE_CHECKED : 0,
  ...encoder.encode(value),
]

/** What a `keydown` carries: the key, and what the control holds. */
export const keyPayload = (key: string, value: string): number[] => [
  0,
  ...inline(key),
  ...encoder.encode(value),
]

/** What a `submit` carries. */
export function formPayload(fields: Readonly<Record<string, string>>): number[] {
  const body = inline('')
  for (const [name, value] of Object.entries(fields)) body.push(...inline(name), ...inline(value))
  return body
}

/** A change of the address. */
export const addressBody = (url: string): number[] => [...encoder.encode(url)]
