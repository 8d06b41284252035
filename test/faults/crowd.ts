// Many pages that act while things go wrong, and the oracle: at the end each number is in the state of its
// session exactly once and in order, and nothing of another session is on any page.
import { setTimeout as pause } from 'node:timers/promises'
import { openPage } from 'pantograph/testing'
import type { PageClient } from 'pantograph/testing'
import { percentile } from './lib/percentile.ts'

/** What came of a fault. */
export interface Verdict {
  readonly pages: number
  readonly sent: number
  readonly handled: number
  readonly lost: number
  readonly repeated: number
  /** Interruptions as users saw them, in milliseconds. */
  readonly median: number
  readonly p99: number
  /** Bytes down, from HELLO to the page being live again, on average. */
  readonly resumeBytes: number
  /** What is wrong, in words. */
  readonly complaints: readonly string[]
}

/** One page and its user. */
class Visitor {
  readonly page: PageClient
  readonly marker: string
  readonly interruptions: number[] = []
  readonly resumes: number[] = []
  sent = 0
  private lostAt: number | null = null
  private bytesAt = 0

  constructor(page: PageClient, marker: string) {
    this.page = page
    this.marker = marker
    const reconnect = page.onLost
    page.onLost = () => {
      this.lostAt ??= performance.now()
      this.bytesAt = page.counts.bytesDown
      reconnect?.()
    }
  }

  /** Not while the page is about to be told anew, or has as much to repeat as a page keeps. */
  get canAct(): boolean {
    const { page } = this
    return (
      page.ended === null && page.log.entries.length < 100 && page.listeners('input').length > 0
    )
  }

  act(): void {
    this.look()
    this.sent++
    const text = `${this.marker} ${this.sent}`
    this.page.input('input', text)
  }

  /** Notes the end of an interruption. */
  look(): void {
    if (this.lostAt === null || !this.page.isLive) return
    this.interruptions.push(performance.now() - this.lostAt)
    this.resumes.push(this.page.counts.bytesDown - this.bytesAt)
    this.lostAt = null
  }

  /** What the page shows of the state. */
  shown(): { marker: string; last: number; count: number; wrong: string } {
    const [, marker = '', last, count, wrong = ''] =
      /marker=(\S*) last=(\d+) count=(\d+) wrong=([\d,]*)\./.exec(this.page.text) ?? []
    return { marker, last: Number(last), count: Number(count), wrong }
  }
}

export class Crowd {
  private readonly visitors: Visitor[] = []
  private acting = true
  private readonly work: Promise<void>

  private constructor(visitors: Visitor[], every: number) {
    this.visitors = visitors
    this.work = this.act(every)
  }

  /** Opens pages through `url` (asked for each connection), each of which acts every so many milliseconds. */
  static async open(url: () => string, size: number, every: number): Promise<Crowd> {
    const visitors: Visitor[] = []
    for (let i = 0; i < size; i++) {
      const page = await openPage(url(), {
        reconnect: [50, 1000],
        via: url,
        origin: new URL(url()).origin,
      })
      visitors.push(new Visitor(page, `m${i}-${Math.random().toString(36).slice(2, 8)}`))
    }
    return new Crowd(visitors, every)
  }

  private async act(every: number): Promise<void> {
    while (this.acting) {
      for (const visitor of this.visitors) {
        if (visitor.canAct) visitor.act()
        else visitor.look()
      }
      await pause(every)
    }
  }

  /** Stops acting, waits until everything is handled, and looks at what came of it. */
  async judge(patience: number): Promise<Verdict> {
    this.acting = false
    await this.work
    const deadline = performance.now() + patience
    while (performance.now() < deadline && !this.visitors.every(isSettled)) {
      for (const visitor of this.visitors) visitor.look()
      await pause(20)
    }
    const verdict = this.verdict()
    for (const { page } of this.visitors) page.close()
    return verdict
  }

  private verdict(): Verdict {
    const complaints: string[] = []
    const markers = new Set(this.visitors.map(({ marker }) => marker))
    let lost = 0
    let repeated = 0
    let handled = 0
    for (const visitor of this.visitors) {
      const { page, marker, sent } = visitor
      if (page.ended !== null) complaints.push(`${marker} ended: ${page.ended}`)
      const shown = visitor.shown()
      handled += shown.count
      lost += Math.max(sent - shown.count, 0)
      repeated += Math.max(shown.count - sent, 0)
      if (shown.wrong !== '') complaints.push(`${marker} out of order: ${shown.wrong}`)
      if (sent > 0 && shown.marker !== marker) complaints.push(`${marker} shows ${shown.marker}`)
      for (const other of markers) {
        if (other !== marker && page.text.includes(other))
          complaints.push(`${marker} shows ${other}`)
      }
      if (!isSettled(visitor))
        complaints.push(`${marker} is not settled: ${page.log.entries.length} kept`)
    }
    const interruptions = this.visitors.flatMap((visitor) => visitor.interruptions)
    const resumes = this.visitors.flatMap((visitor) => visitor.resumes)
    return {
      pages: this.visitors.length,
      sent: this.visitors.reduce((sum, visitor) => sum + visitor.sent, 0),
      handled,
      lost,
      repeated,
      median: interruptions.length > 0 ? Math.round(percentile(interruptions, 50)) : 0,
      p99: interruptions.length > 0 ? Math.round(percentile(interruptions, 99)) : 0,
      resumeBytes: Math.round(resumes.reduce((sum, n) => sum + n, 0) / Math.max(resumes.length, 1)),
      complaints: complaints.slice(0, 10),
    }
  }
}

const isSettled = ({ page }: Visitor): boolean =>
  page.ended !== null || (page.isLive && page.log.unanswered.length === 0)
