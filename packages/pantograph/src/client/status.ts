// Shows the state of the connection: an attribute on <html> for the page's styles, and a small notice
// that screen readers announce politely.

import { comeback, loadComeback } from './features.ts'

/** `data-pantograph` on <html>. */
export type Status = 'connecting' | 'live' | 'reconnecting' | 'ended'

const NOTICE_AFTER = 1500
let timer: ReturnType<typeof setTimeout> | undefined
let words = ''

/** The words appear after a pause: a short interruption is not worth one. '' takes them away. */
export function showStatus(status: Status, text: string, pause = NOTICE_AFTER): void {
  document.documentElement.dataset['pantograph'] = status
  words = text
  clearTimeout(timer)
  timer = setTimeout(show, pause)
}

function show(): void {
  // Without it the attribute must do: the server that has the words is out of reach.
  loadComeback().then(
    () => comeback?.showNotice(words),
    () => {},
  )
}
