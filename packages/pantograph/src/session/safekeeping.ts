// Keeps sessions in a store: one custody for each, asked and answered over the store, written behind at
// most every quarter of a second. Knows stores and clocks; the rules of ownership are in custody.ts.
import { randomBytes } from 'node:crypto'
import { PantographError } from '../errors.ts'
import { decodeState, encodeState, LARGE_CHECKPOINT, LARGEST_CHECKPOINT } from './checkpoint.ts'
import type { RecordCodec, SessionState } from './checkpoint.ts'
import { Custody } from './custody.ts'
import type { CustodyPort, SessionRecord } from './custody.ts'
import type { Keeper } from './keeper.ts'
import type { Logger } from './logger.ts'
import type { Session } from './session.ts'
import type { Store } from './store.ts'

/** When checkpoints are written: as things change, or only when the browser or the server goes. */
export type CheckpointMode = 'continuous' | 'strict' | 'detach'

export interface SafekeepingOptions {
  readonly store: Store
  readonly codec: RecordCodec
  readonly mode: CheckpointMode
  readonly log: Logger
  /** How long a checkpoint is kept after the last write, in milliseconds. */
  readonly ttl: number
  hashUser(user: string | null): string | null
}

/** A session that was taken over. */
interface Claim {
  readonly safe: Safe
  /** What was kept of it. */
  readonly state: SessionState | null
  /** The last event that this contains. */
  readonly done: number
}

/** Between two checkpoints of one session. */
const WRITE_EVERY = 250
/** The store is out of reach this long: make sure of the session before the next event. */
const DOUBT_AFTER = 2_000
/** The store is out of reach this long: go on without it. */
const VOLATILE_AFTER = 10_000
const TICK = 50

export class Safekeeping {
  readonly options: SafekeepingOptions
  private readonly due = new Set<Safe>()
  private readonly timer: NodeJS.Timeout
  private last = performance.now()

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

  /** What is stored of a session, without claiming it; null if nothing is. @throws PantographError `PG_STORE_AWAY` */
  async peek(id: string): Promise<{ readonly state: SessionState | null } | null> {
    const { store, codec, log } = this.options
    const key = keyOf(id)
    const stored = await store.get(key).catch((error: unknown) => away(error))
    if (stored === undefined) return null
    try {
      const record = codec.decode(key, stored.value)
      return { state: record.state === '' ? null : decodeState(record.state) }
    } catch (error) {
      // Damaged, forged, or of another format: of no use, and it must not stand in the way.
      log.error(
        { session: id, error },
        'PG_SEAL: a checkpoint cannot be read; the page begins anew',
      )
      await store.delete(key, stored.version).catch(() => false)
      return null
    }
  }

  /** Takes a session over. @throws PantographError `PG_STORE_AWAY`, `PG_FENCED` */
  async claim(id: string, done: number): Promise<Claim> {
    const safe = new Safe(this, id)
    const record = await safe.claim(done)
    const state = record === null || record.state === '' ? null : decodeState(record.state)
    return { safe, state, done: record?.done ?? done }
  }

  dueSoon(safe: Safe): void {
    this.due.add(safe)
  }

  /** A process that was stopped, or blocked, may have lost its sessions to another. */
  get wasAsleep(): boolean {
    return performance.now() - this.last > TICK + 1_000
  }

  private tick(): void {
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

const keyOf = (id: string): string => `pantograph:session:${id}`

function away(error: unknown): never {
  throw new PantographError('PG_STORE_AWAY', `the store does not answer: ${String(error)}`)
}

/** One session in safekeeping. */
export class Safe implements Keeper, CustodyPort<string> {
  readonly custody: Custody<string>
  private readonly keeping: Safekeeping
  private readonly key: string
  private session: Session | null = null
  private claimed: {
    resolve(record: SessionRecord<string> | null): void
    reject(error: Error): void
  } | null = null
  private claimedDone = 0
  private lastWrite = 0
  private failingSince: number | null = null
  private lastTry = 0
  private wasLarge = false
  /** The store is away: what is done is all that is sure. */
  private isAway = false
  /** The state cannot be kept. */
  private isRefused = false
  private waiting: (() => void)[] = []

  constructor(keeping: Safekeeping, id: string) {
    this.keeping = keeping
    this.key = keyOf(id)
    this.custody = new Custody<string>(this)
  }

  get epoch(): number {
    return this.custody.epoch
  }

  get nonce(): string {
    return this.custody.nonce
  }

  get isStrict(): boolean {
    return this.keeping.options.mode === 'strict'
  }

  private get isVolatile(): boolean {
    return this.isAway || this.isRefused
  }

  bind(session: Session): void {
    this.session = session
    session.keeper = this
  }

  /** @throws PantographError `PG_STORE_AWAY`, `PG_FENCED` */
  claim(done: number): Promise<SessionRecord<string> | null> {
    this.claimedDone = done
    return new Promise((resolve, reject) => {
      this.claimed = { resolve, reject }
      this.custody.claim()
    })
  }

  // What the session says

  changed(): void {
    if (this.isVolatile) return this.session?.onKept(this.session.ledger.done)
    this.custody.changed()
    if (this.keeping.options.mode === 'detach') {
      this.session?.onKept(this.session.ledger.done)
      if (this.session?.state === 'live') return
    }
    if (this.isStrict || this.session?.state !== 'live') this.save()
    this.keeping.dueSoon(this)
  }

  async verify(milliseconds: number): Promise<boolean> {
    this.custody.doubt()
    if (this.custody.state === 'doubtful') {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve)
        setTimeout(resolve, milliseconds).unref()
      })
    }
    return this.custody.state !== 'fenced'
  }

  private settled(): void {
    const { waiting } = this
    this.waiting = []
    for (const resolve of waiting) resolve()
  }

  mayRun(): boolean {
    if (this.keeping.wasAsleep) this.custody.doubt()
    return this.isVolatile || this.custody.state === 'owned'
  }

  get isSaved(): boolean {
    return this.isVolatile || this.custody.state === 'fenced' || this.custody.isSaved
  }

  /** Whether nothing is left to do. */
  saveNow(): boolean {
    this.save()
    return this.isSaved
  }

  /** Whether nothing is left to do for now. */
  tick(now: number): boolean {
    if (this.failingSince !== null) this.failing(now)
    else if (now - this.lastWrite >= WRITE_EVERY) this.save()
    return this.isSaved
  }

  private failing(now: number): void {
    const since = now - (this.failingSince ?? now)
    if (since > DOUBT_AFTER) this.custody.doubt()
    if (since > VOLATILE_AFTER && !this.isAway) {
      this.isAway = true
      this.goOnWithout('PG_STORE_AWAY: no checkpoints until the store is back')
    }
    if (now - this.lastTry < WRITE_EVERY * 2) return
    this.lastTry = now
    this.custody.retry()
    this.save()
  }

  private goOnWithout(why: string): void {
    this.keeping.options.log.error({ session: this.session?.id }, why)
    this.session?.onKept(this.session.ledger.done)
    this.session?.onSure()
  }

  private save(): void {
    this.custody.save()
  }

  // What custody asks

  read(): void {
    const { store, codec } = this.keeping.options
    store
      .get(this.key)
      .then(
        (stored) => {
          this.answered()
          const record = stored === undefined ? null : codec.decode(this.key, stored.value)
          this.custody.loaded(record, stored?.version ?? null)
        },
        (error: unknown) => this.noAnswer(error),
      )
      .catch((error: unknown) => this.noAnswer(error))
  }

  write(record: SessionRecord<string>, expected: string | null): void {
    const { store, codec, ttl } = this.keeping.options
    this.lastWrite = performance.now()
    store.put(this.key, codec.encode(this.key, record), expected, ttl).then(
      (version) => {
        this.answered()
        this.custody.written(version)
        if (!this.custody.isSaved) this.keeping.dueSoon(this)
      },
      (error: unknown) => this.noAnswer(error),
    )
  }

  private answered(): void {
    this.failingSince = null
    this.isAway = false
  }

  private noAnswer(error: unknown): void {
    this.failingSince ??= performance.now()
    this.lastTry = performance.now()
    this.custody.failed()
    if (this.claimed !== null) {
      this.claimed.reject(
        new PantographError('PG_STORE_AWAY', `the store does not answer: ${String(error)}`),
      )
      this.claimed = null
      return
    }
    this.keeping.dueSoon(this)
  }

  /** The state cannot be kept. It is said once; the page lives on, and nothing older is to come back. */
  private refuse(error: unknown): void {
    this.isRefused = true
    this.goOnWithout(
      error instanceof PantographError ? `${error.code}: ${error.message}` : String(error),
    )
    this.forget()
  }

  snapshot(): { done: number; state: string } | null {
    const { session } = this
    // Claimed where nothing is stored: there is no state yet.
    if (session === null) return { done: this.claimedDone, state: '' }
    if (!session.isBetweenEvents) return null
    try {
      const state = encodeState(this.stateOf(session))
      this.checkSize(state.length)
      return { done: session.ledger.done, state }
    } catch (error) {
      this.refuse(error)
      return null
    }
  }

  private stateOf(session: Session): SessionState {
    return {
      url: session.address.peek(),
      user: this.keeping.options.hashUser(session.user),
      turn: session.turn,
      components: session.components(),
    }
  }

  private checkSize(size: number): void {
    if (size > LARGEST_CHECKPOINT) {
      throw new PantographError(
        'PG_CHECKPOINT_SIZE',
        `the state of the page is ${size} characters; ${LARGEST_CHECKPOINT} is the most that is kept. ` +
          'Keep ids in signals and load the rest, or turn checkpoints off for the page (checkpoint: false).',
      )
    }
    if (size <= LARGE_CHECKPOINT || this.wasLarge) return
    this.wasLarge = true
    this.keeping.options.log.warn(
      { session: this.session?.id, size },
      'PG_CHECKPOINT_SIZE: a large state',
    )
  }

  newNonce(): string {
    return randomBytes(9).toString('base64url')
  }

  onOwned(record: SessionRecord<string> | null): void {
    this.claimed?.resolve(record)
    this.claimed = null
  }

  onFenced(): void {
    this.claimed?.reject(new PantographError('PG_FENCED', 'another process was first'))
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

  /** The session has ended for good: nothing is to come back to. */
  forget(): void {
    const { store } = this.keeping.options
    void store
      .get(this.key)
      .then((stored) => stored && store.delete(this.key, stored.version))
      .catch(() => {})
  }
}
