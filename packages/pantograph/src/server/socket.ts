// The WebSocket side: who may connect, HELLO, and handing messages to the session. Listeners are shared by
// all sockets and the request is not kept: a connection costs little more than its socket.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { PantographError } from '../errors.ts'
import { endMessage } from '../session/messages.ts'
import type { Session, Transport } from '../session/session.ts'
import { PROTOCOL_VERSION, RELOAD, RETRY, STOP, SUBPROTOCOL } from '../wire/protocol.ts'
import { WireError } from '../wire/reader.ts'
import { readUpstream } from '../wire/upstream.ts'
import type { Hello } from '../wire/upstream.ts'
import type { Settings } from './options.ts'
import type { Roots } from './roots.ts'
import type { Tokens } from './token.ts'
import { addressOf, hostOf, toRequest } from './web.ts'

const CLOSE_UNSUPPORTED = 1003
const CLOSE_POLICY = 1008
const CLOSE_HELLO = 4408

type Socket = WebSocket & { connection?: Connection }

/** One socket, before and after it has a session. */
class Connection implements Transport {
  readonly socket: Socket
  readonly sockets: Sockets
  readonly user: string | null
  readonly address: string
  session: Session | null = null
  /** HELLO is being answered. */
  greeting = false
  timer: NodeJS.Timeout | null = null

  constructor(socket: Socket, sockets: Sockets, user: string | null, address: string) {
    this.socket = socket
    this.sockets = sockets
    this.user = user
    this.address = address
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes)
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason)
  }

  pause(pause: boolean): void {
    if (pause) this.socket.pause()
    else this.socket.resume()
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  /** Ends a connection that has no session yet. */
  refuse(code: string, action: number): void {
    this.send(endMessage(code, action))
    this.close(CLOSE_POLICY, code)
  }

  stopWaiting(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }
}

export class Sockets {
  readonly settings: Settings
  private readonly roots: Roots
  private readonly tokens: Tokens
  private readonly server: WebSocketServer
  private closing = false

  constructor(settings: Settings, roots: Roots, tokens: Tokens) {
    this.settings = settings
    this.roots = roots
    this.tokens = tokens
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: true,
      perMessageDeflate: false,
      maxPayload: settings.limits.messageBytes,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    })
  }

  /** Takes an upgrade request that is for this App. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Before anything asynchronous: an error without a listener would end the process.
    socket.on('error', ignore)
    if (this.closing) return refuseUpgrade(socket, 503, 'The server is going down')
    const problem = originProblem(req, this.settings)
    if (problem !== null) {
      this.settings.log.warn({ origin: req.headers.origin }, `PG_ORIGIN: ${problem}`)
      return refuseUpgrade(socket, 403, problem)
    }
    this.accept(req, socket, head).catch((error: unknown) => {
      this.settings.log.error({ error }, 'PG_IDENTITY: the session option failed')
      refuseUpgrade(socket, 500, 'The identity could not be found out')
    })
  }

  private async accept(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { session, trustProxy } = this.settings
    const user = (await session(toRequest(req, trustProxy))) ?? null
    const address = addressOf(req, trustProxy)
    if (socket.destroyed) return
    this.server.handleUpgrade(req, socket, head, (opened) => this.opened(opened, user, address))
  }

  private opened(socket: Socket, user: string | null, address: string): void {
    const connection = new Connection(socket, this, user, address)
    socket.connection = connection
    socket.on('error', ignore)
    socket.on('message', onMessage)
    socket.on('close', onClose)
    connection.timer = setTimeout(
      () => connection.close(CLOSE_HELLO, 'no HELLO'),
      this.settings.limits.helloMilliseconds,
    )
  }

  /** The first message. Whatever it is, the outcome is a session or a named refusal. */
  async greet(connection: Connection, bytes: Uint8Array): Promise<void> {
    connection.greeting = true
    connection.stopWaiting()
    try {
      const hello = readHello(bytes)
      const { session, adopt } = await this.sessionFor(connection, hello)
      // The browser may have gone while a component was mounted.
      if (!connection.isOpen)
        return session.state === 'rendered' ? session.close('PG_GONE', RETRY) : undefined
      connection.session = session
      session.attach(connection, hello, adopt ? 'adopt' : 'anew')
    } catch (error) {
      this.refuse(connection, error)
    }
  }

  private async sessionFor(
    connection: Connection,
    hello: Hello,
  ): Promise<{ session: Session; adopt: boolean }> {
    const contents = hello.roots.map(({ token }) => this.tokens.verify(token))
    for (const { user } of contents) {
      if (!this.tokens.isUser(connection.user, user)) {
        throw new PantographError('PG_IDENTITY', 'the page belongs to somebody else')
      }
    }
    const known = this.roots.find(contents)
    // A page that was never connected cannot own a live session: it is a copy of one that was.
    if (known !== undefined && known.user === connection.user) {
      if (known.state === 'rendered' && !hello.again) return { session: known, adopt: true }
      if (hello.again) return { session: known, adopt: false }
    }
    const visitor = { url: hello.url, address: connection.address, user: connection.user }
    return { session: await this.roots.remount(contents, visitor), adopt: false }
  }

  private refuse(connection: Connection, error: unknown): void {
    const code = codeOf(error)
    const isOurs = error instanceof WireError || error instanceof PantographError
    this.settings.log[isOurs ? 'warn' : 'error'](
      { error, address: connection.address },
      `${code}: refused`,
    )
    connection.refuse(code, ACTIONS[code] ?? RELOAD)
  }

  /** Takes no more connections, and ends those that have no session. */
  close(): void {
    this.closing = true
    for (const socket of this.server.clients) {
      const { connection } = socket as Socket
      if (connection?.session === null) connection.refuse('PG_SHUTDOWN', RETRY)
    }
    this.server.close()
  }
}

const ACTIONS: Record<string, number> = { PG_POOL_FULL: RETRY, PG_COMPONENT_FAILED: STOP }

const codeOf = (error: unknown): string =>
  error instanceof WireError
    ? 'PG_WIRE'
    : error instanceof PantographError && REFUSALS.has(error.code)
      ? error.code
      : 'PG_COMPONENT_FAILED'

const REFUSALS = new Set([
  'PG_VERSION',
  'PG_TOKEN_INVALID',
  'PG_TOKEN_EXPIRED',
  'PG_IDENTITY',
  'PG_UNKNOWN_COMPONENT',
  'PG_POOL_FULL',
])

function readHello(bytes: Uint8Array): Hello {
  const message = readUpstream(bytes)
  if (message.type !== 'hello') throw new WireError('hello')
  if (message.version === PROTOCOL_VERSION) return message
  throw new PantographError(
    'PG_VERSION',
    `the page speaks protocol ${message.version}, this server ${PROTOCOL_VERSION}`,
  )
}

function ignore(): void {}

function onMessage(this: Socket, data: Buffer, isBinary: boolean): void {
  const { connection } = this
  if (connection === undefined) return
  if (!isBinary) return connection.close(CLOSE_UNSUPPORTED, 'binary only')
  if (connection.session !== null) return connection.session.receive(data)
  // Nothing may follow HELLO before WELCOME.
  if (connection.greeting) return connection.refuse('PG_WIRE', RELOAD)
  void connection.sockets.greet(connection, data)
}

function onClose(this: Socket): void {
  const { connection } = this
  connection?.stopWaiting()
  connection?.session?.detach(connection)
}

/** Why a page of that origin may not connect; null when it may. */
function originProblem(req: IncomingMessage, settings: Settings): string | null {
  const { origin } = req.headers
  if (origin === undefined) return 'The Origin header is missing'
  if (settings.origins.includes(origin)) return null
  if (URL.canParse(origin) && new URL(origin).host === hostOf(req, settings.trustProxy)) return null
  return `Pages of ${origin} may not connect here`
}

function refuseUpgrade(socket: Duplex, status: number, text: string): void {
  if (socket.destroyed) return
  const body = `${text}.\n`
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
