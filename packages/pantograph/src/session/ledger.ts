// The other half of "nothing is lost": which events of a session were received, handled, and can no longer
// be lost. Pure: knows neither sockets, nor stores, nor what an event does.

export class Ledger {
  /** The last event that arrived. */
  received = 0
  /** The last event that was handled. */
  done = 0
  /** The last event that a stored checkpoint contains. */
  durable = 0

  /** The state that these events led to was restored, or must do without them. */
  restore(done: number): void {
    this.received = done
    this.done = done
    this.durable = done
  }

  /** The next event of a connection; returns its number. */
  next(): number {
    return ++this.received
  }

  /** Whether an event that is sent again is new here, and the next one. One that was received is neither. */
  accept(number: number): boolean {
    if (number !== this.received + 1) return false
    this.received = number
    return true
  }

  /**
   * The browser keeps its events from `first` on. Returns how many before them are missing here: they were
   * told to be safe, and a store that went back in time has lost them.
   */
  missing(first: number): number {
    const missing = first - 1 - this.received
    if (missing <= 0) return 0
    this.restore(first - 1)
    return missing
  }

  /** The event whose turn it was is handled. */
  finish(): void {
    this.done++
  }

  /** A stored checkpoint contains every event up to this one. */
  kept(done: number): void {
    this.durable = Math.max(this.durable, Math.min(done, this.done))
  }
}
