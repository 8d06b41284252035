// A session in safekeeping: the real Custody over the store of the model. Mirrors Safe in session/safekeeping.ts,
// method by method, in continuous mode.
import type { Custody, CustodyPort, SessionRecord } from '../../src/session/custody.ts'
import type { Process } from './process.ts'
import type { State } from './rules.ts'
import type { ModelSession } from './session.ts'
import type { Record } from './store.ts'

interface Claimed {
  resolve(record: SessionRecord<State> | null): void
  reject(code: string): void
}

const WRITE_EVERY = 250
const DOUBT_AFTER = 2_000
const VOLATILE_AFTER = 10_000

export class Safe implements CustodyPort<State> {
  readonly custody: Custody<State>
  session: ModelSession | null = null
  /** The store is away: what is done is all that is sure. */
  isAway = false
  private readonly process: Process
  private readonly id: string
  private claimed: Claimed | null = null
  private claimedDone = 0
  private lastWrite = 0
  private failingSince: number | null = null
  private lastTry = 0
  private sleeps: number
  private waiting: (() => void)[] = []
  /** Only for the mutant that writes state and number apart. */
  private lastState: State = null

  constructor(process: Process, id: string) {
    this.process = process
    this.id = id
    this.sleeps = process.countSleeps()
    this.custody = process.world.rules.newCustody(this)
  }

  bind(session: ModelSession): void {
    this.session = session
    session.keeper = this
  }

  claim(done: number, claimed: Claimed): void {
    this.claimedDone = done
    this.claimed = claimed
    this.custody.claim()
  }

  /** Safe.changed */
  changed(): void {
    const { session } = this
    const { rules } = this.process.world
    if (!this.isAway || rules.savesWhatChangedAway) this.custody.changed()
    if (this.isAway) return session?.onKept(session.ledger.done)
    if (session?.state !== 'live') this.custody.save()
    this.process.dueSoon(this)
  }

  /** Safe.verify */
  verify(milliseconds: number, answer: (isOurs: boolean) => void): void {
    this.custody.doubt()
    let isAnswered = false
    const settle = (): void => {
      if (isAnswered) return
      isAnswered = true
      answer(this.custody.state !== 'fenced')
    }
    if (this.custody.state !== 'doubtful') return settle()
    this.waiting.push(settle)
    this.process.later(milliseconds, settle)
  }

  private settled(): void {
    const { waiting } = this
    this.waiting = []
    for (const settle of waiting) settle()
  }

  /** Safe.mayRun */
  mayRun(): boolean {
    const { process } = this
    const sleeps = process.countSleeps()
    const isWoken = sleeps !== this.sleeps
    this.sleeps = sleeps
    if (isWoken && process.world.rules.doubtsAfterSleep) this.custody.doubt()
    return this.isAway || this.custody.state === 'owned'
  }

  /** Safe.isSaved */
  get isSaved(): boolean {
    if (this.isAway && !this.process.world.rules.returnsToStore) return true
    const { state } = this.custody
    if (state === 'fenced' || this.session?.state === 'closed') return true
    if (state === 'doubtful' && this.process.world.rules.retriesInDoubt) return false
    return this.custody.isSaved
  }

  saveNow(): boolean {
    this.custody.save()
    return this.isAway || this.isSaved
  }

  /** Safe.tick: whether nothing is left to do for now. */
  tick(now: number): boolean {
    if (this.failingSince !== null) this.failing(now)
    else if (now - this.lastWrite >= WRITE_EVERY) this.custody.save()
    return this.isSaved
  }

  /** Safe.failing */
  private failing(now: number): void {
    const since = now - (this.failingSince ?? now)
    if (since > DOUBT_AFTER) this.custody.doubt()
    if (since > VOLATILE_AFTER && !this.isAway) {
      this.isAway = this.process.world.store.wasAway = true
      this.session?.onKept(this.session.ledger.done)
      this.session?.onSure()
    }
    if (now - this.lastTry < WRITE_EVERY * 2) return
    this.lastTry = now
    this.custody.retry()
    this.custody.save()
  }

  // What custody asks

  read(): void {
    const { process, id } = this
    const { store } = process.world
    store.get(
      process.node,
      id,
      (stored) =>
        process.run(() => {
          this.answered()
          this.custody.loaded(stored?.record ?? null, stored?.version ?? null)
          if (this.session !== null && !this.isSaved) process.dueSoon(this)
        }),
      () => process.run(() => this.noAnswer()),
    )
  }

  write(record: Record, expected: string | null): void {
    this.lastWrite = this.process.world.queue.now
    if (this.process.world.rules.writesAreWhole) return this.put(record, expected, this.onWritten)
    // The mutant: the number first, the state with a second write.
    this.put({ ...record, state: this.lastState }, expected, (version) => {
      if (version === null) return this.onWritten(null)
      this.lastState = record.state
      this.put(record, version, this.onWritten)
    })
  }

  private put(
    record: Record,
    expected: string | null,
    answer: (version: string | null) => void,
  ): void {
    const { process, id } = this
    process.world.store.put(
      process.node,
      id,
      record,
      expected,
      (version) => process.run(() => answer(version)),
      () => process.run(() => this.noAnswer()),
    )
  }

  private readonly onWritten = (version: string | null): void => {
    this.answered()
    this.custody.written(version)
    if (!this.custody.isSaved) this.process.dueSoon(this)
  }

  private answered(): void {
    this.failingSince = null
    this.isAway = false
  }

  /** Safe.noAnswer */
  private noAnswer(): void {
    const { now } = this.process.world.queue
    this.failingSince ??= now
    this.lastTry = now
    this.custody.failed()
    if (this.claimed === null) return this.process.dueSoon(this)
    this.claimed.reject('PG_STORE_AWAY')
    this.claimed = null
  }

  /** Safe.snapshot */
  snapshot(): { done: number; state: State } | null {
    const { session } = this
    if (session === null) {
      const mayBeEmpty =
        this.custody.state === 'claiming' || !this.process.world.rules.savesOnlyWhatIs
      return mayBeEmpty ? { done: this.claimedDone, state: null } : null
    }
    if (!session.isBetweenEvents && this.process.world.rules.savesBetweenEvents) return null
    return { done: session.ledger.done, state: session.written() }
  }

  newNonce(): string {
    return this.process.world.newName()
  }

  onOwned(record: SessionRecord<State> | null): void {
    this.lastState = record?.state ?? null
    this.claimed?.resolve(record)
    this.claimed = null
  }

  onFenced(): void {
    this.claimed?.reject('PG_FENCED')
    this.claimed = null
    this.settled()
    this.session?.fenced()
  }

  onDurable(done: number): void {
    this.session?.onKept(done)
  }

  onSure(): void {
    this.settled()
    this.session?.onSure()
  }

  /** Safe.forget: with all that is due. */
  forget(): void {
    const { process, id } = this
    const { store } = process.world
    const gone = (stored: { version: string } | undefined): void => {
      if (stored) store.delete(process.node, id, stored.version)
    }
    store.get(process.node, id, gone, () => {})
  }
}
