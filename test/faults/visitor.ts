// One page and its user: acts, and notes what it felt like. Looks at every byte that comes for the mark of
// somebody else's page.
import type { PageClient } from 'pantograph/testing'

/** What a page shows of its state. */
interface Shown {
  readonly marker: string
  readonly last: string
  readonly count: number
  readonly again: number
  readonly wrong: string
}

const MARKER = /oracle-\d+-[a-z\d]{6}/g

export class Visitor {
  readonly page: PageClient
  readonly marker: string
  /** From the loss of a connection until the page is live again, in milliseconds. */
  readonly interruptions: number[] = []
  /** Bytes that came meanwhile. */
  readonly resumes: number[] = []
  /** Marks that came with what the page was sent. */
  readonly seen = new Set<string>()
  sent = 0
  /** The longest that an event waited for its answer. */
  slowest = 0
  /** When events were made that have not been answered, in order. */
  private readonly made: number[] = []
  private answered = 0
  private lostAt: number | null = null
  private bytesAt = 0

  constructor(page: PageClient, number: number) {
    this.page = page
    this.marker = `oracle-${number}-${Math.random().toString(36).slice(2, 8).padEnd(6, '0')}`
    this.listen(page)
    this.collect(page.html)
    page.html = ''
  }

  private listen(page: PageClient): void {
    const { onLost } = page
    page.onLost = () => {
      this.lostAt ??= performance.now()
      this.bytesAt = page.counts.bytesDown
      onLost?.()
    }
    const receive = page.receive.bind(page)
    page.receive = (bytes) => {
      this.collect(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'))
      receive(bytes)
      this.look()
    }
  }

  private collect(text: string): void {
    for (const [marker] of text.matchAll(MARKER)) this.seen.add(marker)
  }

  /** Not while the page is about to be told anew, or has as much to repeat as a page keeps. */
  get canAct(): boolean {
    const { page } = this
    return (
      page.ended === null && page.log.entries.length < 100 && page.listeners('input').length > 0
    )
  }

  get isSettled(): boolean {
    const { page } = this
    return page.ended !== null || (page.isLive && page.log.unanswered.length === 0)
  }

  act(): void {
    this.sent++
    this.made.push(performance.now())
    this.page.input('input', `${this.marker} ${this.sent}`)
  }

  /** Notes the end of an interruption, and what was answered. */
  private look(): void {
    const answers = this.made.splice(0, Math.max(this.page.done - this.answered, 0))
    this.answered = Math.max(this.answered, this.page.done)
    // The first of them has waited longest.
    if (answers[0] !== undefined)
      this.slowest = Math.max(this.slowest, performance.now() - answers[0])
    if (this.lostAt === null || !this.page.isLive) return
    this.interruptions.push(performance.now() - this.lostAt)
    this.resumes.push(this.page.counts.bytesDown - this.bytesAt)
    this.lostAt = null
  }

  /** How long it has been without a connection by now. */
  get waitsFor(): number {
    return this.lostAt === null ? 0 : performance.now() - this.lostAt
  }

  shown(): Shown {
    const [, marker = '', last = '0', count, again, wrong = ''] =
      /marker=(\S*) last=(\d+) count=(\d+) again=(\d+) wrong=([\d-]*)\./.exec(this.page.text) ?? []
    return { marker, last, count: Number(count), again: Number(again), wrong }
  }

  /** Whether the page was told that something is lost: by a notice, or by a new session. */
  get wasTold(): boolean {
    return this.page.counts.faults > 0
  }

  /** The address of a page that is rendered with this state from the beginning. */
  get fresh(): string {
    const { marker, last, count, wrong } = this.shown()
    return marker === '' ? '/' : `/fresh/${marker}/${last}/${count}${wrong && `/${wrong}`}`
  }
}
