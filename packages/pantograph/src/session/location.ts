// The page's address as reactive state, and changing it without a reload.
import { PantographError } from '../errors.ts'
import { isScriptUrl } from '../html/urls.ts'
import { currentInstance } from '../render/lifecycle.ts'
import * as P from '../wire/protocol.ts'
import { Session } from './session.ts'

/** The parts of an address, as in the browser's `location`, without the origin. */
export interface Address {
  readonly href: string
  readonly pathname: string
  readonly search: string
  readonly hash: string
  readonly searchParams: URLSearchParams
}

// An address begins with its path, which may begin with two slashes. The origin never shows.
const ORIGIN = 'http://page.invalid'

function currentSession(what: string): Session {
  const { owner } = currentInstance(what).queue
  if (owner instanceof Session) return owner
  throw new PantographError('PG_NO_SESSION', `${what} needs a page`)
}

/**
 * The address that the browser shows. A view that calls it runs again when the address changes: by a link,
 * by Back and Forward, by `navigate`. The fragment (`#…`) is known once the page is connected.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component.
 * @example
 * return () => <p>{url().hash === '#/done' ? 'Done' : 'All'}</p>
 */
export function url(): Address {
  return partsOf(new URL(ORIGIN + currentSession('url()').address.value))
}

function partsOf({ pathname, search, hash, searchParams }: URL): Address {
  return { href: pathname + search + hash, pathname, search, hash, searchParams }
}

/**
 * Changes the address. Within the same page nothing is reloaded and `url()` follows; any other address is
 * loaded by the browser. Call it from a handler or from setup, not from a view.
 *
 * @param to an absolute or relative address
 * @param options `replace`: the current entry of the history is replaced
 * @throws PantographError `PG_URL` for an address that would run code; `PG_NO_COMPONENT`.
 * @example
 * <button onClick={() => navigate('?page=2')}>Next</button>
 */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const session = currentSession('navigate()')
  if (isScriptUrl(to)) throw new PantographError('PG_URL', 'that address would run code')
  const target = new URL(to, ORIGIN + session.address.peek())
  const { href } = target.origin === ORIGIN ? partsOf(target) : target
  if (target.origin !== ORIGIN || !session.owns(href)) return session.tree.page(P.PAGE_LOAD, href)
  session.address.value = href
  session.tree.page(options.replace ? P.PAGE_REPLACE : P.PAGE_PUSH, href)
}

/**
 * Fires a `CustomEvent` on the page's `window`, after the next update: for code of yours in the browser that is no hook.
 * A page that is away gets it when it is back, unless it comes back elsewhere.
 *
 * @param name any name
 * @param detail anything that JSON can hold
 * @throws PantographError `PG_NO_COMPONENT` outside a component.
 * @example
 * <button onClick={() => pushEvent('cart:changed', { items: 3 })}>Add</button>
 */
export function pushEvent(name: string, detail?: unknown): void {
  const text = JSON.stringify([name, detail])
  currentSession('pushEvent()').tree.after((_, tell) => tell(P.PAGE_EVENT, text))
}
