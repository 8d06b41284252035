// Carries out the writes of one tick in one transaction, which costs little more than a single write does.
// Each has its own result. Knows nothing of what is written.
import { isBusy } from './sqlite-file.ts'
import type { SqliteFile } from './sqlite-file.ts'

// A transaction blocks the event loop and other processes no longer than this, plus one write.
const LONGEST_MILLISECONDS = 50

interface Write {
  readonly work: () => unknown
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
  readonly until: number
}

/** Groups writes into transactions. They are carried out, and settled, in the order of the calls. */
export class GroupCommit {
  private readonly file: SqliteFile
  private readonly patience: number
  private readonly writes: Write[] = []
  /** So many are carried out one by one, since together they failed. */
  private alone = 0

  /** @param patience how long a write waits for other processes, in milliseconds */
  constructor(file: SqliteFile, patience: number) {
    this.file = file
    this.patience = patience
  }

  /** Has a write carried out soon. What it does must be repeatable: it may be rolled back and tried again. */
  add<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const until = performance.now() + this.patience
      this.writes.push({ work, resolve: resolve as Write['resolve'], reject, until })
      if (this.writes.length === 1) setImmediate(() => this.commit())
    })
  }

  private commit(): void {
    const group = this.alone > 0 ? this.writes.slice(0, 1) : this.writes
    try {
      const results = this.file.transaction(() => carryOut(group))
      this.alone = Math.max(0, this.alone - 1)
      for (const [at, { resolve }] of this.writes.splice(0, results.length).entries()) {
        resolve(results[at])
      }
    } catch (error) {
      if (isBusy(error)) return this.waitForOthers(error)
      this.refuse(group.length, error)
    }
    if (this.writes.length > 0) setImmediate(() => this.commit())
  }

  /** A damaged page must fail the write that needs it, not those that happen to be in its group. */
  private refuse(count: number, error: unknown): void {
    if (count > 1) {
      this.alone = count
      return
    }
    this.alone = Math.max(0, this.alone - 1)
    this.writes.shift()?.reject(this.file.failure(error))
  }

  private waitForOthers(error: unknown): void {
    const now = performance.now()
    while (this.writes[0] !== undefined && this.writes[0].until <= now) this.refuse(1, error)
    // At random, so that several that wait do not collide again.
    if (this.writes.length > 0) setTimeout(() => this.commit(), 2 + Math.random() * 20)
  }
}

/** The results of as many as there is time for. */
function carryOut(writes: readonly Write[]): unknown[] {
  const until = performance.now() + LONGEST_MILLISECONDS
  const results: unknown[] = []
  for (const { work } of writes) {
    results.push(work())
    if (performance.now() > until) break
  }
  return results
}
