// The socket: one per page, whatever the number of roots. Opens, says HELLO, hands messages on, and comes
// back after every loss, with growing pauses. When that should be sooner is decided in life.ts.
import * as P from '../wire/protocol.ts'
import { comeback, loadComeback } from './features.ts'
import type { Line } from './lent.ts'
import { inline, pause, resumption, sized, varint } from './log.ts'
import { address } from './navigation.ts'
import { showStatus } from './status.ts'
import { tools } from './tools.ts'

/** Takes a message that has come over a socket. */
export type Receive = (bytes: Uint8Array, from: WebSocket) => void

const FIRST_PAUSE = 100
const LONGEST_PAUSE = 10_000
/** The server speaks at least every 20 seconds, unless it hears enough. */
const SILENCE_LIMIT = 25_000
/** A new page has better things to do than to load what it takes to come back. */
const IDLE = 500
/** WebSocket close code "try again later". */
const CLOSE_LATER = 1013

let roots: readonly HTMLElement[]
let receive: Receive
/** While a socket is there, it runs out when nothing comes; else it brings the next one. */
let timer: ReturnType<typeof setTimeout> | undefined

export const line: Line = {
  socket: null,
  losses: 0,
  ticket: [],
  sealed: [],
  mode: P.HELLO_FIRST,
  isWelcome: false,
  isOver: false,
  heardAt: 0,
  runAfter,
  open,
  drop,
}

export function connect(elements: readonly HTMLElement[], to: Receive): void {
  roots = elements
  receive = to
  showStatus('connecting')
  if (roots[0]?.dataset['reload']) line.mode = P.HELLO_RELOADED
  open()
  setTimeout(() => load().catch(() => {}), IDLE)
}

/** Loads what it takes to come back. Rejects while the server is out of reach. */
export const load = (): Promise<void> => loadComeback(line, tools)

function runAfter(pause: number, run: () => void): void {
  clearTimeout(timer)
  timer = setTimeout(run, pause)
}

function open(): void {
  if (line.mode === P.HELLO_FIRST) openSocket()
  else load().then(openSocket, lost)
}

function openSocket(): void {
  // Several may have waited for what it takes to come back.
  if (line.socket || line.isOver) return
  // The script stands beside the socket, whatever prefix a proxy has put before both.
  const url = new URL('socket', import.meta.url)
  url.protocol = url.protocol.replace('http', 'ws')
  const opened = new WebSocket(url, P.SUBPROTOCOL)
  line.socket = opened
  line.isWelcome = false
  opened.binaryType = 'arraybuffer'
  opened.onopen = () => opened.send(hello())
  // Nothing comes from a socket that was closed here.
  opened.onmessage = ({ data }) => {
    listen()
    receive(new Uint8Array(data as ArrayBuffer), opened)
  }
  opened.onclose = ({ code }) => {
    if (line.socket !== opened) return
    if (code === CLOSE_LATER) line.losses = 9
    lost()
  }
  listen()
}

function hello(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    P.HELLO,
    ...varint(P.PROTOCOL_VERSION),
    line.mode,
    ...inline(address()),
    ...varint(roots.length),
    ...roots.flatMap(nameRoot),
    ...sized(line.ticket),
    ...sized(line.sealed),
    ...past(),
  ])
}

function nameRoot({ dataset }: HTMLElement): number[] {
  return [...inline(dataset['id'] as string), ...inline(dataset['session'] as string)]
}

/** How far the page has come, and what the server may not have heard. */
const past = (): number[] => comeback?.encodeResumption(resumption(), tools) ?? [0, 1, 0]

export function keepCheckpoint(sealed: Uint8Array): void {
  line.sealed = [...sealed]
}

/** The server has taken the page in. */
export function welcomed(given: Uint8Array): void {
  line.ticket = [...given]
  line.mode = P.HELLO_AGAIN
  line.losses = 0
  line.isWelcome = true
  showStatus('live')
}

/** Page and server differ: the next connection tells everything. */
export function beginAgain(): void {
  if (line.ticket.length) line.mode = P.HELLO_DAMAGED
  drop()
}

/** Gives the connection up; a new one begins soon. */
function drop(): void {
  line.socket?.close()
  lost()
}

function listen(): void {
  line.heardAt = Date.now()
  runAfter(SILENCE_LIMIT, () => (comeback ? comeback.check() : drop()))
}

function lost(): void {
  line.socket = null
  pause()
  if (line.isOver) return
  showStatus(line.mode ? 'reconnecting' : 'connecting')
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** line.losses++)
  // Jitter, so that a restarted server is not met by everybody at once.
  runAfter(longest * (0.5 + Math.random() / 2), open)
}

/** The server will not go on. */
export function end(action: number, code: string): void {
  load().then(() => comeback?.end(action, code), drop)
}
