// Pages that come back to sessions which are not in this process: restored from a checkpoint if there is one,
// else mounted again from their tokens.
import { PantographError } from '../errors.ts'
import { RecordCodec } from '../session/checkpoint.ts'
import type { SessionState } from '../session/checkpoint.ts'
import { PageKeeping } from '../session/page-keeping.ts'
import type { HandedBack } from '../session/page-keeping.ts'
import { Safekeeping } from '../session/safekeeping.ts'
import { Sealer } from '../session/seal.ts'
import type { Session } from '../session/session.ts'
import type { Hello } from '../wire/upstream.ts'
import type { Settings } from './options.ts'
import type { Roots, Visitor } from './roots.ts'
import type { TicketContent } from './tickets.ts'
import type { TokenContent, Tokens } from './token.ts'

/** How the App keeps sessions; null without a store. */
export function safekeepingOf(settings: Settings, tokens: Tokens): Safekeeping | null {
  const { store, checkpoints: mode, log, limits, secrets } = settings
  if (store === null || store === 'page') return null
  return new Safekeeping({
    store,
    mode,
    log,
    ttl: limits.checkpointMilliseconds,
    codec: new RecordCodec(new Sealer(secrets)),
    hashUser: (user) => tokens.hashUser(user),
  })
}

/** How pages keep their sessions themselves; null unless the App asks for it. */
export function pageKeepingOf(
  { store, log, secrets, limits }: Settings,
  tokens: Tokens,
): PageKeeping | null {
  if (store !== 'page') return null
  const codec = new RecordCodec(new Sealer(secrets))
  const ttl = limits.checkpointMilliseconds
  return new PageKeeping({ codec, log, ttl, hashUser: (user) => tokens.hashUser(user) })
}

export class Arrivals {
  private readonly roots: Roots
  private readonly safekeeping: Safekeeping | null
  private readonly pageKeeping: PageKeeping | null
  private readonly tokens: Tokens
  /** One after the other for each session: a page may knock twice. */
  private readonly claims = new Map<string, Promise<unknown>>()

  constructor(
    roots: Roots,
    tokens: Tokens,
    safekeeping: Safekeeping | null,
    pageKeeping: PageKeeping | null,
  ) {
    this.roots = roots
    this.safekeeping = safekeeping
    this.pageKeeping = pageKeeping
    this.tokens = tokens
  }

  /** A session is connected for the first time: from now on it is kept. */
  keep(session: Session): void {
    if (session.keeper !== null || !session.isKept) return
    this.safekeeping?.keep(session)
    this.pageKeeping?.keep(session)
  }

  /** Resolves when nobody is bringing that session back: until then it has neither its keeper nor its numbers. */
  async settled(id: string): Promise<void> {
    for (let claim; (claim = this.claims.get(id)) !== undefined;) await claim.catch(() => {})
  }

  /**
   * The session of a ticket, which is not in this process.
   * @throws PantographError `PG_STORE_AWAY`, `PG_FENCED`, `PG_REPLACED`, `PG_IDENTITY`, `PG_TOKEN_EXPIRED`
   */
  async back(
    ticket: TicketContent,
    hello: Hello,
    contents: readonly TokenContent[],
    visitor: Visitor,
  ): Promise<Session> {
    const before = this.claims.get(ticket.session)
    const claim = Promise.resolve(before)
      .catch(() => {})
      .then(() => this.restore(ticket, hello, contents, visitor))
    this.claims.set(ticket.session, claim)
    try {
      return await claim
    } finally {
      if (this.claims.get(ticket.session) === claim) this.claims.delete(ticket.session)
    }
  }

  private async restore(
    ticket: TicketContent,
    hello: Hello,
    contents: readonly TokenContent[],
    visitor: Visitor,
  ): Promise<Session> {
    const known = this.roots.find(ticket.session, contents.length)
    if (known !== undefined) return known
    const handedBack = this.pageKeeping?.read(ticket.session, hello.checkpoint) ?? null
    if (handedBack !== null) return this.handedBack(ticket, handedBack, contents, visitor)
    const mayClaim = (kept: SessionState | null): void => this.assertMine(kept, ticket, visitor)
    const claim = await this.safekeeping?.claim(ticket.session, mayClaim)
    if (!claim) return this.remount(ticket, hello, contents, visitor)
    const { safe, state, done } = claim
    const session = await this.roots.remount(contents, visitor, ticket.session, state)
    session.ledger.restore(done)
    session.link.arrival = 'store'
    session.link.turn = Math.max(session.link.turn, ticket.turn)
    safe.bind(session)
    return session
  }

  private async handedBack(
    ticket: TicketContent,
    { state, done }: HandedBack,
    contents: readonly TokenContent[],
    visitor: Visitor,
  ): Promise<Session> {
    this.assertMine(state, ticket, visitor)
    const session = await this.roots.remount(contents, visitor, ticket.session, state)
    session.ledger.restore(done)
    session.link.arrival = 'token'
    return session
  }

  private assertMine(state: SessionState | null, { turn }: TicketContent, { user }: Visitor): void {
    if (state === null) return
    if (!this.tokens.isUser(user, state.user)) {
      throw new PantographError('PG_IDENTITY', 'the session belongs to somebody else')
    }
    if (turn < state.turn - 1) {
      throw new PantographError('PG_REPLACED', 'another connection has taken the session over')
    }
  }

  /** Without a checkpoint: what was done is lost with the state; what the page still keeps is done now. */
  async remount(
    ticket: TicketContent | null,
    hello: Hello,
    contents: readonly TokenContent[],
    visitor: Visitor,
  ): Promise<Session> {
    for (const content of contents) this.tokens.assertFresh(content)
    const session = await this.roots.remount(contents, visitor, ticket?.session ?? null, null)
    // What a checkpoint has contained is missed, and told, when the page is attached.
    if (ticket === null || this.safekeeping === null) session.ledger.restore(hello.first - 1)
    session.link.arrival = 'remount'
    if (ticket !== null) session.link.turn = ticket.turn
    return session
  }
}
