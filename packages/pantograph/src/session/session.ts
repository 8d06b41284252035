// A session is one open page: events in, frames out. It joins what there is for it: its link to the browser,
// its works, and whoever keeps its state. Must not know HTTP, sockets or how sessions are found.
import type { EffectQueue, Scope } from '../reactivity/scope.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import { Signal } from '../reactivity/system.ts'
import type { HtmlWriter } from '../render/html.ts'
import { originOf } from '../render/origin.ts'
import type { ComponentState } from '../render/state.ts'
import type { Tree } from '../render/tree.ts'
import type { Arrival, FormAnswer } from '../render/tree-owner.ts'
import type { Component, Props } from '../template/block.ts'
import * as P from '../wire/protocol.ts'
import type { SessionState as Kept } from './checkpoint.ts'
import { illegalCode } from './illegal.ts'
import type { SessionLimits } from './inbox.ts'
import type { Keeper } from './keeper.ts'
import { Ledger } from './ledger.ts'
import { CLOSE_NORMAL, CLOSE_REPLACED, Link } from './link.ts'
import type { LinkOwner, LinkState } from './link.ts'
import type { Logger } from './logger.ts'
import { endMessage } from './messages.ts'
import type { Marks } from './running-event.ts'
import type { UploadHost } from './upload-writer.ts'
import { Works } from './works.ts'
import type { WorksOwner } from './works.ts'

/** State that all pages share: see shared.ts. */
export interface SharedCell {
  readonly isLoaded: boolean
  load(): Promise<void>
}

/** What a session needs of whoever keeps it. */
export interface SessionHost {
  readonly log: Logger
  onClosed(session: Session): void
  onDetached(session: Session): void
  /** What names this session, as it is now, to whoever is asked for it later. */
  ticket(session: Session): Uint8Array
  /** State that all pages share, by its name. */
  shared(name: string, initial: unknown): SharedCell
  /** What the browser posts to be answered so. */
  sealAnswer?(session: Session, answer: FormAnswer): string
  /** Where it is noted what was done once; null where no event is handled again. */
  readonly marks?: Marks | null
  /** What takes files; null where nothing does. */
  readonly uploads?: UploadHost | null
  /** Some events are safe now; the browser should be told within about a second. */
  tellKept(session: Session): void
}

/** What sessions of one page have in common. */
export interface SessionKind {
  readonly host: SessionHost
  readonly limits: SessionLimits
  /** Whether checkpoints may be kept of them. Default: true. */
  readonly isKept?: boolean
  /** Whether frames that follow no event wait for the next of sixty beats a second. Default: true. */
  readonly isPaced?: boolean
  /** Whether the page shows that address too, so that navigation stays in the session. */
  ownsUrl(url: string): boolean
}

export type SessionState = LinkState | 'closed'

/** WebSocket close code: the application's own start at 4000. */
const CLOSE_ILLEGAL = 4400

/** How long a store may take to say whose the session is, before what must be sure of it goes on. */
const VERIFY_PATIENCE = 2_000

export class Session implements LinkOwner, WorksOwner {
  /** Its name, hard to guess. */
  readonly id: string
  /** Whom it belongs to; null for nobody in particular. */
  readonly user: string | null
  readonly ledger = new Ledger()
  readonly works: Works
  readonly link: Link
  /** Keeps its state beyond this process; null where nothing does. */
  keeper: Keeper | null = null
  isAlive = true
  /** What failed while the page was rendered, if anything. */
  failure: unknown = undefined
  private readonly kind: SessionKind
  /** The address that the browser shows: a text while nobody reads it. */
  private shown: string | WritableSignal<string>

  /** @param url the address of the page: `/path?query` */
  constructor(id: string, url: string, user: string | null, kind: SessionKind) {
    this.id = id
    this.user = user
    this.kind = kind
    this.shown = url
    this.works = new Works(this)
    this.link = new Link(this)
  }

  get state(): SessionState {
    return this.isAlive ? this.link.state : 'closed'
  }

  // The tree

  get effects(): EffectQueue {
    return this.works.all.effects
  }

  get scope(): Scope {
    return this.works.all.scope
  }

  get tree(): Tree {
    return this.works.all.tree
  }

  /** Mounts a component; returns the root's index. Throws what setup and view throw. */
  addRoot(component: Component, props: Props): number {
    return this.works.addRoot(component, props)
  }

  get rootCount(): number {
    return this.works.rootCount
  }

  /** Waits for asynchronous setups. */
  settled(milliseconds: number): Promise<void> {
    return this.tree.settle(milliseconds)
  }

  writeHtml(root: number, html: HtmlWriter): void {
    this.tree.writeHtml(root, html)
  }

  get arrival(): Arrival {
    return this.link.arrival
  }

  onDirty(): void {
    this.link.down.schedule()
  }

  // What surrounds it

  private get host(): SessionHost {
    return this.kind.host
  }

  get log(): Logger {
    return this.kind.host.log
  }

  get limits(): SessionLimits {
    return this.kind.limits
  }

  /** Whether checkpoints may be kept of it. */
  get isKept(): boolean {
    return this.kind.isKept !== false
  }

  get isPaced(): boolean {
    return this.kind.isPaced !== false
  }

  get marks(): Marks | null {
    return this.host.marks ?? null
  }

  get uploads(): UploadHost | null {
    return this.host.uploads ?? null
  }

  /** State that all pages share, by its name. */
  shared(name: string, initial: unknown): SharedCell {
    return this.host.shared(name, initial)
  }

  ticket(): Uint8Array {
    return this.host.ticket(this)
  }

  onDetached(): void {
    this.keeper?.changed()
    this.host.onDetached(this)
  }

  // The address

  /** The address that the browser shows: path, query and fragment. */
  get address(): WritableSignal<string> {
    if (typeof this.shown === 'string') this.shown = new Signal(this.shown, undefined)
    return this.shown
  }

  /** Whether an address belongs to this page. */
  owns(url: string): boolean {
    return this.kind.ownsUrl(url)
  }

  onUrl(url: string): void {
    if (this.owns(url)) this.address.value = url
    else this.tree.page(P.PAGE_LOAD, url)
  }

  /** Cookies are set by an answer to a request, so the browser makes one; then it goes where it is told. */
  conclude(answer: FormAnswer): void {
    const { cookies, location } = answer
    const sealed = cookies.length > 0 ? this.host.sealAnswer?.(this, answer) : undefined
    if (sealed !== undefined) this.tree.page(P.PAGE_POST, sealed)
    else if (location !== null) this.tree.page(P.PAGE_LOAD, location)
  }

  // Events

  mayRun(): boolean {
    return this.keeper === null || this.keeper.mayRun()
  }

  isOurs(): Promise<boolean> {
    return this.keeper?.verify(VERIFY_PATIENCE) ?? Promise.resolve(true)
  }

  onHandled(): void {
    if (this.keeper === null) this.ledger.kept(this.ledger.done)
    else this.keeper.changed()
    this.link.down.schedule()
  }

  onNotDone(number: number): void {
    this.log.warn({ session: this.id, event: number }, 'PG_NOT_DONE: its place is gone')
    this.link.down.fault('PG_NOT_DONE')
  }

  pauseReading(pause: boolean): void {
    this.link.down.transport?.pause(pause)
  }

  // Checkpoints

  /** Whether the state is one between two events. */
  get isBetweenEvents(): boolean {
    return this.works.present?.inbox.isIdle !== false && this.isAlive
  }

  /** The state of its components, between two events. @throws PantographError `PG_STATE_KEY` */
  components(): readonly ComponentState[] {
    return this.works.components()
  }

  /** Whether they have put anything into the document's head. */
  get hasHead(): boolean {
    return this.works.hasHead
  }

  /** The keeper has made sure of what it was not sure of. */
  onSure(): void {
    this.works.present?.inbox.resume()
  }

  /** A stored checkpoint contains all events up to this one. */
  onKept(done: number): void {
    this.ledger.kept(done)
    const { down } = this.link
    if (this.keeper?.isStrict === true) return down.schedule()
    if (down.hasNewsOfKept) this.host.tellKept(this)
  }

  /** Roots that are added find the state that they had. */
  restore(state: Kept): void {
    this.address.value = state.url
    this.link.turn = state.turn
    this.link.untold = state.untold ?? 0
    if (state.hasHead) this.tree.head.use()
    this.tree.restore(state.components)
  }

  /** All roots are there. */
  restored(): void {
    const resets = this.tree.endRestore()
    if (resets.length === 0) return
    this.log.warn(
      { session: this.id, components: resets },
      'PG_STATE_RESET: they keep other signals now',
    )
  }

  // Hibernation

  /** Whether its tree is not there. */
  get isAsleep(): boolean {
    return this.works.isAsleep
  }

  get ownSignals(): readonly object[] {
    return [this.address]
  }

  onAsleep(): void {
    this.shown = this.address.peek()
    this.link.down.rest()
  }

  /** Makes the tree again; resolves when it is there. */
  wake(): Promise<void> {
    return new Promise((resolve) => {
      this.guard(() => this.works.whenAwake(() => resolve()))
    })
  }

  onAlarm(): void {
    void this.wake()
  }

  onAwake(isSame: boolean, run: () => void): void {
    this.link.onAwake(isSame, run)
  }

  // What goes wrong

  /** An error that belongs to the application's code. */
  onHandlerError(error: unknown, component: string): void {
    this.log.error({ session: this.id, component, error }, 'PG_HANDLER: a handler failed')
    this.link.down.fault('PG_HANDLER')
  }

  onNote(code: string, error: unknown, near: string): void {
    const component = originOf(error) ?? near
    this.log.error({ session: this.id, component, error }, `${code}: the page goes on`)
  }

  onError(error: unknown, near: string): void {
    const component = originOf(error) ?? near
    this.log.error({ session: this.id, component, error }, 'PG_COMPONENT_FAILED')
    // The HTML is still being made: whoever makes it must see the error.
    if (this.state === 'rendered') this.failure ??= error
    else this.close('PG_COMPONENT_FAILED', P.STOP)
  }

  /** Runs what may meet illegal input or a view that throws. */
  guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      const illegal = illegalCode(error)
      if (illegal === null) return this.onError(error, '')
      this.log.warn({ session: this.id, error }, `${illegal}: illegal input`)
      this.end(illegal, P.RELOAD, CLOSE_ILLEGAL)
    }
  }

  // The end

  /** Another process has the session now: this one says nothing more. */
  fenced(): void {
    this.end('PG_FENCED', P.RETRY, CLOSE_REPLACED)
  }

  /** Resolves when the handler that runs now has finished. */
  drain(): Promise<void> {
    return this.works.present?.inbox.idle() ?? Promise.resolve()
  }

  /** Ends the session: `action` (RELOAD, RETRY, STOP) is what the browser does then. */
  close(code: string, action: number): void {
    // A browser that moves opens another connection before it lets this one go.
    this.end(code, action, action === P.MOVE ? null : CLOSE_NORMAL)
  }

  private end(code: string, action: number, closeCode: number | null): void {
    if (!this.isAlive) return
    this.isAlive = false
    if (!LIVES_ON.has(code)) this.keeper?.forget()
    this.works.close()
    this.link.leave(endMessage(code, action), closeCode)
    this.works.dispose()
    this.host.onClosed(this)
  }
}

/** Ends of the session in this process, after which it can still come back from a checkpoint. */
const LIVES_ON = new Set(['PG_EXPIRED', 'PG_EVICTED', 'PG_SHUTDOWN', 'PG_FENCED', 'PG_GONE'])
