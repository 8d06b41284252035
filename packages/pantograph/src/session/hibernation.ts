// A session that has been idle for long lets its tree go. What is kept: the state of its components, a sum of
// what they show, and the numbers by which the browser names it. It wakes when somebody needs it, or when a
// signal from outside that the tree has read changes. Knows no connections; who must be told what decides
// session.ts.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ReadonlySignal } from '../reactivity/signal.ts'
import { Reaction } from '../reactivity/system.ts'
import type { ReactionQueue } from '../reactivity/system.ts'
import { outsideOf } from '../render/dormant.ts'
import type { Numbering } from '../render/dormant.ts'
import { fingerprint } from '../render/fingerprint.ts'
import { headGist, usesHead } from '../render/frame-end.ts'
import type { ComponentState } from '../render/state.ts'
import type { Tree } from '../render/tree.ts'
import { decodeComponents, encodeComponents } from './checkpoint.ts'

/** Done when the session is awake; `isSame`: it shows what it did, and the browser's numbers mean what they did. */
export type WokenJob = (isSame: boolean) => void

/** How long asynchronous setups may take. */
const PATIENCE = 2_000

/** What is kept of a tree. */
export class Sleep implements Numbering {
  private readonly state: string
  private readonly sum: number
  /** Whether components have put anything into the document's head. */
  readonly hasHead: boolean
  readonly blocks: Numbering['blocks']
  readonly templates: Numbering['templates']
  private readonly alarm: Alarm | null
  /** Null while nothing wakes it. */
  private jobs: WokenJob[] | null = null

  constructor(
    state: string,
    sum: number,
    hasHead: boolean,
    numbering: Numbering,
    alarm: Alarm | null,
  ) {
    this.state = state
    this.hasHead = hasHead
    this.sum = sum
    this.blocks = numbering.blocks
    this.templates = numbering.templates
    this.alarm = alarm
  }

  components(): readonly ComponentState[] {
    return decodeComponents(this.state)
  }

  /** Notes what is to be done when it is awake; returns how many jobs there are, 1 when it is to be woken now. */
  add(job: WokenJob): number {
    return (this.jobs ??= []).push(job)
  }

  /** Whether it is being woken. */
  get isWaking(): boolean {
    return this.jobs !== null
  }

  /** Nothing from outside wakes it any more. */
  disarm(): void {
    this.alarm?.unsubscribe()
  }

  /** Mounts the tree again and calls `done`: at once, or when asynchronous setups have settled. */
  mount(tree: Tree, addRoots: (tree: Tree) => void, done: () => void): void {
    this.disarm()
    if (this.hasHead) tree.head.use()
    tree.restore(this.components())
    addRoots(tree)
    if (tree.pending.count === 0) done()
    else void later(tree, done)
  }

  /** Whether a tree shows what was shown before; then it goes on with the same numbers. */
  take(tree: Tree): boolean {
    tree.catchUp()
    const isSame =
      tree.pending.count === 0 && fingerprint(tree.roots, headGist(tree.end)) === this.sum
    if (isSame) tree.goOn(this)
    return isSame
  }

  /** Runs what waits, and what comes meanwhile. */
  run(isSame: boolean): void {
    for (const job of this.jobs ?? []) job(isSame)
  }
}

/**
 * What is kept of a tree; null when it must stay. The tree itself is left as it is.
 *
 * @param own signals of the page that are not made by components
 * @param wake called when a signal from outside has changed
 */
export function sleepOf(tree: Tree, own: readonly object[], wake: () => void): Sleep | null {
  const numbering = tree.numbering()
  const outside = numbering === null ? null : outsideOf(tree.roots, own)
  if (numbering === null || outside === null) return null
  const state = stateOf(tree)
  if (state === null) return null
  const alarm = outside.length === 0 ? null : new Alarm(outside, wake)
  const sum = fingerprint(tree.roots, headGist(tree.end))
  return new Sleep(state, sum, usesHead(tree.end), numbering, alarm)
}

/** What is kept of a tree that is mounted again at once, and shown to a page that has nothing; null when it must stay. */
export function renewalOf(tree: Tree): Sleep | null {
  const state = stateOf(tree)
  if (state === null) return null
  return new Sleep(state, NOTHING, usesHead(tree.end), { blocks: '0', templates: [] }, null)
}

/** The sum of no tree. */
const NOTHING = -1

function stateOf(tree: Tree): string | null {
  try {
    return encodeComponents(tree.state())
  } catch {
    // What has no place or cannot be read stays where it is.
    return null
  }
}

async function later(tree: Tree, done: () => void): Promise<void> {
  // What fails now fails again where somebody catches it.
  await tree.settle(PATIENCE).catch(() => {})
  done()
}

/** At most this many sessions are woken per turn by what changes outside. */
const WAKES = 10
const TURN = 50

/** All alarms of the process: a signal may concern thousands of sessions. */
class Alarms implements ReactionQueue {
  private ringing: Alarm[] = []
  private timer: NodeJS.Timeout | null = null
  private last = 0

  add(alarm: Reaction): void {
    this.ringing.push(alarm as Alarm)
    this.schedule()
  }

  private schedule(): void {
    if (this.timer !== null) return
    const wait = Math.max(0, this.last + TURN - performance.now())
    this.timer = outside(() => setTimeout(() => this.turn(), wait))
    this.timer.unref()
  }

  private turn(): void {
    this.timer = null
    this.last = performance.now()
    let left = WAKES
    let at = 0
    for (; at < this.ringing.length && left > 0; at++) {
      const alarm = this.ringing[at] as Alarm
      // It was switched off, or the signal is what it was.
      if (!alarm.isDirty()) continue
      left--
      alarm.run()
    }
    this.ringing.splice(0, at)
    if (this.ringing.length > 0) this.schedule()
  }
}

/** Whoever changes a signal, those that wake are not part of what they do. */
const outside = AsyncLocalStorage.snapshot()

const alarms = new Alarms()

/** Listens to signals for a session that sleeps. */
class Alarm extends Reaction {
  readonly queue = alarms
  private readonly wake: () => void

  constructor(signals: readonly ReadonlySignal<unknown>[], wake: () => void) {
    super()
    this.wake = wake
    this.track(() => {
      for (const signal of signals) void signal.value
    })
  }

  run(): void {
    this.wake()
  }
}
