// One process of a node: it may be paused with all its memory, or die with it. What was asked of it while it was
// paused happens when it wakes.
import type { ModelStore } from './store.ts'
import type { Queue } from './queue.ts'
import type { Rules } from './rules.ts'
import type { Safe } from './safe.ts'

/** What everything in the model can reach. */
export interface Surroundings {
  readonly queue: Queue
  readonly store: ModelStore
  readonly rules: Rules
  /** Something is wrong: the first that is said counts. */
  fail(what: string): void
  /** A name that was never given. */
  newName(): string
  /** How long the handler of an event takes. */
  duration(event: number): number
}

/** Safekeeping: between two looks at what is due. */
const TICK = 50
/** Safekeeping.countSleeps */
const ASLEEP = TICK + 1_000

export class Process {
  readonly node: number
  readonly world: Surroundings
  isDead = false
  isDraining = false
  /** Sessions that have something to write: Safekeeping.due. */
  readonly due = new Set<Safe>()
  /** Since when it has been awake. */
  woke = 0
  /** How long it slept before that. */
  slept = 0
  /** It slept, and nobody has noticed it since. */
  wasAsleep = false
  /** How often it slept: Safekeeping.sleeps. */
  sleeps = 0
  private pausedAt: number | null = null
  private stash: (() => void)[] = []
  private isTicking = false
  private flushing: (() => void)[] = []

  constructor(node: number, world: Surroundings) {
    this.node = node
    this.world = world
  }

  get isPaused(): boolean {
    return this.pausedAt !== null
  }

  /** Something from outside: a message, an answer. */
  run(what: () => void): void {
    if (this.isDead) return
    if (this.isPaused) return void this.stash.push(what)
    what()
    const flushing = this.flushing
    this.flushing = []
    for (const flush of flushing) flush()
  }

  later(delay: number, what: () => void): void {
    this.world.queue.after(delay, () => this.run(what))
  }

  /** When the current work is done: a microtask. */
  soon(what: () => void): void {
    if (this.flushing.push(what) === 1) this.world.queue.after(0, () => this.run(() => {}))
  }

  pause(): void {
    this.pausedAt ??= this.world.queue.now
  }

  /** @param timersFirst whether timers run before what has come meanwhile */
  wake(timersFirst: boolean): void {
    if (this.pausedAt === null || this.isDead) return
    const { now } = this.world.queue
    this.slept = now - this.pausedAt
    this.woke = now
    this.pausedAt = null
    this.wasAsleep = this.slept > ASLEEP
    if (timersFirst) this.tick()
    const stash = this.stash
    this.stash = []
    for (const what of stash) this.run(what)
    if (!timersFirst) this.tick()
  }

  /** Mirrors Safekeeping.dueSoon; the timer runs only while something is due. */
  dueSoon(safe: Safe): void {
    this.due.add(safe)
    if (this.isTicking) return
    this.isTicking = true
    this.later(TICK - (this.world.queue.now % TICK), () => {
      this.isTicking = false
      this.tick()
    })
  }

  /** Mirrors Safekeeping.countSleeps. */
  countSleeps(): number {
    if (this.wasAsleep) this.sleeps++
    this.wasAsleep = false
    return this.sleeps
  }

  /** Mirrors Safekeeping.tick. */
  private tick(): void {
    if (this.wasAsleep && this.world.rules.noticesSleepInTick) this.sleeps++
    this.wasAsleep = false
    for (const safe of [...this.due]) if (safe.tick(this.world.queue.now)) this.due.delete(safe)
    const [first] = this.due
    if (first !== undefined) this.dueSoon(first)
  }
}
