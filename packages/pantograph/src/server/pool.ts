// All sessions of one App: found by id, counted, limited, and let go in time. One timer serves them all.
import { PantographError } from '../errors.ts'
import type { Logger } from '../session/logger.ts'
import type { FormAnswer } from '../render/tree-owner.ts'
import type { Marks } from '../session/running-event.ts'
import type { SharedStates } from '../session/shared.ts'
import type { Session, SessionHost, SessionState, SharedCell } from '../session/session.ts'
import { isReceiving } from '../session/upload-receivers.ts'
import type { UploadHost } from '../session/upload-writer.ts'
import { RELOAD } from '../wire/protocol.ts'
import type { Limits } from './limits.ts'
import { sealAnswer } from './sealed-answer.ts'
import { Tally } from './tally.ts'
import type { Settings } from './options.ts'
import type { Tickets } from './tickets.ts'

/** How many sessions there are, by state. */
export type PoolCounts = Readonly<Record<Exclude<SessionState, 'closed'>, number>> & {
  /** Of those, how many have let go of their trees because nothing happened for long. */
  readonly hibernated: number
}

interface Entry {
  readonly session: Session
  readonly address: string
  /** When it was rendered, or lost its connection. */
  since: number
}

const TICK = 1000
/** Whole numbers cost no memory of their own, and there is one for each session. */
const wholeMilliseconds = (): number => Math.floor(performance.now())
/** How long a tick may let trees go: thousands of sessions may have become idle at once. */
const RESTING = 20

/** A session as the application may see it. */
export interface PooledSession {
  /** Whose page it is; null for nobody. */
  readonly user: string | null
  readonly state: SessionState
}

/** The sessions of an App, as the application may see and end them. */
export interface SessionPool {
  /** How many there are, by state. Looks at each of them. */
  readonly counts: PoolCounts
  /** Every session as it is now: whose it is, and its state. */
  sessions(): readonly PooledSession[]
  /**
   * Ends every session of an identity in this process, connected or not: after a log-out, or when rights were
   * taken away. Their pages reload, and files that are on their way are not taken any more. Sessions of other processes, and those that only a store keeps, come back
   * for the same identity alone, and run their setups again: check rights there.
   *
   * @param user what the `session` option gives for it
   * @example
   * app.pool.endUser(account.id)
   */
  endUser(user: string): void
}

type PoolSettings = Pick<Settings, 'limits' | 'log' | 'hibernateAtRandom'>

export class Pool implements SessionHost, SessionPool {
  readonly log: Logger
  readonly marks: Marks | null
  /** Set by the App, which makes it for this pool. */
  uploads: UploadHost | null = null
  // In the order of `since` within each state, because an entry that changes goes to the end.
  private readonly entries = new Map<string, Entry>()
  private readonly perAddress = new Tally()
  private readonly settings: PoolSettings
  private readonly limits: Limits
  private readonly tickets: Tickets
  private readonly sharedStates: SharedStates
  /** Sessions that somebody works with before they are shown: they must stay. */
  private readonly busy = new Set<Session>()
  /** Sessions whose browsers wait to be told what is kept. */
  private readonly toTell = new Set<Session>()
  private readonly timer: NodeJS.Timeout
  private isShut = false
  private restUntil = 0

  constructor(settings: PoolSettings, tickets: Tickets, sharedStates: SharedStates) {
    this.settings = settings
    this.limits = settings.limits
    this.tickets = tickets
    this.sharedStates = sharedStates
    this.log = settings.log
    const { store, sealer } = sharedStates.options
    this.marks = store && { store, sealer, ttl: this.limits.checkpointMilliseconds }
    this.timer = setInterval(() => this.tick(wholeMilliseconds()), TICK)
    this.timer.unref()
  }

  /**
   * Takes a new session in; the oldest that nobody is connected to makes room.
   * @throws PantographError `PG_POOL_FULL` when all places, or all of this address, are taken;
   *   `PG_SHUTDOWN` when the server is going down.
   */
  add(session: Session, address: string): void {
    if (this.isShut) throw new PantographError('PG_SHUTDOWN', 'the server is going down')
    this.makeRoom(address)
    this.entries.set(session.id, { session, address, since: wholeMilliseconds() })
    this.perAddress.add(address)
  }

  /** Does something with a session that must not be let go meanwhile, and may then be connected to as if it were new. */
  async keep<T>(session: Session, work: () => Promise<T>): Promise<T> {
    this.busy.add(session)
    try {
      return await work()
    } finally {
      this.busy.delete(session)
      this.onDetached(session)
    }
  }

  private mustStay(session: Session): boolean {
    return this.busy.has(session) || isReceiving(session)
  }

  find(id: string): Session | undefined {
    return this.entries.get(id)?.session
  }

  get counts(): PoolCounts {
    const counts = { rendered: 0, live: 0, detached: 0, hibernated: 0 }
    for (const { session } of this.entries.values()) {
      if (session.state !== 'closed') counts[session.state]++
      if (session.isAsleep) counts.hibernated++
    }
    return counts
  }

  endUser(user: string): void {
    for (const { session } of [...this.entries.values()]) {
      if (session.user !== user) continue
      this.uploads?.giveUpSession(session.id)
      session.close('PG_SIGNED_OUT', RELOAD)
    }
  }

  sessions(): readonly Session[] {
    return [...this.entries.values()].map(({ session }) => session)
  }

  /** Takes no new session. */
  shut(): void {
    this.isShut = true
  }

  close(): void {
    this.shut()
    this.sharedStates.close()
    clearInterval(this.timer)
  }

  ticket({ id, user, link, keeper }: Session): Uint8Array {
    const { generation, turn } = link
    const { epoch, nonce } = keeper ?? { epoch: 0, nonce: '' }
    return this.tickets.sign({ session: id, epoch, nonce, generation, turn }, user)
  }

  shared(name: string, initial: unknown): SharedCell {
    return this.sharedStates.cell(name, initial)
  }

  sealAnswer({ user }: Session, answer: FormAnswer): string {
    return sealAnswer(this.sharedStates.options.sealer, user, answer)
  }

  tellKept(session: Session): void {
    this.toTell.add(session)
  }

  onClosed(session: Session): void {
    const entry = this.entries.get(session.id)
    if (entry?.session !== session) return
    this.entries.delete(session.id)
    this.perAddress.remove(entry.address)
  }

  onDetached(session: Session): void {
    const entry = this.entries.get(session.id)
    if (entry?.session !== session) return
    entry.since = wholeMilliseconds()
    this.entries.delete(session.id)
    this.entries.set(session.id, entry)
  }

  private makeRoom(address: string): void {
    const { sessions, sessionsPerAddress } = this.limits
    // Requests that come through `fetch` have no address.
    if (
      address !== '' &&
      this.perAddress.of(address) >= sessionsPerAddress &&
      !this.evict(address)
    ) {
      throw new PantographError(
        'PG_POOL_FULL',
        `limits.sessionsPerAddress is ${sessionsPerAddress}`,
      )
    }
    if (this.entries.size >= sessions && !this.evict(null)) {
      throw new PantographError('PG_POOL_FULL', `limits.sessions is ${sessions}`)
    }
  }

  /** Ends the oldest rendered session, else the oldest detached one; never one that is live, or at work without a connection. */
  private evict(address: string | null): boolean {
    for (const state of ['rendered', 'detached'] as const) {
      for (const entry of this.entries.values()) {
        if (entry.session.state !== state || this.mustStay(entry.session)) continue
        if (address !== null && entry.address !== address) continue
        entry.session.close('PG_EVICTED', RELOAD)
        return true
      }
    }
    return false
  }

  private tick(now: number): void {
    for (const session of this.toTell) session.link.down.tellKept()
    this.toTell.clear()
    this.restUntil = performance.now() + RESTING
    for (const entry of [...this.entries.values()]) {
      try {
        this.look(entry, now)
      } catch (error) {
        // One that fails must not keep the others, or end the process.
        this.log.error({ error, session: entry.session.id }, 'PG_COMPONENT_FAILED: at its end')
      }
    }
  }

  private look({ session, since }: Entry, now: number): void {
    const { adoptMilliseconds, retentionMilliseconds, hibernateMilliseconds } = this.limits
    if (session.state === 'live') {
      const isChosen = this.settings.hibernateAtRandom && Math.random() < 0.5
      const patience = isChosen ? 0 : hibernateMilliseconds
      if (performance.now() < this.restUntil) session.link.rest(now, patience)
      session.keeper?.refresh(now)
      return session.link.heartbeat(now)
    }
    // Its socket may be lost while files are on their way.
    if (this.mustStay(session)) return this.onDetached(session)
    const kept = session.state === 'rendered' ? adoptMilliseconds : retentionMilliseconds
    if (now - since > kept) session.close('PG_EXPIRED', RELOAD)
  }
}
