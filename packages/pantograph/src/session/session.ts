// A session is one open page: events in, frames out. It owns a tree, decides when a frame is made, and
// outlives its connection for a while. Must not know HTTP, sockets or how sessions are found.
import { PantographError } from '../errors.ts'
import { EffectQueue } from '../reactivity/scope.ts'
import type { Scope } from '../reactivity/scope.ts'
import { signal } from '../reactivity/signal.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import type { HtmlWriter } from '../render/html.ts'
import { Tree } from '../render/tree.ts'
import type { TreeOwner } from '../render/tree-owner.ts'
import type { Component, Props } from '../template/block.ts'
import * as P from '../wire/protocol.ts'
import { WireError } from '../wire/reader.ts'
import { readUpstream } from '../wire/upstream.ts'
import type { Hello, UpMessage } from '../wire/upstream.ts'
import { Inbox } from './inbox.ts'
import type { InboxOwner, SessionLimits } from './inbox.ts'
import type { Logger } from './logger.ts'
import { endMessage, faultMessage, pingMessage, welcomeMessage } from './messages.ts'

/** One connection, whatever it is made of. */
export interface Transport {
  send(bytes: Uint8Array): void
  close(code: number, reason: string): void
  /** Stops or resumes reading. */
  pause(pause: boolean): void
}

/** What a session needs of whoever keeps it. */
export interface SessionHost {
  readonly log: Logger
  onClosed(session: Session): void
  onDetached(session: Session): void
}

export interface SessionOptions {
  /** The session's name, hard to guess. */
  readonly id: string
  /** The address of the page: `/path?query`. */
  readonly url: string
  readonly host: SessionHost
  readonly limits: SessionLimits
  /** Whom it belongs to; null for nobody in particular. */
  readonly user: string | null
  /** Whether the page shows that address too, so that navigation stays in the session. */
  ownsUrl(url: string): boolean
}

/** `rendered`: HTML sent, no connection yet. `detached`: connection lost, kept for a while. */
export type SessionState = 'rendered' | 'live' | 'detached' | 'closed'

/** Frames on the way before the next one waits for an acknowledgement. */
const WINDOW = 4
const PING_EVERY = 20_000
const SILENCE_LIMIT = 45_000
/** WebSocket close codes: the application's own start at 4000. */
const CLOSE_NORMAL = 1000
const CLOSE_REPLACED = 4001
const CLOSE_SILENT = 4002
const CLOSE_ILLEGAL = 4400

export class Session implements TreeOwner, InboxOwner {
  readonly id: string
  readonly user: string | null
  readonly effects: EffectQueue
  readonly tree: Tree
  readonly scope: Scope
  /** The address that the browser shows: path, query and fragment. */
  readonly address: WritableSignal<string>
  state: SessionState = 'rendered'
  private readonly options: SessionOptions
  private readonly inbox: Inbox
  private transport: Transport | null = null
  private scheduled = false
  /** Events that the browser was told are done. */
  private told = 0
  private framesSent = 0
  private framesAcknowledged = 0
  private heard = 0
  private pinged = 0

  constructor(options: SessionOptions) {
    this.id = options.id
    this.user = options.user
    this.options = options
    this.address = signal(options.url)
    this.effects = new EffectQueue((error) => this.onError(error, ''))
    this.scope = { effects: this.effects, own: () => {} }
    this.tree = new Tree(this)
    this.inbox = new Inbox(this, options.limits)
  }

  /** Mounts a component; returns the root's index. Throws what setup and view throw. */
  addRoot(component: Component, props: Props): number {
    return this.tree.addRoot(component, props)
  }

  get rootCount(): number {
    return this.tree.roots.length
  }

  /** Waits for asynchronous setups. */
  settled(milliseconds: number): Promise<void> {
    return this.tree.settle(milliseconds)
  }

  writeHtml(root: number, html: HtmlWriter): void {
    this.tree.writeHtml(root, html)
  }

  /** Whether an address belongs to this page. */
  owns(url: string): boolean {
    return this.options.ownsUrl(url)
  }

  // The connection

  /** A browser has said HELLO: it has the HTML (`adopt`), or must be told everything (`anew`). */
  attach(transport: Transport, hello: Hello, how: 'adopt' | 'anew'): void {
    this.leave(endMessage('PG_REPLACED', P.STOP), CLOSE_REPLACED)
    const first = this.state === 'rendered'
    this.state = 'live'
    this.transport = transport
    this.heard = Date.now()
    this.guard(() => {
      this.begin(how, first)
      this.address.value = hello.url
      this.tree.connect()
      this.flush()
    })
  }

  /** Says how the page begins on this connection; frames and numbers count anew. */
  private begin(how: 'adopt' | 'anew', first: boolean): void {
    this.told = this.inbox.handled
    this.framesSent = 0
    this.framesAcknowledged = 0
    this.transport?.send(this.welcome(how, first))
  }

  private welcome(how: 'adopt' | 'anew', first: boolean): Uint8Array {
    const { handled, received } = this.inbox
    if (how === 'adopt') {
      return welcomeMessage(P.ADOPT, handled, received, (writer) => this.tree.adopt(writer))
    }
    this.tree.renderAnew()
    return welcomeMessage(first ? P.REMOUNTED : P.RENDER_ANEW, handled, received, null)
  }

  /** The connection is lost; ignored when another one has taken over. */
  detach(transport: Transport): void {
    if (this.transport !== transport) return
    this.transport = null
    this.state = 'detached'

    this.tree.disconnect()
    this.options.host.onDetached(this)
  }

  /** Takes one message. Illegal ones end the session with a named code; the process goes on. */
  receive(bytes: Uint8Array): void {
    if (this.state !== 'live') return
    this.heard = Date.now()
    this.guard(() => this.handle(readUpstream(bytes)))
  }

  private handle(message: UpMessage): void {
    if (message.acknowledged > 0) this.acknowledge(message.acknowledged)
    switch (message.type) {
      case 'event':
        return this.inbox.event(message)
      case 'url':
        return this.inbox.url(message.url)
      case 'repair':
        this.options.host.log.info(
          { session: this.id },
          'PG_REPAIR: the page was altered; told anew',
        )
        return this.begin('anew', false)
      case 'hello':
        throw new PantographError('PG_WIRE', 'a second HELLO')
    }
  }

  private acknowledge(count: number): void {
    this.framesAcknowledged += count
    if (this.framesAcknowledged > this.framesSent) {
      throw new PantographError('PG_WIRE', 'acknowledged frames that were never sent')
    }
    this.tree.acknowledged(this.framesAcknowledged)
    if (this.tree.isDirty || this.told < this.inbox.handled) this.schedule()
  }

  /** Called about every second: asks whether the browser is there, and lets go when it is not. */
  heartbeat(now: number): void {
    if (this.transport === null) return
    if (now - this.heard > SILENCE_LIMIT) {
      const transport = this.transport
      this.detach(transport)
      return transport.close(CLOSE_SILENT, 'silent')
    }
    if (now - this.heard < PING_EVERY || now - this.pinged < PING_EVERY) return
    this.pinged = now
    this.transport.send(pingMessage())
  }

  // Frames

  onDirty(): void {
    this.schedule()
  }

  onHandled(): void {
    this.schedule()
  }

  private schedule(): void {
    if (this.scheduled || this.state !== 'live') return
    this.scheduled = true
    if (due.push(this) === 1) queueMicrotask(flushAll)
  }

  /** Called when the current work is done. */
  flushDue(): void {
    this.scheduled = false
    this.guard(() => this.flush())
  }

  /** Makes and sends a frame if the browser can take one. */
  private flush(): void {
    const { transport } = this
    if (transport === null || this.framesSent - this.framesAcknowledged >= WINDOW) return
    const done = this.inbox.handled - this.told
    const frame = this.tree.frame(done)
    if (frame !== null) {
      this.told += done
      this.framesSent++
      this.tree.sent(this.framesSent)
      transport.send(frame)
    }
    this.tree.connect()
  }

  // What goes wrong

  /** An error that belongs to the application's code. */
  onHandlerError(error: unknown, component: string): void {
    this.options.host.log.error(
      { session: this.id, component, error },
      'PG_HANDLER: a handler failed',
    )
    this.transport?.send(faultMessage('PG_HANDLER'))
  }

  onError(error: unknown, component: string): void {
    this.options.host.log.error({ session: this.id, component, error }, 'PG_COMPONENT_FAILED')
    // The HTML is still being made: whoever makes it must see the error.
    if (this.state === 'rendered') this.failure ??= error
    else this.close('PG_COMPONENT_FAILED', P.STOP)
  }

  /** What failed while the page was rendered, if anything. */
  failure: unknown = undefined

  /** Runs what may meet illegal input or a view that throws. */
  private guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      const illegal = isIllegal(error)
      if (illegal === null) return this.onError(error, '')
      this.options.host.log.warn({ session: this.id, error }, `${illegal}: illegal input`)
      this.end(illegal, P.RELOAD, CLOSE_ILLEGAL)
    }
  }

  // The address

  onUrl(url: string): void {
    if (this.owns(url)) this.address.value = url
    else this.tree.page(P.PAGE_LOAD, url)
  }

  pauseReading(pause: boolean): void {
    this.transport?.pause(pause)
  }

  // The end

  /** Resolves when the handler that runs now has finished. */
  drain(): Promise<void> {
    return this.inbox.idle()
  }

  /** Ends the session: `action` (RELOAD, RETRY, STOP) is what the browser does then. */
  close(code: string, action: number): void {
    this.end(code, action, CLOSE_NORMAL)
  }

  private end(code: string, action: number, closeCode: number): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    this.inbox.close()
    this.leave(endMessage(code, action), closeCode)
    this.tree.dispose()
    this.options.host.onClosed(this)
  }

  private leave(last: Uint8Array, code: number): void {
    const { transport } = this
    this.transport = null
    if (transport === null) return
    transport.send(last)
    transport.close(code, '')

    this.tree.disconnect()
  }
}

/** Sessions that have something to send. One microtask serves them all: a change may concern thousands. */
let due: Session[] = []

function flushAll(): void {
  const sessions = due
  due = []
  for (const session of sessions) session.flushDue()
}

/** The code of input that no page of ours sends; null for any other error. */
function isIllegal(error: unknown): string | null {
  if (error instanceof WireError) return 'PG_WIRE'
  return error instanceof PantographError && ILLEGAL.has(error.code) ? error.code : null
}

const ILLEGAL = new Set(['PG_WIRE', 'PG_UNKNOWN_BLOCK', 'PG_NO_HANDLER'])
