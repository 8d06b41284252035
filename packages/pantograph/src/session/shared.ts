// State that all pages of an installation share: kept in the store, changed by compare-and-set. An update that
// an event makes is written together with the event's number, so that it is made once, whatever happens.
import { randomBytes } from 'node:crypto'
import { parse, stringify } from 'devalue'
import { PantographError } from '../errors.ts'
import { Signal } from '../reactivity/system.ts'
import { currentInstance } from '../render/lifecycle.ts'
import { ordinalOf, runningEvent } from './running-event.ts'
import type { RunningEvent } from './running-event.ts'
import type { Sealer } from './seal.ts'
import { Session } from './session.ts'
import type { Store } from './store.ts'

/** Shared state, as components see it. */
export interface Shared<T> {
  /** The newest value that this process knows. A view that reads it runs again when it changes. */
  readonly value: T
  peek(): T
  /**
   * Changes it to what `change` makes of the present value. Of several processes that do so at once, each is
   * counted: `change` may be called again with a newer value, so it must do nothing else. In a handler, return
   * or await the promise: the event is done when it is stored.
   *
   * @throws PantographError (as a rejection) `PG_STORE_AWAY` when the store does not answer; `PG_STATE_VALUE` for
   *   a value that is no data; `PG_FENCED` in a handler that has outlived its session: its event is handled elsewhere
   */
  update(change: (value: T) => T): Promise<T>
}

/** What is stored. */
interface Content {
  value: unknown
  /** The last write: whoever got no answer learns from it whether it took place. */
  write: string
  /** For each session that may still repeat an event: the last one that has changed it, how often, and when. */
  events: Map<string, [number: number, updates: number, at: number]>
}

interface Update {
  readonly event: (Pick<RunningEvent, 'session' | 'number' | 'source'> & { nth: number }) | null
  readonly change: (value: unknown) => unknown
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** A session that has not come back for so long will not repeat anything. */
const REMEMBERED = 86_400_000
/** Sessions that may repeat something, at most: those of a crash within the last quarter of a second. */
const MOST_REMEMBERED = 1000
const POLL = 100
const ATTEMPTS = 50
const PREFIX = 'pantograph:shared:'

/** What shared state needs. */
export interface SharedOptions {
  /** Null: this process alone. */
  readonly store: Store | null
  readonly sealer: Sealer
  /** Whether a session of this process will never repeat an event. */
  isSafe(session: string, number: number): boolean
}

/** All shared state of an App. */
export class SharedStates {
  readonly options: SharedOptions
  private readonly cells = new Map<string, Cell>()
  private readonly timer: NodeJS.Timeout

  constructor(options: SharedOptions) {
    this.options = options
    this.timer = setInterval(() => this.poll(), POLL)
    this.timer.unref()
  }

  cell(name: string, initial: unknown): Cell {
    let cell = this.cells.get(name)
    if (cell === undefined) this.cells.set(name, (cell = new Cell(this, name, initial)))
    return cell
  }

  close(): void {
    clearInterval(this.timer)
  }

  /** What other processes have changed. */
  private poll(): void {
    if (this.options.store === null) return
    for (const cell of this.cells.values()) if (cell.subs !== undefined) void cell.refresh()
  }
}

class Cell extends Signal<unknown> implements Shared<unknown> {
  private readonly states: SharedStates
  private readonly key: string
  private version: string | null = null
  private content: Content
  private queue: Update[] = []
  private isWriting = false
  private reading: Promise<void> | null = null
  isLoaded = false

  constructor(states: SharedStates, name: string, initial: unknown) {
    super(initial, name)
    this.states = states
    this.key = PREFIX + encodeURIComponent(name)
    this.content = { value: initial, write: '', events: new Map() }
  }

  override get value(): unknown {
    return super.value
  }

  override set value(_: unknown) {
    throw new PantographError(
      'PG_SHARED_WRITE',
      `the shared state ${this.name} is changed by update((value) => …), so that no other page's change is lost`,
    )
  }

  update(change: (value: unknown) => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.queue.push({ event: this.eventOf(), change, resolve, reject })
      if (!this.isWriting) void this.write()
    })
  }

  private eventOf(): Update['event'] {
    const event = runningEvent()
    if (event === undefined) return null
    const { session, number, source } = event
    return { session, number, source, nth: ordinalOf(event, this.key) }
  }

  /** Reads it again; one read at a time. Rejects when the store is out of reach. */
  load(): Promise<void> {
    return (this.reading ??= this.read().finally(() => (this.reading = null)))
  }

  async refresh(): Promise<void> {
    if (this.isWriting) return
    await this.load().catch(() => {})
  }

  private async read(): Promise<void> {
    const { store, sealer } = this.states.options
    const stored = await store?.get(this.key)
    this.isLoaded = true
    if (stored === undefined || stored.version === this.version) return
    this.version = stored.version
    const bytes = sealer.open(stored.value, this.key)
    this.content = parse(Buffer.from(bytes).toString()) as Content
    super.value = this.content.value
  }

  /** Writes what waits, all of it at once. */
  private async write(): Promise<void> {
    this.isWriting = true
    while (this.queue.length > 0) {
      const updates = this.queue
      this.queue = []
      await this.writeAll(updates).catch((error: unknown) => this.failed(updates, error))
    }
    this.isWriting = false
  }

  /** What one of several has done wrong is not the others' fault. */
  private async failed(updates: readonly Update[], error: unknown): Promise<void> {
    const isAway = error instanceof PantographError && error.code === 'PG_STORE_AWAY'
    if (isAway || updates.length === 1) return updates.forEach(({ reject }) => reject(error))
    for (const update of updates) await this.writeAll([update]).catch(update.reject)
  }

  private async writeAll(all: readonly Update[]): Promise<void> {
    let updates = all
    const write = randomBytes(9).toString('base64url')
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!this.isLoaded || attempt > 0) await this.mustLoad()
      // A write whose answer was lost may have been carried out.
      if (this.content.write === write) return this.answer(updates)
      // After the present value was read: who takes a session over later will find what is written now.
      updates = await this.stillOurs(updates)
      if (updates.length === 0) return
      const next = apply(this.content, updates, write, this.states.options)
      const version = await this.put(next)
      if (version === null) continue
      this.version = version
      this.content = next
      super.value = next.value
      return this.answer(updates)
    }
    throw new PantographError('PG_STORE_AWAY', `the shared state ${this.name} could not be written`)
  }

  /** A handler may outlive its session; then its event is handled elsewhere, and has changed what it changes. */
  private async stillOurs(updates: readonly Update[]): Promise<readonly Update[]> {
    if (this.states.options.store === null) return updates
    const sources = [...new Set(updates.map(({ event }) => event?.source))]
    const verdicts = await Promise.all(sources.map((source) => source?.isOurs() ?? true))
    const lost = new Set(sources.filter((_, i) => !verdicts[i]))
    if (lost.size === 0) return updates
    const why = new PantographError('PG_FENCED', 'the session has ended here, or is elsewhere')
    for (const { event, reject } of updates) if (lost.has(event?.source)) reject(why)
    return updates.filter(({ event }) => !lost.has(event?.source))
  }

  private answer(updates: readonly Update[]): void {
    for (const { resolve } of updates) resolve(this.content.value)
  }

  private async put(content: Content): Promise<string | null> {
    const { store, sealer } = this.states.options
    if (store === null) return ''
    const bytes = sealer.seal(Buffer.from(this.encode(content)), this.key)
    return store.put(this.key, bytes, this.version, Infinity).catch(() => null)
  }

  private encode(content: Content): string {
    try {
      return stringify(content)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new PantographError('PG_STATE_VALUE', `the shared state ${this.name}: ${why}`)
    }
  }

  private async mustLoad(): Promise<void> {
    try {
      await this.read()
    } catch (error) {
      throw new PantographError('PG_STORE_AWAY', `the store does not answer: ${String(error)}`)
    }
  }
}

/** What updates make of it. Those that an event has made before, in another process or life, are left out. */
function apply(
  content: Content,
  updates: readonly Update[],
  write: string,
  { isSafe }: SharedOptions,
): Content {
  const now = Date.now()
  const remembered = [...content.events].filter(
    ([session, [number, , at]]) => now - at < REMEMBERED && !isSafe(session, number),
  )
  const events = new Map(remembered.slice(-MOST_REMEMBERED))
  let { value } = content
  for (const { event, change } of updates) {
    if (event === null) {
      value = change(value)
      continue
    }
    const [number, count] = events.get(event.session) ?? [0, 0]
    const isMade = number > event.number || (number === event.number && count > event.nth)
    if (isMade) continue
    value = change(value)
    // The newest ones last.
    events.delete(event.session)
    events.set(event.session, [event.number, event.nth + 1, now])
  }
  return { value, write, events }
}

/**
 * State that every page of every process shares: kept in the App's store (without one, in this process), and
 * shown wherever it is read. Call it in setup; pages wait for it before they are sent.
 *
 * @param initial what it is before anybody has changed it; data that a checkpoint can keep
 * @throws PantographError `PG_NO_COMPONENT` outside a component, `PG_NO_SESSION` without a page
 * @example
 * const votes = shared('votes', 0)
 * return () => <button onClick={() => votes.update((n) => n + 1)}>{votes}</button>
 */
export function shared<T>(name: string, initial: T): Shared<T> {
  const instance = currentInstance('shared()')
  const { owner } = instance.queue
  if (!(owner instanceof Session)) {
    throw new PantographError('PG_NO_SESSION', 'shared() needs a page')
  }
  const cell = owner.shared(name, initial)
  if (!cell.isLoaded) {
    const settled = instance.queue.pending.add(instance)
    cell.load().then(settled, (error: unknown) => {
      instance.queue.fail(error, instance)
      settled()
    })
  }
  return cell as unknown as Shared<T>
}
