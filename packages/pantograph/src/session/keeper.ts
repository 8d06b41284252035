// What keeps a session's state beyond its process, as the session sees it. Made by whoever has a store.

export interface Keeper {
  /** The state may have changed: it is worth another checkpoint. */
  changed(): void
  /** Whether the session is still ours, as far as is known; if not, `onSure` or the end follows. */
  mayRun(): boolean
}
