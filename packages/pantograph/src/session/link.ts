// A page and its connections, one after another: how its browser comes in, what it sends, and how it is let
// go. What one connection is told is in downstream.ts. Must not know how sessions are found and end.
import { PantographError } from '../errors.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import type { Arrival } from '../render/tree-owner.ts'
import * as P from '../wire/protocol.ts'
import { readUpstream } from '../wire/upstream.ts'
import type { Hello, UpMessage } from '../wire/upstream.ts'
import { Downstream } from './downstream.ts'
import type { Teller, Transport } from './downstream.ts'
import type { Logger } from './logger.ts'
import { endMessage } from './messages.ts'
import type { Works } from './works.ts'

/** How a page begins on a connection. */
export type Beginning = 'adopt' | 'anew' | 'resume'

/** `rendered`: HTML sent, no connection yet. `detached`: connection lost, kept for a while. */
export type LinkState = 'rendered' | 'live' | 'detached'

/** Whose link it is. */
export interface LinkOwner extends Teller {
  readonly id: string
  readonly log: Logger
  readonly works: Works
  readonly address: WritableSignal<string>
  readonly isAlive: boolean
  /** Whether checkpoints may be kept of it. */
  readonly isKept: boolean
  onDetached(): void
}

/** How long a page waits for what its user did while it was offline. */
const REPLAY_PATIENCE = 1000
/** How often it is looked whether a page has answered. */
const ASK_EVERY = 20
/** A browser that says HELLO in one of these modes can say what it shows. */
const KNOWS_ITSELF: ReadonlySet<number> = new Set([P.HELLO_AGAIN, P.HELLO_FRESH])
/** WebSocket close codes: the application's own start at 4000. */
export const CLOSE_NORMAL = 1000
export const CLOSE_REPLACED = 4001
const CLOSE_SILENT = 4002

export class Link {
  state: LinkState = 'rendered'
  /** Which numbering of blocks the browser follows: each begins with a page that is adopted or told anew. */
  generation = 0
  /** How the page came to its present connection. */
  arrival: Arrival = 'first'
  /** How often the session was resumed. */
  turn = 0
  /** How many events are lost of which the browser may not know: it is told until it was heard. */
  untold = 0
  /** The present connection, or the last one. */
  down: Downstream
  private readonly owner: LinkOwner
  /** The turn of the ticket with which the browser came. */
  private came = 0
  /** Whether the browser must be told that it has a new session: until it was heard. */
  private isRemounted = false
  /** Whether nothing but its HTML was ever sent to a browser that was heard of. */
  private isNewPage = true

  constructor(owner: LinkOwner) {
    this.owner = owner
    this.down = new Downstream(owner, null, null)
  }

  /** Whether its HTML may be adopted: nothing was ever heard of a browser that has it. */
  get isUnheard(): boolean {
    return this.state === 'rendered' || (this.state === 'detached' && this.isNewPage)
  }

  /** Whether no newer ticket is known, or only one that nobody was heard with. */
  accepts(turn: number): boolean {
    return turn >= this.turn || (turn === this.turn - 1 && !this.down.isHeard)
  }

  /** Whether a browser that has applied that frame of that numbering can go on from there. */
  canResume(generation: number, frame: number): boolean {
    const wasConnected = this.state !== 'rendered' && this.owner.isAlive
    return wasConnected && generation === this.generation && this.down.canResume(frame)
  }

  /** Whether a page is connected, and answers within that time. */
  async isAnswering(milliseconds: number): Promise<boolean> {
    const { down } = this
    const asked = performance.now()
    if (this.state === 'live') down.ping()
    while (this.state === 'live' && this.down === down && !down.wasHeardSince(asked)) {
      if (performance.now() - asked > milliseconds) return false
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY))
    }
    return this.state === 'live'
  }

  // A browser comes in

  /**
   * A browser has said HELLO: it has the HTML (`adopt`), follows and has missed something (`resume`), or must
   * be told everything (`anew`).
   */
  attach(transport: Transport, hello: Hello, how: Beginning, turn = this.turn): void {
    // WELCOME may have been lost, and the same ticket comes again: the frames that went with it don't count. Or
    // this is an older connection of the page that is connected: that one comes back.
    const isAgain = turn < this.turn
    const action = this.down.isWelcome && !isAgain ? P.RETRY_FRESH : P.RETRY
    this.leave(endMessage('PG_REPLACED', action), CLOSE_REPLACED)
    // A clean-up that failed as the other connection was left has ended it.
    if (!this.owner.isAlive) {
      transport.send(endMessage('PG_COMPONENT_FAILED', P.STOP))
      return transport.close(CLOSE_NORMAL, '')
    }
    if (isAgain && how === 'resume') how = 'anew'
    const isRenewed = hello.mode !== P.HELLO_RELOADED || this.owner.works.renew()
    this.came = turn
    this.arrive(how)
    this.down = new Downstream(this.owner, transport, this.down)
    if (isRenewed) this.enterAwake(transport, hello, how)
    else void this.renewLater(transport, hello, how)
  }

  /** What handlers do that run as a page is reloaded is done first. */
  private async renewLater(transport: Transport, hello: Hello, how: Beginning): Promise<void> {
    await this.owner.works.present?.inbox.free(REPLAY_PATIENCE)
    if (this.down.transport !== transport) return
    this.owner.guard(() => this.owner.works.renew())
    this.enterAwake(transport, hello, how)
  }

  private enterAwake(transport: Transport, hello: Hello, how: Beginning): void {
    this.owner.guard(() =>
      this.owner.works.whenAwake((isSame) => {
        if (this.down.transport === transport) this.enter(transport, hello, isSame ? how : 'anew')
      }),
    )
  }

  private arrive(how: Beginning): void {
    const isNew = this.state === 'rendered'
    this.state = 'live'
    this.isRemounted ||= isNew && how === 'anew' && this.arrival === 'remount'
    if (how === 'adopt' || (how === 'anew' && isNew)) return
    this.arrival = this.owner.isAsleep ? 'memory' : 'live'
  }

  private enter(transport: Transport, hello: Hello, how: Beginning): void {
    const { works, ledger } = this.owner
    const { inbox, tree } = works.all
    // What the connection before this one has sent may still wait.
    if (inbox.isFull) transport.pause(true)
    this.onLost(ledger.missing(hello.first))
    this.isNewPage &&= how === 'adopt'
    if (how !== 'anew') {
      this.welcome(how, hello)
      return inbox.replay(hello.first, hello.log, false)
    }
    tree.hush()
    inbox.replay(hello.first, hello.log, true)
    if (inbox.isDone) this.welcome(how, hello)
    else void this.welcomeLater(transport, hello)
  }

  /** What the user did meanwhile is done first, so that they never see an older state. */
  private async welcomeLater(transport: Transport, hello: Hello): Promise<void> {
    await this.owner.works.all.inbox.settled(REPLAY_PATIENCE)
    if (this.down.transport === transport) this.owner.guard(() => this.welcome('anew', hello))
  }

  private welcome(how: Beginning, hello: Hello): void {
    const { down, owner } = this
    // Events that are kept tell themselves how the address changed.
    if (hello.log.length === 0) owner.address.value = hello.url
    // Not higher for a ticket that comes again: however often WELCOME is lost, the page may come back.
    this.turn = Math.max(this.turn, this.came + 1)
    down.isOutdated = false
    if (how === 'resume') down.resume(hello.frame)
    else this.begin(how === 'anew' && KNOWS_ITSELF.has(hello.mode) ? 'compare' : how)
    this.goOn()
  }

  /** The page is told news, unless it must first say what it shows. */
  private goOn(): void {
    if (this.down.asked !== null) return
    this.owner.tree.connect()
    this.down.flush()
  }

  /** Frames and numbers count anew. */
  private begin(how: 'adopt' | 'anew' | 'compare'): void {
    const { down, isRemounted } = this
    this.generation++
    if (how === 'adopt') return down.adopt()
    if (how === 'compare' && down.ask(isRemounted ? P.COMPARED_REMOUNTED : P.COMPARED)) return
    down.tellAnew(isRemounted ? P.REMOUNTED : P.RENDER_ANEW)
  }

  /** The page has said what it shows. */
  private compared(body: Uint8Array): void {
    const { down } = this
    if (down.asked === null)
      throw new PantographError('PG_WIRE', 'an OUTLINE that was not asked for')
    if (!down.compared(body)) {
      // It may have sent events by numbers that mean nothing here.
      down.isOutdated = true
      this.begin('anew')
    }
    this.goOn()
  }

  /** The store has lost events that the browser was told are safe. */
  private onLost(count: number): void {
    this.untold += count
    if (this.untold === 0) return
    const { log, id } = this.owner
    log.error({ session: id, events: this.untold }, 'PG_LOST: a store went back in time')
    this.down.fault('PG_LOST')
  }

  // What it sends

  /** Takes one message. Illegal ones end the session with a named code; the process goes on. */
  receive(bytes: Uint8Array, transport: Transport): void {
    // What a connection that was replaced still brings has come with HELLO of the new one.
    if (this.down.transport !== transport) return
    this.down.hear()
    this.isRemounted = false
    this.untold = 0
    this.owner.guard(() => this.handle(readUpstream(bytes), transport))
  }

  private handle(message: UpMessage, transport: Transport): void {
    if (message.acknowledged > 0) this.down.acknowledge(message.acknowledged)
    const { type } = message
    // A page that was altered must be told everything, as if it had heard nothing.
    if (this.isNewPage && type !== 'repair') this.owner.works.present?.tree.shown?.heard()
    this.isNewPage = false
    if (type === 'ack' || type === 'pong') return
    if (type === 'probe') return this.down.ping()
    if (type === 'hello') throw new PantographError('PG_WIRE', 'a second HELLO')
    this.down.await()
    this.owner.works.whenAwake(() => {
      // Another connection has told it again, in its log.
      if (this.down.transport === transport) this.act(message)
    })
  }

  private act(message: UpMessage): void {
    if (message.type === 'repair') return this.repair()
    if (message.type === 'outline') return this.compared(message.body)
    if (this.down.isOutdated || this.down.asked !== null) return this.sendAway()
    const { inbox } = this.owner.works.all
    if (message.type === 'event') inbox.event(message)
    if (message.type === 'url') inbox.url(message.url)
  }

  private repair(): void {
    const { down, owner } = this
    // Each begins anew what may be unacknowledged: a browser that reads nothing could have any number on the way.
    if (down.isRepaired) throw new PantographError('PG_WIRE', 'a second REPAIR')
    down.isRepaired = true
    owner.log.info({ session: owner.id }, 'PG_REPAIR: the page was altered; told anew')
    this.begin('anew')
    down.schedule()
  }

  // The page sleeps and wakes

  /** Lets the tree go if nothing has happened for so long, and nothing is in the way. */
  rest(now: number, milliseconds: number): void {
    if (now - this.down.active <= milliseconds || this.owner.isAsleep || this.hibernate()) return
    this.down.active = now
    // The browser acknowledges a single frame only when it is asked.
    this.down.askOnce()
  }

  /** Lets the tree go until it is needed; false when it must stay. */
  hibernate(): boolean {
    const { isKept, works } = this.owner
    return isKept && this.state === 'live' && this.down.isQuiet && works.hibernate()
  }

  /** The tree is there again; `isSame`: it shows what the browser shows, by the same numbers. */
  onAwake(isSame: boolean, run: () => void): void {
    this.down.await()
    this.down.isOutdated = !isSame
    this.down.transport?.pause(false)
    const { generation } = this
    run()
    const isUntold = !isSame && this.generation === generation
    if (isUntold && this.down.isWelcome && this.down.transport !== null) this.begin('compare')
    this.down.schedule()
  }

  /** What it has sent cannot be understood: it comes back and tells it by paths. */
  private sendAway(): void {
    const { log, id } = this.owner
    log.info({ session: id }, 'PG_WAKE: the page shows something else now; told anew')
    this.leave(endMessage('PG_WAKE', P.RETRY), CLOSE_NORMAL)
    this.detached()
  }

  // A browser goes

  /** The connection is lost; ignored when another one has taken over. */
  detach(transport: Transport): void {
    if (this.down.transport !== transport) return
    this.down.cut()
    this.owner.works.disconnect()
    this.detached()
  }

  private detached(): void {
    this.state = 'detached'
    this.owner.onDetached()
  }

  /** Called about every second: asks whether the browser is there, and lets go when it is not. */
  heartbeat(now: number): void {
    const { transport } = this.down
    if (transport === null || !this.down.isLost(now)) return
    this.detach(transport)
    transport.close(CLOSE_SILENT, 'silent')
  }

  /** @param code closes the connection; null leaves that to the browser */
  leave(last: Uint8Array, code: number | null): void {
    const transport = this.down.cut()
    if (transport === null) return
    transport.send(last)
    if (code !== null) transport.close(code, '')
    this.owner.works.disconnect()
  }
}
