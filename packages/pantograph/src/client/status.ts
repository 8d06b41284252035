// Shows the state of the connection: an attribute on <html> for the page's styles, and a small notice
// that screen readers announce politely.

/** `data-pantograph` on <html>. */
export type Status = 'connecting' | 'live' | 'reconnecting' | 'ended'

const NOTICE_AFTER = 1500
let timer: ReturnType<typeof setTimeout> | undefined
let notice: HTMLElement | undefined

export function showStatus(status: Status, text: string): void {
  document.documentElement.dataset['pantograph'] = status
  clearTimeout(timer)
  if (status === 'live') notice?.remove()
  else if (status === 'ended') showNotice(text)
  // A short interruption is not worth a word.
  else timer = setTimeout(() => showNotice(text), NOTICE_AFTER)
}

function showNotice(text: string): void {
  document.body.append((notice ??= makeNotice()))
  notice.textContent = text
}

function makeNotice(): HTMLElement {
  const made = document.createElement('div')
  made.id = 'pantograph-notice'
  made.setAttribute('role', 'status')
  // A rule of the page for #pantograph-notice wins with !important.
  made.style.cssText =
    'position:fixed;right:1em;bottom:1em;z-index:9999;padding:.5em 1em;background:#222;color:#fff'
  return made
}
