// The App: what an application makes, and the faces that fit it into any Node server. The work is done in
// the files beside it.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { PageKeeping } from '../session/page-keeping.ts'
import type { Safekeeping } from '../session/safekeeping.ts'
import { Sealer } from '../session/seal.ts'
import { SharedStates } from '../session/shared.ts'
import type { Component, Props } from '../template/block.ts'
import { MOVE } from '../wire/protocol.ts'
import { textAnswer } from './answer.ts'
import { scriptTag } from './document.ts'
import type { PageOptions } from './document.ts'
import { Embedding } from './embedding.ts'
import type { RenderContext } from './embedding.ts'
import { toResponse, visitOfRequest } from './fetch-adapter.ts'
import { Greeter } from './greeting.ts'
import { portOf, startServer, stopServer, urlOf } from './listener.ts'
import type { Listening } from './listener.ts'
import { sendAnswer, targetOf, visitOfNode } from './node-adapter.ts'
import { settingsOf } from './options.ts'
import type { AppOptions, Settings } from './options.ts'
import { Pages } from './pages.ts'
import { Pool } from './pool.ts'
import type { PoolCounts, SessionPool } from './pool.ts'
import { Registry } from './registry.ts'
import { Roots } from './roots.ts'
import { Sockets } from './socket.ts'
import { Arrivals, pageKeepingOf, safekeepingOf } from './arrivals.ts'
import { Tickets } from './tickets.ts'
import { Tokens } from './token.ts'
import { Uploads } from './uploads.ts'

/** What is going on. */
export interface AppStats {
  readonly sessions: PoolCounts
  /** Open connections, also those that have not said which page they are of. */
  readonly sockets: number
}

/** Made by `createApp`. Its faces may be passed on without it: `server.on('request', app.node)`. */
export class App {
  private readonly settings: Settings
  private readonly registry: Registry
  private readonly ownPool: Pool
  private readonly pages: Pages
  private readonly embedding: Embedding
  private readonly sockets: Sockets
  private readonly uploads: Uploads
  private readonly safekeeping: Safekeeping | null
  private readonly pageKeeping: PageKeeping | null
  private readonly servers: Server[] = []
  private closing: Promise<void> | null = null

  constructor(options: AppOptions) {
    this.settings = settingsOf(options)
    const { basePath, limits, secrets } = this.settings
    const tokens = new Tokens(secrets, limits.tokenMilliseconds)
    this.registry = new Registry(basePath)
    const tickets = new Tickets(secrets)
    const sharedStates = new SharedStates({
      store: this.settings.store === 'page' ? null : this.settings.store,
      sealer: new Sealer(secrets),
      isSafe: (id, event) => (this.ownPool.find(id)?.ledger.durable ?? 0) >= event,
    })
    this.ownPool = new Pool(this.settings, tickets, sharedStates)
    this.safekeeping = safekeepingOf(this.settings, tokens)
    this.pageKeeping = pageKeepingOf(this.settings, tokens)
    const roots = new Roots(this.settings, this.ownPool, this.registry, tokens)
    const arrivals = new Arrivals(roots, tokens, this.safekeeping, this.pageKeeping)
    this.uploads = new Uploads(this.settings, this.ownPool, tokens)
    this.ownPool.uploads = this.uploads
    this.pages = new Pages(this.settings, this.registry, roots, this.uploads)
    this.embedding = new Embedding(this.settings, this.registry, roots, (needs) =>
      this.pages.preloads(needs),
    )
    this.sockets = new Sockets(this.settings, new Greeter(roots, tokens, tickets, arrivals))
  }

  /** All sessions: counted, ended. */
  get pool(): SessionPool {
    return this.ownPool
  }

  /**
   * Shows a component at an address. The pattern comes after `basePath` and may have names: `/items/:id`,
   * `/items/:id?`, `/files/*`. The component gets their values as `props.params`, new ones when the address
   * changes without a reload. Of several pages that match, the first one is shown.
   *
   * @throws PantographError `PG_OPTION` for a pattern that is malformed or taken.
   * @example
   * app.page('/items/:id', Item, { title: 'Item' })
   */
  page(pattern: string, component: Component, options: PageOptions = {}): this {
    this.registry.page(pattern, component, options)
    return this
  }

  /**
   * Names a component that is embedded by `render`, so that its roots can be mounted again after a restart,
   * before anything was rendered.
   *
   * @throws PantographError `PG_COMPONENT_NAME` when another one has the name.
   * @example
   * app.component('Cart', Cart)
   */
  component(name: string, component: Component): this {
    this.registry.component(name, component)
    return this
  }

  /**
   * The HTML of one root, to be put anywhere into a page made by any template engine. All roots of one
   * request (64 at most) belong to one session; put them into the page in the order in which they were
   * rendered, with `app.script` once.
   *
   * @param props must be plain JSON: they travel in the page
   * @throws what setup and view throw; PantographError `PG_PROPS`, `PG_POOL_FULL`, `PG_EVICTED`,
   *   `PG_SHUTDOWN`, `PG_COMPONENT_NAME`, `PG_IDENTITY`, `PG_OPTION`.
   * @example
   * const html = await app.render(Counter, { start: 5 }, { request: req })
   */
  render(component: Component, props: Props, context: RenderContext): Promise<string> {
    return this.embedding.render(component, props, context)
  }

  /** The script element that a page with embedded roots needs once. @throws PantographError `PG_CLIENT_MISSING` */
  get script(): string {
    return scriptTag(this.pages.scriptUrl)
  }

  /**
   * Answers a request that is for this App: a page, or the browser runtime. Any other gives `undefined`.
   *
   * @throws PantographError `PG_CLIENT_MISSING`; what a page throws becomes an answer.
   * @example
   * const response = (await app.fetch(request)) ?? new Response('Not found', { status: 404 })
   */
  readonly fetch = async (request: Request): Promise<Response | undefined> => {
    const answer = await this.pages.answer(visitOfRequest(request))
    return answer && toResponse(answer, request.method)
  }

  /**
   * Answers a request of `node:http`, Express and their kin. What is not for this App goes to `next`, or
   * gets 404; so does an error, or the connection ends.
   *
   * @example
   * http.createServer(app.node)
   * express().use(app.node)
   */
  readonly node = (
    req: IncomingMessage,
    res: ServerResponse,
    next?: (error?: unknown) => void,
  ): void => {
    void this.answerNode(req, res, next)
  }

  private async answerNode(
    req: IncomingMessage,
    res: ServerResponse,
    next: ((error?: unknown) => void) | undefined,
  ): Promise<void> {
    try {
      const answer = await this.pages.answer(visitOfNode(req, this.settings.trustProxy))
      if (answer !== undefined) return sendAnswer(answer, req, res)
    } catch (error) {
      this.settings.log.error({ error }, 'PG_COMPONENT_FAILED: a request failed')
      if (next === undefined) res.destroy()
      return next?.(error)
    }
    if (next !== undefined) return next()
    sendAnswer(textAnswer(404, 'Not found.'), req, res)
  }

  /**
   * Takes an upgrade request if it is for this App; `false` means that it is somebody else's and untouched.
   *
   * @example
   * server.on('upgrade', (req, socket, head) => app.upgrade(req, socket, head) || socket.destroy())
   */
  readonly upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
    if (!this.pages.isSocket(targetOf(req).pathname)) return false
    this.sockets.upgrade(req, socket, head)
    return true
  }

  /**
   * Takes this App's upgrade requests from a server that is yours; others stay untouched. Requests are
   * yours to pass on, to `node` or `fetch`.
   */
  attach(server: Server): this {
    server.on('upgrade', this.upgrade)
    return this
  }

  /**
   * Starts a server of its own.
   *
   * @param port 0 takes any that is free
   * @param host `0.0.0.0` or `::` for every network
   * @throws PantographError `PG_PORT_IN_USE`, `PG_CLIENT_MISSING`
   * @example
   * const { url } = await app.listen(3000)
   */
  async listen(port: number, host = '127.0.0.1'): Promise<Listening> {
    // Now rather than at the first request.
    void this.pages.clientFiles
    const server = await startServer(this.node, port, host)
    server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
      // With nobody to take it, it would hang.
      if (!this.upgrade(req, socket, head)) socket.destroy()
    })
    this.servers.push(server)
    const actual = portOf(server)
    const url = urlOf(host, actual, this.settings.basePath)
    return { port: actual, url, close: () => this.close() }
  }

  /** What is going on, in numbers. */
  stats(): AppStats {
    return { sessions: this.ownPool.counts, sockets: this.sockets.count }
  }

  /**
   * Shuts down: no new pages and connections, running handlers finish (`limits.drainMilliseconds` at most),
   * browsers are told to come back later. Servers that `listen` has started are closed; yours are yours.
   */
  close(): Promise<void> {
    return (this.closing ??= this.shutDown())
  }

  private async shutDown(): Promise<void> {
    const { drainMilliseconds } = this.settings.limits
    this.ownPool.shut()
    this.sockets.shut()
    this.uploads.shut()
    const stopped = this.servers.map((server) => stopServer(server, drainMilliseconds))
    const drained = this.ownPool.sessions().map((session) => session.drain())
    await Promise.race([Promise.all(drained), pause(drainMilliseconds)])
    this.pageKeeping?.flush()
    await this.safekeeping?.flush(drainMilliseconds)
    for (const session of this.ownPool.sessions()) session.close('PG_SHUTDOWN', MOVE)
    this.safekeeping?.close()
    this.pageKeeping?.close()
    this.ownPool.close()
    await this.sockets.closed()
    await Promise.all(stopped)
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref()
  })
}

/**
 * An App: pages whose components live on the server.
 *
 * @throws PantographError `PG_OPTION`, `PG_SECRET`
 * @example
 * const app = createApp({ secret: process.env.SECRET })
 * app.page('/', Counter)
 * await app.listen(3000)
 */
export function createApp(options: AppOptions = {}): App {
  return new App(options)
}
