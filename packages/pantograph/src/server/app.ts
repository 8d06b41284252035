// The App: pages, embedded components, and the three faces that fit it into any Node server.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { isDevelopment, PantographError } from '../errors.ts'
import { HtmlWriter } from '../render/html.ts'
import type { Session } from '../session/session.ts'
import type { Component, Props } from '../template/block.ts'
import { RETRY } from '../wire/protocol.ts'
import { ClientFiles } from './client-files.ts'
import { documentEnd, documentStart, errorDocument, scriptTag } from './document.ts'
import type { PageOptions } from './document.ts'
import { settingsOf } from './options.ts'
import type { AppOptions, Settings } from './options.ts'
import { Pool } from './pool.ts'
import type { PoolCounts } from './pool.ts'
import { Registry } from './registry.ts'
import { Roots } from './roots.ts'
import type { Visitor } from './roots.ts'
import { Sockets } from './socket.ts'
import { Tokens } from './token.ts'
import { addressOf, pathOf, send, toRequest } from './web.ts'

/** A server that `app.listen` has started. */
export interface Listening {
  readonly url: string
  readonly port: number
  /** The same as `app.close()`. */
  close(): Promise<void>
}

/** What is going on. */
export interface AppStats {
  readonly sessions: PoolCounts
}

const ROOM = '/_pantograph/'

/** Made by `createApp`. */
export class App {
  /** All sessions: found, counted, ended. */
  readonly pool: Pool
  private readonly settings: Settings
  private readonly registry = new Registry()
  private readonly roots: Roots
  private readonly sockets: Sockets
  private readonly servers: Server[] = []
  private files: ClientFiles | null = null
  /** The session of a request in which components are embedded, and how many roots it has. */
  private readonly embedded = new WeakMap<object, Promise<Session>>()

  constructor(options: AppOptions) {
    this.settings = settingsOf(options)
    const { limits, log, secrets } = this.settings
    const tokens = new Tokens(secrets, limits.tokenMilliseconds)
    this.pool = new Pool(limits, log)
    this.roots = new Roots(this.settings, this.pool, this.registry, tokens)
    this.sockets = new Sockets(this.settings, this.roots, tokens)
  }

  /**
   * Shows a component at an address. The pattern may have names (`/items/:id`), which the component gets as
   * `props.params`; it comes after `basePath`.
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
   */
  component(name: string, component: Component): this {
    this.registry.component(name, component)
    return this
  }

  /**
   * The HTML of one root, to be put anywhere into a page made by any template engine. All roots of one
   * request belong to one session; put them into the page in the order in which they were rendered, with
   * `app.script` once.
   *
   * @param props must be plain JSON: they travel in the page
   * @param context `request`: the one that the page answers; `id`: the root's `data-id`
   * @throws what setup and view throw; PantographError `PG_PROPS`, `PG_POOL_FULL`, `PG_COMPONENT_NAME`.
   * @example
   * const html = await app.render(Counter, { start: 5 }, { request: req })
   */
  async render(
    component: Component,
    props: Props,
    context: { readonly request: Request | IncomingMessage; readonly id?: string },
  ): Promise<string> {
    const name = this.registry.nameOf(component)
    const { request } = context
    let pending = this.embedded.get(request)
    if (pending === undefined) {
      pending = this.visitor(request).then((visitor) => this.roots.begin(visitor))
      this.embedded.set(request, pending)
    }
    const session = await pending
    const root = await this.roots.mount(session, component, props)
    const html = new HtmlWriter()
    this.roots.write(html, session, root, { id: context.id ?? `r${root}`, name, component, props })
    return html.finish().toString()
  }

  /** The script element that a page with embedded roots needs once. */
  get script(): string {
    return scriptTag(this.scriptUrl)
  }

  /**
   * Answers a request that is for this App: a page, or the browser runtime. Any other gives `undefined`.
   *
   * @example
   * const response = (await app.fetch(request)) ?? new Response('Not found', { status: 404 })
   */
  async fetch(request: Request): Promise<Response | undefined> {
    return this.respond(request, '')
  }

  private async respond(request: Request, address: string): Promise<Response | undefined> {
    const path = this.ownPath(new URL(request.url).pathname)
    if (path === null) return undefined
    if (path.startsWith(ROOM)) return this.clientFiles.respond(path.slice(ROOM.length), request)
    const found = this.registry.match(path)
    if (found === null) return undefined
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response('Method not allowed.\n', { status: 405, headers: { Allow: 'GET, HEAD' } })
    }
    try {
      const { page, params } = found
      return await this.renderPage(
        page.name,
        page.component,
        page.options,
        { params },
        request,
        address,
      )
    } catch (error) {
      return this.failed(error)
    }
  }

  private async renderPage(
    name: string,
    component: Component,
    options: PageOptions,
    props: Props,
    request: Request,
    address: string,
  ): Promise<Response> {
    const visitor = await this.visitorOf(request, address)
    const session = this.roots.begin(visitor)
    const root = await this.roots.mount(session, component, props)
    const html = new HtmlWriter()
    html.raw(documentStart(options, component.name, this.scriptUrl))
    this.roots.write(html, session, root, { id: `r${root}`, name, component, props })
    html.raw(documentEnd)
    const body = html.finish()
    return new Response(body as Uint8Array<ArrayBuffer>, {
      headers: { ...this.pageHeaders(), 'Content-Length': String(body.length) },
    })
  }

  private pageHeaders(): Record<string, string> {
    const { contentSecurityPolicy, crossOriginIsolation } = this.settings
    return {
      'Content-Type': 'text/html; charset=utf-8',
      // The page holds a token for one session; a second reader would get somebody else's.
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      ...(contentSecurityPolicy === false
        ? {}
        : { 'Content-Security-Policy': contentSecurityPolicy }),
      ...(crossOriginIsolation
        ? {
            'Cross-Origin-Opener-Policy': 'same-origin',
            'Cross-Origin-Embedder-Policy': 'require-corp',
          }
        : {}),
    }
  }

  /** The browser and the log get the same number; only the log gets more. */
  private failed(error: unknown): Response {
    const full = error instanceof PantographError && error.code === 'PG_POOL_FULL'
    const code = full ? 'PG_POOL_FULL' : 'PG_COMPONENT_FAILED'
    const id = crypto.randomUUID().slice(0, 8)
    this.settings.log.error({ error, id }, `${code}: a page could not be rendered`)
    const detail = isDevelopment && error instanceof Error ? error.message : null
    return new Response(errorDocument(code, id, detail), {
      status: full ? 503 : 500,
      headers: { ...this.pageHeaders(), ...(full ? { 'Retry-After': '10' } : {}) },
    })
  }

  /**
   * Answers a request of `node:http`, Express and their kin. What is not for this App goes to `next`, or
   * gets 404.
   *
   * @example
   * http.createServer((req, res) => app.node(req, res))
   */
  node(req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void): void {
    void this.answer(req, res, next)
  }

  private async answer(
    req: IncomingMessage,
    res: ServerResponse,
    next: ((error?: unknown) => void) | undefined,
  ): Promise<void> {
    const { log, trustProxy } = this.settings
    try {
      const response = await this.respond(toRequest(req, trustProxy), addressOf(req, trustProxy))
      if (response !== undefined) return await send(response, req, res)
    } catch (error) {
      log.error({ error }, 'PG_COMPONENT_FAILED: a request failed')
      if (next === undefined) res.destroy()
      return next?.(error)
    }
    if (next !== undefined) return next()
    await send(new Response('Not found.\n', { status: 404 }), req, res)
  }

  /** Takes an upgrade request if it is for this App; `false` means that it is somebody else's. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const path = this.ownPath(pathOf(req).split('?')[0] as string)
    if (path !== `${ROOM}socket`) return false
    this.sockets.upgrade(req, socket, head)
    return true
  }

  /** Takes this App's upgrade requests from a server that is yours; others stay untouched. */
  attach(server: Server): this {
    server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.upgrade(req, socket, head)
    })
    return this
  }

  /**
   * Starts a server of its own.
   *
   * @param port 0 takes any that is free
   * @throws PantographError `PG_PORT_IN_USE`, `PG_CLIENT_MISSING`
   * @example
   * const { url } = await app.listen(3000)
   */
  async listen(port: number, host = '127.0.0.1'): Promise<Listening> {
    void this.clientFiles
    const server = createServer((req, res) => this.node(req, res))
    this.attach(server)
    // With no other listener, an upgrade that nobody takes would hang.
    server.on('upgrade', (req: IncomingMessage, socket: Duplex) => {
      if (this.ownPath(pathOf(req).split('?')[0] as string) !== `${ROOM}socket`) socket.destroy()
    })
    await listening(server, port, host)
    this.servers.push(server)
    const { port: actual } = server.address() as AddressInfo
    const name = host.includes(':') ? `[${host}]` : host
    return {
      port: actual,
      url: `http://${name}:${actual}${this.settings.basePath}/`,
      close: () => this.close(),
    }
  }

  /** What is going on, in numbers. */
  stats(): AppStats {
    return { sessions: this.pool.counts }
  }

  /**
   * Shuts down: no new connections, running handlers finish (`limits.drainMilliseconds` at most), browsers
   * are told to come back later.
   */
  async close(): Promise<void> {
    this.sockets.close()
    const stopped = this.servers.map((server) => new Promise((resolve) => server.close(resolve)))
    const sessions = this.pool.sessions()
    await Promise.race([
      Promise.all(sessions.map((session) => session.drain())),
      this.drainDeadline(),
    ])
    for (const session of this.pool.sessions()) session.close('PG_SHUTDOWN', RETRY)
    this.pool.close()
    for (const server of this.servers) server.closeIdleConnections()
    await Promise.all(stopped)
  }

  private drainDeadline(): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, this.settings.limits.drainMilliseconds).unref()
    })
  }

  private get clientFiles(): ClientFiles {
    return (this.files ??= new ClientFiles())
  }

  private get scriptUrl(): string {
    return `${this.settings.basePath}${ROOM}${this.clientFiles.main}`
  }

  /** The path behind `basePath`, or null when it is not below that. */
  private ownPath(path: string): string | null {
    const { basePath } = this.settings
    if (path === basePath) return '/'
    return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : null
  }

  private visitor(request: Request | IncomingMessage): Promise<Visitor> {
    const { trustProxy } = this.settings
    if (request instanceof Request) return this.visitorOf(request, '')
    return this.visitorOf(toRequest(request, trustProxy), addressOf(request, trustProxy))
  }

  private async visitorOf(request: Request, address: string): Promise<Visitor> {
    const { pathname, search } = new URL(request.url)
    const user = (await this.settings.session(request)) ?? null
    return { url: pathname + search, address, user }
  }
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error)
      reject(
        new PantographError(
          'PG_PORT_IN_USE',
          `port ${port} of ${host} is taken; stop what listens there or choose another (PORT=${port + 1})`,
        ),
      )
    })
    server.listen(port, host, resolve)
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
