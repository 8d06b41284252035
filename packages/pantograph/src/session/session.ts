// A session is one open page: events in, frames out. It owns a tree, decides when a frame is made, and
// outlives its connection for a while. Must not know HTTP, sockets or how sessions are found.
import { PantographError } from '../errors.ts'
import { EffectQueue } from '../reactivity/scope.ts'
import type { Scope } from '../reactivity/scope.ts'
import { signal } from '../reactivity/signal.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import type { HtmlWriter } from '../render/html.ts'
import { Tree } from '../render/tree.ts'
import type { Arrival, TreeOwner } from '../render/tree-owner.ts'
import type { Component, Props } from '../template/block.ts'
import * as P from '../wire/protocol.ts'
import { WireError } from '../wire/reader.ts'
import { readUpstream } from '../wire/upstream.ts'
import type { Hello, UpMessage } from '../wire/upstream.ts'
import type { Writer } from '../wire/writer.ts'
import { Inbox } from './inbox.ts'
import type { InboxOwner, SessionLimits } from './inbox.ts'
import type { Ledger } from './ledger.ts'
import type { Logger } from './logger.ts'
import type { Marks } from './running-event.ts'
import type { SessionState as Kept } from './checkpoint.ts'
import type { Keeper } from './keeper.ts'
import {
  checkpointMessage,
  endMessage,
  faultMessage,
  pingMessage,
  welcomeMessage,
} from './messages.ts'
import type { Welcome } from './messages.ts'
import { beat, clock, flushLater, flushSoon } from './pace.ts'
import { Pulse } from './pulse.ts'
import { FrameWindow } from './window.ts'

/** One connection, whatever it is made of. */
export interface Transport {
  send(bytes: Uint8Array): void
  close(code: number, reason: string): void
  /** Stops or resumes reading. */
  pause(pause: boolean): void
}

/** State that all pages share: see shared.ts. */
export interface SharedCell {
  readonly isLoaded: boolean
  load(): Promise<void>
}

/** What a session needs of whoever keeps it. */
export interface SessionHost {
  readonly log: Logger
  onClosed(session: Session): void
  onDetached(session: Session): void
  /** What names this session, as it is now, to whoever is asked for it later. */
  ticket(session: Session): Uint8Array
  /** State that all pages share, by its name. */
  shared(name: string, initial: unknown): SharedCell
  /** Where it is noted what was done once; null where no event is handled again. */
  readonly marks?: Marks | null
  /** Some events are safe now; the browser should be told within about a second. */
  tellKept(session: Session): void
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
  /** Whether checkpoints may be kept of it. Default: true. */
  readonly isKept?: boolean
  /** Whether frames that follow no event wait for the next of sixty beats a second. Default: true. */
  readonly isPaced?: boolean
  /** Whether the page shows that address too, so that navigation stays in the session. */
  ownsUrl(url: string): boolean
}

/** `rendered`: HTML sent, no connection yet. `detached`: connection lost, kept for a while. */
export type SessionState = 'rendered' | 'live' | 'detached' | 'closed'

/** How a page begins on a connection. */
export type Beginning = 'adopt' | 'anew' | 'resume'

/** How long a page waits for what its user did while it was offline. */
const REPLAY_PATIENCE = 1000
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
  /** Which numbering of blocks the browser follows: each begins with a page that is adopted or told anew. */
  generation = 0
  /** How the page came to its present connection. */
  arrival: Arrival = 'first'
  /** How often the session was resumed. */
  turn = 0
  /** How many events are lost of which the browser may not know: it is told until it was heard. */
  untold = 0
  /** Keeps its state beyond this process; null where nothing does. */
  keeper: Keeper | null = null
  private readonly options: SessionOptions
  private readonly inbox: Inbox
  private transport: Transport | null = null
  private due: 'soon' | 'later' | null = null
  /** Whether the browser did something that no frame has followed yet. */
  private isAwaited = false
  /** The beat of the last frame that followed no event. */
  private lastBeat = -1
  /** Events that the browser was told are done, and kept. */
  private told = 0
  private toldKept = 0
  /** No frame is sent before the browser was welcomed. */
  private isWelcome = false
  /** Whether the browser has said anything since it was welcomed. */
  private isHeard = false
  /** Whether the browser must be told that it has a new session: until it was heard. */
  private isRemounted = false
  /** The turn of the ticket with which the browser came. */
  private came = 0
  /** Whether nothing but its HTML was ever sent to a browser that was heard of. */
  private isNewPage = true
  /** Whether the browser on this connection has asked to be told everything. */
  private isRepaired = false
  private mustTellKept = false
  private window = new FrameWindow(0)
  private readonly pulse = new Pulse()

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

  /** Whether checkpoints may be kept of it. */
  get isKept(): boolean {
    return this.options.isKept !== false
  }

  get ledger(): Ledger {
    return this.inbox.ledger
  }

  get isAlive(): boolean {
    return this.state !== 'closed'
  }

  /** Whether its HTML may be adopted: nothing was ever heard of a browser that has it. */
  get isUnheard(): boolean {
    return this.state === 'rendered' || (this.state === 'detached' && this.isNewPage)
  }

  /** Whether no newer ticket is known, or only one that nobody was heard with. */
  accepts(turn: number): boolean {
    return turn >= this.turn || (turn === this.turn - 1 && !this.isHeard)
  }

  /** Whether a browser that has applied that frame of that numbering can go on from there. */
  canResume(generation: number, frame: number): boolean {
    const isConnected = this.state === 'live' || this.state === 'detached'
    const isSeen = frame >= this.window.acknowledged && frame <= this.window.sent
    return isConnected && generation === this.generation && isSeen
  }

  /**
   * A browser has said HELLO: it has the HTML (`adopt`), follows and has missed something (`resume`), or must
   * be told everything (`anew`).
   */
  attach(transport: Transport, hello: Hello, how: Beginning, turn = this.turn): void {
    // WELCOME may have been lost, and the same ticket comes again: the frames that went with it don't count. Or
    // this is an older connection of the page that is connected: that one comes back.
    const isAgain = turn < this.turn
    const action = this.isWelcome && !isAgain ? P.RETRY_FRESH : P.RETRY
    this.leave(endMessage('PG_REPLACED', action), CLOSE_REPLACED)
    // A clean-up that failed as the other connection was left has ended it.
    if (this.state === 'closed') {
      transport.send(endMessage('PG_COMPONENT_FAILED', P.STOP))
      return transport.close(CLOSE_NORMAL, '')
    }
    if (isAgain && how === 'resume') how = 'anew'
    this.came = turn
    this.isRemounted ||= this.state === 'rendered' && how === 'anew' && this.arrival === 'remount'
    if (how === 'resume' || (how === 'anew' && this.state !== 'rendered')) this.arrival = 'live'
    this.state = 'live'
    this.transport = transport
    this.isWelcome = false
    this.isHeard = false
    this.isRepaired = false
    this.isAwaited = true
    this.pulse.heard = performance.now()
    this.guard(() => {
      this.onLost(this.ledger.missing(hello.first))
      this.isNewPage &&= how === 'adopt'
      if (how !== 'anew') {
        this.welcome(how, hello)
        return this.inbox.replay(hello.first, hello.log, false)
      }
      this.tree.hush()
      this.inbox.replay(hello.first, hello.log, true)
      if (this.inbox.isDone) this.welcome(how, hello)
      else void this.welcomeLater(transport, hello)
    })
  }

  /** What the user did meanwhile is done first, so that they never see an older state. */
  private async welcomeLater(transport: Transport, hello: Hello): Promise<void> {
    await this.inbox.settled(REPLAY_PATIENCE)
    if (this.transport === transport) this.guard(() => this.welcome('anew', hello))
  }

  private welcome(how: Beginning, hello: Hello): void {
    // Events that are kept tell themselves how the address changed.
    if (hello.log.length === 0) this.address.value = hello.url
    // Not higher for a ticket that comes again: however often WELCOME is lost, the page may come back.
    this.turn = Math.max(this.turn, this.came + 1)
    if (how === 'resume') this.resume(hello.frame)
    else this.begin(how)
    this.isWelcome = true
    this.tree.connect()
    this.flush()
  }

  private resume(frame: number): void {
    this.beginFrames(frame)
    const fresh = this.tree.resume(frame)
    this.transport?.send(welcomeMessage(P.RESUMED, this.news(), (writer) => writer.varint(fresh)))
  }

  /** Says how the page begins on this connection; frames and numbers count anew. */
  private begin(how: 'adopt' | 'anew'): void {
    this.generation++
    this.beginFrames(0)
    if (how === 'adopt') {
      // Its body is written first: the numbers in it begin the new generation.
      const tell = (writer: Writer): void => this.tree.adopt(writer)
      this.transport?.send(welcomeMessage(P.ADOPT, this.news(), tell))
      return
    }
    this.tree.renderAnew()
    const kind = this.isRemounted ? P.REMOUNTED : P.RENDER_ANEW
    this.transport?.send(welcomeMessage(kind, this.news(), null))
  }

  /** Frames are counted from here. */
  private beginFrames(frame: number): void {
    this.window = new FrameWindow(frame)
    this.pulse.begin()
  }

  /** What the browser is told of its events. */
  private news(): Welcome {
    const { done } = this.ledger
    const kept = this.keeper === null ? null : this.ledger.durable
    this.told = done
    this.toldKept = kept ?? done
    return { done, kept, ticket: this.options.host.ticket(this) }
  }

  /** The connection is lost; ignored when another one has taken over. */
  detach(transport: Transport): void {
    if (this.transport !== transport) return
    this.transport = null
    this.state = 'detached'
    this.tree.disconnect()
    this.keeper?.changed()
    this.options.host.onDetached(this)
  }

  /** Takes one message. Illegal ones end the session with a named code; the process goes on. */
  receive(bytes: Uint8Array, transport: Transport): void {
    // What a connection that was replaced still brings has come with HELLO of the new one.
    if (this.transport !== transport) return
    this.pulse.heard = performance.now()
    this.isHeard = true
    this.isRemounted = false
    this.untold = 0
    this.isNewPage = false
    this.guard(() => this.handle(readUpstream(bytes)))
  }

  private handle(message: UpMessage): void {
    if (message.acknowledged > 0) this.acknowledge(message.acknowledged)
    switch (message.type) {
      case 'event':
        this.isAwaited = true
        return this.inbox.event(message)
      case 'url':
        this.isAwaited = true
        return this.inbox.url(message.url)
      case 'repair':
        return this.repair()
      case 'hello':
        throw new PantographError('PG_WIRE', 'a second HELLO')
    }
  }

  private repair(): void {
    // Each begins anew what may be unacknowledged: a browser that reads nothing could have any number on the way.
    if (this.isRepaired) throw new PantographError('PG_WIRE', 'a second REPAIR')
    this.isRepaired = true
    this.options.host.log.info({ session: this.id }, 'PG_REPAIR: the page was altered; told anew')
    this.begin('anew')
    this.isAwaited = true
    this.schedule()
  }

  private acknowledge(count: number): void {
    if (!this.window.acknowledge(count, clock)) {
      throw new PantographError('PG_WIRE', 'acknowledged frames that were never sent')
    }
    this.tree.acknowledged(this.window.acknowledged)
    const mustTell = this.mustTellKept || this.told < this.ledger.done
    if (this.tree.isDirty || mustTell) this.schedule()
  }

  /** Called about every second: asks whether the browser is there, and lets go when it is not. */
  heartbeat(now: number): void {
    const { transport } = this
    if (transport === null) return
    const verdict = this.pulse.feel(now, this.window)
    if (verdict === 'ask') return transport.send(pingMessage())
    if (verdict === 'fine') return
    this.detach(transport)
    transport.close(CLOSE_SILENT, 'silent')
  }

  // Frames

  onDirty(): void {
    this.schedule()
  }

  onHandled(): void {
    if (this.keeper === null) this.ledger.kept(this.ledger.done)
    else this.keeper.changed()
    this.schedule()
  }

  mayRun(): boolean {
    return this.keeper === null || this.keeper.mayRun()
  }

  /** The keeper has made sure of what it was not sure of. */
  onSure(): void {
    this.inbox.resume()
  }

  /** A stored checkpoint contains all events up to this one. */
  onKept(done: number): void {
    this.ledger.kept(done)
    if (this.keeper?.isStrict === true) return this.schedule()
    if (this.ledger.durable > this.toldKept) this.options.host.tellKept(this)
  }

  /** Tells the browser what is kept, unless a frame has done so. */
  tellKept(): void {
    if (this.ledger.durable <= this.toldKept) return
    this.mustTellKept = true
    this.schedule()
  }

  /** The page keeps its own checkpoint, which contains everything that was handled. */
  handOver(sealed: Uint8Array): void {
    if (this.transport === null || !this.isWelcome) return
    this.ledger.kept(this.ledger.done)
    this.transport.send(checkpointMessage(this.ledger.durable - this.toldKept, sealed))
    this.toldKept = this.ledger.durable
  }

  onNotDone(number: number): void {
    const { host } = this.options
    host.log.warn({ session: this.id, event: number }, 'PG_NOT_DONE: its place is gone')
    this.transport?.send(faultMessage('PG_NOT_DONE'))
  }

  /** The store has lost events that the browser was told are safe. */
  private onLost(count: number): void {
    const { host } = this.options
    this.untold += count
    if (this.untold === 0) return
    host.log.error({ session: this.id, events: this.untold }, 'PG_LOST: a store went back in time')
    this.transport?.send(faultMessage('PG_LOST'))
  }

  private schedule(): void {
    if (this.state !== 'live' || this.due === 'soon') return
    if (this.due === 'later' && !this.isAwaited) return
    this.due = 'soon'
    flushSoon(this)
  }

  /** Called when the current work is done, or at the next beat. */
  flushDue(): void {
    this.due = null
    this.guard(() => this.flush())
  }

  /** Makes and sends a frame if the browser can take one. */
  private flush(): void {
    const { transport, ledger, window } = this
    if (transport === null || !this.isWelcome) return
    if (!window.takes()) {
      if (window.mustAsk()) transport.send(pingMessage())
      return
    }
    if (this.keeper?.isStrict === true && ledger.durable < ledger.done) return
    const done = ledger.done - this.told
    const isAnswer = this.isAwaited || done > 0 || this.options.isPaced === false
    const now = isAnswer ? this.lastBeat : beat()
    if (!isAnswer && this.lastBeat === now) return this.postpone()
    const kept = this.keptNews(done)
    const frame = this.tree.frame(done, kept)
    if (frame !== null) {
      this.told += done
      this.toldKept += kept
      this.isAwaited = false
      this.lastBeat = now
      window.add(frame.length, clock)
      this.tree.sent(window.sent)
      transport.send(frame)
    }
    this.tree.connect()
  }

  /** What follows no event can wait until the display could show it. */
  private postpone(): void {
    this.due = 'later'
    flushLater(this)
  }

  /** How many more events are kept. It rides on other news; alone it is told when it was asked for. */
  private keptNews(done: number): number {
    if (this.keeper === null) return 0
    if (done === 0 && !this.mustTellKept && !this.tree.isDirty) return 0
    this.mustTellKept = false
    return this.ledger.durable - this.toldKept
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

  /** Whether the state is one between two events. */
  get isBetweenEvents(): boolean {
    return this.inbox.isIdle && this.state !== 'closed'
  }

  /** Roots that are added find the state that they had. */
  restore(state: Kept): void {
    this.address.value = state.url
    this.turn = state.turn
    this.untold = state.untold ?? 0
    this.tree.restore(state.components)
  }

  get marks(): Marks | null {
    return this.options.host.marks ?? null
  }

  /** State that all pages share, by its name. */
  shared(name: string, initial: unknown): SharedCell {
    return this.options.host.shared(name, initial)
  }

  /** All roots are there. */
  restored(): void {
    const resets = this.tree.endRestore()
    if (resets.length === 0) return
    const { log } = this.options.host
    log.warn(
      { session: this.id, components: resets },
      'PG_STATE_RESET: they keep other signals now',
    )
  }

  /** Another process has the session now: this one says nothing more. */
  fenced(): void {
    this.end('PG_FENCED', P.RETRY, CLOSE_REPLACED)
  }

  /** Resolves when the handler that runs now has finished. */
  drain(): Promise<void> {
    return this.inbox.idle()
  }

  /** Ends the session: `action` (RELOAD, RETRY, STOP) is what the browser does then. */
  close(code: string, action: number): void {
    // A browser that moves opens another connection before it lets this one go.
    this.end(code, action, action === P.MOVE ? null : CLOSE_NORMAL)
  }

  private end(code: string, action: number, closeCode: number | null): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    if (!LIVES_ON.has(code)) this.keeper?.forget()
    this.inbox.close()
    this.leave(endMessage(code, action), closeCode)
    this.tree.dispose()
    this.options.host.onClosed(this)
  }

  /** @param code closes the connection; null leaves that to the browser */
  private leave(last: Uint8Array, code: number | null): void {
    const { transport } = this
    this.transport = null
    if (transport === null) return
    transport.send(last)
    if (code !== null) transport.close(code, '')

    this.tree.disconnect()
  }
}

/** The code of input that no page of ours sends; null for any other error. */
function isIllegal(error: unknown): string | null {
  if (error instanceof WireError) return 'PG_WIRE'
  return error instanceof PantographError && ILLEGAL.has(error.code) ? error.code : null
}

/** Ends of the session in this process, after which it can still come back from a checkpoint. */
const LIVES_ON = new Set(['PG_EXPIRED', 'PG_EVICTED', 'PG_SHUTDOWN', 'PG_FENCED', 'PG_GONE'])

const ILLEGAL = new Set(['PG_WIRE', 'PG_UNKNOWN_BLOCK', 'PG_NO_HANDLER'])
