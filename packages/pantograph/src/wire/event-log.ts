// What the user did, in order, kept until the server can no longer lose it. The client is the log: this is
// the half of "nothing is lost" that lives in the browser. Pure: knows neither sockets nor the DOM.

export class EventLog<E> {
  /** The events that are kept; the first one has the number `first`. */
  readonly entries: E[] = []
  first = 1
  /** The last event that the server has handled. */
  done = 0
  /** How many of `entries` the present connection has carried. */
  sent = 0

  /**
   * The server has handled every event up to `done`, and none up to `durable` can be lost any more.
   * Returns the events of which that is news.
   */
  confirm(done: number, durable: number): E[] {
    const { unanswered, done: before } = this
    // Less than before, where the session is one that was restored and has not caught up yet.
    this.done = Math.max(done, durable)
    // A page that was thrown away while it was hidden may have forgotten its last events.
    if (done >= this.first + this.entries.length) durable = done
    const count = durable - this.first + 1
    // A new session may begin behind everything that is kept.
    if (count > 0) {
      this.entries.splice(0, count)
      this.first += count
      this.sent = Math.max(this.sent - count, 0)
    }
    return unanswered.slice(0, Math.max(this.done - before, 0))
  }

  /** Events that the server has not answered. */
  get unanswered(): E[] {
    return this.entries.slice(Math.max(this.done - this.first + 1, 0))
  }
}
