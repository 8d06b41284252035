// The socket: one per page, whatever the number of roots. Opens, says HELLO, hands messages on, and comes
// back after every loss, with growing pauses and at once when the network or the page does.
import * as P from '../wire/protocol.ts'
import { comeback, loadComeback } from './features.ts'
import { inline, pause, resumption, sized, varint } from './log.ts'
import { address } from './navigation.ts'
import { showStatus } from './status.ts'
import { tools } from './tools.ts'

/** Takes a message that has come over a socket. */
export type Receive = (bytes: Uint8Array, from: WebSocket) => void

const FIRST_PAUSE = 100
const LONGEST_PAUSE = 10_000
/** The server speaks at least every 20 seconds. */
const SILENCE_LIMIT = 50_000
/** Pages of a server that goes down spread over this time. */
const MOVE_PAUSE = 500
const IDLE = 500
const RELOAD_PAUSE = 10_000

let roots: readonly HTMLElement[]
let receive: Receive
let socket: WebSocket | null = null
let losses = 0
/** What names the page's session to the server. */
let ticket: readonly number[] = []
let mode = P.HELLO_FIRST
/** What the server wants kept of the session, for whoever gets it next. */
let checkpoint: readonly number[] = []
let ended = false
/** While a socket is there, it runs out when nothing comes; else it brings the next one. */
let timer: ReturnType<typeof setTimeout> | undefined

export function connect(elements: readonly HTMLElement[], to: Receive): void {
  roots = elements
  receive = to
  showStatus('connecting', 'Connecting…')
  open()
  addEventListener('online', reopen)
  addEventListener('pageshow', (event) => event.persisted && reopen())
  document.addEventListener('visibilitychange', () => document.hidden || reopen())
}

function runAfter(pause: number, run: () => void): void {
  clearTimeout(timer)
  timer = setTimeout(run, pause)
}

/** Now rather than after the pause. */
function reopen(): void {
  if (socket === null && !ended) open()
}

function open(): void {
  if (mode === P.HELLO_FIRST) openSocket()
  else loadComeback().then(openSocket, lost)
}

function openSocket(): void {
  // Several may have waited for what it takes to come back.
  if (socket) return
  // The script stands beside the socket, whatever prefix a proxy has put before both.
  const url = new URL('socket', import.meta.url)
  url.protocol = url.protocol.replace('http', 'ws')
  const opened = new WebSocket(url, P.SUBPROTOCOL)
  socket = opened
  opened.binaryType = 'arraybuffer'
  opened.onopen = () => opened.send(hello())
  // Nothing comes from a socket that was closed here.
  opened.onmessage = ({ data }) => {
    listen()
    receive(new Uint8Array(data as ArrayBuffer), opened)
  }
  opened.onclose = () => {
    if (socket === opened) lost()
  }
  listen()
}

function hello(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    P.HELLO,
    ...varint(P.PROTOCOL_VERSION),
    mode,
    ...inline(address()),
    ...varint(roots.length),
    ...roots.flatMap(nameRoot),
    ...sized(ticket),
    ...sized(checkpoint),
    ...past(),
  ])
}

function nameRoot({ dataset }: HTMLElement): number[] {
  return [...inline(dataset['id'] as string), ...inline(dataset['session'] as string)]
}

/** How far the page has come, and what the server may not have heard. */
const past = (): number[] => comeback?.encodeResumption(resumption(), tools) ?? [0, 1, 0]

export function keepCheckpoint(sealed: Uint8Array): void {
  checkpoint = [...sealed]
}

/** The server has taken the page in. */
export function welcomed(given: Uint8Array): void {
  ticket = [...given]
  mode = P.HELLO_AGAIN
  losses = 0
  // Loads what it takes to come back, once a new page has nothing better to do.
  showStatus('live', '', comeback ? 0 : IDLE)
}

/** Page and server differ: the next connection tells everything. */
export function beginAgain(): void {
  if (ticket.length) mode = P.HELLO_DAMAGED
  drop()
}

/** Gives the connection up; a new one begins soon. */
function drop(): void {
  socket?.close()
  lost()
}

function listen(): void {
  runAfter(SILENCE_LIMIT, drop)
}

function lost(): void {
  socket = null
  pause()
  if (ended) return
  showStatus(mode ? 'reconnecting' : 'connecting', 'Reconnecting…')
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** losses++)
  // Jitter, so that a restarted server is not met by everybody at once.
  runAfter(longest * (0.5 + Math.random() / 2), open)
}

/** The server will not go on. */
export function end(action: number, code: string): void {
  if (action === P.RETRY_FRESH) {
    ticket = []
    mode = P.HELLO_FRESH
  }
  if (action === P.MOVE) return move()
  if (action === P.RETRY || action === P.RETRY_FRESH) return drop()
  ended = true
  drop()
  if (action === P.RELOAD && mayReload()) location.reload()
  else showStatus('ended', `Stopped: ${code}. Please reload.`, 0)
}

/** The server goes down: another connection first, then this one ends, and the user sees nothing of it. */
function move(): void {
  const old = socket
  pause()
  socket = null
  setTimeout(() => old?.close(), MOVE_PAUSE * 4)
  runAfter(Math.random() * MOVE_PAUSE, open)
}

/** A page that fails again right after it was reloaded would reload forever. */
function mayReload(): boolean {
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return performance.now() > RELOAD_PAUSE || visit?.type !== 'reload'
}
