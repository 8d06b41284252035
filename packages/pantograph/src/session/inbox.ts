// The events of one session: taken in order, handled one at a time, never faster than allowed. Binds an
// event to its block on arrival; if the block is gone when its turn comes, the event is stale: counted,
// not run.
import { PantographError } from '../errors.ts'
import { promised } from '../reactivity/promised.ts'
import { untracked } from '../reactivity/signal.ts'
import { runInScope } from '../reactivity/scope.ts'
import type { Scope } from '../reactivity/scope.ts'
import { follow } from '../render/follow.ts'
import type { Instance, MountedBlock } from '../render/nodes.ts'
import type { Tree } from '../render/tree.ts'
import { CHILD, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import { payloadKind, readPayload } from '../wire/payload.ts'
import { PUSH } from '../wire/protocol.ts'
import { Reader, readInline, WireError } from '../wire/reader.ts'
import { MAX_LOG, readItemEvent } from '../wire/upstream.ts'
import type { EventMessage, LogEntry } from '../wire/upstream.ts'
import { Concurrent } from './concurrent.ts'
import { boundItem, eventIn, foundItem, handlerFor, logged } from './bound-event.ts'
import type { Bound, Logged } from './bound-event.ts'
import { takesEvents } from './item-event.ts'
import { inEvent } from './running-event.ts'
import type { EventSource, Marks } from './running-event.ts'
import { reportedStates } from './reported-states.ts'
import type { Ledger } from './ledger.ts'

/** How much a browser may send. */
export interface SessionLimits {
  /** Handled per second in the long run. */
  readonly eventsPerSecond: number
  /** Handled at once after a pause. */
  readonly burst: number
  /** Waiting for their turn before the server stops reading from the socket. */
  readonly maxQueuedEvents: number
}

/** What the inbox needs of its session. */
export interface InboxOwner {
  readonly id: string
  readonly tree: Tree
  readonly scope: Scope
  /** Where it is noted what was done once; null where no event is handled again. */
  readonly marks: Marks | null
  /** Whether the next event may be run now; if not, `resume` is called when it may. */
  mayRun(): boolean
  /** Whether the session is still kept by this process. */
  isOurs(): Promise<boolean>
  /** Another event has been handled (or was stale). */
  onHandled(): void
  /** An event that was sent again has lost its place; the user must know that it was not done. */
  onNotDone(number: number): void
  onHandlerError(error: unknown, component: string): void
  /** The page's address changed in the browser. */
  onUrl(url: string): void
  /** Stop or resume reading from the socket. */
  pauseReading(pause: boolean): void
  /** Runs what may fail. */
  guard(run: () => void): void
}

type Waiting = { readonly number: number; readonly event: Bound | Logged | string | null }

export class Inbox implements EventSource {
  private readonly ledger: Ledger
  private readonly owner: InboxOwner
  private readonly limits: SessionLimits
  private queue: Waiting[] = []
  private running: Promise<void> | null = null
  private concurrent: Concurrent | null = null
  private timer: NodeJS.Timeout | null = null
  private tokens: number
  private refilled: number
  private paused = false
  private closed = false

  constructor(owner: InboxOwner, ledger: Ledger, limits: SessionLimits) {
    this.owner = owner
    this.ledger = ledger
    this.limits = limits
    this.tokens = limits.burst
    this.refilled = performance.now()
  }

  /** Takes an event. @throws PantographError or WireError when no page of ours could have sent it. */
  event(message: EventMessage): void {
    this.enqueue(this.bind(message))
  }

  /** Takes a change of address, in order with the events. */
  url(url: string): void {
    this.enqueue(url)
  }

  /**
   * Takes the events that a browser has kept. Those that were received before are left out.
   * @param byPath whether numbers mean something else now, so that blocks must be found by where they stood
   * @throws PantographError or WireError when no page of ours could have sent them
   */
  replay(first: number, log: readonly LogEntry[], byPath: boolean): void {
    for (const [i, entry] of log.entries()) {
      if (!this.ledger.accept(first + i)) continue
      if (entry.type === 'url') this.wait(entry.url)
      else if (byPath) {
        this.wait(logged(entry))
      } else this.wait(this.bindLogged(entry))
    }
    // Each connection may bring some: a browser of ours never has so many that nobody has handled.
    if (this.queue.length > this.limits.maxQueuedEvents + MAX_LOG) throw new WireError('log')
    this.work()
  }

  private bindLogged(entry: Extract<LogEntry, { type: 'logged' }>): Bound | null {
    const { block, slot, name, payload, isItem } = entry
    if (isItem) return this.bind({ type: 'event', block, slot, payload })
    const found = this.slotAt(block, slot)
    return found && { ...found, name, payload: readPayload(payloadKind(name), payload) }
  }

  /** Goes on after `mayRun` has said no. */
  resume(): void {
    this.workLater()
  }

  async isOurs(): Promise<boolean> {
    return !this.closed && (await this.owner.isOurs()) && !this.closed
  }

  /** Resolves when nothing waits, after `milliseconds` at most. */
  async settled(milliseconds: number): Promise<void> {
    const deadline = performance.now() + milliseconds
    while (this.queue.length > 0 || this.running !== null) {
      const left = deadline - performance.now()
      if (left <= 0 || this.closed) return
      await Promise.race([this.running ?? pause(10), pause(left)])
    }
  }

  /** Whether nothing waits. */
  get isDone(): boolean {
    return this.queue.length === 0 && this.running === null
  }

  /** Whether nothing waits, and no handler runs that holds up no other either. */
  get isFree(): boolean {
    return this.isDone && this.concurrent?.isEmpty !== false
  }

  /** Resolves when it is free, after `milliseconds` at most. */
  async free(milliseconds: number): Promise<void> {
    const deadline = performance.now() + milliseconds
    await this.settled(milliseconds)
    await Promise.race([this.concurrent?.done(), pause(deadline - performance.now())])
  }

  /** Whether it is as new: nothing waits, and all that may be handled at once may be. */
  get isRested(): boolean {
    return this.isFree && !this.paused && this.timer === null && this.refill() >= this.limits.burst
  }

  /** Whether enough waits, so that nothing more is to be read. */
  get isFull(): boolean {
    return this.paused
  }

  /** Whether no handler runs, so that the state is one between two events. */
  get isIdle(): boolean {
    return this.running === null
  }

  /** Resolves when the handlers that run now have finished. */
  async idle(): Promise<void> {
    await Promise.all([this.running, this.concurrent?.done()])
  }

  /** Nothing that waits will be run. */
  close(): void {
    this.closed = true
    this.queue = []
    if (this.timer !== null) clearTimeout(this.timer)
  }

  private enqueue(event: Bound | string | null): void {
    this.ledger.next()
    this.wait(event)
    this.work()
  }

  private wait(event: Bound | Logged | string | null): void {
    this.queue.push({ number: this.ledger.received, event })
    if (!this.paused && this.queue.length >= this.limits.maxQueuedEvents) this.pause(true)
  }

  private pause(pause: boolean): void {
    this.paused = pause
    this.owner.pauseReading(pause)
  }

  /** What the event is for; null when it is stale. */
  private bind({ block, slot: index, payload }: EventMessage): Bound | null {
    const found = this.slotAt(block, index)
    if (found === null) return null
    const { kind } = found.slot
    if (kind === CHILD) return boundItem(found, readItemEvent(payload))
    if (kind !== SPREAD) {
      const event = eventIn(found.slot)
      return { ...found, name: event, payload: readPayload(payloadKind(event), payload) }
    }
    // A spread may hold several events, so the name comes first.
    const reader = new Reader(payload)
    const given = readInline(reader)
    const rest = payload.subarray(reader.at)
    return { ...found, name: given, payload: readPayload(payloadKind(given), rest) }
  }

  /** The place that numbers name; null when it is gone. @throws PantographError when it never was. */
  private slotAt(number: number, index: number): { block: MountedBlock; slot: Slot } | null {
    const { tree } = this.owner
    const block = tree.find(number)
    if (block === undefined) {
      // It was sent, and is gone.
      if (number < tree.fresh) return null
      throw new PantographError('PG_UNKNOWN_BLOCK', `no block ${number} was ever sent`)
    }
    const slot = block.template.slots[index]
    if (slot !== undefined && takesEvents(slot, tree.shown !== null)) return { block, slot }
    throw new PantographError('PG_NO_HANDLER', `slot ${index} of block ${number} takes no events`)
  }

  /** Handles what waits, until one takes its time or the limit is reached. */
  private work(): void {
    while (this.running === null && this.timer === null && !this.closed && this.queue.length > 0) {
      if (!this.owner.mayRun() || !this.takeToken()) return
      const { number, event } = this.queue.shift() as Waiting
      const result = this.run(number, event)
      if (!(result instanceof Promise)) this.finished()
      else this.running = result.then(() => this.finishedLater())
    }
  }

  /** The same where nobody catches what fails. */
  private workLater(): void {
    this.owner.guard(() => this.work())
  }

  private finishedLater(): void {
    this.running = null
    if (this.closed) return
    this.finished()
    this.workLater()
  }

  private finished(): void {
    this.ledger.finish()
    if (this.paused && this.queue.length < this.limits.maxQueuedEvents / 2) this.pause(false)
    this.owner.onHandled()
  }

  /** Above the rate, reading stops until there is room; nothing is dropped. */
  private takeToken(): boolean {
    const { eventsPerSecond } = this.limits
    if (this.refill() >= 1) {
      this.tokens--
      return true
    }
    this.timer = setTimeout(
      () => {
        this.timer = null
        this.workLater()
      },
      Math.ceil(((1 - this.tokens) / eventsPerSecond) * 1000),
    )
    return false
  }

  private refill(): number {
    const now = performance.now()
    const { eventsPerSecond, burst } = this.limits
    this.tokens = Math.min(burst, this.tokens + ((now - this.refilled) / 1000) * eventsPerSecond)
    this.refilled = now
    return this.tokens
  }

  private run(number: number, event: Waiting['event']): Promise<void> | undefined {
    if (event === null) return
    if (typeof event === 'string') {
      this.owner.onUrl(event)
      return
    }
    if ('block' in event) {
      if (this.owner.tree.find(event.block.number) === event.block)
        return this.handle(number, event)
      return
    }
    const found = this.find(event)
    if (found !== null) return this.handle(number, found)
    this.owner.onNotDone(number)
  }

  /** Where an event of the log belongs, as the tree stands now. */
  private find({ path, slot: index, name, payload, item }: Logged): Bound | null {
    const { tree } = this.owner
    tree.catchUp()
    const block = follow(tree.roots, path)
    const slot = block?.template.slots[index]
    if (item !== null) return block && slot ? foundItem({ block, slot }, item) : null
    const fits = slot && (slot.kind === SPREAD || eventIn(slot) === name)
    return block && fits ? { block, slot, name, payload } : null
  }

  private handle(number: number, event: Bound): Promise<void> | undefined {
    const { block, name, payload } = event
    const { handler, isConcurrent } = handlerFor(event, this.owner.tree)
    if (handler === null) return
    this.report(event)
    const scope = event.item?.node.scope ?? block.scope
    try {
      const result = runInScope(scope ?? this.owner.scope, () =>
        inEvent({ session: this.owner.id, number, source: this, marks: this.owner.marks }, () =>
          untracked(() =>
            promised(handler({ type: name, id: `${this.owner.id}:${number}`, ...payload })),
          ),
        ),
      )
      if (!(result instanceof Promise)) return
      const later = this.later(result, event)
      if (!isConcurrent) return later
      ;(this.concurrent ??= new Concurrent()).add(later)
    } catch (error) {
      this.fail(error, scope)
    }
    return
  }

  private async later(result: Promise<unknown>, event: Bound): Promise<void> {
    try {
      await result
    } catch (error) {
      this.fail(error, event.item?.node.scope ?? event.block.scope)
    }
    // The browser has put aside what it was told of the control while it waited for this event's answer.
    if (this.owner.tree.find(event.block.number) === event.block) this.report(event)
  }

  private fail(error: unknown, scope: Instance | null): void {
    if (this.owner.tree.caught(error, scope)) return
    this.owner.onHandlerError(error, scope?.type.name ?? '')
  }

  /** What the user typed need not be sent back; the tree remembers what the browser shows. */
  private report({ block, slot, name, payload }: Bound): void {
    // What a hook says is not what its element shows.
    if (name === PUSH) return
    const isChange = name === 'input' || name === 'change' || name === 'pg-files'
    for (const state of reportedStates(block, slot, payload)) {
      this.owner.tree.report(state, isChange)
    }
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
