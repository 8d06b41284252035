// Builds the messages from the server that are not frames. The grammar is in docs/protocol.md.
import * as P from '../wire/protocol.ts'
import { varintBytes } from '../wire/writer.ts'
import type { Writer } from '../wire/writer.ts'

/** What every WELCOME says. */
export interface Welcome {
  /** The last event that was handled. */
  readonly done: number
  /** The last event that a checkpoint contains; null where there are no checkpoints. */
  readonly kept: number | null
  /** What names the session when the browser comes back. */
  readonly ticket: Uint8Array
}

/** The first message on a connection: how the session begins, and which events it has. */
export function welcomeMessage(
  writer: Writer,
  how: number,
  { done, kept, ticket }: Welcome,
  body: ((writer: Writer) => void) | null,
): Uint8Array {
  writer.varint(how)
  writer.varint(done)
  writer.varint(kept === null ? 0 : kept + 1)
  writer.varint(ticket.length)
  writer.append(ticket)
  body?.(writer)
  return writer.finish((length, hasStrings) => [
    P.WELCOME | (hasStrings ? P.HAS_STRINGS : 0),
    ...(hasStrings ? varintBytes(length) : []),
  ])
}

/** The session is over. `action` is RELOAD, RETRY or STOP; `code` is a documented error code. */
export function endMessage(code: string, action: number): Uint8Array {
  return withText(P.END, [action], code)
}

/** A handler failed; the session goes on. */
export function faultMessage(code: string): Uint8Array {
  return withText(P.FAULT, [], code)
}

/** The page keeps this for the session; it contains every event that was handled. `kept`: so many more. */
export function checkpointMessage(kept: number, sealed: Uint8Array): Uint8Array {
  return Uint8Array.from([P.CHECKPOINT, ...varintBytes(kept), ...sealed])
}

/** What follows needs a part of the browser runtime that may not be loaded yet. */
export const needMessage = (feature: number): Uint8Array => Uint8Array.of(P.NEED, feature)

export const pingMessage = (): Uint8Array => Uint8Array.of(P.PING)

function withText(type: number, arguments_: readonly number[], text: string): Uint8Array {
  return Uint8Array.from([type, ...arguments_, ...new TextEncoder().encode(text)])
}
