// Keeps a page's session over a reload, where the application asks for it: what the page knows of it waits in the
// tab's session storage. Loaded with comeback.ts, by such pages alone.
import * as P from '../wire/protocol.ts'
import type { Entry, Line, Tools } from './lent.ts'

type Encode = (entry: Entry, tools: Tools) => readonly number[]

/** What is stored. In this order, because the page that reads it may be one of another build. */
type Kept = readonly [
  version: number,
  /** By a page that was merely hidden: then it is for a tab that was discarded. */
  isHidden: boolean,
  url: string,
  ticket: readonly number[],
  sealed: readonly number[],
  /** The number of the first event that the page had kept. */
  first: number,
  /** These events, as HELLO tells them. */
  entries: readonly (readonly number[])[],
]

/** Pages in frames of the same tab share its storage. */
const key = (): string => `pantograph ${location.pathname}`

/** Goes on where the page was before it was reloaded, or begins as every page does; keeps what the next one needs. */
export function goOn(line: Line, tools: Tools, encode: Encode): void {
  const kept = take()
  if (kept === null) line.mode = P.HELLO_FIRST
  else restore(kept, line, tools)
  watch((isHidden) => keep(line, tools, encode, isHidden))
}

function watch(keep: (isHidden: boolean) => void): void {
  let isGone = false
  addEventListener('pagehide', () => {
    keep(false)
    isGone = true
  })
  addEventListener('pageshow', () => {
    drop()
    isGone = false
  })
  // Browsers discard hidden pages without a word. A page that goes is hidden as well.
  document.addEventListener('visibilitychange', () => {
    if (isGone) return
    if (document.hidden) keep(true)
    else drop()
  })
}

function restore([, , , ticket, sealed, first, entries]: Kept, line: Line, { log }: Tools): void {
  line.ticket = ticket
  line.sealed = sealed
  log.first = first
  for (const told of entries) {
    log.entries.push({ element: null, listener: null, event: '', payload: [], told })
  }
}

/** Whether this page stands where one was that has just gone, and is not a copy of it. */
function isOurs([version, isHidden, url]: Kept): boolean {
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const { wasDiscarded } = document as { wasDiscarded?: boolean }
  const isReload = visit?.type === 'reload' && (!isHidden || wasDiscarded === true)
  return version === P.PROTOCOL_VERSION && url === location.href && isReload
}

function take(): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key()) ?? 'null') as Kept | null
    drop()
    return kept && isOurs(kept) ? kept : null
  } catch {
    // The storage may be forbidden, or hold what somebody else has put there.
    return null
  }
}

function keep(line: Line, tools: Tools, encode: Encode, isHidden: boolean): void {
  const { ticket, sealed, isOver } = line
  if (!ticket.length || isOver) return
  const { first, entries } = tools.log
  const told = entries.map((entry) => encode(entry, tools))
  const url = location.href
  const kept: Kept = [P.PROTOCOL_VERSION, isHidden, url, ticket, sealed, first, told]
  try {
    sessionStorage.setItem(key(), JSON.stringify(kept))
  } catch {
    // It is full, or forbidden: the next page begins anew.
  }
}

function drop(): void {
  try {
    sessionStorage.removeItem(key())
  } catch {
    // Then there is nothing in it.
  }
}
