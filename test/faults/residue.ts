// What a server holds, before and after: nothing may be left of pages that are gone.
import { setTimeout as pause } from 'node:timers/promises'

export interface Residue {
  /** Bytes of heap and buffers, after a garbage collection. */
  readonly used: number
  /** The most that waits for one socket. */
  readonly waiting: number
  readonly stats: {
    readonly sessions: Readonly<Record<string, number>>
    readonly sockets: number
  }
  /** Timers, sockets, files: `process.getActiveResourcesInfo()`, counted by name. */
  readonly resources: Readonly<Record<string, number>>
  /** Components that something still refers to. */
  readonly pages: number
}

/** Heap that may be more than before: code that was compiled, caches of fixed size. */
const SLACK = 12_000_000
/** Come and go by themselves: what is collected, files that are read, requests that are answered. */
const PASSING = new Set(['Immediate', 'FSReqCallback', 'FSReqPromise', 'HTTPINCOMINGMESSAGE'])
/** A page may have left two of each for its HTTP connection, and Node one for all of them. */
const SPARE = 2

export const residueOf = async (url: string): Promise<Residue> =>
  (await (await fetch(new URL('/residue', url))).json()) as Residue

/** Ends all sessions and waits until what they had is gone; what is left, in words. */
export async function leftovers(url: string, before: Residue): Promise<string[]> {
  await fetch(new URL('/end', url))
  let left: string[] = []
  for (const until = performance.now() + 20_000; performance.now() < until;) {
    left = compare(before, await residueOf(url))
    if (left.length === 0) return []
    await pause(250)
  }
  return left
}

function compare(before: Residue, after: Residue): string[] {
  const left: string[] = []
  const add = (what: string, was: number, is: number, slack: number): void => {
    if (is > was + slack) left.push(`left over: ${is} ${what}, ${was} before`)
  }
  for (const [state, count] of Object.entries(after.stats.sessions))
    add(`sessions ${state}`, 0, count, 0)
  add('WebSockets', 0, after.stats.sockets, 0)
  add('pages in memory', before.pages, after.pages, 0)
  add('bytes', before.used, after.used, SLACK)
  for (const [name, count] of Object.entries(after.resources)) {
    if (!PASSING.has(name)) add(name, before.resources[name] ?? 0, count, SPARE)
  }
  return left
}
