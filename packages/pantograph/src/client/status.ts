// The state of the connection as an attribute on <html>, for the page's styles. The words are in notice.ts.
import { comeback } from './features.ts'
import type { Status } from './lent.ts'

export function showStatus(status: Status): void {
  document.documentElement.dataset['pantograph'] = status
  comeback?.showStatus(status)
}
