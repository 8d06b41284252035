// The events of one session: taken in order, handled one at a time, never faster than allowed. Binds an
// event to its block on arrival; if the block is gone when its turn comes, the event is stale: counted,
// not run.
import { PantographError } from '../errors.ts'
import { untracked } from '../reactivity/signal.ts'
import { runInScope } from '../reactivity/scope.ts'
import type { Scope } from '../reactivity/scope.ts'
import type { Instance, MountedBlock } from '../render/nodes.ts'
import { SpreadBinding } from '../render/nodes.ts'
import type { Tree } from '../render/tree.ts'
import { handlerOf } from '../template/on.ts'
import { EVENT, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import { payloadKind, readPayload } from '../wire/payload.ts'
import type { Payload } from '../wire/payload.ts'
import { Reader, readInline } from '../wire/reader.ts'
import type { EventMessage } from '../wire/upstream.ts'

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
  /** Another event has been handled (or was stale). */
  onHandled(): void
  onHandlerError(error: unknown, component: string): void
  /** The page's address changed in the browser. */
  onUrl(url: string): void
  /** Stop or resume reading from the socket. */
  pauseReading(pause: boolean): void
}

interface Bound {
  readonly block: MountedBlock
  readonly slot: Slot
  readonly name: string
  readonly payload: Payload
}
type Waiting = { readonly number: number; readonly event: Bound | string | null }

export class Inbox {
  /** Events that arrived since the session began. */
  received = 0
  /** Events that were handled. */
  handled = 0
  private readonly owner: InboxOwner
  private readonly limits: SessionLimits
  private queue: Waiting[] = []
  private running: Promise<void> | null = null
  private timer: NodeJS.Timeout | null = null
  private tokens: number
  private refilled: number
  private paused = false
  private closed = false

  constructor(owner: InboxOwner, limits: SessionLimits) {
    this.owner = owner
    this.limits = limits
    this.tokens = limits.burst
    this.refilled = Date.now()
  }

  /** Takes an event. @throws PantographError or WireError when no page of ours could have sent it. */
  event(message: EventMessage): void {
    this.enqueue(this.bind(message))
  }

  /** Takes a change of address, in order with the events. */
  url(url: string): void {
    this.enqueue(url)
  }

  /** Resolves when the handler that runs now has finished. */
  async idle(): Promise<void> {
    await this.running
  }

  /** Nothing that waits will be run. */
  close(): void {
    this.closed = true
    this.queue = []
    if (this.timer !== null) clearTimeout(this.timer)
  }

  private enqueue(event: Bound | string | null): void {
    this.queue.push({ number: ++this.received, event })
    if (!this.paused && this.queue.length >= this.limits.maxQueuedEvents) this.pause(true)
    this.work()
  }

  private pause(pause: boolean): void {
    this.paused = pause
    this.owner.pauseReading(pause)
  }

  /** What the event is for; null when it is stale. */
  private bind({ block: number, slot: index, payload }: EventMessage): Bound | null {
    const { tree } = this.owner
    const block = tree.find(number)
    if (block === undefined) {
      if (tree.wasSent(number)) return null
      throw new PantographError('PG_UNKNOWN_BLOCK', `no block ${number} was ever sent`)
    }
    const slot = block.template.slots[index]
    if (slot === undefined || (slot.kind !== EVENT && slot.kind !== SPREAD)) {
      throw new PantographError('PG_NO_HANDLER', `slot ${index} of block ${number} takes no events`)
    }
    if (slot.kind === EVENT) {
      return { block, slot, name: slot.name, payload: readPayload(payloadKind(slot.name), payload) }
    }
    // A spread may hold several events, so the name comes first.
    const reader = new Reader(payload)
    const name = readInline(reader)
    return {
      block,
      slot,
      name,
      payload: readPayload(payloadKind(name), payload.subarray(reader.at)),
    }
  }

  /** Handles what waits, until one takes its time or the limit is reached. */
  private work(): void {
    while (this.running === null && this.timer === null && !this.closed && this.queue.length > 0) {
      if (!this.takeToken()) return
      const { number, event } = this.queue.shift() as Waiting
      const result = this.run(number, event)
      if (!(result instanceof Promise)) this.finished()
      else this.running = result.then(() => this.finishedLater())
    }
  }

  private finishedLater(): void {
    this.running = null
    if (this.closed) return
    this.finished()
    this.work()
  }

  private finished(): void {
    this.handled++
    if (this.paused && this.queue.length < this.limits.maxQueuedEvents / 2) this.pause(false)
    this.owner.onHandled()
  }

  /** Above the rate, reading stops until there is room; nothing is dropped. */
  private takeToken(): boolean {
    const now = Date.now()
    const { eventsPerSecond, burst } = this.limits
    this.tokens = Math.min(burst, this.tokens + ((now - this.refilled) / 1000) * eventsPerSecond)
    this.refilled = now
    if (this.tokens >= 1) {
      this.tokens--
      return true
    }
    this.timer = setTimeout(
      () => {
        this.timer = null
        this.work()
      },
      Math.ceil(((1 - this.tokens) / eventsPerSecond) * 1000),
    )
    return false
  }

  private run(number: number, event: Bound | string | null): Promise<void> | undefined {
    if (event === null) return
    if (typeof event === 'string') {
      this.owner.onUrl(event)
      return
    }
    const { block, slot, name, payload } = event
    if (this.owner.tree.find(block.number) !== block) return
    const handler = handlerOf(currentHandler(block, slot, name))
    if (handler === null) return
    this.report(event)
    const scope = block.scope
    try {
      const result = runInScope(scope ?? this.owner.scope, () =>
        untracked(() => handler({ type: name, id: `${this.owner.id}:${number}`, ...payload })),
      )
      if (result instanceof Promise) return this.later(result, event)
    } catch (error) {
      this.fail(error, scope)
    }
    return
  }

  private async later(result: Promise<unknown>, event: Bound): Promise<void> {
    try {
      await result
    } catch (error) {
      this.fail(error, event.block.scope)
    }
    // The browser has put aside what it was told of the control while it waited for this event's answer.
    if (this.owner.tree.find(event.block.number) === event.block) this.report(event)
  }

  private fail(error: unknown, scope: Instance | null): void {
    this.owner.onHandlerError(error, scope?.type.name ?? '')
  }

  /** What the user typed need not be sent back; the tree remembers what the browser shows. */
  private report({ block, slot, name, payload }: Bound): void {
    const isChange = name === 'input' || name === 'change'
    for (const property of slot.properties) {
      const value = reportedValue(property.name, payload)
      if (value !== undefined) this.owner.tree.report(block, property.index, value, isChange)
    }
  }
}

function currentHandler(block: MountedBlock, slot: Slot, name: string): unknown {
  const value = block.values[slot.index]
  return value instanceof SpreadBinding ? value.current.events.get(name) : value
}

function reportedValue(name: string, payload: Payload): string | true | null | undefined {
  if (name === 'checked')
    return payload['checked'] === undefined ? undefined : payload['checked'] ? true : null
  if (name !== 'value') return undefined
  const { values, value } = payload
  return Array.isArray(values) ? JSON.stringify(values) : (value as string | undefined)
}
