// `on(handler, options)`: a handler with options that the browser carries out.
import { PantographError } from '../errors.ts'

/** Carried out in the browser, before anything is sent; but for `concurrent`. */
export interface OnOptions {
  /**
   * Keeps the browser from doing what it would do by itself. A click on a link with a modifier key keeps its meaning:
   * the browser opens a tab, and the handler is not called.
   */
  readonly preventDefault?: boolean
  /** Handlers of the elements around it do not run. */
  readonly stopPropagation?: boolean
  /** Fires once, then never again for this element. */
  readonly once?: boolean
  /**
   * Not told again with the same content while the first is unanswered: a second press on a button that sends a form.
   */
  readonly single?: boolean
  /** Fires before the handlers of the elements inside it. */
  readonly capture?: boolean
  /** The browser need not wait for the handler before it scrolls. The default where nothing is prevented. */
  readonly passive?: boolean
  /**
   * Only these keys, by `KeyboardEvent.key`: `'Enter'`, `'ctrl+s'`, `['mod+k', '/']`. Without modifiers, Ctrl, Alt and
   * Meta must be up; `mod` is Meta on Apple's computers, and Ctrl on all others.
   */
  readonly key?: string | readonly string[]
  /**
   * Waits until nothing has happened for so many milliseconds, then tells the newest. At once when the focus leaves the
   * element, its form is sent, or the page goes.
   */
  readonly debounce?: number
  /**
   * At most one event in so many milliseconds: the first at once, then the newest; what was typed is told at once when
   * `debounce` would. Of keys, only the repeats of one that is held down are held back.
   */
  readonly throttle?: number
  /** Asks the user first; if they decline, nothing is told, and what the browser would do is prevented. */
  readonly confirm?: string
  /** Listens on the window or the document instead, as long as the element is on the page. */
  readonly target?: 'window' | 'document'
  /** `onVisible`, `onHidden`: grows what counts as in sight, as `IntersectionObserver` has it: `'200px'`. */
  readonly rootMargin?: string
  /**
   * On the server: the events behind it do not wait until the handler has finished. It counts as done when it has begun: a
   * handler that was interrupted by the end of its process is not run again.
   */
  readonly concurrent?: boolean
}

/** What `on` returns. */
export interface BoundHandler<E> {
  readonly handler: (event: E) => unknown
  readonly options: OnOptions
}

/** What an event attribute takes. */
export type EventHandler<E> = ((event: E) => unknown) | BoundHandler<E> | null | undefined | false

/** What commands add to the options: see command.ts. */
export interface Asked extends OnOptions {
  /** Commands, as JSON, which the browser runs at once. */
  readonly command?: string
  /** What they change stands until the event is answered. */
  readonly optimistic?: boolean
  /** There is nothing to tell the server. */
  readonly quiet?: boolean
}

/** A handler with what the browser is asked to do. */
export abstract class Bound<E> implements BoundHandler<E> {
  abstract readonly handler: (event: E) => unknown
  abstract readonly options: Asked
  abstract readonly details: readonly string[]
}

/** A function with them. */
export class BoundFunction<E> extends Bound<E> {
  readonly handler: (event: E) => unknown
  readonly options: Asked
  readonly details: readonly string[]

  constructor(handler: (event: E) => unknown, options: Asked) {
    super()
    this.handler = handler
    this.options = options
    this.details = detailsIn(options)
  }
}

/** In an order that depends on nothing, so that equal options are told as equal. */
export function detailsIn(options: Asked): string[] {
  const { key, debounce, throttle, confirm, target, rootMargin, command } = options
  const details: string[] = FLAGS.filter((name) => options[name])
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) details.push(`${name} ${value}`)
  }
  add('debounce', milliseconds('debounce', debounce))
  add('throttle', milliseconds('throttle', throttle))
  add('confirm', confirm)
  add('target', target)
  add('margin', rootMargin)
  for (const one of typeof key === 'string' ? [key] : (key ?? [])) add('key', keyOf(one))
  add('command', command)
  return details
}

const FLAGS = ['once', 'single', 'capture', 'passive', 'optimistic', 'quiet'] as const

const MODIFIERS = /^((ctrl|alt|shift|meta|mod)\+)*(.|[a-z0-9]+)$/isu

/** @throws PantographError `PG_OPTION` */
export function keyOf(key: string): string {
  if (MODIFIERS.test(key)) return key
  throw new PantographError('PG_OPTION', `key is as 'Enter' or 'ctrl+shift+s', not '${key}'`)
}

function milliseconds(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value >= 0)) return value
  throw new PantographError('PG_OPTION', `${name} is a number of milliseconds, not ${value}`)
}

/**
 * A handler with options for the browser. Give the same options each time that a view runs: what changes is told anew.
 *
 * @param handler a function, a command, or a command with a function behind it
 * @throws PantographError `PG_OPTION` when the handler is none, `debounce` or `throttle` no number of milliseconds, or `key` no key.
 * @example
 * <input onKeyDown={on((event) => save(event.value), { key: 'Enter', preventDefault: true })} />
 */
export function on<E>(
  handler: ((event: E) => unknown) | BoundHandler<E>,
  options: OnOptions,
): BoundHandler<E> {
  if (!(handler instanceof Bound)) {
    if (typeof handler !== 'function') {
      const got = handler === null ? 'null' : typeof handler
      const message = `on() takes a function or a command, not ${got}; for none, write f && on(f, …)`
      throw new PantographError('PG_OPTION', message)
    }
    return new BoundFunction(handler, options)
  }
  const { command, optimistic, quiet } = handler.options as Asked
  const asked = { ...options, command, optimistic, quiet }
  return new BoundFunction(handler.handler, asked as Asked)
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
export function optionsOf(value: unknown): Asked | null {
  return value instanceof Bound ? value.options : null
}
