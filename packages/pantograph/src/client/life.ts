// What happens to a page over time: it sleeps, freezes, goes into the back/forward cache, loses its network. Whenever
// it could have lost its connection without a word, the line is checked at once. Loaded with comeback.ts.
import * as P from '../wire/protocol.ts'
import { showEnd, showStatus, state } from './notice.ts'
import type { Line, Tools } from './lent.ts'

/** WebSocket.OPEN */
const OPEN = 1
/** A socket that looks open has so long to answer. */
const PATIENCE = 4000
/** An event that nobody answers for so long makes the page ask whether anybody is there. */
const ANSWER_PATIENCE = 2000
/** Within this, what was heard is fresh. */
const FRESH = 1000
/** How often it is looked at whether the computer has slept. */
const LOOK_EVERY = 5000
/** Pages of a server that goes down spread over this time. */
const MOVE_PAUSE = 500
const RELOAD_PAUSE = 10_000

let line: Line
let tools: Tools
let askedAt = 0
let answerTimer: ReturnType<typeof setTimeout> | undefined

export function attend(to: Line, lent: Tools): void {
  line = to
  tools = lent
  for (const type of ['online', 'offline', 'pageshow']) addEventListener(type, check)
  document.addEventListener('resume', check)
  document.addEventListener('visibilitychange', () => document.hidden || check())
  // An open socket keeps a page out of the back/forward cache of some browsers, and a frozen one cannot answer.
  document.addEventListener('freeze', leave)
  addEventListener('pagehide', ({ persisted }) => persisted && leave())
  watchSleep()
}

/** Makes sure at once that somebody is there: asks over a socket that looks open, or opens one. */
export function check(): void {
  if (line.isOver) return
  const now = Date.now()
  if (line.socket === null) {
    showStatus(state.status)
    line.losses = 0
    return line.open()
  }
  if (line.isWelcome && line.socket.readyState === OPEN) {
    if (isAsked(now) || isFresh(now)) return
    line.socket.send(Uint8Array.of(P.PROBE))
  }
  askedAt = now
  line.losses = 0
  line.runAfter(PATIENCE, line.drop)
}

/** Whether an answer is waited for. The clock may have been set back since. */
const isAsked = (now: number): boolean =>
  askedAt > line.heardAt && now >= askedAt && now - askedAt < PATIENCE

/** The clock may have been set back. */
const isFresh = (now: number): boolean => Math.abs(now - line.heardAt) < FRESH

function leave(): void {
  if (!line.isOver) line.drop()
}

/** No event tells that a computer wakes, but the clock has jumped. */
function watchSleep(): void {
  let looked = Date.now()
  setInterval(() => {
    const now = Date.now()
    if (now - looked > 2 * LOOK_EVERY && !document.hidden) check()
    looked = now
  }, LOOK_EVERY)
}

/** The user has done something: unless anything is heard soon, somebody is asked. */
export function expectAnswer(): void {
  if (tools.log.unanswered.length) answerTimer ??= setTimeout(seeAnswer, ANSWER_PATIENCE)
}

function seeAnswer(): void {
  answerTimer = undefined
  if (Date.now() - line.heardAt < ANSWER_PATIENCE) expectAnswer()
  else if (tools.log.unanswered.length) check()
}

/** The server will not go on. */
export function end(action: number, code: string): void {
  if (line.mode === P.HELLO_RELOADED && action !== P.RETRY && action !== P.MOVE) return letGo()
  if (action === P.RETRY_FRESH) {
    line.ticket = []
    line.mode = P.HELLO_FRESH
  }
  if (action === P.MOVE) return move()
  if (action === P.RETRY || action === P.RETRY_FRESH) return line.drop()
  line.isOver = true
  line.drop()
  if (action === P.RELOAD && mayReload()) location.reload()
  else showEnd(code)
}

/** The session from before a reload is gone, or another page has it: this one begins with what it shows. */
function letGo(): void {
  const { log } = tools
  if (log.entries.length) console.error('Events failed', log.entries.length)
  log.entries.length = 0
  log.first = 1
  line.ticket = line.sealed = []
  line.mode = P.HELLO_FIRST
  line.drop()
}

/** The server goes down: another connection first, then this one ends, and the user sees nothing of it. */
function move(): void {
  const old = line.socket
  tools.pause()
  line.socket = null
  setTimeout(() => old?.close(), MOVE_PAUSE * 4)
  line.runAfter(Math.random() * MOVE_PAUSE, line.open)
}

/** A page that fails again right after it was reloaded would reload forever. */
function mayReload(): boolean {
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return performance.now() > RELOAD_PAUSE || visit?.type !== 'reload'
}
