// One session in a store: asks what its custody wants asked, and answers it. Knows stores and clocks; the rules
// of ownership are in custody.ts.
import { randomBytes } from 'node:crypto'
import { PantographError } from '../errors.ts'
import { assertFits, decodeState, encodeState, LARGE_CHECKPOINT } from './checkpoint.ts'
import type { RecordCodec, SessionState } from './checkpoint.ts'
import { Custody } from './custody.ts'
import { erase } from './erase.ts'
import type { CustodyPort, SessionRecord } from './custody.ts'
import type { Keeper } from './keeper.ts'
import type { Logger } from './logger.ts'
import { stateOf } from './session-state.ts'
import type { Session } from './session.ts'
import type { Store, Stored } from './store.ts'

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

/** What a record says; null if it says nothing yet. */
export const contentOf = ({ state }: SessionRecord<string>): SessionState | null =>
  state === '' ? null : decodeState(state)

/** Between two checkpoints of one session. */
const WRITE_EVERY = 250
/** The store is out of reach this long: make sure of the session before the next event. */
const DOUBT_AFTER = 2_000
/** The store is out of reach this long: go on without it. */
const VOLATILE_AFTER = 10_000

/** A page waits so long for a store that says nothing; then it is sent away, to come back. */
const CLAIM_PATIENCE = 5_000

/** What a safe needs of whoever has all of them. */
interface SafeHost {
  readonly options: SafekeepingOptions
  /** How often the process was stopped, or blocked: each time, it may have lost its sessions to another. */
  countSleeps(): number
  /** It has something to write, soon. */
  dueSoon(safe: Safe): void
}

const keyOf = (id: string): string => `pantograph:session:${id}`

/** One session in safekeeping. */
export class Safe implements Keeper, CustodyPort<string> {
  readonly custody: Custody<string>
  private readonly keeping: SafeHost
  private readonly key: string
  private session: Session | null = null
  private claimed: {
    mayClaim(state: SessionState | null): void
    resolve(record: SessionRecord<string> | null): void
    reject(error: Error): void
  } | null = null
  private lastWrite = performance.now() - WRITE_EVERY
  private failingSince: number | null = null
  /** When the store was asked for what it has not answered. */
  private askedAt: number | null = null
  private lastTry = 0
  private sleeps: number
  private wasLarge = false
  /** The store is away: what is done is all that is sure. */
  private isAway = false
  /** The state cannot be kept. */
  private isRefused = false
  private isForgotten = false
  /** A checkpoint was due while a handler ran: the next moment between two events is taken. */
  private isMissed = false
  private waiting: (() => void)[] = []

  constructor(keeping: SafeHost, id: string) {
    this.keeping = keeping
    this.key = keyOf(id)
    this.sleeps = keeping.countSleeps()
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

  /** The record that was claimed; null if there is none. @throws what `mayClaim` throws, PantographError */
  claim(mayClaim: (state: SessionState | null) => void): Promise<SessionRecord<string> | null> {
    return new Promise((resolve, reject) => {
      this.claimed = { mayClaim, resolve, reject }
      this.custody.claim()
      setTimeout(() => this.giveUp(), CLAIM_PATIENCE).unref()
    })
  }

  /** No answer at all, not even a late one may make this an owner. */
  private giveUp(): void {
    if (this.claimed === null) return
    this.refuseClaim(new PantographError('PG_STORE_AWAY', 'the store does not answer'))
    this.custody.fence()
  }

  // What the session says

  changed(): void {
    // What changes while the store is away is written when it is back.
    if (!this.isRefused) this.custody.changed()
    if (this.isVolatile) return this.session?.onKept(this.session.ledger.done)
    if (this.keeping.options.mode === 'detach') {
      this.session?.onKept(this.session.ledger.done)
      if (this.session?.state === 'live') return
    }
    if (this.isStrict || this.isMissed || this.session?.state !== 'live') this.save()
    this.keeping.dueSoon(this)
  }

  refresh(now: number): void {
    const { mode, ttl } = this.keeping.options
    if (this.isVolatile || mode === 'detach' || now - this.lastWrite < ttl / 2) return
    this.custody.changed()
    this.keeping.dueSoon(this)
  }

  async verify(milliseconds: number): Promise<boolean> {
    this.doubt()
    if (this.custody.state === 'doubtful') {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds).unref()
        this.waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
    return this.custody.state !== 'fenced'
  }

  private doubt(): void {
    this.custody.doubt()
    this.keeping.dueSoon(this)
  }

  private settled(): void {
    const { waiting } = this
    this.waiting = []
    for (const resolve of waiting) resolve()
  }

  mayRun(): boolean {
    const sleeps = this.keeping.countSleeps()
    if (sleeps !== this.sleeps) this.doubt()
    this.sleeps = sleeps
    return this.isVolatile || this.custody.state === 'owned'
  }

  /** Whether there is nothing to write, and nothing to find out. */
  get isSaved(): boolean {
    const { state } = this.custody
    if (this.isRefused || state === 'fenced' || this.session?.state === 'closed') return true
    return state !== 'doubtful' && this.custody.isSaved
  }

  /** Whether nothing is left to do; for a store that is away nobody waits. */
  saveNow(): boolean {
    this.save()
    return this.isAway || this.isSaved
  }

  /** Whether nothing is left to do for now. */
  tick(now: number): boolean {
    // Saying nothing is no better than failing.
    if (this.askedAt !== null && now - this.askedAt > DOUBT_AFTER)
      this.failingSince ??= this.askedAt
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
    this.askedAt = performance.now()
    this.keeping.options.store
      .get(this.key)
      .then((stored) => this.found(stored))
      .catch((error: unknown) => this.noAnswer(error))
  }

  private found(stored: Stored | undefined): void {
    this.answered()
    const record = stored === undefined ? null : this.decode(stored)
    if (this.claimed === null) {
      this.custody.loaded(record, stored?.version ?? null)
      if (!this.isSaved) this.keeping.dueSoon(this)
      return
    }
    if (record === null) return this.give(null)
    try {
      this.claimed.mayClaim(contentOf(record))
    } catch (error) {
      return this.refuseClaim(error as Error)
    }
    this.custody.loaded(record, stored?.version ?? null)
  }

  private decode(stored: Stored): SessionRecord<string> | null {
    const { codec, log, store } = this.keeping.options
    try {
      return codec.decode(this.key, stored.value)
    } catch (error) {
      // Damaged, forged, or of another format: of no use, and it must not stand in the way.
      log.error(
        { error, key: this.key },
        'PG_SEAL: a checkpoint cannot be read; the page begins anew',
      )
      store.delete(this.key, stored.version).catch(() => {})
      return null
    }
  }

  private give(record: SessionRecord<string> | null): void {
    this.claimed?.resolve(record)
    this.claimed = null
  }

  private refuseClaim(error: Error): void {
    this.claimed?.reject(error)
    this.claimed = null
  }

  write(record: SessionRecord<string>, expected: string | null): void {
    const { store, codec, ttl } = this.keeping.options
    this.lastWrite = performance.now()
    this.askedAt = this.lastWrite
    store
      .put(this.key, codec.encode(this.key, record), expected, ttl)
      .then((version) => {
        this.answered()
        this.custody.written(version)
        if (this.isForgotten) this.forget()
        if (!this.custody.isSaved) this.keeping.dueSoon(this)
      })
      .catch((error: unknown) => this.noAnswer(error))
  }

  private answered(): void {
    this.askedAt = null
    this.failingSince = null
    this.isAway = false
  }

  private noAnswer(error: unknown): void {
    this.failingSince ??= performance.now()
    this.askedAt = null
    this.lastTry = performance.now()
    this.custody.failed()
    if (this.claimed !== null) {
      const why = `the store does not answer: ${String(error)}`
      return this.refuseClaim(new PantographError('PG_STORE_AWAY', why))
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
    if (session === null) return null
    this.isMissed = !session.isBetweenEvents
    if (this.isMissed) return null
    try {
      const state = encodeState(stateOf(session, this.keeping.options.hashUser(session.user)))
      this.checkSize(state.length)
      return { done: session.ledger.done, state }
    } catch (error) {
      this.refuse(error)
      return null
    }
  }

  private checkSize(size: number): void {
    assertFits(size)
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
    this.give(record)
  }

  onFenced(): void {
    this.refuseClaim(new PantographError('PG_FENCED', 'another process was first'))
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
    this.isForgotten = true
    const { store, codec, log } = this.keeping.options
    void erase(store, codec, this.key, this).catch((error: unknown) => {
      log.warn({ error, key: this.key }, 'PG_STORE_AWAY: it cannot forget')
    })
  }
}
