// The part of a session that can be let go while nothing happens, and be made again: its tree, and what goes
// with it. What stays of it meanwhile is in hibernation.ts.
import { EffectQueue } from '../reactivity/scope.ts'
import type { Scope } from '../reactivity/scope.ts'
import { Instance } from '../render/nodes.ts'
import type { ComponentState } from '../render/state.ts'
import { Tree } from '../render/tree.ts'
import type { TreeOwner } from '../render/tree-owner.ts'
import type { Component, Props } from '../template/block.ts'
import { renewalOf, sleepOf } from './hibernation.ts'
import { usesHead } from '../render/frame-end.ts'
import type { Sleep, WokenJob } from './hibernation.ts'
import { Inbox } from './inbox.ts'
import type { InboxOwner, SessionLimits } from './inbox.ts'
import type { Ledger } from './ledger.ts'

/** Whose works they are. */
export interface WorksOwner extends TreeOwner, InboxOwner {
  readonly ledger: Ledger
  readonly limits: SessionLimits
  /** Signals of the page that are not made by components. */
  readonly ownSignals: readonly object[]
  onHandlerError(error: unknown, component: string): void
  /** Runs what may fail. */
  guard(run: () => void): void
  /** The roots are mounted again. */
  restored(): void
  /** `run` does what waited; `isSame`: the page shows what it did, by the same numbers. */
  onAwake(isSame: boolean, run: () => void): void
  /** The tree is gone: what is only of use with it may go too. */
  onAsleep(): void
  /** Something outside has changed that the page had read. */
  onAlarm(): void
}

class Made {
  readonly effects: EffectQueue
  readonly scope: Scope
  readonly tree: Tree
  readonly inbox: Inbox

  constructor(owner: WorksOwner) {
    this.effects = new EffectQueue((error, scope) =>
      this.tree.fail(error, scope instanceof Instance ? scope : null),
    )
    this.scope = { effects: this.effects, own: () => {} }
    this.tree = new Tree(owner)
    this.inbox = new Inbox(owner, owner.ledger, owner.limits)
  }
}

export class Works {
  private readonly owner: WorksOwner
  private made: Made | null = null
  private asleep: Sleep | null = null
  /** The roots, to be mounted again: a component, its props, a component … */
  private roots: readonly (Component | Props)[] = []

  constructor(owner: WorksOwner) {
    this.owner = owner
  }

  /** What is let go; made now if it is not there. */
  get all(): Made {
    return (this.made ??= new Made(this.owner))
  }

  /** What is there now. */
  get present(): Made | null {
    return this.made
  }

  /** Mounts a component; returns the root's index. Throws what setup and view throw. */
  addRoot(component: Component, props: Props): number {
    const root = this.all.tree.addRoot(component, props)
    // Spreading would leave room for more.
    this.roots = this.roots.concat([component, props])
    return root
  }

  get rootCount(): number {
    return this.roots.length / 2
  }

  /** The state of the components, between two events. @throws PantographError `PG_STATE_KEY` */
  components(): readonly ComponentState[] {
    return this.asleep?.components() ?? this.all.tree.state()
  }

  // Hibernation: see docs/protocol.md

  /** Whether the tree is not there. */
  /** Whether components have put anything into the document's head. */
  get hasHead(): boolean {
    return this.asleep?.hasHead ?? usesHead(this.all.tree.end)
  }

  get isAsleep(): boolean {
    return this.asleep !== null
  }

  /** Lets the tree go until it is needed; false when it must stay. */
  hibernate(): boolean {
    const { owner, made } = this
    if (made?.inbox.isRested !== true) return false
    const onAlarm = (): void => {
      if (this.asleep?.isWaking === false) owner.onAlarm()
    }
    const asleep = sleepOf(made.tree, owner.ownSignals, onAlarm)
    if (asleep === null) return false
    made.tree.dispose()
    this.made = null
    this.asleep = asleep
    owner.onAsleep()
    return true
  }

  /**
   * A page has nothing of what its streams showed: setups fill them in again, as for any page that comes back. Not
   * while a handler runs, whose state that would be: then it returns false.
   */
  renew(): boolean {
    const { made } = this
    if (made?.tree.shown?.areForgotten !== true) return true
    if (!made.inbox.isFree) return false
    const asleep = renewalOf(made.tree)
    if (asleep === null) return true
    made.tree.dispose()
    this.made = null
    this.asleep = asleep
    return true
  }

  /** Does something now, or when it is awake. What comes meanwhile waits in order. */
  whenAwake(job: WokenJob): void {
    const { asleep, owner } = this
    if (asleep === null) return job(true)
    const count = asleep.add(job)
    if (count >= owner.limits.maxQueuedEvents) owner.pauseReading(true)
    if (count > 1) return
    const done = (): void => owner.guard(() => this.onMounted(asleep))
    asleep.mount(this.all.tree, (tree) => this.mountRoots(tree), done)
  }

  private mountRoots(tree: Tree): void {
    const { roots } = this
    for (let i = 0; i < roots.length; i += 2) {
      tree.addRoot(roots[i] as Component, roots[i + 1] as Props)
    }
  }

  private onMounted(asleep: Sleep): void {
    if (this.asleep !== asleep) return
    this.owner.restored()
    const isSame = asleep.take(this.all.tree)
    this.asleep = null
    this.owner.onAwake(isSame, () => asleep.run(isSame))
  }

  // The connection and the end

  /** Nobody is connected: nothing from outside wakes it any more. */
  disconnect(): void {
    this.asleep?.disarm()
    this.made?.tree.disconnect()
  }

  /** Nothing that waits will be run. */
  close(): void {
    this.asleep?.disarm()
    this.asleep = null
    this.made?.inbox.close()
  }

  /** Ends everything in the tree. */
  dispose(): void {
    this.made?.tree.dispose()
    this.roots = []
  }
}
