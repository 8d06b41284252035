// Connections: each direction keeps its order and has its own delay, so that connections overtake one another.
// One may be cut, or go silent while both sides believe in it.
import type { Down, Up } from './messages.ts'
import type { Queue } from './queue.ts'

/** Whoever is at an end of a connection. */
interface End<M> {
  receive(message: M): void
  closed(): void
}

/** One direction. */
class Lane<M> {
  delay: number
  /** What is sent vanishes. */
  isSilent = false
  private isOver = false
  private last = 0
  private heldUntil = 0
  private readonly pending: (() => void)[] = []
  private readonly queue: Queue
  private readonly end: () => End<M> | null

  constructor(queue: Queue, delay: number, end: () => End<M> | null) {
    this.queue = queue
    this.delay = delay
    this.end = end
  }

  send(message: M): void {
    this.carry(() => this.end()?.receive(message))
  }

  /** The sender closes: the other side hears of it after everything else. */
  close(): void {
    this.carry(() => this.over())
  }

  /** The other side sees the end so much later; what is on the way is lost. */
  cut(after: number): void {
    this.isSilent = true
    this.queue.after(after, () => this.over())
  }

  /** What is on the way arrives so much later. */
  hold(time: number): void {
    this.heldUntil = this.queue.now + time
    this.last = Math.max(this.last, this.heldUntil)
  }

  private over(): void {
    if (this.isOver) return
    this.isOver = true
    this.end()?.closed()
  }

  private arrive(): void {
    const held = this.heldUntil - this.queue.now
    if (held > 0) return this.queue.after(held, () => this.arrive())
    // Whichever was to arrive: they keep their order.
    const run = this.pending.shift()
    if (!this.isSilent && !this.isOver) run?.()
  }

  private carry(run: () => void): void {
    if (this.isSilent) return
    this.last = Math.max(this.last, this.queue.now + this.delay)
    this.pending.push(run)
    this.queue.after(this.last - this.queue.now, () => this.arrive())
  }
}

export class Connection {
  readonly node: number
  page: End<Down> | null = null
  server: End<Up> | null = null
  readonly up: Lane<Up>
  readonly down: Lane<Down>

  constructor(queue: Queue, node: number, delay: number) {
    this.node = node
    this.up = new Lane(queue, delay, () => this.server)
    this.down = new Lane(queue, delay, () => this.page)
  }

  /** Both sides see it close. */
  cut(after: number): void {
    this.up.cut(after)
    this.down.cut(after)
  }
}
