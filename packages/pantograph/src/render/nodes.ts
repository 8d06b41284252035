// What the mounted tree is made of. The tree holds what was last sent: a slot's value is a text, a
// block, a List, an Instance (component) or a binding (signal). Data and small helpers; the work is
// done in mount.ts and patch.ts.
import { Reaction, untracked } from '../reactivity/system.ts'
import type { ReactionQueue, Signal } from '../reactivity/system.ts'
import { withScope } from '../reactivity/scope.ts'
import type { EffectQueue, Scope } from '../reactivity/scope.ts'
import type { ReadonlySignal } from '../reactivity/signal.ts'
import type { Component, Key, Props } from '../template/block.ts'
import type { Template } from '../template/template.ts'
import type { AttributeValue } from '../html/values.ts'
import type { Collection, Part, Resting, Saved } from './part.ts'
import { evaluateSignal, nothingYet } from './awaiting.ts'
import type { Awaited } from './awaiting.ts'
import { keyAt } from './keys.ts'
import type { StreamHost, StreamNode } from './stream-node.ts'
import type { StreamOp } from './stream-queue.ts'
import type { Arrival, TreeOwner } from './tree-owner.ts'

/** What a child slot holds once it is mounted. */
export type Mounted = Shown | MountedBlock | List | Instance | ChildBinding | ShownStream
type Shown = string | number | null

export type ShownStream = StreamNode<MountedBlock, Instance>

/** An operation on a stream as it is told: with the block that an item is made of. */
export type ToldOp = StreamOp<MountedBlock | null>

/** A block number before the browser knows the block. */
export const UNSENT = -1

/** A block in the tree: `values` holds what was last sent, `number` names it on the wire. */
export class MountedBlock {
  readonly template: Template
  values: readonly unknown[]
  readonly key: Key | undefined
  /** The component whose view made it, which owns its handlers; null directly below a root. */
  readonly scope: Instance | null
  /** The block that it stands in, and the slot; null for a root. */
  readonly owner: MountedBlock | null
  readonly slot: number
  number = UNSENT
  /** Whether `values` is the description's own array: most values are mounted as they are. */
  private shared = true

  constructor(
    template: Template,
    values: readonly unknown[],
    key: Key | undefined,
    scope: Instance | null,
    place: Place | null,
  ) {
    this.template = template
    this.values = values
    this.key = key
    this.scope = scope
    this.owner = place?.owner ?? null
    this.slot = place?.slot ?? 0
  }

  /** Whether every slot shows what the description says: nothing in it lives, or has to end. */
  get isAsDescribed(): boolean {
    return this.shared
  }

  /** Puts a value into a slot; the description, which may stand elsewhere too, keeps its own. */
  put(slot: number, value: unknown): void {
    if (this.shared) {
      this.values = this.values.slice()
      this.shared = false
    }
    ;(this.values as unknown[])[slot] = value
  }
}

/** Gives state back to what is mounted: see restoration.ts. */
export interface Restorer {
  /** Mounts an item of a list. */
  item<T>(key: Key, mount: () => T): T
  /** Mounts a component, which finds its state in `saved`. */
  component<T>(instance: Instance, mount: () => T): T
  /** Whether the setup has made just what it was given values for. */
  fits(instance: Instance): boolean
  /** What a component that keeps something else than it did is given instead; null: it begins afresh. */
  migrated(instance: Instance): Saved | null
}

/** Where a ref's element is. */
export interface RefPlace {
  readonly owner: MountedBlock
  readonly slot: number
}

/** Given functions that let the browser call one of an element's own, and that tell the page as a whole something. */
export type ElementJob = (call: ElementCall, tell: (kind: number, text: string) => void) => void
type ElementCall = (place: RefPlace, text: string) => void

/** What is told of the element that it stands on: see ref.ts. */
export interface RefTarget {
  attach(place: RefPlace): void
  detach(place: RefPlace): void
}

/** What the tree offers to the nodes in it. */
export interface Host extends ReactionQueue {
  readonly owner: TreeOwner
  /** What components put into the document's head. */
  readonly head: Collection
  /** State that is given back to what is mounted now. */
  readonly restoration: Restorer | null
  /** An error that no caller can catch (asynchronous setup, clean-up). */
  fail(error: unknown, instance: Instance): void
  /** An error that the page itself knows of, for the log. */
  note(code: string, error: unknown, instance: Instance): void
  /** An error of that component, or below it, that is shown in place of something. */
  caught(error: unknown, instance: Instance | null): boolean
  /** Does something with an element at the end of the next frame. */
  after(job: ElementJob): void
  /** What is still to come. */
  readonly pending: Awaited<Instance | null>
  /** An instance has something to do when the page is connected. */
  connects(instance: Instance): void
  /** The instance is gone. */
  disconnects(instance: Instance): void
  /** The mounted block is gone; its number can be used again when the browser knows. */
  release(block: MountedBlock): void
  /** The streams that are shown. */
  readonly streams: StreamHost<MountedBlock, Instance>
}

/** The place of something dynamic: a slot of a block, or an item of the list in that slot. */
export interface Place {
  readonly owner: MountedBlock
  readonly slot: number
  readonly item: boolean
}

export type Item = MountedBlock | Instance

/**
 * A list in a slot. Items are blocks, or components whose output is a block. Blocks in which nothing lives rest
 * until somebody asks for the items: HTML does without them, and many pages are written for nobody who connects.
 */
export class List {
  resting: Resting | null
  private readonly place: Place
  private readonly scope: Instance | null
  private mounted: Item[] = NO_ITEMS
  private names: Key[] = NO_KEYS

  constructor(resting: Resting | null, place: Place, scope: Instance | null) {
    this.resting = resting
    this.place = place
    this.scope = scope
  }

  get items(): Item[] {
    if (this.resting !== null) this.wake(this.resting)
    return this.mounted
  }

  get keys(): Key[] {
    if (this.resting !== null) this.wake(this.resting)
    return this.names
  }

  replace(items: Item[], keys: Key[]): void {
    this.resting = null
    this.mounted = items
    this.names = keys
  }

  private wake({ template, values, keys }: Resting): void {
    this.replace(
      values.map((all, i) => new MountedBlock(template, all, keys[i], this.scope, this.place)),
      keys.map(keyAt),
    )
  }
}

const NO_ITEMS: Item[] = []
const NO_KEYS: Key[] = []

/** Something in the tree that runs again by itself and replaces its child. */
abstract class Dynamic extends Reaction implements Place {
  readonly queue: Host
  readonly owner: MountedBlock
  readonly slot: number
  readonly item: boolean
  readonly depth: number
  child: Mounted = null

  constructor(host: Host, place: Place, depth: number) {
    super()
    this.queue = host
    this.owner = place.owner
    this.slot = place.slot
    this.item = place.item
    this.depth = depth
  }

  /** What stands here now. */
  abstract evaluate(): unknown

  run(): void {
    throw new Error('run by the tree')
  }
}

/** A signal or computed that stands in a child slot. */
export class ChildBinding extends Dynamic {
  readonly signal: ReadonlySignal<unknown>
  readonly parent: Instance | null

  constructor(host: Host, place: Place, signal: ReadonlySignal<unknown>, parent: Instance | null) {
    super(host, place, parent === null ? 0 : parent.depth + 1)
    this.signal = signal
    this.parent = parent
  }

  read(): unknown {
    return this.track(() => this.signal.value)
  }

  evaluate(): unknown {
    return evaluateSignal(this, this.parent)
  }
}

/** A signal or computed that stands in an attribute or property slot. */
export class AttributeBinding extends Reaction {
  readonly queue: Host
  readonly owner: MountedBlock
  readonly slot: number
  readonly depth: number
  readonly signal: ReadonlySignal<unknown>
  current: AttributeValue = null

  constructor(
    host: Host,
    owner: MountedBlock,
    slot: number,
    signal: ReadonlySignal<unknown>,
    depth: number,
  ) {
    super()
    this.queue = host
    this.owner = owner
    this.slot = slot
    this.signal = signal
    this.depth = depth
  }

  read(): unknown {
    return this.track(() => this.signal.value)
  }

  evaluate(): unknown {
    return evaluateSignal(this, this.owner.scope)
  }

  run(): void {
    throw new Error('run by the tree')
  }
}

export type View = (props: Props) => unknown

/** One use of a component. */
export class Instance extends Dynamic implements Scope {
  readonly type: Component
  readonly key: Key | undefined
  readonly parent: Instance | null
  props: Props
  view: View | null = null
  override isView = false
  disposed = false
  /** Raised when new props arrive, for whoever reads setup's live `props`. */
  propsVersion: Signal<number> | null = null
  /** Props that setup took by destructuring (development only). */
  taken: Set<PropertyKey> | null = null
  disposers: (() => void)[] | null = null
  /** `onMount` functions, and the clean-ups of those that have run. */
  mounts: ((arrival: Arrival) => unknown)[] | null = null
  cleanups: ((() => void) | null)[] | null = null
  abort: AbortController | null = null
  /** What setup has made besides signals. */
  parts: Part[] | null = null
  /** What it hands to everything below it: see context.ts. */
  provided: Map<object, unknown> | null = null
  /** What setup has made, in order: the state that checkpoints keep. */
  signals: Signal<unknown>[] | null = null
  /** How many streams setup has made. */
  streams = 0
  /** While state is given back: where it stands, and what its setup finds. */
  path: string | null = null
  saved: Saved | null = null
  /** The settled result of an asynchronous view, and which call of it is the latest. */
  attempt = 0

  constructor(
    host: Host,
    place: Place,
    parent: Instance | null,
    call: { type: Component; props: Props; key: Key | undefined },
  ) {
    super(host, place, parent === null ? 0 : parent.depth + 1)
    this.parent = parent
    this.type = call.type
    this.props = call.props
    this.key = call.key
  }

  get effects(): EffectQueue {
    return this.queue.owner.effects
  }

  /** A signal is made; setup's are the state. It may have a value from before. */
  keep(signal: Signal<unknown>): void {
    if (this.view !== null) return
    const signals = (this.signals ??= [])
    signals.push(signal)
    const { saved } = this
    if (saved === null || signal.transient) return
    const ordinal = signals.filter(({ name }) => name === signal.name).length - 1
    const name = `${signal.name ?? ''}#${ordinal}`
    if (saved.values.has(name)) signal.value = saved.values.get(name)
  }

  own(dispose: () => void): void {
    // Made behind an `await`, when the component was gone already.
    if (this.disposed) return untracked(dispose)
    ;(this.disposers ??= []).push(dispose)
  }

  evaluate(): unknown {
    const view = this.view
    if (view === null) return null
    try {
      const shown = withScope(this, () => this.track(() => view(this.props)))
      this.queue.pending.awaitsNothing(this)
      return shown
    } catch (error) {
      return nothingYet(this.queue, this, this, error)
    }
  }

  /** Runs setup (or a stateless component) and remembers what it read. */
  trackSetup(run: () => unknown): unknown {
    return this.track(run)
  }
}
