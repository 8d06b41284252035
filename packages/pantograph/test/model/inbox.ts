// The events of one session of the model, around the real Ledger. Mirrors session/inbox.ts; the method's name is the
// same where there is one.
import type { Ledger } from '../../src/session/ledger.ts'
import type { Hello } from './messages.ts'
import type { ModelSession } from './session.ts'

export class ModelInbox {
  readonly ledger: Ledger
  private readonly session: ModelSession
  private readonly born: number
  private queue: number[] = []
  private running: number | null = null
  private waiting: (() => void)[] = []

  constructor(session: ModelSession) {
    const { world } = session.process
    this.session = session
    this.born = world.queue.now
    this.ledger = world.rules.newLedger()
  }

  event(value: number): void {
    this.ledger.next()
    this.queue.push(value)
    this.work()
  }

  close(): void {
    this.queue = []
  }

  get isIdle(): boolean {
    return this.running === null
  }

  /** Calls when nothing waits: Inbox.settled. */
  whenDone(call: () => void): void {
    this.waiting.push(call)
  }

  replay({ first, log }: Hello): void {
    for (const [i, value] of log.entries()) {
      if (this.ledger.accept(first + i)) this.queue.push(value)
    }
    this.work()
  }

  get isDone(): boolean {
    return this.queue.length === 0 && this.running === null
  }

  work(): void {
    while (this.running === null && this.session.state !== 'closed' && this.queue.length > 0) {
      const { keeper, process, list } = this.session
      if (keeper !== null && !keeper.mayRun()) return
      const value = this.queue.shift() as number
      this.assertMayRun(value)
      const time = process.world.duration(value)
      list.push(value)
      if (time === 0) this.finished()
      else this.runLong(value, time)
    }
  }

  private runLong(value: number, time: number): void {
    this.running = value
    this.session.process.later(time, () => {
      this.running = null
      if (this.session.state === 'closed') return
      this.finished()
      this.work()
    })
  }

  private finished(): void {
    this.ledger.finish()
    this.session.onHandled()
    if (!this.isDone) return
    const { waiting } = this
    this.waiting = []
    for (const go of waiting) go()
  }

  /** What must be true before a handler begins. */
  private assertMayRun(value: number): void {
    const { id, keeper, list, process } = this.session
    const { world, slept, woke } = process
    if (value <= (list.at(-1) ?? 0)) world.fail(`event ${value} handled again, or late`)
    const owner = world.store.entries.get(id)?.record.nonce
    if (owner === undefined || !keeper || keeper.isAway || owner === keeper.custody.nonce) return
    const claimed = world.store.claimedAt.get(owner) ?? Infinity
    const wasAsleep =
      slept > 1_100 && claimed < woke && claimed > woke - slept && this.born < woke - slept
    if (wasAsleep && !world.store.wentBack)
      world.fail('ran an event after it slept and lost the session')
  }
}
