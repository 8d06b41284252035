// The bytes of a request on their way to a writer: no more than were announced, and not for ever. However they end, to the writer
// it is the end; whoever answers asks how it was.

/** `cut`: the connection was lost. `stopped`: the same file is being sent by another request, or is not wanted any more. */
export type Ending = 'all' | 'cut' | 'stalled' | 'stopped' | 'too-large'

export class UploadBody implements AsyncIterable<Uint8Array> {
  ending: Ending = 'all'
  private readonly source: AsyncIterator<Uint8Array>
  private readonly patience: number
  private readonly told: (bytes: number) => void
  private isStopped = false
  /** Ends the wait for what comes next. */
  private interrupt: (how: 'stopped') => void = () => {}
  private left: number
  /** When the writer last asked for more, or was given some. */
  private movedAt = Date.now()

  /**
   * @param most bytes
   * @param patience milliseconds without any
   * @param told called with the number of bytes that the writer has taken
   */
  constructor(
    source: AsyncIterable<Uint8Array>,
    most: number,
    patience: number,
    told: (bytes: number) => void,
  ) {
    this.source = source[Symbol.asyncIterator]()
    this.left = most
    this.patience = patience
    this.told = told
  }

  /** The writer has held what it was given for longer than any browser may take: nobody should wait for it. */
  get isStuck(): boolean {
    return Date.now() - this.movedAt > 2 * this.patience
  }

  stop(): void {
    this.isStopped = true
    this.interrupt('stopped')
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      this.movedAt = Date.now()
      const chunk = await this.next()
      this.movedAt = Date.now()
      if (typeof chunk === 'string') return this.end(chunk)
      const part = chunk.subarray(0, this.left)
      this.left -= part.length
      if (part.length > 0) yield part
      // It comes back when the writer has taken it.
      this.told(part.length)
      if (part.length < chunk.length) return this.end('too-large')
    }
  }

  private end(how: Ending): void {
    this.ending = how
    // It may wait for bytes that never come.
    if (how !== 'all') void this.source.return?.().catch(() => {})
  }

  /**
   * What comes next, or how it has ended. Not a race: a promise that lives as long as the request would keep what each of them
   * has brought.
   */
  private async next(): Promise<Uint8Array | Ending> {
    if (this.isStopped) return 'stopped'
    const { promise, resolve } = Promise.withResolvers<Uint8Array | Ending>()
    this.interrupt = resolve
    const timer = setTimeout(() => resolve('stalled'), this.patience)
    this.source.next().then(
      (next) => resolve(next.done === true ? 'all' : next.value),
      () => resolve('cut'),
    )
    const next = await promise
    clearTimeout(timer)
    return next
  }
}
