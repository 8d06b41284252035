// Builds what a browser sends: docs/protocol.md, "Messages from the browser".
import * as P from '../wire/protocol.ts'
import { varintBytes } from '../wire/writer.ts'
import type { PageRoot } from './html.ts'
import type { Block, Listening, Model } from './model.ts'

const encoder = new TextEncoder()

/** A byte count, then UTF-8. */
export function inline(text: string): number[] {
  const bytes = encoder.encode(text)
  return [...varintBytes(bytes.length), ...bytes]
}

/** How far a page has come, and what it keeps: for HELLO. */
export interface Past {
  readonly mode: number
  readonly ticket: Uint8Array
  readonly checkpoint: Uint8Array
  readonly frames: number
  /** The number of the first event. */
  readonly first: number
  /** Entries of the log, as they travel. */
  readonly log: readonly (readonly number[])[]
}

export function hello(
  url: string,
  roots: readonly PageRoot[],
  { mode, ticket, checkpoint, frames, first, log }: Past,
): Uint8Array {
  const named = roots.flatMap(({ id, token }) => [...inline(id), ...inline(token)])
  return Uint8Array.from([
    P.HELLO,
    ...varintBytes(P.PROTOCOL_VERSION),
    mode,
    ...inline(url),
    ...varintBytes(roots.length),
    ...named,
    ...varintBytes(ticket.length),
    ...ticket,
    ...varintBytes(checkpoint.length),
    ...checkpoint,
    ...varintBytes(frames),
    ...varintBytes(first),
    ...varintBytes(log.length),
    ...log.flat(),
  ])
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

const word = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255)

/** An event, as an entry of the log. */
export function eventEntry(
  place: { readonly block: number; readonly slot: number; readonly path: readonly number[] },
  name: string,
  payload: readonly number[],
  isItem = false,
): number[] {
  const { block, slot, path } = place
  const head = [
    isItem ? P.LOG_ITEM : P.LOG_EVENT,
    ...varintBytes(block),
    ...varintBytes(slot),
    ...inline(name),
  ]
  return [...head, ...path, ...varintBytes(payload.length), ...payload]
}

/** An event, live and as an entry of the log. `path`: where its block stands. */
function blockEvent(
  name: string,
  { block, slot, isSpread }: { block: number; slot: number; isSpread: boolean },
  path: readonly number[],
  payload: readonly number[],
): { readonly entry: number[]; readonly body: number[] } {
  const named = isSpread ? inline(name) : []
  return {
    entry: eventEntry({ block, slot, path }, name, payload),
    body: [...varintBytes(block), ...varintBytes(slot), ...named, ...payload],
  }
}

/** An event on an item of a stream, live and as an entry of the log: it goes to where the stream stands. */
function itemEvent(
  name: string,
  { owner, slot, key, handler }: NonNullable<Listening['item']>,
  payload: readonly number[],
): { readonly entry: number[]; readonly body: number[] } {
  const told = [...itemPrefix(name, key, handler), ...payload]
  return {
    entry: eventEntry({ block: owner.number, slot, path: pathOf(owner) }, name, told, true),
    body: [...varintBytes(owner.number), ...varintBytes(slot), ...told],
  }
}

/** An event, live and as an entry of the log, on an element or on an item of a stream. */
export function eventOn(
  name: string,
  listener: Parameters<typeof blockEvent>[1] & { readonly item?: Listening['item'] },
  model: Pick<Model, 'find'>,
  payload: readonly number[],
): { readonly entry: number[]; readonly body: number[] } {
  const { item } = listener
  return item
    ? itemEvent(name, item, payload)
    : blockEvent(name, listener, pathOf(model.find(listener.block)), payload)
}

/** What goes before its payload: its name, the key, the handler. */
function itemPrefix(name: string, key: number | string, handler: number): number[] {
  const encoded =
    typeof key === 'string'
      ? [P.KEY_TEXT, ...inline(key)]
      : [P.KEY_INT, ...varintBytes(((key << 1) ^ (key >> 31)) >>> 0)]
  return [...inline(name), ...encoded, ...varintBytes(handler)]
}

/** A change of the address, as an entry of the log. */
export const addressEntry = (url: string): number[] => [P.LOG_URL, ...inline(url)]

/** Where a block stands. */
function pathOf(block: Block): number[] {
  const steps: number[] = []
  let count = 0
  let at = block
  for (; at.owner !== null; at = at.owner) {
    const keyed = at.key === null ? [0] : [1, ...word(at.key)]
    steps.unshift(...varintBytes(at.slot), ...keyed, ...word(at.template.hash))
    count++
  }
  return [...varintBytes(at.number), ...varintBytes(count), ...steps]
}
