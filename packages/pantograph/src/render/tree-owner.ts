// What a tree needs from whoever owns it (the session).
import type { EffectQueue } from '../reactivity/scope.ts'

export interface TreeOwner {
  readonly effects: EffectQueue
  /** Something is due; a frame should be made when the browser can take it. */
  onDirty(): void
  /** An error of a setup, view, mount or clean-up that no caller can catch. */
  onError(error: unknown, component: string): void
}
