// Abort signals for an author's code. A listener of an EventTarget that throws ends a Node process; here it is an
// error of its component. What `AbortSignal.any()` makes of such a signal is the author's own again.
import { catchLate } from '../reactivity/scope.ts'
import type { Instance } from './nodes.ts'

type Listener = ((event: Event) => unknown) | { handleEvent(event: Event): unknown }

const onabort = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'onabort')

/** @param instance whose error is what a listener throws, at once or later */
export function guardedAbort(instance: Instance): AbortController {
  const fail = (error: unknown): void => instance.queue.fail(error, instance)
  const controller = new AbortController()
  const { signal } = controller
  const guards = new WeakMap<object, (event: Event) => void>()
  const guarded = (listener: Listener): ((event: Event) => void) => {
    const known = guards.get(listener)
    if (known !== undefined) return known
    const guard = (event: Event): void => {
      try {
        const isFunction = typeof listener === 'function'
        catchLate(isFunction ? listener.call(signal, event) : listener.handleEvent(event), fail)
      } catch (error) {
        fail(error)
      }
    }
    guards.set(listener, guard)
    return guard
  }
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (type: string, listener: Listener, options?: unknown) =>
    addEventListener.call(signal, type, guarded(listener), options as object)
  signal.removeEventListener = (type: string, listener: Listener, options?: unknown) =>
    removeEventListener.call(signal, type, guarded(listener), options as object)
  Object.defineProperty(signal, 'onabort', {
    configurable: true,
    get: () => onabort?.get?.call(signal),
    set: (listener: unknown) => {
      const isFunction = typeof listener === 'function'
      onabort?.set?.call(signal, isFunction ? guarded(listener as () => unknown) : null)
    },
  })
  return controller
}
