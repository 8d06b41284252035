// The store of the model: session/store.ts with a clock. It may be slow, out of reach, carry a write out without
// answering, or go back in time. Whatever a correct node never does to it is noticed here.
import type { SessionRecord } from '../../src/session/custody.ts'
import type { Queue } from './queue.ts'
import type { State } from './rules.ts'
import type { Rng } from '../../../../test/faults/lib/rng.ts'

export type Record = SessionRecord<State>
export interface Stored {
  readonly record: Record
  readonly version: string
}

/** What the store does with a request, until a time. */
interface Trouble {
  until: number
  /** Of which nodes; null for all. */
  readonly node: number | null
}

const ROLLBACK = 1_000
/** A request to a store that does not answer fails after this. */
const GIVES_UP = 700

export class ModelStore {
  readonly entries = new Map<string, Stored>()
  /** Whether it ever went back in time: then losses must be told, and are no fault. */
  wentBack = false
  /** Whether a session went on without it: then durable means done, and may be lost. */
  wasAway = false
  slowUntil = 0
  slowness = 0
  away: Trouble = { until: 0, node: null }
  mute: Trouble = { until: 0, node: null }
  /** When each claim was made, by its name. */
  readonly claimedAt = new Map<string, number>()
  private history: { time: number; id: string; before: Stored | undefined }[] = []
  private versions = 0
  private readonly queue: Queue
  private readonly rng: Rng
  private readonly fail: (what: string) => void
  private readonly isFenced: boolean

  constructor(queue: Queue, rng: Rng, fail: (what: string) => void, isFenced: boolean) {
    this.queue = queue
    this.rng = rng
    this.fail = fail
    this.isFenced = isFenced
  }

  get(
    node: number,
    id: string,
    answer: (stored: Stored | undefined) => void,
    noAnswer: () => void,
  ): void {
    this.ask(node, () => this.entries.get(id), answer, noAnswer)
  }

  put(
    node: number,
    id: string,
    record: Record,
    expected: string | null,
    answer: (version: string | null) => void,
    noAnswer: () => void,
  ): void {
    this.ask(node, () => this.write(id, record, expected), answer, noAnswer)
  }

  delete(node: number, id: string, expected: string): void {
    const gone = (): void => {
      if (this.entries.get(id)?.version === expected) this.set(id, undefined)
    }
    this.ask(
      node,
      gone,
      () => {},
      () => {},
    )
  }

  private ask<T>(node: number, run: () => T, answer: (result: T) => void, no: () => void): void {
    if (this.isIn(this.away, node)) return this.queue.after(this.rng.int(1, GIVES_UP), no)
    const there = this.delay()
    const back = this.delay()
    const isMute = this.isIn(this.mute, node) && this.rng.chance(0.6)
    this.queue.after(there, () => {
      const result = run()
      this.queue.after(isMute ? GIVES_UP : back, () => (isMute ? no() : answer(result)))
    })
  }

  private isIn(trouble: Trouble, node: number): boolean {
    return this.queue.now < trouble.until && (trouble.node === null || trouble.node === node)
  }

  private delay(): number {
    const most = this.queue.now < this.slowUntil ? this.slowness : 4
    return this.rng.between(0.2, most)
  }

  private write(id: string, record: Record, expected: string | null): string | null {
    const current = this.entries.get(id)
    if (this.isFenced && (current?.version ?? null) !== expected) return null
    if (current && !this.wentBack) this.assertAllowed(current.record, record)
    if (current?.record.nonce !== record.nonce) this.claimedAt.set(record.nonce, this.queue.now)
    const version = `v${++this.versions}`
    this.set(id, { record, version })
    return version
  }

  private assertAllowed(current: Record, next: Record): void {
    const isOlder = next.nonce !== current.nonce && next.epoch <= current.epoch
    if (isOlder) this.fail('two owners: one that was fenced has written')
    if (next.done < current.done) this.fail('a durable event was written over')
  }

  private set(id: string, stored: Stored | undefined): void {
    this.history.push({ time: this.queue.now, id, before: this.entries.get(id) })
    if (stored === undefined) this.entries.delete(id)
    else this.entries.set(id, stored)
  }

  /** Loses the writes of the last second, as after a failover. */
  rollBack(): void {
    this.wentBack = true
    while ((this.history.at(-1)?.time ?? -Infinity) > this.queue.now - ROLLBACK) {
      const { id, before } = this.history.pop() as (typeof this.history)[number]
      if (before === undefined) this.entries.delete(id)
      else this.entries.set(id, before)
    }
  }

  heal(): void {
    this.slowUntil = this.away.until = this.mute.until = 0
  }
}
