// What a tree needs from whoever owns it (the session).
import type { EffectQueue } from '../reactivity/scope.ts'

/**
 * How a page comes to a connection. `first`: with the HTML that it was sent. `live`: back to a session that
 * was here all the time. `memory`: to one that had been hibernated. `store`, `token`: restored from a
 * checkpoint, of the store or of the page itself. `remount`: its state is lost.
 */
export type Arrival = 'first' | 'live' | 'memory' | 'store' | 'token' | 'remount'

/** What the handler of a form asks of the browser, besides what it has changed. */
export interface FormAnswer {
  /** Values of `Set-Cookie`. */
  readonly cookies: readonly string[]
  /** The page to go to. */
  readonly location: string | null
}

export interface TreeOwner {
  readonly arrival: Arrival
  readonly effects: EffectQueue
  /** Something is due; a frame should be made when the browser can take it. */
  onDirty(): void
  /** An error of a setup, view, mount or clean-up that no caller can catch. */
  onError(error: unknown, component: string): void
  /** An error that only what is asked for has: the page goes on as it is. */
  onHandlerError?(error: unknown, component: string): void
  /** An error that the page itself shows or knows of. */
  onNote(code: string, error: unknown, component: string): void
  /** A form was sent over the page's connection: there its answer goes. */
  conclude?(answer: FormAnswer): void
}
