// HELLO: from the tokens that a page sends to the session that it gets, or to a named refusal. Knows no
// sockets.
import { PantographError } from '../errors.ts'
import type { Beginning } from '../session/link.ts'
import type { Session } from '../session/session.ts'
import {
  HELLO_AGAIN,
  HELLO_DAMAGED,
  HELLO_FIRST,
  HELLO_RELOADED,
  PROTOCOL_VERSION,
  RELOAD,
  RETRY,
  RETRY_FRESH,
  STOP,
} from '../wire/protocol.ts'
import { WireError } from '../wire/reader.ts'
import { readUpstream } from '../wire/upstream.ts'
import type { Hello } from '../wire/upstream.ts'
import type { Arrivals } from './arrivals.ts'
import { sessionOf } from './roots.ts'
import type { Roots, Visitor } from './roots.ts'
import type { TicketContent, Tickets } from './tickets.ts'
import type { TokenContent, Tokens } from './token.ts'

/** Who is at the other end of a connection. */
interface Guest {
  readonly user: string | null
  readonly address: string
}

/** What a page gets: the session that has made its HTML, or one that tells it everything. */
export interface Greeting {
  readonly hello: Hello
  readonly session: Session
  readonly how: Beginning
  /** That of the ticket with which the page came. */
  readonly turn?: number
}

export class Greeter {
  private readonly roots: Roots
  private readonly tokens: Tokens
  private readonly tickets: Tickets
  private readonly arrivals: Arrivals

  constructor(roots: Roots, tokens: Tokens, tickets: Tickets, arrivals: Arrivals) {
    this.roots = roots
    this.arrivals = arrivals
    this.tokens = tokens
    this.tickets = tickets
  }

  /** @throws WireError, PantographError with a code of `refusalOf`, or what setup and view throw */
  async greet(bytes: Uint8Array, guest: Guest): Promise<Greeting> {
    const hello = readHello(bytes)
    const contents = hello.roots.map(({ token }) => this.tokens.verify(token))
    this.assertIdentity(contents, guest)
    if (hello.mode === HELLO_AGAIN || hello.mode === HELLO_DAMAGED) {
      return this.again(hello, contents, guest)
    }
    if (hello.mode === HELLO_RELOADED) return this.reloaded(hello, contents, guest)
    const id = sessionOf(contents)
    const known = this.known(id, contents.length, guest)
    if (hello.mode === HELLO_FIRST && known?.link.isUnheard === true) {
      for (const content of contents) this.tokens.assertFresh(content)
      this.arrivals.keep(known)
      return { hello, session: known, how: 'adopt' }
    }
    // The session is gone, or this page is a copy of one that is connected: it was never connected itself.
    const session = await this.arrivals.remount(null, hello, contents, visitorOf(hello, guest))
    this.arrivals.keep(session)
    return { hello, session, how: 'anew' }
  }

  /** A page that was connected, with the ticket that it was given. */
  private async again(
    hello: Hello,
    contents: readonly TokenContent[],
    guest: Guest,
  ): Promise<Greeting> {
    const ticket = this.tickets.open(hello.ticket, guest.user)
    await this.arrivals.settled(ticket.session)
    const known = this.known(ticket.session, contents.length, guest)
    if (known === undefined || !(await isOurs(known, ticket))) {
      const visitor = visitorOf(hello, guest)
      const session = await this.arrivals.back(ticket, hello, contents, visitor)
      assertLast(session, ticket)
      this.arrivals.keep(session)
      return { hello, session, how: 'anew', turn: ticket.turn }
    }
    assertLast(known, ticket)
    const canResume =
      hello.mode === HELLO_AGAIN && known.link.canResume(ticket.generation, hello.frame)
    return { hello, session: known, how: canResume ? 'resume' : 'anew', turn: ticket.turn }
  }

  /**
   * A page in the place of one that was reloaded, or a copy of one that is still there: that is asked.
   * @throws PantographError `PG_REPLACED`: it answers. The copy has HTML of its own.
   */
  private async reloaded(
    hello: Hello,
    contents: readonly TokenContent[],
    guest: Guest,
  ): Promise<Greeting> {
    const { session: id } = this.tickets.open(hello.ticket, guest.user)
    if (await this.known(id, contents.length, guest)?.link.isAnswering(ASK_PATIENCE)) {
      throw new PantographError('PG_REPLACED', 'the page that has the session is still there')
    }
    const greeting = await this.again(hello, contents, guest)
    const made = this.known(sessionOf(contents), contents.length, guest)
    // Nobody will adopt what was rendered for the reload.
    if (made !== greeting.session && made?.link.isUnheard === true) made.close('PG_GONE', STOP)
    return greeting
  }

  private assertIdentity(contents: readonly TokenContent[], { user }: Guest): void {
    if (contents.every((content) => this.tokens.isUser(user, content.user))) return
    throw new PantographError('PG_IDENTITY', 'the page belongs to somebody else')
  }

  private known(id: string | null, roots: number, { user }: Guest): Session | undefined {
    const session = id === null ? undefined : this.roots.find(id, roots)
    if (session?.user !== user) return undefined
    // A setup that took longer than its page was waited for may have failed since.
    if (session.failure === undefined) return session
    session.close('PG_COMPONENT_FAILED', STOP)
    throw session.failure
  }
}

const visitorOf = ({ url }: Hello, { address, user }: Guest): Visitor => ({ url, address, user })

/** @throws PantographError `PG_REPLACED`: somebody has come with a newer ticket, and was heard. This one is a copy. */
function assertLast(session: Session, { turn }: TicketContent): void {
  if (session.link.accepts(turn)) return
  throw new PantographError('PG_REPLACED', 'another connection has taken the session over')
}

/** How long a page has to say that it is still there. Usually its connection ended as it was reloaded. */
const ASK_PATIENCE = 1500

/** How long a page waits for a store that should say whose its session is. */
const VERIFY_PATIENCE = 2000

/** Whether the session in this process is still ours. A ticket of an older ownership proves nothing: ours came after. */
async function isOurs(session: Session, { epoch, nonce }: TicketContent): Promise<boolean> {
  const { keeper } = session
  if (keeper === null) return true
  if (epoch > keeper.epoch || (epoch === keeper.epoch && nonce !== keeper.nonce)) {
    session.fenced()
    return false
  }
  const isOurs = await keeper.verify(VERIFY_PATIENCE)
  // It may have been ended meanwhile, to make room or because the server goes down.
  return isOurs && session.isAlive
}

function readHello(bytes: Uint8Array): Hello {
  const message = readUpstream(bytes)
  if (message.type !== 'hello') throw new WireError('hello')
  if (message.version === PROTOCOL_VERSION) return message
  throw new PantographError(
    'PG_VERSION',
    `the page speaks protocol ${message.version}, this server ${PROTOCOL_VERSION}`,
  )
}

/** What the browser does when it was refused. */
const ACTIONS: Readonly<Record<string, number>> = {
  PG_WIRE: RELOAD,
  PG_VERSION: RELOAD,
  PG_TOKEN_INVALID: RELOAD,
  PG_TOKEN_EXPIRED: RELOAD,
  PG_IDENTITY: RELOAD,
  PG_UNKNOWN_COMPONENT: RELOAD,
  PG_POOL_FULL: RETRY,
  PG_EVICTED: RETRY,
  PG_SHUTDOWN: RETRY,
  PG_REPLACED: RETRY_FRESH,
  PG_STORE_AWAY: RETRY,
  PG_FENCED: RETRY,
}

/** What a browser is told of an error, and whether that error is the application's. */
export function refusalOf(error: unknown): { code: string; action: number; isFault: boolean } {
  const code =
    error instanceof WireError ? 'PG_WIRE' : error instanceof PantographError ? error.code : ''
  const action = ACTIONS[code]
  if (action !== undefined) return { code, action, isFault: false }
  return { code: 'PG_COMPONENT_FAILED', action: STOP, isFault: true }
}
