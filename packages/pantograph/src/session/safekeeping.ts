// Keeps sessions in a store: a safe for each, written behind at most every quarter of a second.
import type { SessionState } from './checkpoint.ts'
import { contentOf, Safe } from './safe.ts'
import type { SafekeepingOptions } from './safe.ts'
import type { Session } from './session.ts'

/** A session that was taken over. */
interface Claim {
  readonly safe: Safe
  /** What was kept of it. */
  readonly state: SessionState | null
  /** The last event that this contains. */
  readonly done: number
}

const TICK = 50

export class Safekeeping {
  readonly options: SafekeepingOptions
  private readonly due = new Set<Safe>()
  private readonly timer: NodeJS.Timeout
  private last = performance.now()
  private sleeps = 0

  constructor(options: SafekeepingOptions) {
    this.options = options
    this.timer = setInterval(() => this.tick(), TICK)
    this.timer.unref()
  }

  /** Keeps a new session from now on. */
  keep(session: Session): Safe {
    const safe = new Safe(this, session.id)
    safe.bind(session)
    return safe
  }

  /**
   * Takes a session over, if anything is stored of it that can be read; else null.
   * @param mayClaim throws when whoever asks must not have it
   * @throws PantographError `PG_STORE_AWAY`, `PG_FENCED`
   */
  async claim(id: string, mayClaim: (state: SessionState | null) => void): Promise<Claim | null> {
    const safe = new Safe(this, id)
    const record = await safe.claim(mayClaim)
    if (record === null) return null
    const state = contentOf(record)
    return { safe, state, done: state === null ? 0 : record.done }
  }

  dueSoon(safe: Safe): void {
    this.due.add(safe)
  }

  /**
   * How often the process was stopped, or blocked: its sessions may be others' since. Each time is counted once,
   * by the timer or by the first event, whichever comes first: a store that answers before any timer runs would
   * else be asked for ever.
   */
  countSleeps(): number {
    const now = performance.now()
    if (now - this.last > TICK + 1_000) {
      this.sleeps++
      this.last = now
    }
    return this.sleeps
  }

  private tick(): void {
    this.countSleeps()
    const now = performance.now()
    this.last = now
    for (const safe of [...this.due]) if (safe.tick(now)) this.due.delete(safe)
  }

  /** Writes everything that has changed; resolves when it is written, or after `milliseconds`. */
  async flush(milliseconds: number): Promise<void> {
    const deadline = performance.now() + milliseconds
    while (this.due.size > 0 && performance.now() < deadline) {
      for (const safe of this.due) if (safe.saveNow()) this.due.delete(safe)
      await new Promise((resolve) => {
        setTimeout(resolve, 5)
      })
    }
  }

  close(): void {
    clearInterval(this.timer)
  }
}
