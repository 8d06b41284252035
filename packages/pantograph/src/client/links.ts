// Links that stay on this page: the address changes, the server follows it, nothing is reloaded. Part of events.ts.
import * as P from '../wire/protocol.ts'
import type { Tools } from './lent.ts'
import { post } from './post.ts'

let tools: Tools

export function followLinks(lent: Tools): void {
  tools = lent
  addEventListener('click', followLink)
  // A page that a POST was answered with would be posted again by a reload, or ask its user about that.
  history.replaceState(history.state, '')
}

/** The server changes the address, leaves the page, or has something posted. */
export function visit(kind: number, url: string): void {
  if (kind === P.PAGE_LOAD) location.assign(url)
  else if (kind === P.PAGE_POST) void post(url)
  else changeAddress(kind === P.PAGE_REPLACE, url)
}

/** Changes the address without loading anything. */
function changeAddress(replace: boolean, url: string): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', url)
}

/** A plain click on a link that the author marked (`<Link>`); every other click keeps its meaning. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || tools.payloadOf(P.PAYLOAD_MOUSE, event).length) return
  const link = (event.target as Element).closest?.('a[data-link]') as HTMLAnchorElement | null
  if (link === null || link.target || link.download || link.origin !== location.origin) return
  event.preventDefault()
  changeAddress(link.dataset['link'] === 'replace' || link.href === location.href, link.href)
  tools.tellAddress()
}
