// What a form control can be bound to: something that is read, listened to and written, as a signal is. Knows
// nothing of controls.
import { Computed } from './system.ts'

declare const COMPUTED: unique symbol

/** What `computed` returns differs, for types alone, from what can be written. */
export interface Unwritable {
  readonly [COMPUTED]?: true
}

/**
 * What `bind` takes: a signal, or a field of a form. Reading `value` listens to it, and the user's changes are
 * written to it.
 *
 * @example
 * const name: Bindable<string> = signal('')
 * return () => <input bind={name} />
 */
export interface Bindable<T> {
  value: T
  /** Reads the value without listening to it. */
  peek(): T
  /** The user has changed it: instead of writing `value`, where that is not the same. */
  take?(value: T): void
  readonly [COMPUTED]?: undefined
}

/** Whether a value can be bound to. Of objects that are not ours, it is taken on trust that `value` can be written. */
export function isBindable(value: unknown): value is Bindable<unknown> {
  if (typeof value !== 'object' || value === null || value instanceof Computed) return false
  return 'value' in value && typeof (value as { peek?: unknown }).peek === 'function'
}
