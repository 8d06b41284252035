// The socket: one per page, whatever the number of roots. Opens, says HELLO, hands messages on, and comes
// back after every loss, with growing pauses and at once when the network or the page does.
import * as P from '../wire/protocol.ts'
import { comeback, loadComeback } from './features.ts'
import { inline, pause, resumption, varint } from './log.ts'
import { showStatus } from './status.ts'
import { tools } from './tools.ts'

/** What the connection is for. */
export interface Page {
  readonly roots: readonly { readonly id: string; readonly token: string }[]
  /** Takes a message; `send` answers on the same connection. */
  receive(bytes: Uint8Array, send: (message: Uint8Array) => void): void
}

const FIRST_PAUSE = 200
const LONGEST_PAUSE = 10_000
/** The server speaks at least every 20 seconds. */
const SILENCE_LIMIT = 50_000
/** Pages of a server that goes down spread over this time. */
const MOVE_PAUSE = 500
/** After this, a new page has nothing better to do. */
const IDLE = 500
const RELOAD_PAUSE = 10_000

let page: Page
let socket: WebSocket | null = null
let losses = 0
/** What names the page's session to the server. */
let ticket: Uint8Array | undefined
let mode = P.HELLO_FIRST
/** What the server wants kept of the session, for whoever gets it next. */
let checkpoint = new Uint8Array(0)
let ended = false
/** What it takes to come back is on its way. */
let isLoading = false
let retry: ReturnType<typeof setTimeout> | undefined
let silence: ReturnType<typeof setTimeout> | undefined

export function connect(to: Page): void {
  page = to
  showStatus('connecting', 'Connecting…')
  open()
  addEventListener('online', reopen)
  addEventListener('pageshow', (event) => event.persisted && reopen())
  document.addEventListener('visibilitychange', () => document.hidden || reopen())
}

/** Now rather than after the pause. */
function reopen(): void {
  if (socket === null && !ended) open()
}

function open(): void {
  clearTimeout(retry)
  if (mode === P.HELLO_FIRST || comeback) return openSocket()
  if (isLoading) return
  isLoading = true
  loadComeback()
    .then(openSocket, lost)
    .finally(() => (isLoading = false))
}

function openSocket(): void {
  // The script stands beside the socket, whatever prefix a proxy has put before both.
  const url = new URL('socket', import.meta.url)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const opened = new WebSocket(url, P.SUBPROTOCOL)
  socket = opened
  opened.binaryType = 'arraybuffer'
  opened.onopen = () => opened.send(hello())
  opened.onmessage = ({ data }) => {
    if (socket === opened) receive(new Uint8Array(data as ArrayBuffer))
  }
  opened.onclose = () => {
    if (socket === opened) lost()
  }
  listen()
}

function hello(): Uint8Array<ArrayBuffer> {
  const { pathname, search, hash } = location
  return Uint8Array.from([
    P.HELLO,
    ...varint(P.PROTOCOL_VERSION),
    mode,
    ...inline(pathname + search + hash),
    ...varint(page.roots.length),
    ...page.roots.flatMap(({ id, token }) => [...inline(id), ...inline(token)]),
    ...varint(ticket?.length ?? 0),
    ...(ticket ?? []),
    ...varint(checkpoint.length),
    ...checkpoint,
    ...past(),
  ])
}

/** How far the page has come, and what the server may not have heard. */
const past = (): number[] => comeback?.encodeResumption(resumption(), tools) ?? [0, 1, 0]

function receive(bytes: Uint8Array): void {
  listen()
  const type = (bytes[0] ?? 0) & 7
  if (type === P.END) return end(bytes[1] ?? 0, new TextDecoder().decode(bytes.subarray(2)))
  const answered = socket
  page.receive(bytes, (message) => {
    // On a socket that has closed meanwhile, this does nothing.
    answered?.send(message as Uint8Array<ArrayBuffer>)
  })
}

export function keepCheckpoint(sealed: Uint8Array): void {
  checkpoint = sealed.slice()
}

/** The server has taken the page in. */
export function welcomed(given: Uint8Array): void {
  ticket = given.slice()
  mode = P.HELLO_AGAIN
  losses = 0
  showStatus('live', '')
  setTimeout(() => loadComeback().catch(() => {}), IDLE)
}

/** Page and server differ: the next connection tells everything. */
export function beginAgain(): void {
  if (ticket) mode = P.HELLO_DAMAGED
  drop()
}

/** Gives the connection up; a new one begins soon. */
function drop(): void {
  socket?.close()
  lost()
}

function listen(): void {
  clearTimeout(silence)
  silence = setTimeout(drop, SILENCE_LIMIT)
}

function lost(): void {
  clearTimeout(silence)
  socket = null
  pause()
  if (ended) return
  showStatus(mode ? 'reconnecting' : 'connecting', 'Reconnecting…')
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** losses++)
  // Jitter, so that a restarted server is not met by everybody at once.
  retry = setTimeout(open, longest * (0.5 + Math.random() / 2))
}

function end(action: number, code: string): void {
  if (action === P.RETRY_FRESH) {
    ticket = undefined
    mode = P.HELLO_FRESH
  }
  if (action === P.MOVE) return move()
  if (action === P.RETRY || action === P.RETRY_FRESH) return drop()
  ended = true
  drop()
  if (action === P.RELOAD && mayReload()) location.reload()
  else showStatus('ended', `Stopped: ${code}. Please reload.`)
}

/** The server goes down: another connection first, then this one ends, and the user sees nothing of it. */
function move(): void {
  const old = socket
  pause()
  clearTimeout(silence)
  socket = null
  setTimeout(() => old?.close(), MOVE_PAUSE * 4)
  retry = setTimeout(open, Math.random() * MOVE_PAUSE)
}

/** A page that fails again right after it was reloaded would reload forever. */
function mayReload(): boolean {
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return performance.now() > RELOAD_PAUSE || visit?.type !== 'reload'
}
