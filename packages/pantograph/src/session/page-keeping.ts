// Checkpoints that the pages keep themselves, sealed: for installations without a store. A page hands its
// checkpoint back when its session is gone. Whoever has a page can hand back an older one, so this is never
// the authority for money or quotas.
import { PantographError } from '../errors.ts'
import { assertFits, decodeState, encodeState } from './checkpoint.ts'
import type { RecordCodec, SessionState } from './checkpoint.ts'
import type { Keeper } from './keeper.ts'
import type { Logger } from './logger.ts'
import { stateOf } from './session-state.ts'
import type { Session } from './session.ts'

export interface PageKeepingOptions {
  readonly codec: RecordCodec
  readonly log: Logger
  /** How long a checkpoint is accepted after it was given, in milliseconds. */
  readonly ttl: number
  hashUser(user: string | null): string | null
}

/** A page that rests is handed its checkpoint after this. */
const REST = 300
/** One that never rests, after this. */
const AT_MOST = 2_000
const TICK = 100

/** What a page has handed back. */
export interface HandedBack {
  readonly state: SessionState
  /** The last event that it contains. */
  readonly done: number
}

export class PageKeeping {
  readonly options: PageKeepingOptions
  private readonly due = new Set<PageKeeper>()
  private readonly timer: NodeJS.Timeout

  constructor(options: PageKeepingOptions) {
    this.options = options
    this.timer = setInterval(() => this.tick(), TICK)
    this.timer.unref()
  }

  keep(session: Session): void {
    session.keeper = new PageKeeper(this, session)
  }

  /** What a page has kept of a session; null if it is of no use. */
  read(id: string, sealed: Uint8Array): HandedBack | null {
    if (sealed.length === 0) return null
    const { codec, log, ttl } = this.options
    try {
      // No process owns what pages keep; in place of an epoch stands when it was given.
      const { epoch: given, done, state } = codec.decode(contextOf(id), sealed)
      if (Date.now() - given > ttl) return null
      return { done, state: decodeState(state) }
    } catch (error) {
      log.warn({ session: id, error }, 'PG_SEAL: a page has handed back what it was not given')
      return null
    }
  }

  dueSoon(keeper: PageKeeper): void {
    this.due.add(keeper)
  }

  /** Hands over what waits: the server goes down. */
  flush(): void {
    for (const keeper of this.due) keeper.handOver()
    this.due.clear()
  }

  close(): void {
    clearInterval(this.timer)
  }

  private tick(): void {
    const now = performance.now()
    for (const keeper of [...this.due]) if (keeper.tick(now)) this.due.delete(keeper)
  }
}

const contextOf = (id: string): string => `page:${id}`

/** One session whose page keeps it. */
class PageKeeper implements Keeper {
  readonly epoch = 0
  readonly nonce = ''
  readonly isStrict = false
  private readonly keeping: PageKeeping
  private readonly session: Session
  private since: number | null = null
  private last = performance.now()
  private isRefused = false
  /** It was due while a handler ran: the next moment between two events is taken. */
  private isMissed = false

  constructor(keeping: PageKeeping, session: Session) {
    this.keeping = keeping
    this.session = session
  }

  changed(): void {
    if (this.isRefused) return this.session.onKept(this.session.ledger.done)
    this.last = performance.now()
    this.since ??= this.last
    if (!this.isMissed || !this.handOver()) this.keeping.dueSoon(this)
  }

  refresh(now: number): void {
    if (!this.isRefused && this.since === null && now - this.last > this.keeping.options.ttl / 2)
      this.changed()
  }

  mayRun(): boolean {
    return true
  }

  verify(): Promise<boolean> {
    return Promise.resolve(true)
  }

  forget(): void {
    this.isRefused = true
  }

  /** Whether nothing is left to do. */
  tick(now: number): boolean {
    if (this.since === null || this.session.state === 'closed') return true
    if (now - this.last < REST && now - this.since < AT_MOST) return false
    return this.handOver()
  }

  /** Whether it was handed over; not while a handler runs, or nobody is there. */
  handOver(): boolean {
    const { session } = this
    if (this.since === null || session.state !== 'live') return true
    this.isMissed = !session.isBetweenEvents
    if (this.isMissed) return false
    const { codec, hashUser } = this.keeping.options
    try {
      const state = encodeState(stateOf(session, hashUser(session.user)))
      assertFits(state.length)
      const { done } = session.ledger
      session.link.down.handOver(
        codec.encode(contextOf(session.id), { epoch: Date.now(), nonce: '', done, state }),
      )
      this.since = null
      return true
    } catch (error) {
      return this.refuse(
        error instanceof PantographError ? `${error.code}: ${error.message}` : String(error),
      )
    }
  }

  private refuse(why: string): boolean {
    this.isRefused = true
    this.keeping.options.log.error({ session: this.session.id }, why)
    this.session.onKept(this.session.ledger.done)
    return true
  }
}
