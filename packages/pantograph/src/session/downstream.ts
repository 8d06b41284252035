// What one connection is told: how the page begins, then frames, as fast as the browser takes them, and with
// them which events are done and which are kept. Must not know how sessions begin, sleep and end.
import { PantographError } from '../errors.ts'
import { allKnown, compare } from '../render/compare.ts'
import { sumsOf } from '../render/outline.ts'
import type { Tree } from '../render/tree.ts'
import * as P from '../wire/protocol.ts'
import { readOutline } from '../wire/read-outline.ts'
import { Reader } from '../wire/reader.ts'
import { Writer } from '../wire/writer.ts'
import type { Keeper } from './keeper.ts'
import type { Ledger } from './ledger.ts'
import {
  checkpointMessage,
  faultMessage,
  needMessage,
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

/** Whose news is told. */
export interface Teller {
  readonly tree: Tree
  readonly ledger: Ledger
  readonly keeper: Keeper | null
  readonly isAsleep: boolean
  /** Whether frames that follow no event wait for the next of sixty beats a second. */
  readonly isPaced: boolean
  /** What names the session when the browser comes back. */
  ticket(): Uint8Array
  /** Runs what may fail. */
  guard(run: () => void): void
}

/** On its way to a page that sleeps. */
const NOTHING = { count: 0, acknowledged: 0 }

export class Downstream {
  /** Null when the connection is lost, or another has taken over. */
  transport: Transport | null
  /** No frame is sent before the browser was welcomed. */
  isWelcome = false
  /** Whether the browser has said anything since it was welcomed. */
  isHeard = false
  /** Whether it has asked to be told everything. */
  isRepaired = false
  /** For each root what the browser was said that it should show: until it has said what it does. */
  asked: readonly number[] | null = null
  /** Whether a frame is due even if there is nothing to tell. */
  private mustAnswer = false
  /** Events on the way may name blocks by numbers that mean nothing any more. */
  isOutdated: boolean
  /** When an event came or a frame went, in milliseconds. */
  active = clock()
  /** Of a browser that has not applied this frame, it is not known what it shows. */
  private lowest: number
  private readonly teller: Teller
  /** The number of the last frame, while there is no window. */
  private frame: number
  private open: FrameWindow | null
  private readonly pulse = new Pulse()
  private due: 'soon' | 'later' | null = null
  /** Whether the browser did something that no frame has followed yet. */
  private isAwaited = true
  /** The beat of the last frame that followed no event. */
  private lastBeat = -1
  /** Events that the browser was told are done, and kept. */
  private told = 0
  private toldKept = 0
  private mustTellKept = false
  /** Features of the browser runtime that were asked for, as bits. */
  private needed = 0

  /** @param before the connection before this one: until the browser is welcomed, it knows what that one told */
  constructor(teller: Teller, transport: Transport | null, before: Downstream | null) {
    this.teller = teller
    this.transport = transport
    this.frame = before?.frame ?? 0
    this.open = before?.open ?? null
    this.lowest = before?.lowest ?? 0
    this.isOutdated = before?.isOutdated ?? false
    this.pulse.heard = clock()
  }

  private get window(): FrameWindow {
    return (this.open ??= new FrameWindow(this.frame))
  }

  /** Nothing is on its way, and nothing will be for long. */
  rest(): void {
    this.frame = this.window.sent
    this.open = null
  }

  /** Whether a browser that has applied frame number `frame` can go on from there. */
  canResume(frame: number): boolean {
    const { acknowledged, sent } = this.window
    // Its log may have been written before it was told anew.
    const isKnown = frame >= acknowledged && frame >= this.lowest && frame <= sent
    return isKnown && !this.isOutdated
  }

  /** The connection is over: returns it. */
  cut(): Transport | null {
    const { transport } = this
    this.transport = null
    return transport
  }

  // How a page begins

  /** It has the HTML. */
  adopt(): void {
    this.beginFrames(0)
    this.lowest = 0
    // Its body is written first: the numbers in it begin the new generation.
    this.welcome(P.ADOPT, (writer) => this.teller.tree.adopt(writer))
  }

  /** It has missed what came after frame number `frame`. */
  resume(frame: number): void {
    this.beginFrames(frame)
    const fresh = this.teller.tree.resume(frame)
    this.welcome(P.RESUMED, (writer) => writer.varint(fresh))
  }

  /** It is told everything. @param kind `RENDER_ANEW`, or `REMOUNTED` when its state is lost */
  tellAnew(kind: number): void {
    this.beginFrames(0)
    this.lowest = 1
    this.asked = null
    this.teller.tree.renderAnew()
    this.welcome(kind, null)
  }

  /** It may show what is here: it is asked. False when it could not tell. @param kind `COMPARED` or `COMPARED_REMOUNTED` */
  ask(kind: number): boolean {
    const { tree } = this.teller
    tree.hush()
    tree.catchUp()
    const sums = sumsOf(tree.roots)
    if (sums === null) return false
    this.beginFrames(0)
    this.lowest = Infinity
    this.asked = sums
    this.welcome(kind, (writer) => {
      for (const sum of sums) writer.sum(sum)
    })
    return true
  }

  /** It has said what it shows. False when it must be told everything. @throws WireError */
  compared(body: Uint8Array): boolean {
    const { tree } = this.teller
    const asked = this.asked as readonly number[]
    this.asked = null
    this.isOutdated = false
    if (body.length === 0) {
      this.lowest = 0
      // Something may have changed since it was asked.
      if (sumsOf(tree.roots)?.every((sum, i) => sum === asked[i]) !== true) return false
      const { same, count } = allKnown(tree.roots)
      tree.recognise(same, count)
      return true
    }
    const { told, count } = readOutline(new Reader(body), asked.length)
    const comparison = compare(tree.roots, told)
    if (comparison === null) return false
    this.lowest = 1
    this.mustAnswer = true
    tree.recognise(comparison, count)
    return true
  }

  /** Frames are counted from here. */
  private beginFrames(frame: number): void {
    this.frame = frame
    this.open = null
    this.pulse.begin()
  }

  private welcome(kind: number, body: ((writer: Writer) => void) | null): void {
    const writer = new Writer()
    const message = welcomeMessage(writer, kind, this.news(), body)
    this.need(writer.takeNeeds())
    this.transport?.send(message)
    this.isWelcome = true
    this.isAwaited = true
  }

  /** Asks for what the next message needs, once on each connection. */
  private need(features: number): void {
    for (let fresh = features & ~this.needed; fresh > 0; fresh &= fresh - 1) {
      this.transport?.send(needMessage(31 - Math.clz32(fresh & -fresh)))
    }
    this.needed |= features
  }

  /** What the browser is told of its events. */
  private news(): Welcome {
    const { ledger, keeper } = this.teller
    const { done } = ledger
    const kept = keeper === null ? null : ledger.durable
    this.told = done
    this.toldKept = kept ?? done
    return { done, kept, ticket: this.teller.ticket() }
  }

  // What the browser says

  /** Anything was heard of it. */
  hear(): void {
    this.pulse.heard = clock()
    this.isHeard = true
  }

  wasHeardSince(time: number): boolean {
    return this.pulse.heard > time
  }

  /** It has done something, and waits for what follows. */
  await(): void {
    this.isAwaited = true
    this.active = clock()
  }

  /** @throws PantographError `PG_WIRE` when it acknowledges what was never sent */
  acknowledge(count: number): void {
    const { tree, ledger } = this.teller
    if (!this.window.acknowledge(count, clock)) {
      throw new PantographError('PG_WIRE', 'acknowledged frames that were never sent')
    }
    this.isOutdated = false
    tree.acknowledged(this.window.acknowledged)
    if (tree.isDirty || this.mustTellKept || this.told < ledger.done) this.schedule()
  }

  /** Whether the browser is there, as far as can be told at that time; it may be asked. */
  isLost(now: number): boolean {
    const verdict = this.pulse.feel(now, this.open ?? NOTHING)
    if (verdict === 'ask') this.ping()
    return verdict === 'lost'
  }

  /** Asks whether the browser is there; tells it that somebody is here. */
  ping(): void {
    this.transport?.send(pingMessage())
  }

  /** Whether the browser knows everything, and nothing is about to be told. */
  get isQuiet(): boolean {
    const { done } = this.teller.ledger
    const isSent = this.isWelcome && this.due === null && !this.isOutdated
    const isKept = this.teller.keeper === null || (this.toldKept === done && !this.mustTellKept)
    return isSent && isKept && this.window.count === 0 && this.told === done
  }

  // What the browser is told

  /** An event was not done, or a handler failed: the user must know. */
  fault(code: string): void {
    this.transport?.send(faultMessage(code))
  }

  /** Whether more is kept than the browser was told. */
  get hasNewsOfKept(): boolean {
    return this.teller.ledger.durable > this.toldKept
  }

  /** Tells the browser what is kept, unless a frame has done so. */
  tellKept(): void {
    if (!this.hasNewsOfKept) return
    this.mustTellKept = true
    this.schedule()
  }

  /** The page keeps its own checkpoint, which contains everything that was handled. */
  handOver(sealed: Uint8Array): void {
    const { ledger } = this.teller
    if (this.transport === null || !this.isWelcome) return
    ledger.kept(ledger.done)
    this.transport.send(checkpointMessage(ledger.durable - this.toldKept, sealed))
    this.toldKept = ledger.durable
  }

  // Frames

  /** There is news: a frame is made when the present work is done. */
  schedule(): void {
    if (this.transport === null || this.due === 'soon') return
    if (this.due === 'later' && !this.isAwaited) return
    this.due = 'soon'
    flushSoon(this)
  }

  /** Called when the current work is done, or at the next beat. */
  flushDue(): void {
    this.due = null
    this.teller.guard(() => this.flush())
  }

  /** Makes and sends a frame if the browser can take one. */
  flush(): void {
    const { transport, window, teller } = this
    if (transport === null || !this.isWelcome || this.asked !== null || teller.isAsleep) return
    if (!window.takes()) return this.askOnce()
    const { ledger, keeper, tree } = teller
    if (keeper?.isStrict === true && ledger.durable < ledger.done) return
    const done = ledger.done - this.told
    const isAnswer = this.isAwaited || done > 0 || !teller.isPaced
    const now = isAnswer ? this.lastBeat : beat()
    if (!isAnswer && this.lastBeat === now) return this.postpone()
    const kept = this.keptNews(done)
    const frame = tree.frame(done, kept) ?? (this.mustAnswer ? Uint8Array.of(P.FRAME) : null)
    this.mustAnswer = false
    if (frame !== null) {
      this.told += done
      this.toldKept += kept
      this.lastBeat = now
      this.isAwaited = false
      this.send(transport, frame)
    }
    tree.connect()
  }

  /** Asks for the acknowledgement of a single frame, once. */
  askOnce(): void {
    if (this.window.mustAsk()) this.ping()
  }

  private send(transport: Transport, frame: Uint8Array): void {
    const { window } = this
    window.add(frame.length, clock)
    this.active = clock()
    this.teller.tree.sent(window.sent)
    this.need(this.teller.tree.needs)
    transport.send(frame)
  }

  /** What follows no event can wait until the display could show it. */
  private postpone(): void {
    this.due = 'later'
    flushLater(this)
  }

  /** How many more events are kept. It rides on other news; alone it is told when it was asked for. */
  private keptNews(done: number): number {
    const { keeper, tree, ledger } = this.teller
    if (keeper === null) return 0
    if (done === 0 && !this.mustTellKept && !tree.isDirty) return 0
    this.mustTellKept = false
    return ledger.durable - this.toldKept
  }
}
