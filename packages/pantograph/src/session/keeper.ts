// What keeps a session's state beyond its process, as the session sees it. Made by whoever has a store.

export interface Keeper {
  /** The ownership under which it is kept: a number that every claim raises, and the claim's random name. */
  readonly epoch: number
  readonly nonce: string
  /** Whether the browser is told that an event is done only when a checkpoint contains it. */
  readonly isStrict: boolean
  /** The state may have changed: it is worth another checkpoint. */
  changed(): void
  /** Called now and then while the page is live: what is kept must not get too old. */
  refresh(now: number): void
  /** Whether the session is still ours, as far as is known; if not, `onSure` or the end follows. */
  mayRun(): boolean
  /** Makes sure that it is ours, if that can be found out within so many milliseconds. */
  verify(milliseconds: number): Promise<boolean>
  /** The session has ended for good: nothing is to come back to. */
  forget(): void
}
