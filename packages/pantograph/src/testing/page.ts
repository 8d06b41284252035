// What an open page is made of, as its users and its parts see it.
import type { Listener } from './listeners.ts'

/** What carries messages to the server. */
export interface Socket {
  send(bytes: Uint8Array): void
  close(): void
}

/** What travelled so far: payloads only, without the headers of the WebSocket. */
export interface Counts {
  /** Events and changes of the address, with the acknowledgements that ride on them. */
  events: number
  eventBytes: number
  /** Everything that was sent: HELLO, events, acknowledgements, answers to pings. */
  bytesUp: number
  frames: number
  frameBytes: number
  /** Everything that was received. */
  bytesDown: number
  pings: number
  /** Handlers that failed. */
  faults: number
  /** Parts of the browser runtime that the server has asked for. */
  needs: number
}

export const noCounts = (): Counts => ({
  events: 0,
  eventBytes: 0,
  bytesUp: 0,
  frames: 0,
  frameBytes: 0,
  bytesDown: 0,
  pings: 0,
  faults: 0,
  needs: 0,
})

/**
 * Which of the elements that listen to an event: by position in the page (from 0), by a selector such as
 * `button#save.primary[type=submit]` (one element, no combinators), or by a test.
 */
export type Target = number | string | ((listener: Listener) => boolean)

/** What the page has done: live, and as an entry of the log. */
export interface Entry {
  readonly entry: readonly number[]
  readonly type: number
  readonly body: readonly number[]
}

export interface Waiting {
  /** Resolved when the page is connected and this many events are done. */
  readonly events: number
  resolve(): void
  reject(error: Error): void
}
