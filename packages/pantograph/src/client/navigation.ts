// Links and the browser's Back and Forward, as far as they stay on this page: the server follows the
// address, nothing is reloaded.
import { record, utf8 } from './log.ts'
import { mouse } from './payload.ts'

/** What the address bar shows, as far as the server is concerned. */
export const address = (): string => location.pathname + location.search + location.hash

const tell = (): void => {
  record(null, null, '', utf8(address()))
}

/** Changes the address without loading anything. */
export function changeAddress(replace: boolean, url: string): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', url)
}

export function followAddress(): void {
  addEventListener('popstate', tell)
  addEventListener('click', followLink)
}

/** A plain click on a link that the author marked (`<Link>`); every other click keeps its meaning. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || mouse(event).length) return
  const link = (event.target as Element).closest?.('a[data-link]') as HTMLAnchorElement | null
  if (link === null || link.target || link.download || link.origin !== location.origin) return
  event.preventDefault()
  changeAddress(link.dataset['link'] === 'replace' || link.href === location.href, link.href)
  tell()
}
