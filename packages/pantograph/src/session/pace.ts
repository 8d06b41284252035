// When frames are made: at the end of the present work, or, for a page that is told too often, at the next
// of sixty beats a second. One microtask and one timer serve all sessions; a change may concern thousands.

interface Due {
  flushDue(): void
}

const BEAT = 1000 / 60

let soon: Due[] = []
let later: Due[] = []
/** While sessions are flushed: the time that counts for all of them, once somebody has asked. */
let isFlushing = false
let now = 0

/** Whole milliseconds. One reading serves all that are flushed together. */
export function clock(): number {
  if (!isFlushing) return Math.floor(performance.now())
  if (now === 0) now = Math.floor(performance.now())
  return now
}

/** The number of the present beat. */
export const beat = (): number => Math.floor(clock() / BEAT)

/** At the end of the present work. */
export function flushSoon(session: Due): void {
  if (soon.push(session) === 1) queueMicrotask(flushAllSoon)
}

/** At the next beat. There is no timer while nothing waits. */
export function flushLater(session: Due): void {
  if (later.push(session) > 1) return
  const at = Math.ceil((beat() + 1) * BEAT)
  setTimeout(flushAllLater, at - clock(), at)
}

function flushAllSoon(): void {
  const sessions = soon
  soon = []
  flushAll(sessions, 0)
}

function flushAllLater(at: number): void {
  const sessions = later
  later = []
  // Timers may be early by less than a millisecond.
  flushAll(sessions, Math.max(Math.floor(performance.now()), at))
}

function flushAll(sessions: readonly Due[], time: number): void {
  isFlushing = true
  now = time
  try {
    for (const session of sessions) session.flushDue()
  } finally {
    isFlushing = false
  }
}
