// One way of a connection through the faulty proxy: takes what the one socket sends, passes it to the other late,
// slowly, not at all, or up to some byte. It knows nothing of the way back; `Link` has both.
import type { Socket } from 'node:net'
import type { Rng } from './rng.ts'

/** How one way behaves. A change holds at once, for bytes that are under way too. */
export interface Shape {
  /** Milliseconds that everything is under way. */
  readonly latency: number
  /** Each chunk takes up to so many milliseconds more or less. They stay in order. */
  readonly jitter: number
  /** Bytes per second, for each connection. */
  readonly rate: number
  /** Bytes and ends are held; when the buffer is full, the sender is held up too. */
  readonly stalled: boolean
  /** Bytes and ends vanish, and nobody is told: a connection that is half open. */
  readonly discards: boolean
}

export const CLEAR: Shape = {
  latency: 0,
  jitter: 0,
  rate: Infinity,
  stalled: false,
  discards: false,
}

export type How = 'rst' | 'fin'

/** A cut to come: once so many bytes have been delivered, or inside the next chunk. */
export interface Plan {
  readonly how: How
  readonly after: number | 'mid-chunk'
}

/** What a flow tells its link. */
export interface FlowOwner {
  /** The plan is fulfilled. */
  planned(how: How): void
  /** The source was reset, or closed with an error. */
  reset(flow: Flow): void
  /** Something was sent to a sink that is gone. */
  unreachable(flow: Flow): void
  /** Nothing is held any more. */
  idle(): void
}

export interface FlowOptions {
  readonly source: Socket
  readonly sink: Socket
  readonly shape: Shape
  readonly rng: Rng
  /** In bytes; one chunk more may be held. */
  readonly buffer: number
  readonly owner: FlowOwner
}

interface Item {
  what: Buffer | 'fin' | 'rst'
  readonly arrived: number
  /** Its part of the jitter, from -1 to 1. */
  readonly wobble: number
}

/** Seconds for which unused rate is saved. */
const BURST = 0.1
/** Seconds of the rate that are sent at a time. */
const SLICE = 0.02

export class Flow {
  received = 0
  delivered = 0
  /** Discarded, cut off, or sent to a socket that was gone. */
  lost = 0
  held = 0
  mostHeld = 0
  private readonly options: FlowOptions
  private shape: Shape
  private queue: Item[] = []
  private timer: NodeJS.Timeout | undefined
  private plan: Plan | null = null
  /** The sink's own buffer is full. */
  private isBlocked = false
  private isStopped = false
  private tokens = 0
  private tokensAt = performance.now()

  constructor(options: FlowOptions) {
    this.options = options
    this.shape = options.shape
    const { source, sink } = options
    source.on('data', (data) => this.take(data as Buffer))
    source.on('end', () => this.take('fin'))
    source.on('close', (hadError) => hadError && this.take('rst'))
    for (const name of ['drain', 'close']) sink.on(name, () => this.unblock())
  }

  get isIdle(): boolean {
    return this.queue.length === 0
  }

  change(changes: Partial<Shape>): void {
    this.refill()
    this.shape = { ...this.shape, ...changes }
    this.pump()
  }

  arm(plan: Plan | null): void {
    this.plan = plan
  }

  /** Puts a reset behind what is held. */
  sendReset(): void {
    this.take('rst')
  }

  /** Nothing is delivered any more; what is held, and what comes, is lost. */
  stop(): void {
    this.isStopped = true
    clearTimeout(this.timer)
    this.queue = []
    this.lost += this.held
    this.held = 0
    this.options.source.resume()
  }

  private take(what: Item['what']): void {
    const size = typeof what === 'string' ? 0 : what.length
    this.received += size
    if (this.isStopped) {
      this.lost += size
      return
    }
    this.held += size
    this.mostHeld = Math.max(this.mostHeld, this.held)
    this.queue.push({ what, arrived: performance.now(), wobble: this.options.rng.between(-1, 1) })
    if (this.held >= this.options.buffer) this.options.source.pause()
    this.pump()
  }

  private unblock(): void {
    this.isBlocked = false
    this.pump()
  }

  private pump(): void {
    clearTimeout(this.timer)
    for (let head = this.queue[0]; head !== undefined; head = this.queue[0]) {
      const wait = this.waitFor(head)
      if (wait > 0) {
        if (wait !== Infinity) this.timer = setTimeout(() => this.pump(), Math.ceil(wait))
        return
      }
      this.pass(head)
    }
    this.options.owner.idle()
  }

  /** Milliseconds; infinite if something else will start the pump. */
  private waitFor({ what, arrived, wobble }: Item): number {
    const { stalled, latency, jitter, discards, rate } = this.shape
    if (stalled || this.isBlocked) return Infinity
    const due = arrived + latency + wobble * jitter - performance.now()
    if (due > 0 || typeof what === 'string' || discards || rate === Infinity) return due
    this.refill()
    const wanted = Math.max(1, Math.min(what.length, rate * SLICE))
    return ((wanted - this.tokens) / rate) * 1000
  }

  private refill(): void {
    const { rate } = this.shape
    const now = performance.now()
    const earned = rate === Infinity ? 0 : (rate * (now - this.tokensAt)) / 1000
    this.tokens = Math.min(this.tokens + earned, Math.max(1, rate * BURST))
    this.tokensAt = now
  }

  private pass(item: Item): void {
    const { sink, owner } = this.options
    const { what } = item
    if (typeof what !== 'string') return this.passBytes(item, what)
    this.queue.shift()
    if (this.shape.discards) return
    if (what === 'rst') owner.reset(this)
    else if (sink.destroyed) owner.unreachable(this)
    else sink.end()
  }

  private passBytes(item: Item, bytes: Buffer): void {
    const { sink, owner } = this.options
    const isGone = sink.destroyed || sink.writableEnded
    if (!this.shape.discards && !isGone) return this.deliver(item, bytes)
    this.lost += bytes.length
    this.leave(item, bytes, bytes.length)
    if (!this.shape.discards) owner.unreachable(this)
  }

  private deliver(item: Item, bytes: Buffer): void {
    const { sink, owner } = this.options
    const untilCut = this.untilCut(bytes.length)
    const size = Math.min(this.affordable(bytes.length), untilCut)
    const part = bytes.subarray(0, size)
    this.tokens -= size
    this.delivered += size
    this.leave(item, bytes, size)
    if (size === untilCut && this.plan !== null) {
      const { how } = this.plan
      this.stop()
      sink.write(part, () => owner.planned(how))
      return
    }
    if (this.plan !== null && untilCut !== Infinity)
      this.plan = { ...this.plan, after: untilCut - size }
    this.isBlocked = !sink.write(part)
  }

  /** Takes the first bytes out of the queue. */
  private leave(item: Item, bytes: Buffer, size: number): void {
    if (size === bytes.length) this.queue.shift()
    else item.what = bytes.subarray(size)
    this.held -= size
    if (this.held < this.options.buffer / 2) this.options.source.resume()
  }

  private affordable(size: number): number {
    if (this.shape.rate === Infinity) return size
    return Math.min(size, Math.max(1, Math.floor(this.tokens)))
  }

  /** How many bytes the plan still lets through. A single byte has no middle. */
  private untilCut(size: number): number {
    if (this.plan === null) return Infinity
    const { after } = this.plan
    if (after !== 'mid-chunk') return after
    return size < 2 ? Infinity : this.options.rng.int(1, size - 1)
  }
}
