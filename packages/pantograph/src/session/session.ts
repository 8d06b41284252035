// A session is one open page: events in, frames out. It owns a tree, decides when a frame is made, and
// outlives its connection for a while. Must not know HTTP, sockets or how sessions are found.
import { PantographError } from '../errors.ts'
import type { EffectQueue, Scope } from '../reactivity/scope.ts'
import { signal } from '../reactivity/signal.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import type { HtmlWriter } from '../render/html.ts'
import type { ComponentState } from '../render/state.ts'
import type { Tree } from '../render/tree.ts'
import type { TreeOwner } from '../render/tree-owner.ts'
import type { Component, Props } from '../template/block.ts'
import * as P from '../wire/protocol.ts'
import { WireError } from '../wire/reader.ts'
import { readUpstream } from '../wire/upstream.ts'
import type { Hello, UpMessage } from '../wire/upstream.ts'
import type { Writer } from '../wire/writer.ts'
import { sleepOf } from './hibernation.ts'
import type { Sleep, WokenJob } from './hibernation.ts'
import type { InboxOwner, SessionLimits } from './inbox.ts'
import { Ledger } from './ledger.ts'
import type { Logger } from './logger.ts'
import type { SessionState as Kept } from './checkpoint.ts'
import type { Keeper } from './keeper.ts'
import { endMessage, faultMessage, pingMessage, welcomeMessage } from './messages.ts'
import type { Welcome } from './messages.ts'
import { Works } from './works.ts'

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
  /** Whether the page shows that address too, so that navigation stays in the session. */
  ownsUrl(url: string): boolean
}

/** `rendered`: HTML sent, no connection yet. `detached`: connection lost, kept for a while. */
export type SessionState = 'rendered' | 'live' | 'detached' | 'closed'

/** How a page begins on a connection. */
export type Beginning = 'adopt' | 'anew' | 'resume'

/** How long a page waits for what its user did while it was offline. */
const REPLAY_PATIENCE = 1000
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
  readonly ledger = new Ledger()
  /** The address that the browser shows: path, query and fragment. */
  readonly address: WritableSignal<string>
  state: SessionState = 'rendered'
  /** Which numbering of blocks the browser follows: each begins with a page that is adopted or told anew. */
  generation = 0
  /** How often the session was resumed. */
  turn = 0
  /** Keeps its state beyond this process; null where nothing does. */
  keeper: Keeper | null = null
  /** Whether checkpoints may be kept of it. */
  readonly isKept: boolean
  private readonly host: SessionHost
  private readonly limits: SessionLimits
  private readonly ownsUrl: (url: string) => boolean
  private works: Works | null = null
  /** The roots, to be mounted again: a component, its props, a component … */
  private roots: readonly (Component | Props)[] = []
  /** What is kept of the tree while it is not there. */
  private asleep: Sleep | null = null
  /** When an event came or a frame went. */
  private active = Date.now()
  private transport: Transport | null = null
  private scheduled = false
  /** Events that the browser was told are done, and kept. */
  private told = 0
  private toldKept = 0
  /** No frame is sent before the browser was welcomed. */
  private isWelcome = false
  /** Whether the browser has said anything since it was welcomed. */
  private isHeard = false
  /** Whether nothing but its HTML was ever sent to a browser that was heard of. */
  private isNewPage = true
  /** Whether the browser on this connection has asked to be told everything. */
  private isRepaired = false
  /** Events on the way may name blocks by numbers that mean nothing any more. */
  private isOutdated = false
  private mustTellKept = false
  private framesSent = 0
  private framesAcknowledged = 0
  private heard = 0
  private pinged = 0

  constructor(options: SessionOptions) {
    this.id = options.id
    this.user = options.user
    this.host = options.host
    this.limits = options.limits
    this.ownsUrl = options.ownsUrl
    this.isKept = options.isKept !== false
    this.address = signal(options.url)
  }

  private get made(): Works {
    return (this.works ??= new Works(this, this.ledger, this.limits))
  }

  get effects(): EffectQueue {
    return this.made.effects
  }

  get scope(): Scope {
    return this.made.scope
  }

  get tree(): Tree {
    return this.made.tree
  }

  /** Mounts a component; returns the root's index. Throws what setup and view throw. */
  addRoot(component: Component, props: Props): number {
    const root = this.tree.addRoot(component, props)
    // Spreading would leave room for more.
    this.roots = this.roots.concat([component, props])
    return root
  }

  get rootCount(): number {
    return this.state === 'closed' ? 0 : this.roots.length / 2
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
    return this.ownsUrl(url)
  }

  // The connection

  /** Whether its HTML may be adopted: nothing was ever heard of a browser that has it. */
  get isUnheard(): boolean {
    return this.state === 'rendered' || (this.state === 'detached' && this.isNewPage)
  }

  /** Whether a ticket is the last one, or the one before as long as nobody was heard since. */
  accepts(turn: number): boolean {
    return turn === this.turn || (turn === this.turn - 1 && !this.isHeard)
  }

  /** Whether a browser that has applied that frame of that numbering can go on from there. */
  canResume(generation: number, frame: number): boolean {
    const isConnected = this.state === 'live' || this.state === 'detached'
    const isSeen = frame >= this.framesAcknowledged && frame <= this.framesSent
    // Its log may have been written before it was told anew.
    return isConnected && generation === this.generation && isSeen && !this.isOutdated
  }

  /**
   * A browser has said HELLO: it has the HTML (`adopt`), follows and has missed something (`resume`), or must
   * be told everything (`anew`).
   */
  attach(transport: Transport, hello: Hello, how: Beginning): void {
    this.leave(endMessage('PG_REPLACED', P.RETRY_FRESH), CLOSE_REPLACED)
    // A clean-up that failed as the other connection was left has ended it.
    if (this.state === 'closed') {
      transport.send(endMessage('PG_COMPONENT_FAILED', P.STOP))
      return transport.close(CLOSE_NORMAL, '')
    }
    const isRemounted = this.state === 'rendered'
    this.state = 'live'
    this.transport = transport
    this.isWelcome = false
    this.isHeard = false
    this.isRepaired = false
    this.heard = Date.now()
    this.active = this.heard
    this.guard(() =>
      this.whenAwake((isSame) => {
        if (this.transport === transport) this.enter(hello, isSame ? how : 'anew', isRemounted)
      }),
    )
  }

  private enter(hello: Hello, how: Beginning, isRemounted: boolean): void {
    const { transport } = this
    const { inbox } = this.made
    const missing = this.ledger.missing(hello.first)
    if (missing > 0) this.onLost(missing)
    this.isNewPage &&= how === 'adopt'
    this.isOutdated = false
    if (how !== 'anew') {
      this.welcome(how, hello, isRemounted)
      return inbox.replay(hello.first, hello.log, false)
    }
    this.tree.hush()
    inbox.replay(hello.first, hello.log, true)
    if (inbox.isDone) this.welcome(how, hello, isRemounted)
    else void this.welcomeLater(transport as Transport, hello, isRemounted)
  }

  /** What the user did meanwhile is done first, so that they never see an older state. */
  private async welcomeLater(
    transport: Transport,
    hello: Hello,
    isRemounted: boolean,
  ): Promise<void> {
    await this.made.inbox.settled(REPLAY_PATIENCE)
    if (this.transport === transport) this.guard(() => this.welcome('anew', hello, isRemounted))
  }

  private welcome(how: Beginning, hello: Hello, isRemounted: boolean): void {
    // Events that are kept tell themselves how the address changed.
    if (hello.log.length === 0) this.address.value = hello.url
    this.turn++
    if (how === 'resume') this.resume(hello.frame)
    else this.begin(how, isRemounted)
    this.isWelcome = true
    this.tree.connect()
    this.flush()
  }

  private resume(frame: number): void {
    this.framesSent = frame
    this.framesAcknowledged = frame
    const fresh = this.tree.resume(frame)
    this.transport?.send(welcomeMessage(P.RESUMED, this.news(), (writer) => writer.varint(fresh)))
  }

  /** Says how the page begins on this connection; frames and numbers count anew. */
  private begin(how: 'adopt' | 'anew', isRemounted: boolean): void {
    this.generation++
    this.framesSent = 0
    this.framesAcknowledged = 0
    if (how === 'adopt') {
      // Its body is written first: the numbers in it begin the new generation.
      const tell = (writer: Writer): void => this.tree.adopt(writer)
      this.transport?.send(welcomeMessage(P.ADOPT, this.news(), tell))
      return
    }
    this.tree.renderAnew()
    const kind = isRemounted ? P.REMOUNTED : P.RENDER_ANEW
    this.transport?.send(welcomeMessage(kind, this.news(), null))
  }

  /** What the browser is told of its events. */
  private news(): Welcome {
    const { done } = this.ledger
    const kept = this.keeper === null ? null : this.ledger.durable
    this.told = done
    this.toldKept = kept ?? done
    return { done, kept, ticket: this.host.ticket(this) }
  }

  /** The connection is lost; ignored when another one has taken over. */
  detach(transport: Transport): void {
    if (this.transport !== transport) return
    this.transport = null
    this.state = 'detached'
    this.asleep?.disarm()
    this.works?.tree.disconnect()
    this.keeper?.changed()
    this.host.onDetached(this)
  }

  /** Takes one message. Illegal ones end the session with a named code; the process goes on. */
  receive(bytes: Uint8Array): void {
    if (this.state !== 'live') return
    this.heard = Date.now()
    this.isHeard = true
    this.isNewPage = false
    this.guard(() => this.handle(readUpstream(bytes)))
  }

  private handle(message: UpMessage): void {
    if (message.acknowledged > 0) this.acknowledge(message.acknowledged)
    const { type } = message
    if (type === 'ack' || type === 'pong') return
    if (type === 'hello') throw new PantographError('PG_WIRE', 'a second HELLO')
    this.active = this.heard
    const { transport } = this
    this.whenAwake(() => {
      // Another connection has told it again, in its log.
      if (this.transport === transport) this.act(message)
    })
  }

  private act(message: UpMessage): void {
    if (message.type === 'repair') return this.repair()
    if (this.isOutdated) return this.sendAway()
    if (message.type === 'event') this.made.inbox.event(message)
    if (message.type === 'url') this.made.inbox.url(message.url)
  }

  private repair(): void {
    // Each begins anew what may be unacknowledged: a browser that reads nothing could have any number on the way.
    if (this.isRepaired) throw new PantographError('PG_WIRE', 'a second REPAIR')
    this.isRepaired = true
    this.host.log.info({ session: this.id }, 'PG_REPAIR: the page was altered; told anew')
    this.begin('anew', false)
    this.schedule()
  }

  private acknowledge(count: number): void {
    this.framesAcknowledged += count
    if (this.framesAcknowledged > this.framesSent) {
      throw new PantographError('PG_WIRE', 'acknowledged frames that were never sent')
    }
    this.tree.acknowledged(this.framesAcknowledged)
    this.isOutdated = false
    if (this.tree.isDirty || this.told < this.ledger.done) this.schedule()
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
    if (this.keeper === null) this.ledger.kept(this.ledger.done)
    else this.keeper.changed()
    this.schedule()
  }

  mayRun(): boolean {
    return this.keeper === null || this.keeper.mayRun()
  }

  /** The keeper has made sure of what it was not sure of. */
  onSure(): void {
    this.works?.inbox.resume()
  }

  /** A stored checkpoint contains all events up to this one. */
  onKept(done: number): void {
    this.ledger.kept(done)
    if (this.keeper?.isStrict === true) return this.schedule()
    if (this.ledger.durable > this.toldKept) this.host.tellKept(this)
  }

  /** Tells the browser what is kept, unless a frame has done so. */
  tellKept(): void {
    if (this.ledger.durable <= this.toldKept) return
    this.mustTellKept = true
    this.schedule()
  }

  onNotDone(number: number): void {
    const { host } = this
    host.log.warn({ session: this.id, event: number }, 'PG_NOT_DONE: its place is gone')
    this.transport?.send(faultMessage('PG_NOT_DONE'))
  }

  /** The store has lost events that the browser was told are safe. */
  private onLost(count: number): void {
    const { host } = this
    host.log.error({ session: this.id, events: count }, 'PG_LOST: a store went back in time')
    this.transport?.send(faultMessage('PG_LOST'))
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
    const { transport, ledger } = this
    if (transport === null || !this.isWelcome || this.asleep !== null) return
    if (this.framesSent - this.framesAcknowledged >= WINDOW) return
    if (this.keeper?.isStrict === true && ledger.durable < ledger.done) return
    const done = ledger.done - this.told
    const kept = this.keptNews(done)
    const frame = this.tree.frame(done, kept)
    if (frame !== null) {
      this.told += done
      this.toldKept += kept
      this.framesSent++
      this.active = Date.now()
      this.tree.sent(this.framesSent)
      transport.send(frame)
    }
    this.tree.connect()
  }

  /** How many more events are kept. It rides on other news; alone it is told when it was asked for. */
  private keptNews(done: number): number {
    if (this.keeper === null) return 0
    if (done === 0 && !this.mustTellKept && !this.tree.isDirty) return 0
    this.mustTellKept = false
    return this.ledger.durable - this.toldKept
  }

  // Hibernation: see docs/protocol.md

  /** Whether its tree is not there. */
  get isAsleep(): boolean {
    return this.asleep !== null
  }

  /** Lets the tree go if nothing has happened for so long, and nothing is in the way. */
  rest(now: number, milliseconds: number): void {
    if (now - this.active <= milliseconds || this.asleep !== null) return
    if (!this.hibernate()) this.active = now
  }

  /** Lets the tree go until it is needed; false when it must stay. */
  hibernate(): boolean {
    if (!this.isKept || !this.isAtRest) return false
    const asleep = sleepOf(this.tree, [this.address], () => {
      if (this.asleep?.isWaking === false) void this.wake()
    })
    if (asleep === null) return false
    this.tree.dispose()
    this.works = null
    this.asleep = asleep
    return true
  }

  /** Makes the tree again; resolves when it is there. */
  wake(): Promise<void> {
    return new Promise((resolve) => {
      this.guard(() => this.whenAwake(() => resolve()))
    })
  }

  /** Whether the browser knows everything, and nothing is under way. */
  private get isAtRest(): boolean {
    const { ledger, keeper, works } = this
    const isConnected = this.state === 'live' && this.isWelcome && !this.scheduled
    const isHeard = this.framesAcknowledged === this.framesSent && this.told === ledger.done
    const isKept =
      ledger.durable === ledger.done && (keeper === null || this.toldKept === this.told)
    const isQuiet = !this.isOutdated && !this.mustTellKept
    return isConnected && isHeard && isKept && isQuiet && works?.inbox.isRested === true
  }

  /** Now, or when it is awake. What comes meanwhile waits in order. */
  private whenAwake(job: WokenJob): void {
    const { asleep } = this
    if (asleep === null) return job(true)
    const count = asleep.add(job)
    if (count === this.limits.maxQueuedEvents) this.pauseReading(true)
    if (count > 1) return
    const { roots } = this
    const addRoots = (): void => {
      for (let i = 0; i < roots.length; i += 2) {
        this.tree.addRoot(roots[i] as Component, roots[i + 1] as Props)
      }
    }
    asleep.mount(this.tree, addRoots, () => this.guard(() => this.onAwake(asleep)))
  }

  private onAwake(asleep: Sleep): void {
    if (this.asleep !== asleep) return
    this.restored()
    const isSame = asleep.take(this.tree)
    this.asleep = null
    this.active = Date.now()
    this.pauseReading(false)
    this.isOutdated = !isSame
    const { generation } = this
    asleep.run(isSame)
    const isUntold = !isSame && this.generation === generation
    if (isUntold && this.isWelcome && this.transport !== null) this.begin('anew', false)
    this.schedule()
  }

  /** What it has sent cannot be understood: it comes back and tells it by paths. */
  private sendAway(): void {
    const { host } = this
    host.log.info({ session: this.id }, 'PG_WAKE: the page shows something else now; told anew')
    this.leave(endMessage('PG_WAKE', P.RETRY), CLOSE_NORMAL)
    this.state = 'detached'
    this.keeper?.changed()
    host.onDetached(this)
  }

  // What goes wrong

  /** An error that belongs to the application's code. */
  onHandlerError(error: unknown, component: string): void {
    this.host.log.error({ session: this.id, component, error }, 'PG_HANDLER: a handler failed')
    this.transport?.send(faultMessage('PG_HANDLER'))
  }

  onError(error: unknown, component: string): void {
    this.host.log.error({ session: this.id, component, error }, 'PG_COMPONENT_FAILED')
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
      this.host.log.warn({ session: this.id, error }, `${illegal}: illegal input`)
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
    return this.works?.inbox.isIdle !== false && this.state !== 'closed'
  }

  /** The state of its components, between two events. @throws PantographError `PG_STATE_KEY` */
  components(): readonly ComponentState[] {
    return this.asleep?.components() ?? this.tree.state()
  }

  /** Roots that are added find the state that they had. */
  restore(state: Kept): void {
    this.address.value = state.url
    this.turn = state.turn
    this.tree.restore(state.components)
  }

  /** State that all pages share, by its name. */
  shared(name: string, initial: unknown): SharedCell {
    return this.host.shared(name, initial)
  }

  /** All roots are there. */
  restored(): void {
    const resets = this.tree.endRestore()
    if (resets.length === 0) return
    const { log } = this.host
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
    return this.works?.inbox.idle() ?? Promise.resolve()
  }

  /** Ends the session: `action` (RELOAD, RETRY, STOP) is what the browser does then. */
  close(code: string, action: number): void {
    this.end(code, action, CLOSE_NORMAL)
  }

  private end(code: string, action: number, closeCode: number): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    if (!LIVES_ON.has(code)) this.keeper?.forget()
    this.asleep?.disarm()
    this.asleep = null
    this.works?.inbox.close()
    this.leave(endMessage(code, action), closeCode)
    this.works?.tree.dispose()
    this.host.onClosed(this)
  }

  private leave(last: Uint8Array, code: number): void {
    const { transport } = this
    this.transport = null
    if (transport === null) return
    transport.send(last)
    transport.close(code, '')
    this.works?.tree.disconnect()
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

/** Ends of the session in this process, after which it can still come back from a checkpoint. */
const LIVES_ON = new Set(['PG_EXPIRED', 'PG_EVICTED', 'PG_SHUTDOWN', 'PG_FENCED'])

const ILLEGAL = new Set(['PG_WIRE', 'PG_UNKNOWN_BLOCK', 'PG_NO_HANDLER'])
