// A session of the model: its state is the list of events that it has handled. Mirrors session/session.ts; the method's name is the same where there is one.
import type { Ledger } from '../../src/session/ledger.ts'
import { ModelInbox } from './inbox.ts'
import type { Action, Down, Hello, Kind, Ticket, Up } from './messages.ts'
import type { Process } from './process.ts'
import type { Safe } from './safe.ts'
import type { State } from './rules.ts'

/** What a session can do with a connection. */
export interface Transport {
  send(message: Down): void
  close(): void
}

export type Beginning = 'adopt' | 'anew' | 'resume'

const REPLAY_PATIENCE = 1_000
const WINDOW = 4
const PING_EVERY = 20_000
const SILENCE_LIMIT = 45_000
/** Pool: TICK */
const TELL_EVERY = 1_000

export class ModelSession {
  readonly id: string
  readonly process: Process
  readonly ledger: Ledger
  readonly list: number[] = []
  state: 'rendered' | 'live' | 'detached' | 'closed' = 'rendered'
  generation = 0
  turn = 0
  keeper: Safe | null = null
  onClosed: () => void = () => {}
  private transport: Transport | null = null
  private readonly inbox: ModelInbox
  private scheduled = false
  private isTelling = false
  private told = 0
  private toldKept = 0
  private isWelcome = false
  private isHeard = false
  private isNewPage = true
  private mustTellKept = false
  private untold = 0
  private came = 0
  private isRemounted = false
  private framesSent = 0
  private framesAcknowledged = 0
  /** How much the browser shows after each frame that it may have applied: stands for render/journal.ts. */
  private lengths: number[] = [0]
  private heard = 0
  private beats = 0

  constructor(process: Process, id: string) {
    this.process = process
    this.id = id
    this.inbox = new ModelInbox(this)
    this.ledger = this.inbox.ledger
  }

  get isConnected(): boolean {
    return this.transport !== null
  }

  get isUnheard(): boolean {
    return this.state === 'rendered' || (this.state === 'detached' && this.isNewPage)
  }

  accepts(turn: number): boolean {
    if (!this.process.world.rules.refusesOldTickets) return true
    return turn >= this.turn || (turn === this.turn - 1 && !this.isHeard)
  }

  canResume(generation: number, frame: number): boolean {
    const isConnected = this.state === 'live' || this.state === 'detached'
    const isSeen = frame >= this.framesAcknowledged && frame <= this.framesSent
    return isConnected && generation === this.generation && isSeen
  }

  attach(transport: Transport, hello: Hello, how: Beginning): void {
    const { rules, queue } = this.process.world
    if (this.process.isDraining) this.process.world.fail('taken in by a node that goes')
    const turn = hello.ticket?.turn ?? this.turn
    if (turn < this.turn && this.isHeard) this.process.world.fail('an old ticket was taken')
    const isLate = rules.retriesAfterLateHello && (turn < this.turn || !this.isWelcome)
    this.leave({ type: 'end', action: isLate ? 'retry' : 'fresh', code: 'PG_REPLACED' })
    this.isRemounted = this.state === 'rendered' || (this.isRemounted && rules.tellsLossAgain)
    const { isRemounted } = this
    if (rules.resumesOnce && how === 'resume' && turn !== this.turn) how = 'anew'
    this.state = 'live'
    this.transport = transport
    this.isWelcome = this.isHeard = false
    this.came = turn
    this.heard = queue.now
    this.beat(++this.beats)
    this.tellLoss(this.ledger.missing(hello.first))
    this.isNewPage &&= how === 'adopt'
    if (how !== 'anew') {
      this.welcome(how, hello, isRemounted)
      return this.inbox.replay(hello)
    }
    this.inbox.replay(hello)
    if (this.inbox.isDone) this.welcome(how, hello, isRemounted)
    else this.welcomeLater(transport, hello, isRemounted)
  }

  private welcomeLater(transport: Transport, hello: Hello, isRemounted: boolean): void {
    let isOver = false
    const go = (): void => {
      if (isOver) return
      isOver = true
      if (this.transport === transport) this.welcome('anew', hello, isRemounted)
    }
    this.inbox.whenDone(go)
    this.process.later(REPLAY_PATIENCE, go)
  }

  private tellLoss(missing: number): void {
    const mayRepeat = this.process.world.rules.tellsLossAgain
    this.untold = missing + (mayRepeat ? this.untold : 0)
    if (this.untold > 0) this.transport?.send({ type: 'lost' })
  }

  private welcome(how: Beginning, hello: Hello, isRemounted: boolean): void {
    const isCounted = this.process.world.rules.countsTurnsFromTicket
    this.turn = isCounted ? Math.max(this.turn, this.came + 1) : this.turn + 1
    if (how === 'resume') this.resume(hello.frame)
    else this.begin(how, isRemounted)
    this.isWelcome = true
    this.flush()
  }

  private resume(frame: number): void {
    this.framesSent = this.framesAcknowledged = frame
    this.tellWelcome('resumed')
  }

  private begin(how: 'adopt' | 'anew', isRemounted: boolean): void {
    this.generation++
    this.framesSent = this.framesAcknowledged = 0
    // Told anew, the first frame has everything.
    this.lengths = [how === 'adopt' ? this.list.length : -1]
    this.tellWelcome(how === 'adopt' ? 'adopt' : isRemounted ? 'remounted' : 'anew')
  }

  private tellWelcome(kind: Kind): void {
    const { done, durable } = this.ledger
    this.told = done
    this.toldKept = this.keeper === null ? done : durable
    const kept = this.keeper === null ? null : durable
    const { ticket, list } = this
    this.transport?.send({ type: 'welcome', kind, done, kept, ticket, length: list.length })
  }

  private get ticket(): Ticket {
    const { id: session, generation, turn } = this
    const { epoch, nonce } = this.keeper?.custody ?? { epoch: 0, nonce: '' }
    return { session, epoch, nonce, generation, turn }
  }

  detach(transport: Transport): void {
    if (this.transport !== transport) return
    this.transport = null
    this.state = 'detached'
    this.keeper?.changed()
  }

  receive(message: Up, transport: Transport): void {
    if (this.state !== 'live') return
    if (this.process.world.rules.hearsOneConnection && this.transport !== transport) return
    this.heard = this.process.world.queue.now
    this.isHeard = true
    this.isNewPage = false
    this.untold = 0
    this.isRemounted = false
    if (message.acknowledged) this.acknowledge(message.acknowledged)
    if (message.type === 'event') {
      this.inbox.event(message.value)
    } else if (message.type === 'repair') {
      this.begin('anew', false)
      this.schedule()
    }
  }

  private acknowledge(count: number): void {
    this.framesAcknowledged += count
    if (this.framesAcknowledged > this.framesSent) {
      return this.process.world.fail('acknowledged frames that were never sent')
    }
    const mustTell = this.mustTellKept && this.process.world.rules.tellsKeptWhenItCan
    if (this.isDirty || this.told < this.ledger.done || mustTell) this.schedule()
  }

  /** Session.heartbeat, when there is something to do. */
  private beat(number: number): void {
    const { queue } = this.process.world
    if (this.transport === null || number !== this.beats) return
    const silent = queue.now - this.heard
    if (silent > SILENCE_LIMIT) return this.fallSilent()
    if (silent >= PING_EVERY) this.transport.send({ type: 'ping' })
    const next = silent < PING_EVERY ? PING_EVERY : silent < 40_000 ? 40_000 : SILENCE_LIMIT + 1
    this.process.later(next - silent, () => this.beat(number))
  }

  private fallSilent(): void {
    const { transport } = this
    if (transport === null) return
    this.detach(transport)
    transport.close()
  }

  onHandled(): void {
    if (this.keeper === null) this.ledger.kept(this.ledger.done)
    else this.keeper.changed()
    this.schedule()
  }

  onSure(): void {
    this.inbox.work()
  }

  onKept(done: number): void {
    this.ledger.kept(done)
    if (this.ledger.durable > this.toldKept) this.tellKeptSoon()
  }

  /** Pool.tellKept and Pool.tick */
  private tellKeptSoon(): void {
    if (this.isTelling) return
    this.isTelling = true
    this.process.later(TELL_EVERY - (this.process.world.queue.now % TELL_EVERY), () => {
      this.isTelling = false
      if (this.ledger.durable <= this.toldKept) return
      this.mustTellKept = true
      this.schedule()
    })
  }

  // Frames

  private schedule(): void {
    if (this.scheduled || this.state !== 'live') return
    this.scheduled = true
    this.process.soon(() => {
      this.scheduled = false
      this.flush()
    })
  }

  private get isDirty(): boolean {
    return this.list.length > (this.lengths[this.framesSent] ?? 0)
  }

  private flush(): void {
    const { transport, ledger, list } = this
    if (!(ledger.durable <= ledger.done && ledger.done <= ledger.received)) {
      this.process.world.fail('not durable <= done <= received')
    }
    if (transport === null || !this.isWelcome) return
    if (this.framesSent - this.framesAcknowledged >= WINDOW) return
    const done = ledger.done - this.told
    const kept = this.keptNews(done)
    if (done === 0 && kept === 0 && !this.isDirty) return
    const from = Math.max(this.lengths[this.framesSent] ?? 0, 0)
    this.told += done
    this.toldKept += kept
    this.framesSent++
    this.lengths[this.framesSent] = list.length
    transport.send({ type: 'frame', done, kept, from, items: list.slice(from) })
  }

  private keptNews(done: number): number {
    if (this.keeper === null) return 0
    if (done === 0 && !this.mustTellKept && !this.isDirty) return 0
    this.mustTellKept = false
    return this.ledger.durable - this.toldKept
  }

  // The state and the end

  get isBetweenEvents(): boolean {
    return this.inbox.isIdle && this.state !== 'closed'
  }

  /** Calls when no handler runs: Session.drain. */
  whenBetweenEvents(call: () => void): void {
    if (this.inbox.isIdle) return call()
    this.process.later(10, () => this.whenBetweenEvents(call))
  }

  written(): State {
    return { turn: this.turn, untold: this.untold, list: [...this.list] }
  }

  restore(state: State, done: number): void {
    if (state !== null) {
      this.turn = state.turn
      if (this.process.world.rules.tellsLossAgain) this.untold = state.untold
      this.list.push(...state.list)
    }
    this.ledger.restore(done)
  }

  fenced(): void {
    this.end('PG_FENCED', 'retry')
  }

  /** Session.end; LIVES_ON says after which ends it may come back. */
  end(code: string, action: Action): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    if (code === 'PG_GONE' && !this.process.world.rules.outlivesLostArrival) this.keeper?.forget()
    this.inbox.close()
    this.leave({ type: 'end', action, code })
    this.onClosed()
  }

  private leave(last: Down): void {
    const { transport } = this
    this.transport = null
    if (transport === null) return
    transport.send(last)
    transport.close()
  }
}
