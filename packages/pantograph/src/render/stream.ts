// `stream({ key })`: a list whose items the server does not keep. Here is what its author sees; how it is shown
// is in stream-node.ts.
import { PantographError } from '../errors.ts'
import { currentScope } from '../reactivity/scope.ts'
import type { Child } from '../template/jsx-values.ts'
import { StreamView } from '../template/stream-view.ts'
import type { PantographEvent } from '../template/events.ts'
import { INT_LIMIT } from '../wire/protocol.ts'
import { currentInstance } from './lifecycle.ts'
import type { Instance } from './nodes.ts'
import type { StreamSource } from './stream-node.ts'
import { StreamQueue } from './stream-queue.ts'
import { Shelf } from './stream-shelf.ts'
import type { Place, StreamKey } from './stream-shelf.ts'

/** Options of `stream`. */
export interface StreamOptions<Item, Key extends StreamKey> {
  /** What names an item among all of the stream. */
  key(item: Item): Key
  /**
   * At most so many items are on the page: one more at an end drops one at the other. From 1 to 100,000.
   * Default: 1,000.
   */
  readonly limit?: number
  /**
   * The end that the page keeps to while its user is there, as a chat does. Else, and where the user has scrolled
   * away from it, what they see stays where it is, whatever comes and goes above it.
   */
  readonly follow?: 'start' | 'end'
}

/** A handler for items of a stream: made by `stream.on`. */
export type StreamHandler<E, Key> = (event: E, key: Key) => unknown

const MOST = 100_000
const USUAL = 1_000

/** Which handler of which stream a function stands for. */
const handlers = new WeakMap<object, { readonly stream: object; readonly id: number }>()

/** The number of a handler that was made by this stream; null for any other value. */
export function handlerId(stream: object, handler: unknown): number | null {
  const known = typeof handler === 'function' ? handlers.get(handler) : undefined
  return known?.stream === stream ? known.id : null
}

function refuse(): never {
  throw new PantographError('PG_STREAM_HANDLER', 'this handler is for items of its stream')
}

/** A list whose items the page keeps, not the server. */
export class Stream<Item, Key extends StreamKey = StreamKey> implements StreamSource {
  /** Where it is shown. @internal */
  node: StreamSource['node'] = null
  /** What is to be shown first. @internal */
  content: Shelf<Item>
  /** What waits until the page can take it. @internal */
  readonly queue: StreamQueue<Item | null>
  /** @internal */
  readonly handlers: StreamHandler<never, never>[] = []
  /** @internal */
  readonly options: StreamOptions<Item, Key>
  /** Which one of the component's streams this is. @internal */
  readonly ordinal: number
  /** @internal */
  readonly limit: number
  private readonly instance: Instance

  /** @internal */
  constructor(instance: Instance, options: StreamOptions<Item, Key>) {
    const { limit = USUAL } = options
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
      throw new PantographError('PG_STREAM_LIMIT', `a limit is from 1 to ${MOST}, not ${limit}`)
    }
    this.instance = instance
    this.options = options
    this.limit = limit
    this.ordinal = instance.streams++
    this.content = new Shelf(limit)
    this.queue = new StreamQueue(limit)
  }

  /** Adds items at the end. One that is there already is updated where it stands. */
  append(...items: readonly Item[]): void {
    for (const item of items) this.put(item, 'end')
  }

  /** Adds items at the start, in the order in which they are given. */
  prepend(...items: readonly Item[]): void {
    for (const item of items.toReversed()) this.put(item, 'start')
  }

  /**
   * Adds an item before another one, or at an index (from 0); at the end where there is no such place. One that is
   * there already is updated where it stands.
   */
  insert(item: Item, place: { readonly before: Key } | { readonly at: number }): void {
    if ('at' in place && !(Number.isInteger(place.at) && place.at >= 0 && place.at <= INT_LIMIT)) {
      throw new PantographError('PG_STREAM_LIMIT', `an index is a whole number, not ${place.at}`)
    }
    this.put(item, place)
  }

  /** Shows a newer version of an item, if it is on the page. */
  update(item: Item): void {
    const key = this.keyOf(item)
    if (this.node === null) this.content.update(key, item)
    else this.later(() => this.queue.update(key, item))
  }

  /** Takes the item with this key off the page. */
  delete(key: Key): void {
    if (this.node === null) this.content.delete(key)
    else this.later(() => this.queue.delete(key, null))
  }

  /** Takes all items off the page, and shows these. */
  reset(items: readonly Item[] = []): void {
    if (this.node === null) this.content.clear()
    else this.later(() => this.queue.clear(null))
    this.append(...items)
  }

  /**
   * A handler for items: called with the event, and the key of the item on which it happened. Make it in setup, always
   * in the same order; give it to elements of items as it is, or with options by `on`.
   *
   * @throws PantographError `PG_STREAM_HANDLER` outside the setup that made the stream.
   * @example
   * const remove = feed.on((_, id) => feed.delete(id))
   * // in the view
   * feed.show((post) => <li>{post.text} <button onClick={remove}>Delete</button></li>)
   */
  on<E extends PantographEvent = PantographEvent>(
    handler: StreamHandler<E, Key>,
  ): (event: E) => unknown {
    const { instance } = this
    if (currentScope() !== instance || instance.view !== null) {
      throw new PantographError(
        'PG_STREAM_HANDLER',
        'stream.on() is called in the setup that makes the stream, so that another server finds the same handlers',
      )
    }
    // Each has one of its own.
    const stand = refuse.bind(null)
    handlers.set(stand, { stream: this, id: this.handlers.push(handler) - 1 })
    return stand
  }

  /**
   * Shows the stream in one place of the view. `render` makes what an item looks like, once for each time that it is
   * told: texts, elements, components without state. Nothing in it can change by itself; use `update`.
   */
  show(render: (item: Item) => Child): StreamView {
    return new StreamView(this, render)
  }

  private put(item: Item, place: Place): void {
    const key = this.keyOf(item)
    if (this.node === null) this.content.put(key, item, place)
    else this.later(() => this.queue.put(key, item, place))
  }

  private keyOf(item: Item): Key {
    const key = this.options.key(item)
    if (typeof key === 'string' || Number.isFinite(key)) return key
    throw new PantographError('PG_STREAM_KEY', `a key is a text or a number, not ${String(key)}`)
  }

  private later(change: () => void): void {
    if (this.instance.disposed) return
    change()
    this.node?.isDue()
  }
}

/**
 * A list that may be long, whose items the server does not keep: they are told to the page and forgotten. What is added
 * before it is shown comes with the first HTML; from then on each change is told once.
 *
 * Setup runs again when a page comes back to another server, and what it fills in then is merged with what the page
 * still shows: items that are there are updated, others put next to their neighbours; if the page has none of them,
 * they take the place of all. So let setup fill in what the page should show now, by its signals.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component's setup; `PG_STREAM_LIMIT` for a limit that is none.
 * @example
 * async function Feed() {
 *   const feed = stream<Post, number>({ key: (post) => post.id, limit: 200 })
 *   feed.append(...(await latestPosts()))
 *   return () => <ul>{feed.show((post) => <li>{post.text}</li>)}</ul>
 * }
 */
export function stream<Item, Key extends StreamKey = StreamKey>(
  options: StreamOptions<Item, Key>,
): Stream<Item, Key> {
  const instance = currentInstance('stream()')
  if (instance.view !== null) {
    throw new PantographError(
      'PG_STATE_IN_VIEW',
      'stream() was called inside a view. Move it to setup.',
    )
  }
  return new Stream(instance, options)
}
