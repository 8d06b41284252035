// What a page holds, as the wire tells it: blocks by number, each a template and the values of its slots.
// No DOM: a page costs a few small objects, so thousands fit into one process. The protocol is read here a
// second time, from docs/protocol.md, apart from the browser runtime.
import { WireError } from '../wire/reader.ts'
import type { HtmlNode } from './html.ts'

/** A child slot; the other kinds are those of the wire. */
export const SLOT_CHILD = -1

export interface Slot {
  readonly kind: number
  /** Attribute, property or event. */
  readonly name: string
  /** Of an event: what it carries. */
  readonly payload: number
}

/** The static structure of a template. A shape does not tell names and texts: they come with the HTML. */
export type Part =
  | ElementPart
  | { readonly kind: 'text'; text: string | null; readonly length: number }
  | { readonly kind: 'child'; readonly slot: number; readonly touches: boolean }
  | { readonly kind: 'skip'; readonly count: number; nodes: readonly HtmlNode[] | null }

export interface ElementPart {
  readonly kind: 'element'
  tag: string
  /** Static ones. */
  attributes: readonly (readonly [name: string, value: string])[] | null
  readonly slots: readonly number[]
  readonly children: readonly Part[]
}

export interface Template {
  /** Names it in every session of a build. */
  readonly hash: number
  readonly slots: readonly Slot[]
  readonly parts: readonly Part[]
}

/** The state of an event slot. */
export interface Listening {
  readonly options: number
  /** Whatever else it is about, as it travels. */
  readonly details: readonly string[]
  /** On an item of a stream: where the stream stands, which item, and to which handler. */
  readonly item?: {
    readonly owner: Block
    readonly slot: number
    readonly key: Key
    readonly handler: number
  }
}

/** Of an item of a stream, as it travels. */
export type Key = number | string

/** What a stream's slot holds. */
export class Stream {
  readonly name: string
  readonly items: [Key, Block][] = []
  /** Of what was told first. */
  sum = 0
  limit = 0
  follow = 0

  constructor(name: string) {
    this.name = name
  }

  /** Where the item stands; −1 without one. */
  find(key: Key): number {
    return this.items.findIndex(([known]) => known === key)
  }

  delete(key: Key): void {
    const at = this.find(key)
    if (at >= 0) this.items.splice(at, 1)
  }
}

export type Text = string | true | null
/** What a spread slot has put on its element. */
export type Spread = Map<
  string,
  { readonly kind: number; readonly payload: number; value: Text | Listening }
>
/** What a slot holds. A child slot: a text (null: nothing), a block, or a list of blocks. */
export type Value = Text | Block | Block[] | Listening | Spread | Stream

export interface Block {
  number: number
  readonly template: Template
  readonly owner: Block | null
  /** The slot of `owner` that it stands in. */
  readonly slot: number
  /** Of an item: its key, or what stands for it. */
  readonly key: number | null
  readonly values: Value[]
}

const ROOT: Template = {
  hash: 0,
  slots: [{ kind: SLOT_CHILD, name: '', payload: 0 }],
  parts: [{ kind: 'child', slot: 0, touches: false }],
}

/** One numbering: it begins with a WELCOME and ends with the next. */
export class Model {
  readonly templates: Template[] = []
  readonly blocks: (Block | undefined)[] = []
  readonly roots: readonly Block[]
  /** What the page showed before it is told everything anew. */
  before: Model | null
  /** The lowest number that was never used. */
  private fresh = 0
  /** The next number of the operation that is read; −1 before it was announced. */
  private cursor = -1

  constructor(roots: number, before: Model | null = null) {
    this.before = before
    if (before !== null) before.before = null
    this.roots = Array.from({ length: roots }, () => this.add(ROOT, null, 0))
  }

  /** The page goes on: `fresh` is the lowest number that no block has had. */
  resume(fresh: number): void {
    this.fresh = fresh
  }

  /** From now on, blocks are numbered by their order: roots first, then these. */
  renumber(order: readonly Block[]): void {
    this.blocks.length = 0
    for (const block of [...this.roots, ...order]) block.number = this.blocks.push(block) - 1
    this.fresh = this.blocks.length
  }

  /** An operation begins. */
  begin(): void {
    this.cursor = -1
  }

  /** Numbers go on at `start`; 0 means at the lowest that was never used, else one more than the number. */
  announce(readStart: () => number): void {
    if (this.cursor >= 0) return
    const start = readStart()
    this.cursor = start === 0 ? this.fresh : start - 1
  }

  add(template: Template, owner: Block | null, slot: number, key: number | null = null): Block {
    const number = this.cursor < 0 ? this.fresh : this.cursor++
    this.fresh = Math.max(this.fresh, number + 1)
    const block = { number, template, owner, slot, key, values: template.slots.map(() => null) }
    this.blocks[number] = block
    return block
  }

  /** Blocks that are made meanwhile have numbers that nobody else knows, and are forgotten by them. */
  locally<T>(run: () => T): T {
    const { fresh, cursor } = this
    const { length } = this.blocks
    this.cursor = Math.max(fresh, cursor)
    const result = run()
    this.blocks.length = length
    this.fresh = fresh
    this.cursor = cursor
    return result
  }

  find(number: number): Block {
    return this.blocks[number] ?? lost(`block ${number}`)
  }

  template(number: number): Template {
    return this.templates[number] ?? lost(`template ${number}`)
  }

  /** The blocks in a value are gone. */
  forget(value: Value | undefined): void {
    if (Array.isArray(value)) for (const item of value) this.forget(item)
    if (!isBlock(value)) return
    if (this.blocks[value.number] === value) this.blocks[value.number] = undefined
    for (const inner of value.values) this.forget(inner)
  }
}

export function isBlock(value: Value | undefined): value is Block {
  return typeof value === 'object' && value !== null && 'template' in value
}

/** Page and server differ. */
export function lost(what: string): never {
  throw new WireError(`lost: ${what}`)
}
