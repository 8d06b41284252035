// Gives blocks their numbers on the wire. A number is free again only when the browser has acknowledged
// the frame that removed its block, so an event can never reach a stranger's handler.

interface Run {
  start: number
  length: number
}

/** Numbers that are free once a frame has been acknowledged. */
interface Removal {
  readonly frame: number
  readonly numbers: readonly number[]
}

/** Most pages remove nothing for long; they share one empty list, which is never written to. */
const NONE: never[] = []

/** Numbers from 0 up, handed out in runs. */
export class Numbers {
  /** The lowest number that was never given; the browser knows it too. */
  fresh = 0
  private free: Run[] = NONE
  private released: number[] | null = null
  private waiting: Removal[] = NONE

  /** `count` numbers in a row; the first one is returned. */
  take(count: number): number {
    const found = this.free.findIndex((run) => run.length >= count)
    if (found < 0) {
      this.fresh += count
      return this.fresh - count
    }
    const run = this.free[found] as Run
    const start = run.start
    run.start += count
    run.length -= count
    if (run.length === 0) this.free.splice(found, 1)
    return start
  }

  /** The block was removed by the frame that is being written. */
  release(number: number): void {
    ;(this.released ??= []).push(number)
  }

  /** The frame that removed what was released has been sent as number `frame`. */
  sent(frame: number): void {
    if (this.released === null) return
    this.waiting = [...this.waiting, { frame, numbers: this.released }]
    this.released = null
  }

  /** The browser has missed all frames after `frame`: what they removed goes with the next one. */
  resume(frame: number): void {
    this.acknowledged(frame)
    this.released = [...this.waiting.flatMap(({ numbers }) => numbers), ...(this.released ?? [])]
    this.waiting = NONE
    if (this.released.length === 0) this.released = null
  }

  /** Whether no number waits to become free. */
  get isSettled(): boolean {
    return this.released === null && this.waiting.length === 0
  }

  /** Goes on where another has left off, settled. */
  restore(fresh: number, isUsed: (number: number) => boolean): void {
    this.fresh = fresh
    const free = Array.from({ length: fresh }, (_, number) => number)
    this.reclaim(free.filter((number) => !isUsed(number)))
    if (this.free.length === 0) this.free = NONE
  }

  /** The browser has applied all frames up to `frame`. */
  acknowledged(frame: number): void {
    if (this.waiting.length === 0) return
    for (const removal of this.waiting) if (removal.frame <= frame) this.reclaim(removal.numbers)
    this.waiting = this.waiting.filter((removal) => removal.frame > frame)
  }

  private reclaim(numbers: readonly number[]): void {
    const runs = [...this.free, ...numbers.map((start) => ({ start, length: 1 }))]
    runs.sort((a, b) => a.start - b.start)
    this.free = []
    for (const run of runs) {
      const last = this.free.at(-1)
      if (last !== undefined && last.start + last.length === run.start) last.length += run.length
      else this.free.push(run)
    }
  }
}
