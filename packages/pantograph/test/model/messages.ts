// What travels between the page and the nodes of the model: wire/protocol.ts without its bytes.

/** Mirrors server/tickets.ts. */
export interface Ticket {
  readonly session: string
  readonly epoch: number
  readonly nonce: string
  readonly generation: number
  readonly turn: number
}

/** `first`: the page was never welcomed; `again`: it was; `fresh`: another page has its session. */
export type HelloMode = 'first' | 'again' | 'fresh'

/** An event is its number and nothing else: the state of a session is the list of what it has handled. */
export interface Hello {
  readonly type: 'hello'
  readonly mode: HelloMode
  readonly ticket: Ticket | null
  /** The session that has made the page's HTML. */
  readonly token: string
  readonly frame: number
  readonly first: number
  readonly log: readonly number[]
}

export type Up = (
  | Hello
  | { readonly type: 'event'; readonly value: number }
  | { readonly type: 'ack' | 'pong' | 'repair' }
) & { readonly acknowledged?: number }

export type Kind = 'adopt' | 'anew' | 'remounted' | 'resumed'

export type Action = 'reload' | 'retry' | 'stop' | 'fresh'

export interface Welcome {
  readonly type: 'welcome'
  readonly kind: Kind
  readonly done: number
  readonly kept: number | null
  readonly ticket: Ticket
  /** Of a page that is adopted: stands for the digest. */
  readonly length: number
}

/** Appends `items` to the `from` that are shown; `from` 0 tells everything. */
export interface Frame {
  readonly type: 'frame'
  readonly done: number
  readonly kept: number
  readonly from: number
  readonly items: readonly number[]
}

export type Down =
  | Welcome
  | Frame
  | { readonly type: 'ping' | 'lost' }
  | { readonly type: 'end'; readonly action: Action; readonly code: string }
