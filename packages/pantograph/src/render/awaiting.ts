// What reactions do that meet data which is not there yet: they show nothing, and say that they wait.
import { PendingValue } from '../reactivity/pending-value.ts'
import type { Reaction } from '../reactivity/system.ts'

interface Waits<Near> {
  awaits(reaction: Reaction, near: Near): void
  awaitsNothing(reaction: Reaction): void
}

/** What a reaction shows that has failed: nothing while it awaits data, which makes it run again. */
export function nothingYet<Near>(
  host: Waits<Near>,
  reaction: Reaction,
  near: Near,
  error: unknown,
): null {
  if (!(error instanceof PendingValue)) throw error
  host.awaits(reaction, near)
  return null
}

/** What a signal holds that stands somewhere in a view. */
export function evaluateSignal<Near>(
  binding: Reaction & { readonly queue: Waits<Near>; read(): unknown },
  near: Near,
): unknown {
  try {
    const value = binding.read()
    binding.queue.awaitsNothing(binding)
    return value
  } catch (error) {
    return nothingYet(binding.queue, binding, near, error)
  }
}
