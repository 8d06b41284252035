// The browser's Back and Forward, as far as they stay on this page: the server follows the address, nothing is
// reloaded. Links are in links.ts.
import { record, utf8 } from './log.ts'

/** What the address bar shows, as far as the server is concerned. */
export const address = (): string => location.pathname + location.search + location.hash

/** Tells the server what the address bar shows. */
export const tellAddress = (): void => {
  record(null, null, '', utf8(address()))
}

export function followAddress(): void {
  addEventListener('popstate', tellAddress)
}
