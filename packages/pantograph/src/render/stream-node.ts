// A stream in its place on a page. It holds what setup has filled in until the page surely has it, and what was told
// since until that is acknowledged; nothing else. Knows neither the wire nor what blocks are.
import type { Key } from '../template/block.ts'
import type { StreamView } from '../template/stream-view.ts'
import * as P from '../wire/protocol.ts'
import { hashText } from './keys.ts'
import type { StreamOp, StreamQueue } from './stream-queue.ts'
import { Shelf } from './stream-shelf.ts'
import type { StreamKey } from './stream-shelf.ts'

/** What is called for an event on an item. */
export interface SourceHandler {
  run(event: unknown, key: StreamKey): unknown
  /** Whether it holds up no other. */
  readonly isConcurrent: boolean
}

/** What its author made: see stream.ts. */
export interface StreamSource {
  readonly limit: number
  readonly ordinal: number
  readonly options: { readonly follow?: 'start' | 'end' | undefined }
  readonly queue: StreamQueue<unknown>
  readonly handlers: readonly SourceHandler[]
  /** What is to be shown first. */
  content: Shelf<unknown>
  /** Where it is shown. */
  node: { isDue(): void } | null
}

/** The tree that shows it. */
export interface StreamHost<Block, Scope extends Named> {
  add(node: StreamNode<Block, Scope>): void
  remove(node: StreamNode<Block, Scope>): void
  has(node: StreamNode<Block, Scope>): boolean
  isDue(node: StreamNode<Block, Scope>): void
  /** Makes the block of an item that looks so. */
  make(node: StreamNode<Block, Scope>, value: unknown): Block
}

interface Named {
  readonly type: { readonly name: string }
  readonly key: Key | undefined
  readonly parent: Named | null
}

/** The keys of a component and of those around it: others are other components. */
function keysOf(scope: Named | null): string {
  let keys = ''
  for (let at = scope; at !== null; at = at.parent) {
    if (at.key !== undefined) keys += ` ${typeof at.key} ${at.key}`
  }
  return keys === '' ? '' : ` ${hashText(keys)}`
}

export class StreamNode<Block, Scope extends Named> {
  readonly stream: StreamSource
  /** Until the page has it: what setup has filled in. */
  first: Shelf<Block> | null
  /** The sum of that, once it was made: see fingerprint.ts. */
  sum: number | null = null
  /** Whether the page was told of it in this numbering, and whether that was by its HTML. */
  isTold = false
  isAdopted = false
  /** What an earlier numbering has told, and the page may have missed. */
  again: StreamOp<Block | null>[] = []
  readonly owner: Block
  readonly slot: number
  /** The component in whose view it stands. */
  readonly scope: Scope | null
  private readonly host: StreamHost<Block, Scope>
  private render: StreamView['render']

  constructor(
    host: StreamHost<Block, Scope>,
    view: StreamView,
    place: { readonly owner: Block; readonly slot: number },
    scope: Scope | null,
  ) {
    const stream = view.stream as StreamSource
    this.host = host
    this.stream = stream
    this.owner = place.owner
    this.slot = place.slot
    this.scope = scope
    this.render = view.render
    this.first = stream.content.map((item) => this.blockOf(item))
    stream.content = new Shelf(stream.limit)
    stream.node = this
    host.add(this)
  }

  /** Names it among the streams that could stand here, now or after a change that the page has not heard of. */
  get name(): string {
    const { scope, stream } = this
    return `${scope?.type.name ?? ''} ${stream.ordinal}${keysOf(scope)}`
  }

  /** Another run of the view shows it: what is on the page stays as it is. */
  follow(view: StreamView): boolean {
    if (view.stream !== this.stream) return false
    this.render = view.render
    return true
  }

  get isShown(): boolean {
    return this.host.has(this)
  }

  /** Something waits to be told. */
  isDue(): void {
    this.host.isDue(this)
  }

  /** Nobody has been told anything: what waits belongs to what is told first. */
  fillIn(): void {
    const { first } = this
    if (first === null) return
    for (const { key, value, place, code } of this.takeOps()) {
      if (code === P.STREAM_CLEAR) first.clear()
      else if (value === null) first.delete(key)
      else if (code === P.STREAM_UPDATE) first.update(key, value)
      else first.put(key, value, place)
    }
    this.sum = null
  }

  /** What waits, as blocks. It waits no more. */
  takeOps(): StreamOp<Block | null>[] {
    const { again } = this
    this.again = []
    const news = this.stream.queue.take().map(({ code, key, value, place }) => {
      const isGone = code === P.STREAM_DELETE || code === P.STREAM_CLEAR
      return { code, key, place, value: isGone ? null : this.blockOf(value) }
    })
    return [...again, ...news]
  }

  /** The page has what setup filled in. */
  forget(): void {
    this.first = null
    this.isAdopted = false
  }

  /** It is not shown any more. */
  end(): void {
    this.host.remove(this)
    if (this.stream.node !== this) return
    this.stream.node = null
    this.stream.queue.take()
  }

  private blockOf(item: unknown): Block {
    return this.host.make(this, this.render(item as never))
  }
}
