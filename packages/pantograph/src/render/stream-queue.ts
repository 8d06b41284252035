// Operations on a stream that wait until its page can take them. Of each key no more than the latest state waits,
// of each kind no more operations than the page shows items, or a thousand of those that may be about items which it
// does not show. Knows no blocks and no wire.
import * as P from '../wire/protocol.ts'
import type { Place, StreamKey } from './stream-shelf.ts'

/** One operation; `value` is an item, or what was made of it. */
export interface StreamOp<T> {
  /** One of the STREAM_ operations. */
  readonly code: number
  readonly key: StreamKey
  value: T
  readonly place: Place
}

type Ops<T> = Set<StreamOp<T>>

export class StreamQueue<T> {
  private waiting: Ops<T> = new Set()
  /** The same, by kind. */
  private kinds: readonly Ops<T>[] = kinds()
  /** The latest operation of each key. */
  private latest = new Map<StreamKey, StreamOp<T>>()
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  get size(): number {
    return this.waiting.size
  }

  put(key: StreamKey, value: T, place: Place): void {
    const before = this.latest.get(key)
    if (before !== undefined && isPut(before)) {
      // While fewer wait than the page shows, it is not dropped before it is there.
      if (this.size < this.limit) return void (before.value = value)
      if (!this.isFixed) this.remove(before)
    }
    if (before?.code === P.STREAM_UPDATE) this.remove(before)
    this.push({ code: codeOf(place), key, value, place })
  }

  update(key: StreamKey, value: T): void {
    const before = this.latest.get(key)
    if (before?.code === P.STREAM_DELETE) return
    if (before !== undefined) before.value = value
    else this.push({ code: P.STREAM_UPDATE, key, value, place: 'end' })
  }

  /** @param nothing stands for a value */
  delete(key: StreamKey, nothing: T): void {
    const before = this.latest.get(key)
    if (before?.code === P.STREAM_DELETE) return
    if (before !== undefined && (!isPut(before) || !this.isFixed)) this.remove(before)
    this.push({ code: P.STREAM_DELETE, key, value: nothing, place: 'end' })
  }

  /** Whatever waits is of no use any more. */
  clear(nothing: T): void {
    this.take()
    this.waiting.add({ code: P.STREAM_CLEAR, key: '', value: nothing, place: 'end' })
  }

  /** All that waits, in order; it waits no more. */
  take(): StreamOp<T>[] {
    const all = [...this.waiting]
    this.waiting = new Set()
    this.kinds = kinds()
    this.latest = new Map()
    return all
  }

  /** Whether it depends on what waits where something goes: then that stays as it is. */
  private get isFixed(): boolean {
    return this.ofKind(P.STREAM_AT).size > 0
  }

  private ofKind(code: number): Ops<T> {
    return this.kinds[KINDS.findIndex((codes) => codes.includes(code))] as Ops<T>
  }

  private push(op: StreamOp<T>): void {
    const kind = this.ofKind(op.code)
    this.waiting.add(op)
    this.latest.set(op.key, op)
    kind.add(op)
    // What goes to an end is dropped at the other one when so many more have come.
    if (kind.size > this.mostOf(op)) this.remove(kind.values().next().value as StreamOp<T>)
  }

  /** Nobody here knows which items the page has: of those that are changed it may show the first. */
  private mostOf(op: StreamOp<T>): number {
    return isPut(op) ? this.limit : Math.max(this.limit, MOST_CHANGES)
  }

  private remove(op: StreamOp<T>): void {
    this.waiting.delete(op)
    this.ofKind(op.code).delete(op)
    if (this.latest.get(op.key) === op) this.latest.delete(op.key)
  }
}

const KINDS: readonly (readonly number[])[] = [
  [P.STREAM_APPEND],
  [P.STREAM_PREPEND],
  [P.STREAM_BEFORE, P.STREAM_AT],
  [P.STREAM_UPDATE],
  [P.STREAM_DELETE],
]

const MOST_CHANGES = 1000

const kinds = <T>(): Ops<T>[] => KINDS.map(() => new Set())

const isPut = ({ code }: StreamOp<unknown>): boolean =>
  code >= P.STREAM_APPEND && code <= P.STREAM_AT

function codeOf(place: Place): number {
  if (typeof place === 'object') return 'at' in place ? P.STREAM_AT : P.STREAM_BEFORE
  return place === 'end' ? P.STREAM_APPEND : P.STREAM_PREPEND
}
