// Hooks: code of the application that runs in the browser, on one element. Here is what the server knows of it: the
// address of its module, what it is given, and the functions that it may call. Must not know how that travels.
import { PantographError } from '../errors.ts'
import type { PantographEvent } from './events.ts'

/** What a hook and the server tell each other. */
export interface HookTypes {
  /** What the element is given, as JSON. */
  readonly data?: unknown
  /** The functions that the browser may call on the server. */
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever each of them takes
  readonly push?: { readonly [name: string]: (payload: any) => unknown }
  /** What the server may send to the element, by name. */
  readonly events?: { readonly [name: string]: unknown }
}

type DataOf<T> = T extends { data: infer D } ? D : undefined
type PushOf<T> = T extends { push: infer P } ? P : Record<never, never>

/** What a hook's server may send to its element, by name. */
export type HookEvents<T> = T extends { events: infer E } ? E : Record<never, never>

/**
 * The functions on the server. They run as handlers do: in the order in which the user acted, each once. What they are
 * given comes from the browser: check it.
 */
export type HookHandlers<P> = {
  readonly [Name in keyof P]: P[Name] extends (...given: infer Given) => infer Reply
    ? (...given: WithEvent<Given>) => Reply | Promise<Awaited<Reply>>
    : never
}

type WithEvent<Given extends readonly unknown[]> = Given extends readonly []
  ? [payload: undefined, event: PantographEvent]
  : [payload: Given[0], event: PantographEvent]

type HookArguments<T> = T extends { push: infer P }
  ? [data: DataOf<T>, handlers: HookHandlers<P>]
  : T extends { data: infer D }
    ? [data: D]
    : []

/** A kind of hook, made by `hook()`. Called in a view, it gives what the attribute `hook` takes. */
export interface Hook<T extends HookTypes = HookTypes> {
  (...given: HookArguments<T>): HookUse
  /** The address of its module. */
  readonly url: string
}

/** The context that a hook's functions in the browser are given: the same object for as long as the element lives. */
export interface HookContext<T extends HookTypes, Element = unknown> {
  readonly element: Element
  /** What the server says now. */
  readonly data: DataOf<T>
  /**
   * Calls a function on the server; resolves with what it returns. Waits while the page is not connected. Rejects with
   * an error that has a `code`: `PG_PUSH` when the function threw or is not there any more, `PG_PUSH_LOST` when it ran but
   * its answer was lost with the process, `PG_PUSH_FULL` when the page takes no more at present.
   */
  push<Name extends keyof PushOf<T>>(
    name: Name,
    ...payload: ParametersOf<PushOf<T>[Name]>
  ): Promise<ReplyOf<PushOf<T>[Name]>>
  /** Listens to what the server sends; returns what ends that. It ends by itself with the element. */
  on<Name extends keyof HookEvents<T>>(
    name: Name,
    run: (detail: HookEvents<T>[Name]) => void,
  ): () => void
}

type ParametersOf<F> = F extends (...given: infer Given) => unknown ? Given : never
type ReplyOf<F> = F extends (...given: never) => infer Reply ? Awaited<Reply> : never

/** What the module of a hook exports as its default. In each function, `this` is an object of the element's own. */
export type HookModule<
  T extends HookTypes,
  Element = unknown,
  Own extends object = Record<never, never>,
> = HookCallbacks<T, Element> & ThisType<HookCallbacks<T, Element> & Own>

/** The life of an element. What throws is logged, and harms nothing else. */
export interface HookCallbacks<T extends HookTypes, Element = unknown> {
  /** The element is on the page, and the module is loaded. Once for each element. */
  mounted?(context: HookContext<T, Element>): void
  /** The page is about to be told something, which may concern the element. */
  beforeUpdate?(context: HookContext<T, Element>): void
  /** The server has changed the data, the element's attributes, or what is in it. At most once for an update. */
  updated?(context: HookContext<T, Element>): void
  /** The connection is lost; the page will come back by itself. */
  disconnected?(context: HookContext<T, Element>): void
  /** The connection is there again. */
  reconnected?(context: HookContext<T, Element>): void
  /** The element has left the page. */
  destroyed?(context: HookContext<T, Element>): void
}

/** What a hook on an element is: made by calling what `hook()` returns, and by nothing else. */
export class HookUse {
  /** The address of the module, a space, and the data as JSON. */
  readonly text: string
  readonly handlers: HookHandlers<Record<string, (payload: unknown) => unknown>>

  constructor(url: string, data: unknown, handlers: HookUse['handlers']) {
    this.text = `${url} ${json(url, data)}`
    this.handlers = handlers
  }
}

function json(url: string, data: unknown): string {
  try {
    return JSON.stringify(data) ?? ''
  } catch (cause) {
    throw new PantographError('PG_HOOK', `the data of ${url} cannot be written as JSON`, { cause })
  }
}

/** From the page's own origin, by its path; or of another one, by https. */
const MODULE = /^(?:\/(?![/\\])|https:\/\/[^/\\])[^\s\\]*$/

/**
 * Names a module of yours that runs in the browser, on each element with `hook={…}`. Make it once, in the module of your
 * component: the address is code that your pages run, and never comes from data.
 *
 * @param url a path such as `/assets/chart.js`, or an `https:` address: an ES module with a `HookModule` as its default
 * @throws PantographError `PG_HOOK` for any other address, and for data that JSON cannot hold
 * @example
 * const Chart = hook<{ data: number[]; push: { select(index: number): string } }>('/assets/chart.js')
 * // …
 * <div hook={Chart(points.value, { select: (index) => describe(index) })} owned />
 */
export function hook<T extends HookTypes = Record<never, never>>(url: string): Hook<T> {
  if (!MODULE.test(url)) {
    throw new PantographError(
      'PG_HOOK',
      `a hook's module has a path or an https: address, not ${JSON.stringify(url)}`,
    )
  }
  const use = (data?: unknown, handlers: HookUse['handlers'] = {}): HookUse =>
    new HookUse(url, data, handlers)
  return Object.assign(use, { url }) as unknown as Hook<T>
}

/** What a `hook` attribute is given. @throws PantographError `PG_HOOK` */
export function hookOf(value: unknown): HookUse | null {
  if (value === null || value === undefined || value === false) return null
  if (value instanceof HookUse) return value
  throw new PantographError('PG_HOOK', 'a `hook` attribute takes what a hook() of yours has made')
}

/** What the browser is told where it knows what it was before: the same module is not named again. */
export function hookNews(before: unknown, after: unknown): string | null {
  if (typeof after !== 'string') return null
  const at = after.indexOf(' ')
  const isSame = typeof before === 'string' && before.startsWith(after.slice(0, at + 1))
  return isSame ? after.slice(at) : after
}
