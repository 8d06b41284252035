// The public functions of reactivity: signal, computed, effect, batch, untracked.
import { isDevelopment, PantographError } from '../errors.ts'
import type { Unwritable } from './bindable.ts'
import { PendingValue } from './pending-value.ts'
import { catchLate, currentScope, globalEffects, runInScope, runOutside } from './scope.ts'
import type { EffectQueue, Scope } from './scope.ts'
import { activeTracker, Computed, Reaction, Signal, TransientSignal, untracked } from './system.ts'

export { untracked }

/** A value that can be read and listened to. */
export interface ReadonlySignal<T> {
  /** Reads the value; a view, computed or effect that does so runs again when it changes. */
  readonly value: T
  /** Reads the value without listening to it. */
  peek(): T
}

/** A value that can also be written. Writing an equal value (`Object.is`) does nothing. */
export interface WritableSignal<T> extends ReadonlySignal<T> {
  value: T
}

/** What `computed` returns: nobody writes it, so no control can be bound to it. */
export interface ComputedSignal<T> extends ReadonlySignal<T>, Unwritable {}

/** Options of `signal` and `computed`. */
export interface SignalOptions {
  /** A name for inspection and checkpoints. The compiler gives the name of the variable, property or field. */
  readonly name?: string
  /** Not kept in checkpoints: made anew when the session comes back. */
  readonly transient?: boolean
}

/** How many signals were made since the process started; setup compares before and after. */
let created = 0
export const createdCount = (): number => created

function refuseInView(what: string): void {
  created++
  const tracker = activeTracker()
  if (!isDevelopment || !(tracker instanceof Reaction) || !tracker.isView) return
  throw new PantographError(
    'PG_STATE_IN_VIEW',
    `${what} was called inside a view, which runs again at each change and would make it anew. ` +
      'Move it above the `return () => …` of the component.',
  )
}

/**
 * State: a value that views, computeds and effects listen to.
 *
 * In a component's setup it belongs to one instance; at module level it is shared by every session of
 * this process (a cache: it is outside the guarantees given to sessions).
 *
 * @throws PantographError `PG_STATE_IN_VIEW` when called inside a view (development only).
 * @example
 * const count = signal(0)
 * count.value++
 */
export function signal<T>(initial: T, options?: SignalOptions): WritableSignal<T>
export function signal<T>(): WritableSignal<T | undefined>
export function signal<T>(initial?: T, options?: SignalOptions): WritableSignal<T | undefined> {
  refuseInView('signal()')
  const Kind = options?.transient === true ? TransientSignal : Signal
  const made = new Kind(initial, options?.name)
  currentScope()?.keep?.(made as Signal<unknown>)
  return made
}

/**
 * A value derived from signals. It is computed when it is read, and again only after something that
 * it read has changed.
 *
 * @throws PantographError `PG_STATE_IN_VIEW` when called inside a view (development only);
 *   `PG_CYCLE` when it reads itself.
 * @example
 * const total = computed(() => price.value * amount.value)
 */
export function computed<T>(getter: () => T, options?: SignalOptions): ComputedSignal<T> {
  refuseInView('computed()')
  return new Computed(getter, options?.name) as ComputedSignal<T>
}

class Effect extends Reaction {
  readonly queue: EffectQueue
  private readonly fn: () => unknown
  private cleanup: (() => void) | undefined = undefined
  private runs = 0
  private isOver = false
  readonly scope: Scope | undefined

  constructor(fn: () => unknown, scope: Scope | undefined) {
    super()
    this.fn = fn
    this.scope = scope
    this.queue = scope?.effects ?? globalEffects
  }

  run(): void {
    this.clean()
    const result = this.inScope(() => this.track(this.fn))
    // A later run, or the end, often aborts what an earlier one waits for.
    const run = ++this.runs
    catchLate(result, (error) => {
      if (run === this.runs) this.queue.fail(error, this.scope)
    })
    this.cleanup = typeof result === 'function' ? (result as () => void) : undefined
    // It has ended itself: what it read after that, and its clean-up, would stay.
    if (this.isOver) this.dispose()
    else this.takeNote()
  }

  dispose(): void {
    this.isOver = true
    this.runs++
    this.unsubscribe()
    this.clean()
  }

  /** Whoever wrote the signal may belong to another session; what runs here does not. */
  private inScope<T>(fn: () => T): T {
    return this.scope === undefined ? runOutside(fn) : runInScope(this.scope, fn)
  }

  private clean(): void {
    const cleanup = this.cleanup
    this.cleanup = undefined
    if (cleanup === undefined) return
    catchLate(untracked(cleanup), (error) => this.queue.fail(error, this.scope))
  }
}

/**
 * Runs `fn` now, and again (in the next microtask) when a signal that it read has changed. A function
 * that `fn` returns is called before the next run and at the end. An effect made in a component ends
 * with the component; the returned function ends it earlier.
 *
 * @throws PantographError `PG_STATE_IN_VIEW` when called inside a view (development only); what the
 *   first run throws.
 * @example
 * const stop = effect(() => { console.log(count.value) })
 */
export function effect(fn: () => unknown): () => void {
  refuseInView('effect()')
  const scope = currentScope()
  const made = new Effect(fn, scope)
  const stop = (): void => made.dispose()
  try {
    untracked(() => made.run())
  } catch (error) {
    if (!(error instanceof PendingValue)) {
      stop()
      throw error
    }
  }
  scope?.own(stop)
  return stop
}

/**
 * Runs `fn`, then (when the outermost batch ends) the effects of the current session that became due.
 * Views never run inside: they are rendered together, when the session is ready to send. Nothing is
 * held back past the first `await` of an async `fn`, so a batch can never stall a session.
 *
 * @example
 * batch(() => { first.value = 'Ada'; last.value = 'Lovelace' })
 */
export function batch<T>(fn: () => T): T {
  const queue = currentScope()?.effects ?? globalEffects
  queue.depth++
  try {
    return fn()
  } finally {
    if (--queue.depth === 0) queue.flush()
  }
}

/** Whether a value is a signal or computed (and can be bound to a place in the page). */
export function isSignal(value: unknown): value is ReadonlySignal<unknown> {
  return value instanceof Signal || value instanceof Computed
}
