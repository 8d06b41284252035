// A page in a DOM library: the real session and the real browser runtime, joined by their bytes.
// Each page gets the browser runtime anew, because that keeps its state in modules.
import { Window } from 'happy-dom'
import { vi } from 'vitest'
import { parse } from 'devalue'
import { HtmlWriter } from '../../src/render/html.ts'
import { Session } from '../../src/session/session.ts'
import { encodeState } from '../../src/session/checkpoint.ts'
import type { SessionState } from '../../src/session/checkpoint.ts'
import { stateOf } from '../../src/session/session-state.ts'
import type { Beginning } from '../../src/session/link.ts'
import type { SessionKind } from '../../src/session/session.ts'
import type { Component, Props } from '../../src/template/block.ts'
import { END, HELLO_AGAIN, HELLO_FIRST } from '../../src/wire/protocol.ts'
import { asParsed } from './dom-text.ts'
import { FakeSocket } from './fake-socket.ts'
import type { Hello } from '../../src/wire/upstream.ts'

const GLOBALS = (
  'document location history Node Element Event FormData sessionStorage HTMLElement ' +
  'addEventListener removeEventListener MouseEvent KeyboardEvent CustomEvent matchMedia navigator CSSStyleSheet ' +
  'getComputedStyle MutationObserver dispatchEvent'
).split(' ')

/** What nobody here needs to be told. */
const NOBODY = { onClosed() {}, onDetached() {}, tellKept() {} }

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly data: unknown
}

export type Root = readonly [Component, Props]

export class TestPage {
  readonly window: Window
  session: Session
  readonly log: LogLine[] = []
  /** Payload bytes, in order, of what went down and up. */
  readonly down: Uint8Array[] = []
  readonly up: Uint8Array[] = []
  /** Where the browser was sent, `reload` included. */
  readonly left: string[] = []
  html = ''
  socket: FakeSocket | null = null
  online = true
  /** The page's HTML was replaced behind the back of the browser runtime. */
  isNewHtml = false
  /** The server tells everything anew, whatever the browser says that it has. */
  isDistrusted = false
  /** The page takes the place of one that was reloaded. */
  isReloaded = false
  /** What becomes of a message from the server before it arrives. */
  onTheWay = (message: Uint8Array): Uint8Array => message
  private components: readonly Root[]
  private readonly options: TestOptions

  constructor(components: readonly Root[], options: TestOptions = {}) {
    this.window = new Window({ url: 'http://localhost/page' })
    this.options = options
    this.components = components
    this.session = this.makeSession()
  }

  private makeSession(state?: SessionState): Session {
    const log = (level: string) => (data: object, message: string) => {
      this.log.push({ level, message, data })
    }
    const session = new Session('test', this.options.url ?? '/page', null, {
      limits: { eventsPerSecond: 1e9, burst: 1e9, maxQueuedEvents: 1000 },
      host: {
        log: { info: log('info'), warn: log('warn'), error: log('error') },
        ...NOBODY,
        // One byte, so that sizes are those of the rest.
        ticket: ({ link }) => Uint8Array.of(link.generation),
        shared: () => ({ isLoaded: true, load: () => Promise.resolve() }),
        sealAnswer: (_, { cookies }) => `sealed ${cookies.length}`,
      },
      ownsUrl: (url) => url.startsWith('/page'),
      // A test sees every frame, however soon it follows the last one.
      isPaced: false,
      ...this.options,
    })
    if (state !== undefined) session.restore(state)
    for (const [component, props] of this.components) session.addRoot(component, props)
    if (state !== undefined) session.restored()
    return session
  }

  get body(): HTMLElement {
    return this.window.document.body as unknown as HTMLElement
  }

  get root(): HTMLElement {
    return this.find('[data-id]')
  }

  find<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.body.querySelector<T>(selector)
    if (found === null) throw new Error(`no ${selector} in ${this.body.innerHTML}`)
    return found
  }

  /** The code and action of the END that the server has sent, if any. */
  get ended(): string | null {
    const end = this.down.find((message) => ((message[0] as number) & 7) === END)
    return end === undefined ? null : `${Buffer.from(end.subarray(2))} ${end[1]}`
  }

  /** The server gets bytes that the browser runtime has not sent. */
  async inject(...bytes: number[]): Promise<this> {
    const transport = this.socket?.transport
    if (transport) this.session.link.receive(Uint8Array.from(bytes), transport)
    return this.settle()
  }

  /** Types into a control, as a user does. */
  type(control: HTMLInputElement | HTMLTextAreaElement, value: string): void {
    control.value = value
    this.fire(control, 'input')
  }

  fire(element: Element, type: string, options: object = {}): Event {
    const { Event, MouseEvent, KeyboardEvent } = this.window
    const kind = /click|mouse/.test(type)
      ? MouseEvent
      : type.startsWith('key')
        ? KeyboardEvent
        : Event
    const event = new kind(type, {
      bubbles: true,
      cancelable: true,
      ...options,
    }) as unknown as Event
    element.dispatchEvent(event)
    return event
  }

  /** Writes the server's HTML into the document. */
  async load(): Promise<this> {
    await this.session.settled(1000)
    let body = ''
    for (let root = 0; root < this.components.length; root++) {
      const html = new HtmlWriter()
      this.session.writeHtml(root, html)
      body += `<div data-id="r${root}" data-component="C" data-session="t">${html.finish().toString()}</div>`
    }
    this.html = body
    this.window.document.body.innerHTML = asParsed(body)
    return this
  }

  /** Starts the browser runtime; resolves when the page is connected. */
  async connect(): Promise<this> {
    for (const name of GLOBALS) {
      const value = (this.window as unknown as Record<string, unknown>)[name]
      vi.stubGlobal(
        name,
        typeof value === 'function' && !/^[A-Z]/.test(name) ? value.bind(this.window) : value,
      )
    }
    // No mocks: those end when a test restores its own.
    const leave = (to: string): void => void this.left.push(to)
    Object.defineProperties(this.window.location, {
      reload: { value: () => leave('reload') },
      assign: { value: (url: string | URL) => leave(String(url)) },
    })
    vi.stubGlobal('WebSocket', this.socketClass())
    vi.resetModules()
    // Loaded at once when it is asked for, so that `settle` need not wait for files.
    await import('../../src/client/events.ts')
    await import('../../src/client/commands.ts')
    await import('../../src/client/extras.ts')
    await import('../../src/client/hooks.ts')
    await import('../../src/client/pending.ts')
    await import('../../src/client/stream.ts')
    await import('../../src/client/upload.ts')
    await import('../../src/client/main.ts')
    await this.settle()
    // What an idle page loads.
    const { load } = await import('../../src/client/connection.ts')
    await load()
    await this.settle()
    return this
  }

  /** Shows other components with the same browser runtime: much faster than starting that anew. */
  async visit(component: Component, props: Props = {}): Promise<this> {
    this.cut()
    this.session.close('PG_GONE', 2)
    this.isNewHtml = true
    for (const list of [this.log, this.down, this.up]) list.length = 0
    this.components = [[component, props]]
    const { done } = this.session.ledger
    this.session = this.makeSession()
    // The browser runtime goes on counting its events.
    this.session.ledger.restore(done)
    this.root.innerHTML = asParsed(this.fresh())
    this.reconnect()
    return this.settle()
  }

  /**
   * The server dies, and another one goes on with what a checkpoint had kept of the session; the page stays
   * offline until `reconnect`. `meanwhile`: what happens while there is no server.
   */
  async moveOn(meanwhile?: () => void): Promise<this> {
    this.cut()
    const { ledger } = this.session
    const state = parse(encodeState(stateOf(this.session, null))) as SessionState
    this.session.close('PG_GONE', 2)
    this.isNewHtml = false
    meanwhile?.()
    this.session = this.makeSession(state)
    this.session.ledger.restore(ledger.done)
    this.session.link.arrival = 'store'
    await this.session.settled(1000)
    return this
  }

  /** The connection is lost, and stays so until `reconnect`. */
  cut(): void {
    this.online = false
    this.socket?.drop()
  }

  /** How a server would begin with this HELLO. */
  beginning({ mode, ticket, frame }: Hello): Beginning {
    const { session, isNewHtml } = this
    if (session.state === 'rendered') return mode === HELLO_FIRST || isNewHtml ? 'adopt' : 'anew'
    if (this.isDistrusted) return 'anew'
    const canResume = mode === HELLO_AGAIN && session.link.canResume(ticket[0] ?? 0, frame)
    return canResume ? 'resume' : 'anew'
  }

  reconnect(): void {
    this.online = true
    this.window.dispatchEvent(new this.window.Event('online'))
  }

  /** The connection is lost, and comes back. */
  resume(): Promise<this> {
    this.cut()
    this.reconnect()
    return this.settle()
  }

  /** The server dies, and the page comes back to another one, in which something has happened by then. */
  async restore(meanwhile?: () => void): Promise<this> {
    await this.moveOn()
    meanwhile?.()
    this.down.length = 0
    this.reconnect()
    return this.settle()
  }

  /** The connection is lost, and what the page shows is not believed after that: it is told everything. */
  async tellAnew(meanwhile?: () => void): Promise<this> {
    this.isDistrusted = true
    this.cut()
    meanwhile?.()
    this.reconnect()
    await this.settle()
    this.isDistrusted = false
    return this
  }

  /** Lets everything that is under way arrive. */
  async settle(): Promise<this> {
    for (let i = 0; i < 6; i++) await new Promise((resolve) => setImmediate(resolve))
    return this
  }

  /** What the server would send as HTML now. */
  fresh(root = 0): string {
    const html = new HtmlWriter()
    this.session.writeHtml(root, html)
    return html.finish().toString()
  }

  private socketClass(): unknown {
    // oxlint-disable-next-line typescript/no-this-alias -- a class of the page's own
    const page = this
    return class extends FakeSocket {
      constructor() {
        super(page)
      }
    }
  }
}

/** What is not as usual. */
type TestOptions = Partial<SessionKind> & { readonly url?: string }

/** A page with one root, loaded and connected. */
export async function open(
  component: Component,
  props: Props = {},
  options: TestOptions = {},
): Promise<TestPage> {
  const page = new TestPage([[component, props]], options)
  await page.load()
  return page.connect()
}
