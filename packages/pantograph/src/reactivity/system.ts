// The dependency graph: own node classes on the algorithm of `alien-signals/system`.
// Knows signals and reactions; must not know sessions, components or rendering: a reaction only
// has a queue, and whoever owns the queue decides when it runs.
import { createReactiveSystem } from 'alien-signals/system'
import { PantographError } from '../errors.ts'

// `ReactiveFlags` is a const enum in the package's types, which type stripping cannot inline.
const MUTABLE = 1
const WATCHING = 2
const RECURSED_CHECK = 4
const RECURSED = 8
const DIRTY = 16
const PENDING = 32

type System = ReturnType<typeof createReactiveSystem>
type Node = Parameters<System['link']>[0]
type Link = Parameters<System['unlink']>[0]

let active: Tracker | undefined
/** What the active computed reads, if it is nobody's: it does not listen. */
let notes: Memory | undefined
/** Tells one run of a tracker from another, so that reading a signal twice links it once. */
let version = 0
let lastVersion = 0
/** How many reactions run right now: a write inside one is marked as such for the graph. */
let runDepth = 0
/** How often any signal was written: what nobody listens to is as it was while this is. */
let writes = 0

type Tracker = Computed<unknown> | Reaction

const { link, unlink, propagate, checkDirty, shallowPropagate } = createReactiveSystem({
  update: (node) => (node as Signal<unknown> | Computed<unknown>).settle(),
  notify(node) {
    node.flags &= ~WATCHING
    const reaction = node as Reaction
    reaction.queue.add(reaction)
  },
  unwatched(node) {
    if (node instanceof Computed) node.sleep()
  },
})

function purge(sub: Node): void {
  let stale = sub.depsTail === undefined ? sub.deps : sub.depsTail.nextDep
  while (stale !== undefined) stale = unlink(stale, sub)
}

/** Runs `fn` as `tracker`: every signal read inside becomes its dependency, older ones are dropped. */
function track<T>(tracker: Tracker, flags: number, fn: () => T, memory?: Memory): T {
  const outer = active
  const outerVersion = version
  const outerNotes = notes
  tracker.depsTail = undefined
  tracker.flags = flags | RECURSED_CHECK
  active = tracker
  version = ++lastVersion
  notes = memory
  try {
    return fn()
  } finally {
    active = outer
    version = outerVersion
    notes = outerNotes
    tracker.flags &= ~RECURSED_CHECK
    purge(tracker)
  }
}

function subscribe(node: Remembered, value: unknown): void {
  if (active === undefined) return
  if (notes === undefined) link(node, active as Node, version)
  else notes.set(node, value)
}

/** Where reactions wait for their turn. */
export interface ReactionQueue {
  /** Takes a reaction whose dependencies may have changed. Called at most once until it has run. */
  add(reaction: Reaction): void
}

/** A writable piece of state. Made by `signal`. */
export class Signal<T> implements Node {
  subs: Link | undefined = undefined
  subsTail: Link | undefined = undefined
  flags: number = MUTABLE
  readonly name: string | undefined
  current: T
  private pending: T

  constructor(initial: T, name: string | undefined) {
    this.current = initial
    this.pending = initial
    this.name = name
  }

  get value(): T {
    const value = this.now()
    subscribe(this, value)
    return value
  }

  set value(next: T) {
    if (Object.is(this.pending, next)) return
    this.pending = next
    writes++
    this.flags = MUTABLE | DIRTY
    if (this.subs !== undefined) propagate(this.subs, runDepth > 0)
  }

  peek(): T {
    return this.pending
  }

  /** As of a computed. It is taken over: whoever listens from here on must hear what differs from it. */
  now(): T {
    if (this.flags & DIRTY && this.settle() && this.subs !== undefined) shallowPropagate(this.subs)
    return this.current
  }

  /** For the graph: takes the written value over; true if it differs. */
  settle(): boolean {
    this.flags = MUTABLE
    const changed = !Object.is(this.current, this.pending)
    this.current = this.pending
    return changed
  }

  /** Whether checkpoints leave it out. */
  get transient(): boolean {
    return false
  }
}

/** A class of its own, so that no other signal pays for a field. */
export class TransientSignal<T> extends Signal<T> {
  override get transient(): boolean {
    return true
  }
}

/** What something was computed from: signals and computeds, and what they held. */
type Memory = Map<Remembered, unknown>
type Remembered = Signal<unknown> | Computed<unknown>

function memoryOf(deps: Link | undefined): Memory {
  const memory: Memory = new Map()
  for (let at = deps; at !== undefined; at = at.nextDep) {
    const node = at.dep as Remembered
    memory.set(node, node.current)
  }
  return memory
}

/** What a getter threw, in place of its value. */
class Failure {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}

const isCycle = (error: unknown): boolean =>
  error instanceof PantographError && error.code === 'PG_CYCLE'

/** A value derived from signals, computed when read. Made by `computed`. */
export class Computed<T> implements Node {
  subs: Link | undefined = undefined
  subsTail: Link | undefined = undefined
  deps: Link | undefined = undefined
  depsTail: Link | undefined = undefined
  flags = MUTABLE | DIRTY
  readonly name: string | undefined
  current: T | Failure | undefined = undefined
  /** While it sleeps: what it was computed from. */
  private memory: Memory | null = null
  /** While it sleeps: after how many writes that was found to be so still. */
  private checkedAt = -1
  private readonly getter: () => T

  constructor(getter: () => T, name: string | undefined) {
    this.getter = getter
    this.name = name
  }

  get value(): T {
    // A chain of thousands goes deep: no frame more than it needs.
    const isAside = active === undefined || notes !== undefined
    if (isAside && this.subs === undefined) this.glance()
    else this.refresh()
    subscribe(this, this.current)
    return this.result()
  }

  peek(): T {
    this.now()
    return this.result()
  }

  /** For those who remember: the value, or what stands for it. */
  now(): unknown {
    if (this.subs === undefined) this.glance()
    else this.refresh()
    return this.current
  }

  /** Nobody listens, nor will: if it listened itself, a signal of the whole process would keep it, and its session. */
  private glance(): void {
    this.refuseCycle()
    const { memory } = this
    if (memory !== null && this.checkedAt === writes) return
    const at = writes
    let isAsBefore = memory !== null
    // In order: what comes later may have been asked for because of what came before. A chain of thousands goes deep.
    for (const [node, value] of memory ?? []) {
      if (node instanceof Computed && node.subs === undefined) node.glance()
      else node.now()
      isAsBefore = Object.is(node.current, value)
      if (!isAsBefore) break
    }
    if (!isAsBefore) this.computeAside()
    this.checkedAt = at
  }

  private computeAside(): void {
    const memory: Memory = new Map()
    this.settle(memory)
    this.memory = this.flags & DIRTY ? null : memory
    this.flags = MUTABLE | DIRTY
  }

  /** For the graph: computes; true if the result differs. An error is a result: its readers listen for the next one. */
  settle(memory?: Memory): boolean {
    const before = this.current
    this.memory = null
    try {
      this.current = track(this as Computed<unknown>, MUTABLE, this.getter, memory) as T
    } catch (error) {
      this.current = new Failure(error)
      // It depends on who asked first, and nobody could be told when it ends.
      if (isCycle(error)) this.flags |= DIRTY
    }
    return !Object.is(before, this.current)
  }

  private result(): T {
    if (this.current instanceof Failure) throw this.current.error
    return this.current as T
  }

  /** Nobody listens any more: let go of the dependencies, or they would keep this alive. */
  sleep(): void {
    this.memory = this.flags & (DIRTY | PENDING) ? null : memoryOf(this.deps)
    this.flags = MUTABLE | DIRTY
    this.depsTail = undefined
    purge(this)
  }

  private refuseCycle(): void {
    if (!(this.flags & RECURSED_CHECK)) return
    throw new PantographError('PG_CYCLE', `computed ${this.name ?? ''} reads itself`)
  }

  private refresh(): void {
    this.refuseCycle()
    if (this.memory !== null) this.wake()
    if (!this.isStale()) return
    if (this.settle() && this.subs !== undefined) shallowPropagate(this.subs)
  }

  /** Somebody listens again: so does this, and need not compute if nothing has changed meanwhile. */
  private wake(): void {
    this.glance()
    this.listenAgain()
  }

  private listenTo(memory: Memory): void {
    this.depsTail = undefined
    this.flags = MUTABLE
    const run = ++lastVersion
    for (const node of memory.keys()) {
      if (node instanceof Computed) node.listenAgain()
      link(node, this, run)
    }
  }

  /** It is as it was. */
  private listenAgain(): void {
    const { memory } = this
    this.memory = null
    if (memory !== null) this.listenTo(memory)
  }

  private isStale(): boolean {
    if (this.flags & DIRTY) return true
    if (!(this.flags & PENDING)) return false
    if (checkDirty(this.deps as Link, this)) return true
    this.flags &= ~PENDING
    return false
  }
}

/** Something that runs again when what it read has changed: an effect, a view, a binding. */
export abstract class Reaction implements Node {
  deps: Link | undefined = undefined
  depsTail: Link | undefined = undefined
  flags: number = WATCHING
  abstract readonly queue: ReactionQueue
  /** True while creating state inside would be a mistake (it would be made anew at each run). */
  readonly isView: boolean = false

  /** Does the work; called by the queue's owner, or at once when it is first made. */
  abstract run(): void

  /** Whether a dependency really changed since the last run; if not, it is watched again. */
  isDirty(): boolean {
    if (this.flags & DIRTY) return true
    if (this.flags & PENDING && checkDirty(this.deps as Link, this)) return true
    if (this.deps !== undefined) this.flags = WATCHING
    return false
  }

  /** Runs `fn` and makes what it read the dependencies. */
  protected track<T>(fn: () => T): T {
    runDepth++
    try {
      return track(this, WATCHING, fn)
    } finally {
      runDepth--
    }
  }

  /** Waits for another turn if it has changed what it had read: of that the graph tells it when others read it, if ever. */
  protected takeNote(): void {
    if ((this.flags & (DIRTY | PENDING)) === 0) return
    this.flags &= ~(WATCHING | RECURSED)
    this.queue.add(this)
  }

  /** Lets go of every dependency. A disposed reaction is never notified again. */
  unsubscribe(): void {
    this.depsTail = undefined
    purge(this)
    this.flags = 0
  }
}

/** Runs `fn` without making what it reads a dependency of whoever runs it. */
export function untracked<T>(fn: () => T): T {
  const outer = active
  active = undefined
  try {
    return fn()
  } finally {
    active = outer
  }
}

/** The reaction or computed that runs right now. */
export function activeTracker(): Tracker | undefined {
  return active
}

/** The signals that reactions read, also through computeds. */
export function signalsBehind(reactions: Iterable<Reaction>): Set<Signal<unknown>> {
  const signals = new Set<Signal<unknown>>()
  const seen = new Set<Node>()
  const waiting: Node[] = [...reactions]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (let next = node.deps; next !== undefined; next = next.nextDep) {
      const { dep } = next
      if (dep instanceof Signal) signals.add(dep as Signal<unknown>)
      else if (!seen.has(dep)) {
        seen.add(dep)
        waiting.push(dep)
      }
    }
  }
  return signals
}

/** How many reactions and computeds listen to a signal or computed. For tests and inspection. */
export function subscriberCount(node: object): number {
  let count = 0
  for (let next = (node as { subs?: Link }).subs; next !== undefined; next = next.nextSub) count++
  return count
}
