// The mounted tree of one session: what was last sent, which parts are due, and how a frame is made.
// Pulled: nothing is rendered until the session asks for a frame. Must not know sockets or HTTP.
import { isDevelopment, PantographError } from '../errors.ts'
import type { Reaction } from '../reactivity/system.ts'
import type { Component, Props } from '../template/block.ts'
import { isGuarded, takeError } from './boundary.ts'
import { numbersOf, sharedList } from './dormant.ts'
import type { Numbering } from './dormant.ts'
import { ComponentCall } from '../template/block.ts'
import { Connectable } from './lifecycle.ts'
import type { Writer } from '../wire/writer.ts'
import type { Comparison } from './compare.ts'
import type { Registry } from './emit.ts'
import { FrameOutput, ops, SILENT } from './frame-output.ts'
import { FrameEnd } from './frame-end.ts'
import type { Head } from './head.ts'
import type { HtmlWriter } from './html.ts'
import { Journal } from './journal.ts'
import { KnownTemplates } from './known-templates.ts'
import { mountChild, unmount } from './mount.ts'
import { ITEM_TEMPLATE } from './content.ts'
import { standsInBody } from './nesting.ts'
import { MountedBlock, UNSENT } from './nodes.ts'
import type { ElementJob, Instance, Mounted } from './nodes.ts'
import { KnownBlocks } from './known-blocks.ts'
import type { Output } from './output.ts'
import { forEachBlock } from './walk.ts'
import { update } from './patch.ts'
import type { Dirty, Patcher } from './patch.ts'
import { Pending } from './pending.ts'
import { Reports } from './reports.ts'
import type { ControlState } from './reports.ts'
import { Restoration } from './restoration.ts'
import { collectState } from './state.ts'
import { stillItem } from './still.ts'
import { Streams } from './streams.ts'
import type { ComponentState } from './state.ts'
import type { TreeOwner } from './tree-owner.ts'

const MAX_ROUNDS = 100

export class Tree implements Patcher, Registry {
  readonly roots: MountedBlock[] = []
  templates: KnownTemplates
  readonly pending = new Pending(this)
  /** State that is given back to what is mounted now. */
  restoration: Restoration | null = null
  /** Whether what is due runs now, and may still mount what finds its state there. */
  private isRunning = false
  readonly owner: TreeOwner
  private known = new KnownBlocks()
  private dirty: Dirty[] = []
  /** Whether a browser follows; if not, the tree changes in silence. */
  private live = false
  /** Whether one comes back, and is still to be told what it shows: what is asked of it meanwhile is asked after that. */
  private isComing = false
  /** What the browser has told of its controls since the last frame. */
  reports: Reports | null = null
  private connectable: Connectable | null = null
  /** What the next frame begins with, apart from what is dirty. */
  private queue: (() => void)[] | null = null
  /** The streams that are shown, if there are any. */
  shown: Streams | null = null

  private readonly frames = new FrameOutput(this)
  /** What frames end with; null while there is nothing. */
  end: FrameEnd | null = null
  /** What the last frame needs of the browser runtime: bits, 1 << a feature's number. */
  needs = 0

  constructor(owner: TreeOwner) {
    this.owner = owner
    this.templates = new KnownTemplates(this.frames)
  }

  /** What patching writes to. */
  get output(): Output {
    return this.live ? this.frames : SILENT
  }

  get isDirty(): boolean {
    return this.dirty.length > 0 || this.shown?.areDue === true
  }

  /** Mounts a component as one more root; returns its index. Errors of setup and view are thrown. */
  addRoot(type: Component, props: Props): number {
    const root = new MountedBlock(ITEM_TEMPLATE, [null], undefined, null, null)
    this.roots.push(root)
    if (isDevelopment) standsInBody(root)
    if (this.restoration !== null) this.restoration.root = this.roots.length - 1
    const place = { owner: root, slot: 0, item: false }
    root.put(0, mountChild(this, new ComponentCall(type, props, undefined), place, null))
    return this.roots.length - 1
  }

  /** What setups have made signals of, between two events. @throws PantographError `PG_STATE_KEY` */
  state(): ComponentState[] {
    return [...collectState(this.roots), ...(this.restoration?.left ?? [])]
  }

  /** Roots that are added find this state, until `settle`. */
  restore(states: readonly ComponentState[]): void {
    this.restoration = new Restoration(states)
  }

  /** What is mounted from now on is new. Returns the components that could not use their state. */
  endRestore(): readonly string[] {
    const { restoration } = this
    if (restoration !== null) restoration.isMounted = true
    this.onComplete()
    return restoration?.resets ?? []
  }

  onComplete(): void {
    const isComplete = this.pending.count === 0 && this.dirty.length === 0 && !this.isRunning
    if (this.restoration?.isMounted && isComplete) this.restoration = null
  }

  /** Waits until no asynchronous setup is pending, `milliseconds` at most. */
  async settle(milliseconds: number): Promise<void> {
    await this.pending.settle(milliseconds, () => this.catchUp())
  }

  /** Adds the HTML of a root. */
  writeHtml(root: number, html: HtmlWriter): void {
    // Nobody was ever told anything.
    if (this.fresh === 0) this.shown?.fillIn()
    html.node((this.roots[root] as MountedBlock).values[0] as Mounted)
  }

  /** Runs what is due without telling a browser. */
  catchUp(): void {
    if (!this.live) this.runDirty()
  }

  /**
   * A browser that has the HTML connects: writes, for each root, the digest of what it should have and
   * its shape; then, as operations, the handlers that have options.
   */
  adopt(writer: Writer): void {
    this.begin()
    this.frames.adopt(writer, this.roots)
    // A browser that comes back with a ticket has read this.
    this.frames.journal = new Journal()
  }

  /** No browser follows any more as far as it has: until the next begins, the tree changes in silence. */
  hush(): void {
    this.live = false
    this.isComing = true
  }

  /** A browser connects that must be told everything: the next frame renders all roots anew. */
  renderAnew(): void {
    this.end?.head.has(null)
    this.hush()
    this.catchUp()
    this.queue = null
    this.begin()
    for (const root of this.roots) {
      this.later(() => {
        this.releaseAll(root.values[0])
        this.frames.render(root)
      })
    }
  }

  /** The browser shows this: the next frame tells where it differs from what is here. */
  recognise({ known, gone, differences }: Comparison, count: number): void {
    this.end?.head.has(null)
    this.queue = null
    this.begin()
    for (const root of this.roots) forEachBlock(root.values[0], (block) => (block.number = UNSENT))
    this.known.recognise(known, gone, count - this.roots.length)
    this.later(() => this.frames.differences(differences))
    this.later(() => this.shown?.forgetUntold())
  }

  get head(): Head {
    return (this.end ??= new FrameEnd(this)).head
  }

  onNews(): void {
    if (this.live) this.owner.onDirty()
  }

  onMoved(): void {
    this.end?.head.changed()
  }

  after(job: ElementJob): void {
    if (this.live || this.isComing) (this.end ??= new FrameEnd(this)).add(job)
  }

  /** Changes the address in the browser (with the next frame). */
  page(kind: number, url: string): void {
    if (this.live) this.later(() => this.frames.page(kind, url))
    else this.after((_, tell) => tell(kind, url))
  }

  /**
   * The browser is back and has applied everything up to frame number `frame`: the next frame tells what it
   * has missed. Returns the lowest number that no block has had.
   */
  resume(frame: number): number {
    this.shown?.heard()
    const unseen = this.frames.journal.takeAfter(frame)
    // Of what happens once not all is kept: the head is told anew.
    if (unseen.once.length > 0) this.end?.head.has(null)
    for (const [template, before] of unseen.templates) this.templates.revert(template, before)
    // The browser never heard of them.
    for (const block of unseen.blocks) if (this.knows(block)) this.known.forget(block)
    this.known.numbers.resume(frame)
    this.queue = [() => this.frames.retell(unseen, this.known), ...(this.queue ?? [])]
    return this.known.numbers.fresh
  }

  /** Whether the browser has heard of it. */
  knows(block: MountedBlock): boolean {
    return this.known.knows(block)
  }

  /**
   * Makes the next frame; null if there is nothing to tell. `done`: how many events it follows, `kept`: how
   * many can be lost no more.
   */
  frame(done: number, kept: number): Uint8Array | null {
    try {
      const queue = this.queue
      this.queue = null
      for (const job of queue ?? []) job()
      this.runDirty()
      if (this.live) this.shown?.tell(this.frames)
      for (const refused of this.reports?.refused() ?? []) this.output.property(refused)
      this.reports = null
      this.end?.write(this.frames)
      this.needs = ops.writer.takeNeeds()
      return ops.empty && done === 0 && kept === 0 ? null : ops.finish(done, kept)
    } catch (error) {
      ops.discard()
      throw error
    }
  }

  /** Frame number `frame` is on its way. */
  sent(frame: number): void {
    this.known.numbers.sent(frame)
    this.frames.journal.close(frame)
  }

  /** The browser has applied everything up to frame number `frame`. */
  acknowledged(frame: number): void {
    this.known.numbers.acknowledged(frame)
    this.frames.journal.acknowledged(frame)
  }

  /**
   * How the browser names what it shows; null unless it shows just what is here, nothing is due or waits for
   * its answer, and no component has asked to be told of the connection.
   */
  numbering(): Numbering | null {
    const isDue = this.isDirty || this.queue !== null || this.reports !== null
    const isWaiting = this.pending.count > 0 || this.restoration !== null
    const isConnected = this.connectable?.isEmpty === false
    if (!this.live || isDue || isWaiting || isConnected) return null
    const { numbers } = this.known
    if (!numbers.isSettled || !this.frames.journal.isEmpty) return null
    const blocks = numbersOf(this.roots, numbers.fresh)
    return blocks === null ? null : { blocks, templates: sharedList(this.templates.all()) }
  }

  /** The browser shows what is here, and names it so. */
  goOn({ blocks, templates }: Numbering): void {
    this.end?.head.has(this.end.head.text)
    this.begin()
    this.known = new KnownBlocks()
    this.templates.takeOver(templates)
    this.known.restore(this.roots, blocks)
    this.shown?.forgetUntold()
  }

  /** The block with that number, or undefined when it is gone or never was. */
  find(number: number): MountedBlock | undefined {
    return this.known.find(number)
  }

  /** The browser has told what a form control holds, and whether the user has just changed it. */
  report(state: ControlState, isChange: boolean): void {
    if (this.live) (this.reports ??= new Reports()).add(state, isChange)
  }

  /** Ends everything in the tree. */
  dispose(): void {
    this.live = this.isComing = false
    this.disconnect()
    for (const root of this.roots) unmount(this, root.values[0])
    this.roots.length = 0
    this.known = new KnownBlocks()
    this.dirty = []
    this.queue = null
  }

  // Life of the connection

  /** Runs `onMount` functions of components that have not run them on this connection. */
  connect(): void {
    this.connectable?.connect()
  }

  /** Runs the clean-ups that `onMount` functions returned. */
  disconnect(): void {
    this.connectable?.disconnect()
  }

  connects(instance: Instance): void {
    ;(this.connectable ??= new Connectable()).add(instance)
  }

  disconnects(instance: Instance): void {
    this.connectable?.delete(instance)
  }

  // What the nodes need of their host

  add(reaction: Reaction): void {
    this.dirty.push(reaction as unknown as Dirty)
    if (this.dirty.length > 1) return
    this.owner.onDirty()
    // Whoever waits for what is to come must run it.
    this.pending.poke()
  }

  fail(error: unknown, instance: Instance | null): void {
    if (this.caught(error, instance)) return
    // What fails in it while it is taken away is no worse than what it is taken away for.
    if (instance?.disposed && isGuarded(instance)) this.note('PG_CAUGHT', error, instance)
    else this.owner.onError(error, instance?.type.name ?? '')
  }

  /** Lets the nearest boundary, of that component or above, show an error; false where there is none. */
  caught(error: unknown, instance: Instance | null): boolean {
    return takeError(instance, error, () => this.note('PG_CAUGHT', error, instance))
  }

  note(code: string, error: unknown, instance: Instance | null): void {
    this.owner.onNote(code, error, instance?.type.name ?? '')
  }

  release(block: MountedBlock): void {
    if (block.number === UNSENT) return
    this.known.forget(block)
    this.reports?.forget(block)
  }

  // Streams

  get streams(): Streams {
    return (this.shown ??= new Streams(this, stillItem, () => this.owner.onDirty()))
  }

  // What the emitter needs

  take(count: number): number {
    return this.known.numbers.take(count)
  }

  get fresh(): number {
    return this.known.numbers.fresh
  }

  register(number: number, block: MountedBlock): void {
    this.known.name(number, block)
    this.frames.journal.block(block)
  }

  // Within

  /** Numbering starts anew: nothing that an earlier connection named is known. */
  private begin(): void {
    this.shown?.begin(this.frames.journal.unseenStreams)
    this.templates = new KnownTemplates(this.frames)
    this.frames.journal = new Journal()
    this.known = new KnownBlocks(this.roots)
    this.live = true
    this.isComing = false
    this.reports = null
  }

  private later(job: () => void): void {
    ;(this.queue ??= []).push(job)
    this.owner.onDirty()
  }

  /** Gives back the numbers of all blocks under a node that stays mounted. */
  private releaseAll(node: unknown): void {
    forEachBlock(node, (block) => {
      if (this.known.knows(block)) this.release(block)
      block.number = UNSENT
    })
  }

  /** Parents first: what they do may make a child's own run needless. */
  private runDirty(): void {
    this.isRunning = true
    for (let round = 0; this.dirty.length > 0; round++) {
      if (round === MAX_ROUNDS) {
        throw new PantographError('PG_LOOP', 'views keep changing the signals that they read')
      }
      const due = this.dirty
      this.dirty = []
      if (due.length > 1) due.sort((a, b) => a.depth - b.depth)
      for (const reaction of due) if (reaction.isDirty()) update(this, reaction)
    }
    this.isRunning = false
    // Of what came last, all is mounted now.
    this.onComplete()
  }
}
