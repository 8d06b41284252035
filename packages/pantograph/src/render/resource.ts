// Data that is fetched for a component: loading, failed, there; fetched again when what it depends on changes.
import { PendingValue } from '../reactivity/pending-value.ts'
import { promised } from '../reactivity/promised.ts'
import { runInScope } from '../reactivity/scope.ts'
import type { EffectQueue } from '../reactivity/scope.ts'
import { signal, untracked } from '../reactivity/signal.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import { activeTracker, Reaction, Signal } from '../reactivity/system.ts'
import { guardedAbort } from './abort.ts'
import { remedy } from './boundary.ts'
import { setupInstance } from './lifecycle.ts'
import { addPart } from './part.ts'
import type { Part } from './part.ts'
import type { Instance } from './nodes.ts'

/** What a resource's function is given. */
export interface Fetching {
  /** Aborted when the component goes, or a newer fetch takes the place of this one. */
  readonly signal: AbortSignal
}

/** Data that is fetched for a component. Reading any of it makes a view run again when that changes. */
export interface Resource<T> {
  /**
   * The data. A view that reads it before it is there shows nothing until then, or what the nearest `Suspense` says.
   * While it is fetched again, this is what there was. @throws what the last fetch threw; `PG_PENDING` outside views
   */
  readonly value: T
  /** The data as far as there is any; also after a fetch that failed. */
  readonly latest: T | undefined
  /** Whether it is being fetched. */
  readonly loading: boolean
  /** What the last fetch threw; undefined when it did not fail. */
  readonly error: unknown
  /** Resolves with the data when the fetch that goes on now has ended; rejects when that fails. */
  readonly ready: Promise<T>
  /** Fetches it again; until then `value` stays. */
  refetch(): void
  /** Puts something else in its place, until it is fetched again. */
  set(value: T): void
}

/** Options of `resource`. */
export interface ResourceOptions {
  /** Checkpoints keep the data: a page that comes back shows it at once and then fetches it again. Default: false. */
  readonly persist?: boolean
  /** The name in checkpoints. The compiler gives that of the variable. */
  readonly name?: string
}

interface Found<T> {
  readonly value: T
}
interface Failed {
  readonly error: unknown
}

class Fetched<T> extends Reaction implements Resource<T>, Part {
  readonly queue: EffectQueue
  readonly scope: Instance
  readonly signals: readonly object[]
  private readonly fetch: (fetching: Fetching) => T | PromiseLike<T>
  private readonly found: WritableSignal<Found<T> | null>
  private readonly failed = new Signal<Failed | null>(null, undefined)
  private readonly isLoading = new Signal(false, undefined)
  private controller: AbortController | null = null
  private settled: PromiseWithResolvers<T> | null = null

  constructor(
    scope: Instance,
    fetch: (fetching: Fetching) => T | PromiseLike<T>,
    { persist, name }: ResourceOptions,
  ) {
    super()
    this.scope = scope
    this.queue = scope.effects
    this.fetch = fetch
    this.found = persist
      ? signal<Found<T> | null>(null, { ...(name === undefined ? {} : { name }) })
      : new Signal<Found<T> | null>(null, undefined)
    this.signals = [this.found, this.failed, this.isLoading]
  }

  get value(): T {
    const failed = this.failed.value
    if (failed !== null) throw failed.error
    const found = this.found.value
    if (found === null) throw new PendingValue(activeTracker() !== undefined)
    return found.value
  }

  get latest(): T | undefined {
    return this.found.value?.value
  }

  get loading(): boolean {
    return this.isLoading.value
  }

  get error(): unknown {
    return this.failed.value?.error
  }

  get ready(): Promise<T> {
    // What it depends on may have been written just now.
    if (this.isDirty()) this.run()
    const failed = this.failed.peek()
    const found = this.found.peek()
    if (this.scope.disposed) return rejected(gone())
    if (this.isLoading.peek()) return this.awaitEnd()
    if (failed !== null) return rejected(failed.error)
    return found === null ? rejected(new PendingValue()) : Promise.resolve(found.value)
  }

  private awaitEnd(): Promise<T> {
    const settled = (this.settled ??= Promise.withResolvers<T>())
    // Whoever waits gets it; that nobody does any more must not end the process.
    settled.promise.catch(() => {})
    return settled.promise
  }

  refetch(): void {
    if (!this.scope.disposed) this.run()
  }

  set(value: T): void {
    this.giveUp()?.resolve(value)
    this.show(value)
  }

  private show(value: T): void {
    this.failed.value = null
    this.found.value = { value }
  }

  get reaction(): Reaction {
    return this
  }

  get isBusy(): boolean {
    return this.isLoading.peek()
  }

  /** Fetches it; what is under way for the same is given up. */
  run(): void {
    this.controller?.abort()
    const controller = guardedAbort(this.scope)
    this.controller = controller
    this.isLoading.value = true
    this.failed.value = null
    const fetching = { signal: controller.signal }
    try {
      const fetch = () =>
        runInScope(this.scope, () => promised(this.track(() => this.fetch(fetching))))
      const result = untracked(fetch)
      if (!(result instanceof Promise)) return this.succeed(controller, result)
      result.then(
        (value) => this.succeed(controller, value),
        (error: unknown) => this.fail(controller, error),
      )
    } catch (error) {
      this.fail(controller, error)
    }
  }

  dispose(): void {
    this.unsubscribe()
    this.giveUp()?.reject(gone())
  }

  private giveUp(): PromiseWithResolvers<T> | null {
    this.controller?.abort()
    return this.end()
  }

  private succeed(controller: AbortController, value: T): void {
    if (this.controller !== controller) return
    this.show(value)
    this.end()?.resolve(value)
  }

  private fail(controller: AbortController, error: unknown): void {
    // What it depends on may not be there yet: it runs again when that is.
    if (this.controller !== controller) return
    if (error instanceof PendingValue && error.isTracked) return
    this.scope.queue.note('PG_RESOURCE', error, this.scope)
    this.failed.value = { error }
    remedy(error, () => {
      if (this.failed.peek() !== null) this.refetch()
    })
    this.end()?.reject(error)
  }

  private end(): PromiseWithResolvers<T> | null {
    const { settled } = this
    this.controller = null
    this.settled = null
    this.isLoading.value = false
    return settled
  }
}

const gone = (): Error => new DOMException('The component is gone.', 'AbortError')

/** That nobody takes it must not end the process. */
function rejected(reason: unknown): Promise<never> {
  const promise = Promise.reject<never>(reason)
  promise.catch(() => {})
  return promise
}

/**
 * Data that is fetched when the component begins, and again whenever a signal has changed that `fetch` read before its
 * first `await`. A newer fetch aborts an older one; the end of the component aborts any.
 *
 * A page that comes back (a crash, a deploy, hibernation) fetches again; with `persist` it shows what it had meanwhile.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component's setup.
 * @example
 * const term = signal('')
 * const found = resource(({ signal }) => search(term.value, { signal }))
 * return () => <ul>{found.value.map((one) => <li key={one.id}>{one.title}</li>)}</ul>
 */
export function resource<T>(
  fetch: (fetching: Fetching) => T | PromiseLike<T>,
  options: ResourceOptions = {},
): Resource<T> {
  const instance = setupInstance('resource()')
  const made = new Fetched(instance, fetch, options)
  if (instance.disposed) return made
  addPart(instance, made)
  made.run()
  return made
}
