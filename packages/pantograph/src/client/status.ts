// Shows the state of the connection: an attribute on <html> for the page's styles, and a small notice
// that screen readers announce politely.

import { comeback, loadComeback } from './features.ts'

/** `data-pantograph` on <html>. */
export type Status = 'connecting' | 'live' | 'reconnecting' | 'ended'

const NOTICE_AFTER = 1500
let timer: ReturnType<typeof setTimeout> | undefined
let shown = ''

export function showStatus(status: Status, text: string): void {
  document.documentElement.dataset['pantograph'] = status
  clearTimeout(timer)
  // A short interruption is not worth a word.
  const pause = status === 'reconnecting' || status === 'connecting' ? NOTICE_AFTER : 0
  if (text || shown) timer = setTimeout(() => show(text), pause)
}

function show(text: string): void {
  shown = text
  // Without it the attribute must do: the server that has the words is out of reach.
  loadComeback().then(
    () => comeback?.showNotice(shown),
    () => {},
  )
}
