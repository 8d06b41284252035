// Many pages that act while things go wrong, and the oracle: at the end each number is in the state of its
// session exactly once and in order, every page shows what a fresh one does, and nothing of another session.
import { setTimeout as pause } from 'node:timers/promises'
import { openPage } from 'pantograph/testing'
import { percentile } from './lib/percentile.ts'
import { Visitor } from './visitor.ts'

/** What came of a fault. */
export interface Verdict {
  readonly pages: number
  readonly sent: number
  readonly handled: number
  readonly lost: number
  readonly repeated: number
  /** Pages that a browser would have loaded anew, or stopped. */
  readonly reloads: number
  /** The longest interruption of each page that had one, in milliseconds. */
  readonly median: number
  readonly p99: number
  /** Of all interruptions. */
  readonly each99: number
  /** The longest that an event of a page waited for its answer. */
  readonly answer99: number
  /** How many pages saw an interruption. */
  readonly interrupted: number
  /** Bytes down, from HELLO to the page being live again, on average. */
  readonly resumeBytes: number
  /** What is wrong, in words. */
  readonly complaints: readonly string[]
}

/** What a fault is allowed to do. */
export interface Excuse {
  /** State may be lost; the page must have been told if this is `told`. */
  readonly mayLose?: 'told' | 'afresh'
  readonly mayReload?: boolean
}

/** Where the page of that number connects to. */
export type Via = (page: number) => string

/** A browser's own pauses between attempts to connect. */
const PAUSES = [100, 10_000] as const
/** Pages whose content is compared with a fresh one, at most. */
const COMPARED = 200

export class Crowd {
  readonly visitors: readonly Visitor[]
  private acting = true
  private readonly work: Promise<void>

  private constructor(visitors: Visitor[], every: number) {
    this.visitors = visitors
    this.work = this.act(every)
  }

  /** Opens pages, asked for each connection where, each of which acts every so many milliseconds. */
  static async open(via: Via, size: number, every: number): Promise<Crowd> {
    const visitors: Visitor[] = []
    for (let i = 0; i < size; i++) {
      const url = via(i)
      const page = await openPage(url, {
        reconnect: PAUSES,
        via: () => via(i),
        origin: new URL(url).origin,
      })
      visitors.push(new Visitor(page, i))
    }
    return new Crowd(visitors, every)
  }

  private async act(every: number): Promise<void> {
    while (this.acting) {
      const began = performance.now()
      for (const visitor of this.visitors) if (visitor.canAct) visitor.act()
      await pause(Math.max(1, every - (performance.now() - began)))
    }
  }

  /** Nobody acts any more. */
  async rest(): Promise<void> {
    this.acting = false
    await this.work
  }

  /** Waits until everything is handled, and looks at what came of it. `fresh`: where fresh pages are. */
  async judge(patience: number, fresh: string, excuse: Excuse): Promise<Verdict> {
    await this.rest()
    const deadline = performance.now() + patience
    while (performance.now() < deadline && !this.visitors.every((one) => one.isSettled)) {
      await pause(20)
    }
    const complaints = this.visitors.flatMap((visitor) => complaintsOf(visitor, excuse))
    complaints.push(...(await this.compare(fresh)))
    return { ...this.count(), complaints: complaints.slice(0, 10) }
  }

  private count(): Omit<Verdict, 'complaints'> {
    const { visitors } = this
    const sum = (what: (visitor: Visitor) => number): number =>
      visitors.reduce((total, visitor) => total + what(visitor), 0)
    const shown = new Map(visitors.map((visitor) => [visitor, visitor.shown()]))
    const countOf = (visitor: Visitor): number => shown.get(visitor)?.count ?? 0
    const longest = visitors.map(({ interruptions, waitsFor }) =>
      Math.max(waitsFor, ...interruptions),
    )
    const felt = longest.filter((milliseconds) => milliseconds > 0)
    const all = visitors.flatMap(({ interruptions }) => interruptions)
    const resumes = visitors.flatMap(({ resumes }) => resumes)
    return {
      pages: visitors.length,
      sent: sum(({ sent }) => sent),
      handled: sum(countOf),
      lost: sum((visitor) => Math.max(visitor.sent - countOf(visitor), 0)),
      repeated: sum((visitor) => shown.get(visitor)?.again ?? 0),
      reloads: visitors.filter(({ page }) => page.ended !== null).length,
      median: at(felt, 50),
      p99: at(felt, 99),
      each99: at(all, 99),
      answer99: at(
        visitors.map(({ slowest }) => slowest),
        99,
      ),
      interrupted: felt.length,
      resumeBytes: Math.round(resumes.reduce((total, n) => total + n, 0) / (resumes.length || 1)),
    }
  }

  /** What a page shows after all of this is what a page shows that is rendered now. */
  private async compare(fresh: string): Promise<string[]> {
    const step = Math.ceil(this.visitors.length / COMPARED)
    const complaints: string[] = []
    for (const [i, visitor] of this.visitors.entries()) {
      if (i % step !== 0 || visitor.page.ended !== null) continue
      const page = await openPage(new URL(visitor.fresh, fresh).href)
      if (page.outline !== visitor.page.outline) {
        complaints.push(`${visitor.marker} shows ${visitor.page.outline}, afresh ${page.outline}`)
      }
      page.close()
    }
    return complaints
  }

  close(): void {
    for (const { page } of this.visitors) page.close()
  }
}

const at = (values: readonly number[], percent: number): number =>
  values.length > 0 ? Math.round(percentile(values, percent)) : 0

function complaintsOf(visitor: Visitor, { mayLose, mayReload }: Excuse): string[] {
  const { page, marker, sent, seen } = visitor
  const complaints: string[] = []
  if (page.ended !== null && mayReload !== true) complaints.push(`ended: ${page.ended}`)
  for (const other of seen) if (other !== marker) complaints.push(`was sent ${other}`)
  if (!visitor.isSettled) complaints.push(`is not settled: ${page.log.entries.length} kept`)
  if (page.ended !== null) return complaints.map((text) => `${marker} ${text}`)
  const shown = visitor.shown()
  const isLess = shown.count !== sent
  if (isLess && mayLose === undefined) complaints.push(`has ${shown.count} of ${sent}`)
  if (isLess && mayLose === 'told' && !visitor.wasTold) complaints.push('was not told of a loss')
  if (shown.wrong !== '' && mayLose === undefined) complaints.push(`out of order: ${shown.wrong}`)
  if (shown.again > 0) complaints.push(`repeated: ${shown.again}`)
  if (sent > 0 && shown.marker !== marker && shown.count > 0) {
    complaints.push(`shows ${shown.marker}`)
  }
  return complaints.map((text) => `${marker} ${text}`)
}
