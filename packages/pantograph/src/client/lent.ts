// What the page and the parts of the runtime that are loaded later know of each other. Types alone.
import type { EventLog } from '../wire/event-log.ts'
import type * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import type { Rule } from './rules.ts'
import type { Block, Listener, ListeningElement, Template } from './state.ts'

/** `data-pantograph` on <html>. */
export type Status = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'ended'

/** The page's connection, as connection.ts keeps it. */
export interface Line {
  socket: WebSocket | null
  /** How often in a row it could not connect. */
  losses: number
  /** What names the page's session to the server. */
  ticket: readonly number[]
  /** What the server wants kept of the session, for whoever gets it next. */
  sealed: readonly number[]
  /** What the next HELLO asks for. */
  mode: number
  /** Whether the server has answered the present HELLO: nothing may follow that before. */
  isWelcome: boolean
  /** Whether the server has ended the page. */
  isOver: boolean
  /** When anything was heard of the server, by the clock on the wall: it goes on while a computer sleeps. */
  heardAt: number
  /** Instead of whatever was to run later. */
  runAfter(pause: number, run: () => void): void
  open(): void
  drop(): void
}

/** An event that the server has not confirmed. */
export interface Entry {
  /** The element that it happened on; null for a change of the address. */
  readonly element: ListeningElement | null
  readonly listener: Listener | null
  readonly event: string
  payload: readonly number[]
  /** What HELLO tells of it, where the page was reloaded since. */
  readonly told?: readonly number[]
}

/** What a page that comes back tells. */
export interface Resumption {
  readonly frames: number
  /** The number of the first entry. */
  readonly first: number
  readonly entries: readonly Entry[]
}

/**
 * A root is told anew: what stands on the page of its streams goes into the streams of the fresh one. Returns which
 * node stands for which that stays, and which of them is already as it should be.
 */
export type KeepItems = (
  old: Element,
  root: Block,
) => { readonly kept: Map<Node, Node>; readonly done: ReadonlySet<Node> }

/** A part of the runtime that is loaded when something needs it. */
export interface Feature {
  begin(tools: Tools): void
}

/** How features are loaded, by number. */
export type Loaders = Readonly<Record<number, (() => Promise<Feature>) | undefined>>

/** What the page lends. */
export interface Tools {
  /** Puts all portals back in their places; there when a portal may be. */
  bringHome?(): void
  /** An element stays while its page is told anew; there when it may have more than attributes. */
  retold?(element: ListeningElement): void
  /** What was loaded, by number. */
  readonly loadedFeatures: {
    readonly [P.FEATURE_EVENTS]?: {
      moved(blocks: readonly (Block | undefined)[]): void
      forget(block: Block, element: ListeningElement): void
      /** Whether something of a listener is still to be told. */
      waits(listener: Listener): boolean
      isKey(keys: readonly string[], event: KeyboardEvent): boolean
    }
    readonly [P.FEATURE_EXTRAS]?: {
      /** Selects show what they were told: their options are there now. */
      settleSelects(): void
    }
    readonly [P.FEATURE_COMMANDS]?: {
      /** Carries out the commands of a handler. */
      act(rule: Rule, element: Element, listener: Listener, event: Event | null): void
      /** The server gives an attribute a value. True where commands have changed it: then it is as it should be. */
      put(element: Element, name: string, value: string | true | null): boolean
      /** What the server has said of an attribute, whatever is shown. */
      toldOf(element: Element, name: string): string | null
      /** The attributes of an element that commands have changed. */
      changed(element: Element): readonly string[]
      /** The page says HELLO. */
      comingBack(): void
      before(message: number): void
    }
    readonly [P.FEATURE_UPLOAD]?: {
      /** A session that begins anew knows of no file. */
      startOver(): void
    }
    readonly [P.FEATURE_HOOKS]?: {
      attach(element: ListeningElement, block: Block, slot: number, text: string | null): void
      detach(element: ListeningElement): void
      before(message: number): void
      hear(element: Element, what: readonly unknown[]): void
    }
  }
  loadFeature(number: number, tools: Tools): Promise<void> | undefined
  readonly log: EventLog<Entry>
  /** The page takes no more events than this. */
  readonly limit: number
  /** Called when events were noted or confirmed. */
  readonly observers: (() => void)[]
  record(
    element: ListeningElement | null,
    listener: Listener | null,
    event: string,
    payload: readonly number[],
  ): void
  tellAddress(): void
  /** What listens on the window, capturing, for every event that `attend` was called with. */
  handle(event: Event): void
  attend(event: string, passive?: boolean): void
  payloadOf(kind: number, event: Event): readonly number[]
  modifiers(event: MouseEvent | KeyboardEvent | TouchEvent): number
  pause(): void
  varint(value: number): number[]
  sized(bytes: readonly number[]): number[]
  inline(text: string): number[]
  utf8(text: string): number[]
  setText(node: Text, data: string): void
  readonly typed: WeakSet<EventTarget>
  readonly heard: WeakSet<EventTarget>
  readonly told: WeakSet<EventTarget>
  hasUnanswered(element: Element): boolean
  /** Whether a control holds something else than the HTML gave it. */
  isTouched(control: Element): boolean
  /** Whether it is a box that is not sent with a form as a whole: it stands for data that may have changed since. */
  isLooseBox(control: Element): boolean
  /** Controls that the user has changed, or that were filled in without a word. */
  changedIn(roots: readonly Element[]): Element[]
  readonly blocks: (Block | undefined)[]
  readonly numbering: { fresh: number }
  beginNumbers(next?: number): number
  found<T>(thing: T | undefined | null): T
  applyValue(
    block: Block,
    slot: number,
    kind: number,
    name: string,
    value: string | true | null | undefined,
  ): void
  readListen(
    reader: Reader,
    block: Block,
    slot: number,
    event?: { readonly name: string; readonly payload: number },
  ): void
  readAsText(reader: Reader, head: number): string | true | null | undefined
  readSlot(reader: Reader, block: Block, index: number, namespace?: string): void
  readInsert(
    reader: Reader,
    block: Block,
    slot: number,
    before: Node,
    replaced: undefined,
    what?: number | Template,
    outer?: string,
  ): void
  readTemplate(reader: Reader): Template
  /** Of the streams' part of the runtime, where it is loaded. */
  keepItems?: KeepItems
  removeBlock(block: Block): void
  moveBefore(block: Block, node: Node): void
  nodesOf(block: Block): Node[]
}
