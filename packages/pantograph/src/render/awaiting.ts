// What reactions do that meet data which is not there yet: they show nothing, and say that they wait.
import { PendingValue } from '../reactivity/pending-value.ts'
import type { Reaction } from '../reactivity/system.ts'

/** What is told of what is still to come: see pending.ts. */
export interface Awaited<Near> {
  /** Something at or below `near` is to come; the returned function tells that it is there, or will not be. */
  add(near: Near): () => void
  /** A reaction, in a view of `near`, has met data that is not there yet. */
  awaits(reaction: Reaction, near: Near): void
  /** A reaction awaits nothing any more. */
  awaitsNothing(reaction: Reaction): void
}

interface Host<Near> {
  readonly pending: Awaited<Near>
}

/** What a reaction shows that has failed: nothing while it awaits data, which makes it run again. */
export function nothingYet<Near>(
  host: Host<Near>,
  reaction: Reaction,
  near: Near,
  error: unknown,
): null {
  if (!(error instanceof PendingValue)) throw error
  host.pending.awaits(reaction, near)
  return null
}

/** What a signal holds that stands somewhere in a view. */
export function evaluateSignal<Near>(
  binding: Reaction & { readonly queue: Host<Near>; read(): unknown },
  near: Near,
): unknown {
  try {
    const value = binding.read()
    binding.queue.pending.awaitsNothing(binding)
    return value
  } catch (error) {
    return nothingYet(binding.queue, binding, near, error)
  }
}
