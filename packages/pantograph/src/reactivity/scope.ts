// Who owns what is created: an effect made in a component's setup ends with that component.
// The current scope follows asynchronous code, so that setup and handlers may await.
// Must not know what a component or a session is.
import { AsyncLocalStorage } from 'node:async_hooks'
import { PantographError } from '../errors.ts'
import { PendingValue } from './pending-value.ts'
import { promised } from './promised.ts'
import type { Reaction, ReactionQueue, Signal } from './system.ts'

/** An owner of effects and clean-ups. */
export interface Scope {
  /** Where effects of this scope wait for their turn. */
  readonly effects: EffectQueue
  /** Calls `dispose` when the scope ends. */
  own(dispose: () => void): void
  /** Takes note of a signal that was made here. */
  keep?(signal: Signal<unknown>): void
}

const storage = new AsyncLocalStorage<Scope | undefined>()

/** Set while synchronous code of a scope runs: cheaper than the storage, and never another's. */
let running: Scope | undefined

/** The scope of the setup, view, handler or effect that runs now, also after an `await`. */
export function currentScope(): Scope | undefined {
  return running ?? storage.getStore()
}

/** Runs `fn` with `scope` as the current one, also in what follows each `await` in it. */
export function runInScope<T>(scope: Scope, fn: () => T): T {
  return withScope(scope, () => storage.run(scope, fn))
}

/** Runs synchronous `fn` with `scope` as the current one. */
export function withScope<T>(scope: Scope, fn: () => T): T {
  const outer = running
  running = scope
  try {
    return fn()
  } finally {
    running = outer
  }
}

/** Runs `fn` as code of nobody, whoever's code runs around it. */
export function runOutside<T>(fn: () => T): T {
  const outer = running
  running = undefined
  try {
    return storage.run(undefined, fn)
  } finally {
    running = outer
  }
}

/** Hands on the rejection of what should have been synchronous: with nobody to take it, it would end the process. */
export function catchLate(result: unknown, report: (error: unknown) => void): void {
  const late = promised(result)
  if (late instanceof Promise) late.catch(report)
}

/** Runs effects in the next microtask, in the order in which they became dirty; one per session. */
export class EffectQueue implements ReactionQueue {
  /** How many batches of this queue are open. */
  depth = 0
  private pending: Reaction[] = []
  private scheduled = false
  private readonly onError: (error: unknown, scope: Scope | undefined) => void

  constructor(onError: (error: unknown, scope: Scope | undefined) => void) {
    this.onError = onError
  }

  add(reaction: Reaction): void {
    this.pending.push(reaction)
    if (this.scheduled) return
    this.scheduled = true
    queueMicrotask(() => this.flush())
  }

  /** Runs what is due now. An effect that throws is reported; the others still run. */
  flush(): void {
    this.scheduled = false
    // Effects that write signals may dirty others; a cycle would never end.
    for (let round = 0; this.pending.length > 0; round++) {
      const due = this.pending
      this.pending = []
      if (round === MAX_ROUNDS) return this.fail(new PantographError('PG_LOOP', LOOP))
      for (const reaction of due) this.runOne(reaction)
    }
  }

  /** An effect of that scope has failed. One that waits for data runs again when that is there. */
  fail(error: unknown, scope?: Scope): void {
    if (!(error instanceof PendingValue)) this.onError(error, scope)
  }

  private runOne(reaction: Reaction): void {
    try {
      if (reaction.isDirty()) reaction.run()
    } catch (error) {
      this.fail(error, (reaction as { scope?: Scope }).scope)
    }
  }
}

const MAX_ROUNDS = 100
const LOOP =
  'effects keep triggering each other, or themselves; read with peek() what an effect is not to run for'

/** For effects made outside any component, such as at module level. */
export const globalEffects = new EffectQueue((error) => {
  // Nobody owns them, so nobody else could report it; an exception here must not end the process.
  console.error(error)
})
