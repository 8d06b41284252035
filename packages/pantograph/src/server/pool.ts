// All sessions of one App: found by id, counted, limited, and let go in time. One timer serves them all.
import { PantographError } from '../errors.ts'
import type { Logger } from '../session/logger.ts'
import type { Session, SessionHost, SessionState } from '../session/session.ts'
import { RELOAD } from '../wire/protocol.ts'
import type { Limits } from './options.ts'

/** How many sessions there are, by state. */
export type PoolCounts = Readonly<Record<Exclude<SessionState, 'closed'>, number>>

interface Entry {
  readonly session: Session
  readonly address: string
  /** When it was rendered, or lost its connection. */
  since: number
}

const TICK = 1000

export class Pool implements SessionHost {
  readonly log: Logger
  // In the order of `since` within each state, because an entry that changes goes to the end.
  private readonly entries = new Map<string, Entry>()
  private readonly perAddress = new Map<string, number>()
  private readonly limits: Limits
  private readonly timer: NodeJS.Timeout

  constructor(limits: Limits, log: Logger) {
    this.limits = limits
    this.log = log
    this.timer = setInterval(() => this.tick(Date.now()), TICK)
    this.timer.unref()
  }

  /**
   * Takes a new session in; the oldest that nobody is connected to makes room.
   * @throws PantographError `PG_POOL_FULL` when all places, or all of this address, are taken.
   */
  add(session: Session, address: string): void {
    this.makeRoom(address)
    this.entries.set(session.id, { session, address, since: Date.now() })
    this.perAddress.set(address, (this.perAddress.get(address) ?? 0) + 1)
  }

  find(id: string): Session | undefined {
    return this.entries.get(id)?.session
  }

  get counts(): PoolCounts {
    const counts = { rendered: 0, live: 0, detached: 0 }
    for (const { session } of this.entries.values()) {
      if (session.state !== 'closed') counts[session.state]++
    }
    return counts
  }

  /** Ends every session of an identity, connected or not: after a log-out. */
  endUser(user: string): void {
    for (const { session } of [...this.entries.values()]) {
      if (session.user === user) session.close('PG_SIGNED_OUT', RELOAD)
    }
  }

  /** Every session, for shutting down. */
  sessions(): Session[] {
    return [...this.entries.values()].map(({ session }) => session)
  }

  close(): void {
    clearInterval(this.timer)
  }

  onClosed(session: Session): void {
    const entry = this.entries.get(session.id)
    if (entry?.session !== session) return
    this.entries.delete(session.id)
    const left = (this.perAddress.get(entry.address) ?? 1) - 1
    if (left === 0) this.perAddress.delete(entry.address)
    else this.perAddress.set(entry.address, left)
  }

  onDetached(session: Session): void {
    const entry = this.entries.get(session.id)
    if (entry === undefined) return
    entry.since = Date.now()
    this.entries.delete(session.id)
    this.entries.set(session.id, entry)
  }

  private makeRoom(address: string): void {
    const { sessions, sessionsPerAddress } = this.limits
    // Requests that come through `fetch` have no address.
    if (
      address !== '' &&
      (this.perAddress.get(address) ?? 0) >= sessionsPerAddress &&
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

  /** Ends the oldest rendered session, else the oldest detached one; never one that is live. */
  private evict(address: string | null): boolean {
    for (const state of ['rendered', 'detached'] as const) {
      for (const entry of this.entries.values()) {
        if (entry.session.state !== state || (address !== null && entry.address !== address))
          continue
        entry.session.close('PG_EVICTED', RELOAD)
        return true
      }
    }
    return false
  }

  private tick(now: number): void {
    const { adoptMilliseconds, retentionMilliseconds } = this.limits
    for (const { session, since } of [...this.entries.values()]) {
      if (session.state === 'live') session.heartbeat(now)
      else if (
        now - since >
        (session.state === 'rendered' ? adoptMilliseconds : retentionMilliseconds)
      ) {
        session.close('PG_EXPIRED', RELOAD)
      }
    }
  }
}
