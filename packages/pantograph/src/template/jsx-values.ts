// What attributes and places between tags take, whatever the element. elements.generated.ts builds on it.
import type { Bindable } from '../reactivity/bindable.ts'
import type { ReadonlySignal } from '../reactivity/signal.ts'
import type { Block, ComponentCall } from './block.ts'
import type { PantographCustomEvent, PantographFile } from './events.ts'
import type { BoundHandler } from './on.ts'
import type { StreamView } from './stream-view.ts'

/** An attribute: a value, or a signal of one. Null and undefined leave the attribute out. */
export type Attr<T> = T | ReadonlySignal<T | null | undefined> | null | undefined

/** A text of which some values are known, so that editors offer them. */
export type Open = string & {}

/** `class`: names, an object of names that are on or off, or a list of these. */
export type ClassValue =
  | string
  | Record<string, unknown>
  | readonly ClassValue[]
  | null
  | false
  | undefined

/** `style`: declarations as text, as an object, or a list of these. Numbers are written as they are. */
export type StyleValue =
  | string
  | Record<string, string | number | null | undefined | false>
  | readonly StyleValue[]
  | null
  | false
  | undefined

/** What `bind` takes; nothing is bound to nothing. */
export type BoundTo<T> = Bindable<T> | null | false | undefined

/** What some control can show, and hold. */
export type BoundValue =
  | string
  | number
  | boolean
  | Date
  | readonly string[]
  | ReadonlySet<string>
  | readonly PantographFile[]
  | null
  | undefined

/** What an event takes that is none of the platform's own: say yourself what its `detail` is. */
export type CustomEventHandler =
  | { run(event: PantographCustomEvent): unknown }['run']
  | BoundHandler<never>
  | null
  | undefined
  | false

/** What a `ref` attribute takes: see `ref()`. */
export interface ElementHandle {
  attach(place: never): void
  detach(place: never): void
}

/** What may stand between tags. A signal is shown by its value, and shown anew when that changes. */
export type Child =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Block
  | ComponentCall
  | ReadonlySignal<unknown>
  | StreamView
  | Iterable<Child>
