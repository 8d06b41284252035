// `on(handler, options)`: a handler with options that the browser carries out.

/** Carried out in the browser, before anything is sent. */
export interface OnOptions {
  /** Keeps the browser from doing what it would do by itself. */
  readonly preventDefault?: boolean
  /** Handlers of the elements around it do not run. */
  readonly stopPropagation?: boolean
  /** Fires once, then never again for this element. */
  readonly once?: boolean
  /** Only these keys, by `KeyboardEvent.key`: `'Enter'`, `['Enter', 'Escape']`. */
  readonly key?: string | readonly string[]
}

/** What `on` returns. */
export interface BoundHandler<E> {
  readonly handler: (event: E) => unknown
  readonly options: OnOptions
}

/** What an event attribute takes. */
export type EventHandler<E> = ((event: E) => unknown) | BoundHandler<E> | null | undefined | false

class Bound<E> implements BoundHandler<E> {
  readonly handler: (event: E) => unknown
  readonly options: OnOptions
  readonly details: readonly string[]

  constructor(handler: (event: E) => unknown, options: OnOptions) {
    this.handler = handler
    this.options = options
    this.details = detailsIn(options)
  }
}

function detailsIn({ once, key }: OnOptions): string[] {
  const details: string[] = []
  if (once) details.push('once')
  for (const one of typeof key === 'string' ? [key] : (key ?? [])) details.push(`key ${one}`)
  return details
}

/**
 * A handler with options for the browser.
 *
 * @example
 * <input onKeyDown={on((event) => save(event.value), { key: 'Enter', preventDefault: true })} />
 */
export function on<E>(handler: (event: E) => unknown, options: OnOptions): BoundHandler<E> {
  return new Bound(handler, options)
}

/** The function of an event slot's value, whichever form it has. */
export function handlerOf(value: unknown): ((event: unknown) => unknown) | null {
  if (typeof value === 'function') return value as (event: unknown) => unknown
  return value instanceof Bound ? value.handler : null
}

/** What the browser is told of the options, apart from those that are bits: docs/protocol.md. */
export function detailsOf(value: unknown): readonly string[] {
  return value instanceof Bound ? value.details : []
}

/** The options of an event slot's value, if it has any. */
export function optionsOf(value: unknown): OnOptions | null {
  return value instanceof Bound ? value.options : null
}
