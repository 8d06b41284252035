// Tells the user how the connection is: attributes on <html> for the page's styles, and a small notice that
// screen readers announce politely. Loaded with comeback.ts.
import type { Status } from './lent.ts'

/** A short interruption is not worth a word. */
const NOTICE_AFTER = 1500

const WORDS: Readonly<Record<Status, string>> = {
  connecting: 'Connecting…',
  live: '',
  reconnecting: 'Reconnecting…',
  offline: 'You are offline. What you do is kept and will be sent.',
  ended: '',
}
const FULL = 'Too much is waiting to be sent: nothing more is taken until it is.'
/** What cannot be made good. */
const TROUBLES: Readonly<Record<string, string>> = {
  PG_NOT_DONE: 'Not all that you did could be done. Please see whether to do it again.',
  PG_TOO_LARGE: 'This is too large to be sent. Please make it shorter.',
  PG_LOST: 'The server has lost some of what you did. Please see whether to do it again.',
}
const TROUBLE_LASTS = 15_000

// Any rule of the page for #pantograph-notice wins: :where() weighs nothing.
const STYLE = `:where(#pantograph-notice){position:fixed;right:1em;bottom:1em;z-index:9999;max-width:30em;
margin:0;padding:.5em 1em;border-radius:.25em;background:#222;color:#fff}
:where(#pantograph-notice:empty){padding:0}`

const { dataset } = document.documentElement
let notice: HTMLElement | undefined
let timer: ReturnType<typeof setTimeout> | undefined

let trouble = ''

/** How the connection is, and whether actions are refused because too many wait. */
export const state: { status: Status; isFull: boolean } = { status: 'live', isFull: false }

export function showStatus(status: Status): void {
  const wasAway = isAway(state.status)
  state.status = isAway(status) && navigator.onLine === false ? 'offline' : status
  dataset['pantograph'] = state.status
  // While it is away, the pause goes on from one attempt to the next.
  if (wasAway && isAway(status)) return notice?.textContent ? show() : undefined
  showLater(isAway(status) ? NOTICE_AFTER : 0)
}

const isAway = (status: Status): boolean => status !== 'live' && status !== 'ended'

/** The page takes no more actions, or takes them again. */
export function showFull(isFull: boolean): void {
  if (state.isFull === isFull) return
  state.isFull = isFull
  if (isFull) dataset['pantographFull'] = ''
  else delete dataset['pantographFull']
  showLater(0)
}

/** How many actions wait: shown as long as the page is not live, and then until they are answered. */
export function showPending(count: number): void {
  const isShown = dataset['pantographPending'] !== undefined
  if (count && (isShown || state.status !== 'live')) dataset['pantographPending'] = String(count)
  else if (isShown) delete dataset['pantographPending']
}

/** A handler failed, or an event was not done: the user is told of what they may have to do again. */
export function showFault(code: string): void {
  console.error('Event failed', code)
  const words = TROUBLES[code]
  if (words === undefined) return
  setTrouble(words)
  setTimeout(setTrouble, TROUBLE_LASTS, '')
}

function setTrouble(words: string): void {
  trouble = words
  if (state.status === 'live') showLater(0)
}

export function showEnd(code: string): void {
  showStatus('ended')
  clearTimeout(timer)
  say(`Stopped: ${code}. Please reload.`)
}

function showLater(pause: number): void {
  clearTimeout(timer)
  timer = setTimeout(show, pause)
}

function show(): void {
  if (state.status !== 'ended') say(state.isFull ? FULL : WORDS[state.status] || trouble)
}

function say(text: string): void {
  if (!notice && !text) return
  notice ??= makeNotice()
  // Whatever the page has done to its body.
  if (!notice.isConnected) document.body.append(notice)
  // Words that come together with their element are announced by few screen readers.
  timer = setTimeout(() => {
    if (notice && notice.textContent !== text) notice.textContent = text
  }, 50)
}

function makeNotice(): HTMLElement {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  document.adoptedStyleSheets.push(sheet)
  const made = document.createElement('div')
  made.id = 'pantograph-notice'
  made.setAttribute('role', 'status')
  made.setAttribute('aria-live', 'polite')
  return made
}
