// How much may be on its way to a browser before it has acknowledged some: a few frames, or as many bytes as
// it takes in about two round trips. Pure: knows neither sockets nor what a frame contains.

const FRAMES = 4
/** Bytes, whatever was measured; and before anything was. */
const LEAST = 8 * 1024
const MOST = 256 * 1024
const FIRST = 32 * 1024
/** Milliseconds: pauses of a browser that paints must not show in the rate. */
const SHORTEST = 100
const LONGEST = 1e6

/** Whole milliseconds, from any origin. Asked only when something is timed. */
export type Clock = () => number

// There is one per page and it is used with each frame: all numbers are small integers, which cost no memory
// of their own.
export class FrameWindow {
  /** The number of the last frame that was sent. */
  sent: number
  /** Of the last one that was acknowledged. */
  acknowledged: number
  /** How many bytes may be on their way. */
  limit = FIRST
  private bytes = 0
  private readonly sizes = [0, 0, 0, 0]
  /** Bytes per second, and the least that was measured in milliseconds. */
  private rate = 0
  private roundTrip = LONGEST
  /** One frame at a time is timed: which, since when, and the bytes that were on their way with it. */
  private timed = 0
  private timedAt = 0
  private timedBytes = 0
  /** Whether a frame had to wait meanwhile: only then does a low rate tell something of the line. */
  private isFull = false
  private asked = 0

  constructor(frame: number) {
    this.sent = frame
    this.acknowledged = frame
  }

  /** Frames on their way. */
  get count(): number {
    return this.sent - this.acknowledged
  }

  /** Whether another frame may be sent. One may always be, if no other is on its way. */
  takes(): boolean {
    const { count } = this
    if (count === 0 || (count < FRAMES && this.bytes < this.limit)) return true
    this.isFull = true
    return false
  }

  /**
   * Whether the browser must be asked to acknowledge, because it does so by itself with every second frame
   * only. True once for each frame.
   */
  mustAsk(): boolean {
    if (this.count !== 1 || this.asked === this.sent) return false
    this.asked = this.sent
    return true
  }

  /** A frame of so many bytes was sent. */
  add(bytes: number, clock: Clock): void {
    this.sizes[this.sent++ % FRAMES] = bytes
    this.bytes += bytes
    // Others wait in the browser for the next frame or event, however fast the line is.
    const isAnswered = this.count % 2 === 0 || this.bytes >= this.limit
    if (this.timed === 0 && isAnswered) this.time(clock())
  }

  private time(now: number): void {
    this.timed = this.sent
    this.timedAt = now
    this.timedBytes = this.bytes
    this.isFull = false
  }

  /** @returns false when the browser acknowledges what was never sent. */
  acknowledge(count: number, clock: Clock): boolean {
    if (count > this.count) return false
    if (count === this.count) {
      this.bytes = 0
      this.acknowledged = this.sent
    } else this.forget(count)
    if (this.timed !== 0 && this.acknowledged >= this.timed) this.measure(clock() - this.timedAt)
    return true
  }

  private forget(count: number): void {
    for (let i = 0; i < count; i++) this.bytes -= this.sizes[this.acknowledged++ % FRAMES] as number
  }

  private measure(milliseconds: number): void {
    this.timed = 0
    const took = Math.max(milliseconds, 1)
    const rate = Math.round((this.timedBytes * 1000) / took)
    if (rate > this.rate) this.rate = rate
    else if (this.isFull) this.rate = Math.round((this.rate + rate) / 2)
    // The least: what waits on the way lengthens the others, and would lengthen itself.
    if (took < this.roundTrip) this.roundTrip = took
    const bytes = (this.rate / 1000) * Math.max(2 * this.roundTrip, SHORTEST)
    this.limit = Math.round(Math.min(MOST, Math.max(LEAST, bytes)))
  }
}
