// The public entry `pantograph`: what components use.
export { batch, computed, effect, signal, untracked } from './reactivity/signal.ts'
export type { ReadonlySignal, SignalOptions, WritableSignal } from './reactivity/signal.ts'
export { abortSignal, onMount, onUnmount } from './render/lifecycle.ts'
export { navigate, url } from './session/location.ts'
export type { Address } from './session/location.ts'
export { on } from './template/on.ts'
export type { BoundHandler, EventHandler, OnOptions } from './template/on.ts'
export { PantographError } from './errors.ts'
