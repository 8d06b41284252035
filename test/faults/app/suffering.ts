// What a process may be asked to suffer: by the code that runs in it, by its memory, and by whoever stops it.
import { DatabaseSync } from 'node:sqlite'
import { getHeapStatistics } from 'node:v8'

/** In pieces: one array that grows is copied, and needs its size twice. */
const ballast: object[][] = []

/** In megabytes. The limit that V8 tells contains the young generation, which is no room for what stays. */
const LIMIT = Number(process.env['HEAP'] ?? 4096)

/** Of the heap's limit, in percent. */
const share = (): number => (getHeapStatistics().used_heap_size / LIMIT / 2 ** 20) * 100

/** Fills the heap up to so many percent of its limit; 0 lets go of all of it. */
function fill(percent: number): void {
  ballast.length = 0
  globalThis.gc?.()
  while (share() < percent) {
    ballast.push(Array.from({ length: 2000 }, (_, i) => ({ i, text: `ballast ${i}` })))
  }
}

/** A handler of somebody's that does not let go of the process. */
function block(milliseconds: number): void {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

/** Stopped at the worst moment: while it may write, and therefore nobody else. */
function stopWriting(file: string): void {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE')
  process.kill(process.pid, 'SIGSTOP')
  database.exec('COMMIT')
  database.close()
}

export const suffer = (amount: string, file: string): Record<string, () => void> => ({
  block: () => block(Number(amount)),
  fill: () => fill(Number(amount)),
  'stop-writing': () => stopWriting(file),
})
