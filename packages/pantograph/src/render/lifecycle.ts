// What a component's setup may ask for besides state: to be told of its connection and of its end.
import { PantographError } from '../errors.ts'
import { promised } from '../reactivity/promised.ts'
import { catchLate, currentScope, runInScope } from '../reactivity/scope.ts'
import { guardedAbort } from './abort.ts'
import { Instance } from './nodes.ts'
import type { Arrival } from './tree-owner.ts'

/** The component whose setup runs now. @throws PantographError `PG_NO_COMPONENT` */
export function currentInstance(what: string): Instance {
  const scope = currentScope()
  if (scope instanceof Instance) return scope
  throw new PantographError('PG_NO_COMPONENT', `${what} was called outside a component's setup`)
}

/** The same, while its setup has not ended. @throws PantographError `PG_NO_COMPONENT` */
export function setupInstance(what: string): Instance {
  const instance = currentInstance(what)
  if (instance.view === null) return instance
  throw new PantographError(
    'PG_NO_COMPONENT',
    `${what} belongs into a component's setup, above its \`return () => …\`; in a view or a handler it would be made again and again`,
  )
}

/**
 * Calls `fn` when the page is connected, once per connection. A function that it returns is called when
 * the connection ends or the component does; one that it returns late, when that is over, at once. It is told how the page came: with its first HTML (`first`), back
 * after a lost connection (`live`), restored from a checkpoint (`store`, `token`), or without its state
 * (`remount`).
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component.
 * @example
 * onMount(() => {
 *   const timer = setInterval(() => seconds.value++, 1000)
 *   return () => clearInterval(timer)
 * })
 */
export function onMount(fn: (arrival: Arrival) => unknown): void {
  const instance = currentInstance('onMount()')
  if (instance.disposed) return
  ;(instance.mounts ??= []).push(fn)
  instance.queue.connects(instance)
}

/**
 * Calls `fn` when the component is removed from the page, or the session ends; at once if that has happened
 * while setup awaited something.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component.
 */
export function onUnmount(fn: () => void): void {
  currentInstance('onUnmount()').own(fn)
}

/**
 * A signal that is aborted when the component is removed: for `fetch` and other work that then is in vain.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component.
 */
export function abortSignal(): AbortSignal {
  const instance = currentInstance('abortSignal()')
  const abort = (instance.abort ??= guardedAbort(instance))
  if (instance.disposed) abort.abort()
  return abort.signal
}

/** Components that have asked to be told of the page's connection. */
export class Connectable {
  private readonly all = new Set<Instance>()
  /** Those that are to be told of this connection. */
  private arrived: Instance[] | null = null

  get isEmpty(): boolean {
    return this.all.size === 0
  }

  add(instance: Instance): void {
    this.all.add(instance)
    ;(this.arrived ??= []).push(instance)
  }

  delete(instance: Instance): void {
    if (this.all.delete(instance)) runCleanups(instance)
  }

  connect(): void {
    const { arrived } = this
    this.arrived = null
    for (const instance of arrived ?? []) if (this.all.has(instance)) runMounts(instance)
  }

  disconnect(): void {
    this.arrived = [...this.all]
    for (const instance of this.all) runCleanups(instance)
  }
}

/** Runs the `onMount` functions that have not run on this connection. */
function runMounts(instance: Instance): void {
  const { queue } = instance
  const cleanups = (instance.cleanups ??= [])
  // As many clean-ups as functions that have run: others may be added after an `await`.
  for (const fn of (instance.mounts ?? []).slice(cleanups.length)) {
    try {
      const result = runInScope(instance, () => promised(fn(queue.owner.arrival)))
      const at = cleanups.push(typeof result === 'function' ? (result as () => void) : null) - 1
      if (!(result instanceof Promise)) continue
      const late = result.then((cleanup: unknown) => {
        if (typeof cleanup !== 'function') return
        // What it cleans up after may be over.
        if (instance.cleanups === cleanups) cleanups[at] = cleanup as () => void
        else runCleanup(cleanup as () => void, instance)
      })
      catchLate(late, (error) => {
        // What a removed component still waits for was often aborted because of that.
        if (!instance.disposed) queue.fail(error, instance)
      })
    } catch (error) {
      cleanups.push(null)
      queue.fail(error, instance)
    }
  }
}

/** Runs the clean-ups that `onMount` functions have returned. */
function runCleanups(instance: Instance): void {
  const { cleanups } = instance
  instance.cleanups = null
  for (const cleanup of cleanups ?? []) if (cleanup !== null) runCleanup(cleanup, instance)
}

function runCleanup(cleanup: () => unknown, instance: Instance): void {
  const fail = (error: unknown): void => instance.queue.fail(error, instance)
  try {
    catchLate(cleanup(), fail)
  } catch (error) {
    fail(error)
  }
}
