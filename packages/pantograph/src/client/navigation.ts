// Links and the browser's Back and Forward, as far as they stay on this page: the server follows the
// address, nothing is reloaded.
import { record, utf8 } from './log.ts'

const tell = (): void => {
  record(null, null, '', utf8(location.pathname + location.search + location.hash))
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
  if (event.defaultPrevented || event.button !== 0 || hasModifier(event)) return
  const link = (event.target as Element).closest?.('a[data-link]') as HTMLAnchorElement | null
  if (link === null || link.target || link.download || link.origin !== location.origin) return
  event.preventDefault()
  changeAddress(link.dataset['link'] === 'replace' || link.href === location.href, link.href)
  tell()
}

const hasModifier = ({ altKey, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean =>
  altKey || ctrlKey || metaKey || shiftKey
