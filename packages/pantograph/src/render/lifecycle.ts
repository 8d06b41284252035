// What a component's setup may ask for besides state: to be told of its connection and of its end.
import { PantographError } from '../errors.ts'
import { catchLate, currentScope, runInScope } from '../reactivity/scope.ts'
import { Instance } from './nodes.ts'
import type { Host } from './nodes.ts'
import type { Arrival, TreeOwner } from './tree-owner.ts'

/** The component whose setup runs now. @throws PantographError `PG_NO_COMPONENT` */
export function currentInstance(what: string): Instance {
  const scope = currentScope()
  if (scope instanceof Instance) return scope
  throw new PantographError('PG_NO_COMPONENT', `${what} was called outside a component's setup`)
}

/**
 * Calls `fn` when the page is connected, once per connection. A function that it returns is called when
 * the connection ends or the component does. It is told how the page came: with its first HTML (`first`), back
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
  const abort = (instance.abort ??= new AbortController())
  if (instance.disposed) abort.abort()
  return abort.signal
}

/** Runs the `onMount` functions that have not run on this connection. */
export function runMounts(owner: TreeOwner, instance: Instance): void {
  const cleanups = (instance.cleanups ??= [])
  // As many clean-ups as functions that have run: others may be added after an `await`.
  for (const fn of (instance.mounts ?? []).slice(cleanups.length)) {
    try {
      const cleanup = runInScope(instance, () => fn(owner.arrival))
      cleanups.push(typeof cleanup === 'function' ? (cleanup as () => void) : null)
      catchLate(cleanup, (error) => {
        // What a removed component still waits for was often aborted because of that.
        if (!instance.disposed) owner.onError(error, instance.type.name)
      })
    } catch (error) {
      cleanups.push(null)
      owner.onError(error, instance.type.name)
    }
  }
}

/** Runs the clean-ups that `onMount` functions have returned. */
export function runCleanups(host: Host, instance: Instance): void {
  const cleanups = instance.cleanups
  instance.cleanups = null
  for (const cleanup of cleanups ?? []) {
    try {
      catchLate(cleanup?.(), (error) => host.fail(error, instance))
    } catch (error) {
      host.fail(error, instance)
    }
  }
}
