// The WebSocket side: who may connect, and handing each connection to the session that it asks for.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { PantographError } from '../errors.ts'
import { RETRY } from '../wire/protocol.ts'
import { Connection } from './connection.ts'
import type { ConnectionHost } from './connection.ts'
import { addressOf } from './forwarded.ts'
import { refusalOf } from './greeting.ts'
import type { Greeter } from './greeting.ts'
import { identityOf } from './identity.ts'
import { visitOfNode } from './node-adapter.ts'
import type { Settings } from './options.ts'
import { originProblem } from './origin.ts'
import { Tally } from './tally.ts'
import { within } from './within.ts'

const SUBPROTOCOLS = 'pantograph.'
/** How long browsers may take to close, once they were told that the server goes down. */
const PATIENCE = 1000

export class Sockets implements ConnectionHost {
  private readonly settings: Settings
  private readonly greeter: Greeter
  private readonly server: WebSocketServer
  // The server's own set of them costs 300 bytes for each.
  private readonly connections = new Set<Connection>()
  /** Connections without a session. */
  private readonly waiting = new Tally()
  private isClosing = false
  private onGone: () => void = () => {}
  private gone: Promise<void> = Promise.resolve()

  constructor(settings: Settings, greeter: Greeter) {
    this.settings = settings
    this.greeter = greeter
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: settings.limits.messageBytes,
      // Any version of ours: one that we do not speak is told so, which needs a connection.
      handleProtocols: (offered) =>
        [...offered].find((name) => name.startsWith(SUBPROTOCOLS)) ?? false,
    })
  }

  /** Takes an upgrade request that is for this App. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Before anything asynchronous: an error without a listener would end the process.
    socket.on('error', ignore)
    if (this.isClosing) return refuseUpgrade(socket, 503, 'The server is going down')
    const problem = originProblem(req, this.settings)
    if (problem !== null) {
      this.settings.log.warn({ origin: req.headers.origin }, `PG_ORIGIN: ${problem}`)
      return refuseUpgrade(socket, 403, problem)
    }
    const address = addressOf(req, this.settings.trustProxy)
    if (this.waiting.of(address) >= this.settings.limits.sessionsPerAddress) {
      return refuseUpgrade(socket, 503, 'Too many connections wait for their page')
    }
    this.accept(req, socket, head, address).catch((error: unknown) => {
      this.settings.log.error({ error }, 'PG_IDENTITY: who connects could not be found out')
      refuseUpgrade(socket, 500, 'The identity could not be found out')
    })
  }

  private async accept(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    address: string,
  ): Promise<void> {
    const user = await this.identify(req)
    if (socket.destroyed) return
    this.server.handleUpgrade(req, socket, head, (opened) => {
      this.waiting.add(address)
      const patience = this.settings.limits.helloMilliseconds
      this.connections.add(new Connection(opened, socket, this, { user, address }, patience))
    })
  }

  /** Asks the application, which may take no longer than a browser. */
  private async identify(req: IncomingMessage): Promise<string | null> {
    const { settings } = this
    if (settings.session === null) return null
    const identity = identityOf(settings, visitOfNode(req, settings.trustProxy))
    return await within(
      identity,
      settings.limits.helloMilliseconds,
      () => new PantographError('PG_IDENTITY', 'the session option did not answer in time'),
    )
  }

  /** The first message. Whatever it is, the outcome is a session or a named refusal. */
  async greet(connection: Connection, bytes: Uint8Array): Promise<void> {
    try {
      const { hello, session, how, turn } = await this.greeter.greet(bytes, connection)
      // The browser may have gone while a component was mounted.
      if (!connection.isOpen) {
        if (session.state === 'rendered' && how === 'anew') session.close('PG_GONE', RETRY)
        return
      }
      // Whoever had asked for it first may have left, and ended it.
      if (!session.isAlive) throw new PantographError('PG_EVICTED', 'the session was ended')
      connection.join(session)
      session.link.attach(connection, hello, how, turn)
    } catch (error) {
      this.refuse(connection, error)
    }
  }

  private refuse(connection: Connection, error: unknown): void {
    const { code, action, isFault } = refusalOf(error)
    const { log } = this.settings
    log[isFault ? 'error' : 'warn']({ error, address: connection.address }, `${code}: refused`)
    connection.refuse(code, action)
  }

  onSettled({ address }: Connection): void {
    this.waiting.remove(address)
  }

  onClosed(connection: Connection): void {
    this.connections.delete(connection)
    if (this.connections.size === 0) this.onGone()
  }

  onSlow({ address, session }: Connection): void {
    const { log } = this.settings
    log.warn(
      { address, session: session?.id },
      'PG_SLOW: it does not read what it acknowledges; cut',
    )
  }

  /** How many connections there are, with or without a session. */
  get count(): number {
    return this.connections.size
  }

  /** Takes no more connections, and ends those that have no session. */
  shut(): void {
    this.isClosing = true
    for (const connection of this.connections) {
      if (connection.session === null) connection.refuse('PG_SHUTDOWN', RETRY)
    }
    this.server.close()
    if (this.connections.size === 0) return
    this.gone = new Promise((resolve) => {
      this.onGone = resolve
    })
  }

  /** Resolves when every connection is closed; those that take their time are cut. */
  async closed(): Promise<void> {
    const timer = setTimeout(() => this.cut(), PATIENCE)
    await this.gone
    clearTimeout(timer)
  }

  private cut(): void {
    for (const connection of this.connections) connection.terminate()
  }
}

function ignore(): void {}

function refuseUpgrade(socket: Duplex, status: number, text: string): void {
  if (socket.destroyed) return
  const body = `${text}.\n`
  // A browser that does not close its side would keep the socket for ever.
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
