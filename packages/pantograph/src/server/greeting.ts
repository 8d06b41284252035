// HELLO: from the tokens that a page sends to the session that it gets, or to a named refusal. Knows no
// sockets.
import { PantographError } from '../errors.ts'
import type { Beginning, Session } from '../session/session.ts'
import {
  HELLO_AGAIN,
  HELLO_DAMAGED,
  HELLO_FIRST,
  PROTOCOL_VERSION,
  RELOAD,
  RETRY,
  RETRY_FRESH,
  STOP,
} from '../wire/protocol.ts'
import { WireError } from '../wire/reader.ts'
import { readUpstream } from '../wire/upstream.ts'
import type { Hello } from '../wire/upstream.ts'
import { sessionOf } from './roots.ts'
import type { Roots } from './roots.ts'
import type { Tickets } from './tickets.ts'
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
}

export class Greeter {
  private readonly roots: Roots
  private readonly tokens: Tokens
  private readonly tickets: Tickets

  constructor(roots: Roots, tokens: Tokens, tickets: Tickets) {
    this.roots = roots
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
    for (const content of contents) this.tokens.assertFresh(content)
    const known = this.known(sessionOf(contents), contents.length, guest)
    if (hello.mode === HELLO_FIRST && known?.isUnheard === true) {
      return { hello, session: known, how: 'adopt' }
    }
    // The session is gone, or this page is a copy of one that is connected: it was never connected itself.
    return this.remount(hello, contents, guest, known === undefined ? sessionOf(contents) : null)
  }

  /** A page that was connected, with the ticket that it was given. */
  private async again(
    hello: Hello,
    contents: readonly TokenContent[],
    guest: Guest,
  ): Promise<Greeting> {
    const ticket = this.tickets.open(hello.ticket)
    const known = this.known(ticket.session, contents.length, guest)
    if (known === undefined) {
      for (const content of contents) this.tokens.assertFresh(content)
      return this.remount(hello, contents, guest, ticket.session)
    }
    // Somebody has come with a newer ticket since, and has been heard: this one is a copy.
    if (!known.accepts(ticket.turn)) {
      throw new PantographError('PG_REPLACED', 'another connection has taken the session over')
    }
    const canResume = hello.mode === HELLO_AGAIN && known.canResume(ticket.generation, hello.frame)
    return { hello, session: known, how: canResume ? 'resume' : 'anew' }
  }

  private async remount(
    hello: Hello,
    contents: readonly TokenContent[],
    guest: Guest,
    id: string | null,
  ): Promise<Greeting> {
    const visitor = { url: hello.url, address: guest.address, user: guest.user }
    const session = await this.roots.remount(contents, visitor, id)
    // What was done before is lost with the state; what the page still keeps is done now.
    session.ledger.restore(hello.first - 1)
    return { hello, session, how: 'anew' }
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
}

/** What a browser is told of an error, and whether that error is the application's. */
export function refusalOf(error: unknown): { code: string; action: number; isFault: boolean } {
  const code =
    error instanceof WireError ? 'PG_WIRE' : error instanceof PantographError ? error.code : ''
  const action = ACTIONS[code]
  if (action !== undefined) return { code, action, isFault: false }
  return { code: 'PG_COMPONENT_FAILED', action: STOP, isFault: true }
}
