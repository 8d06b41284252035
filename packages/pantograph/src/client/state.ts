// What the browser knows: templates and blocks by number. Everything here belongs to one connection's
// numbering and is forgotten when a new one begins.
import { WireError } from '../wire/reader.ts'

/** One place of a template that the server may address. */
export interface Slot {
  readonly kind: number
  readonly name: string
  /** SLOT_EVENT: what the event carries. */
  readonly payload: number
}

/** The static structure of a template. `skip` stands for elements that hold no slots. */
export interface TemplateNode {
  readonly type: number
  /** Element: its name. Text: the text, or '' when only its length is known. */
  readonly text: string
  /** Text: its length. Child: 1 when other text may touch it. Skip: how many. */
  readonly count: number
  readonly attributes: [string, string][]
  /** Indexes of the slots that stand on the element, or the child slot's. */
  readonly slots: number[]
  readonly children: TemplateNode[]
}

export interface Template {
  /** Names it in every session of a build. */
  readonly hash: number
  readonly nodes: readonly TemplateNode[]
  readonly slots: readonly Slot[]
  /** What is cloned, by namespace. */
  readonly prototypes: Record<string, DocumentFragment>
}

/** The blocks in a child slot. If they are items of a stream, there is a sum of what was told first. */
export interface Content extends Set<Block> {
  readonly sum?: number
}

/** A block on the page. */
export interface Block {
  readonly number: number
  readonly template: Template
  first: Node
  last: Node
  /** For each slot: its element, or for a child slot the text node at its end. */
  nodes: Node[]
  /** For each child slot: the blocks in it. */
  readonly children: (Content | undefined)[]
  readonly owner: Block | undefined
  readonly slot: number
  /** Of a list's item: its key, or what stands for it. */
  readonly key: number | undefined
  /** The element of a portal, while it is away from its place. */
  $portal?: ListeningElement | undefined
}

/** A handler that an element has. Kept on the element itself. */
export interface Listener {
  readonly event: string
  readonly payload: number
  block: Block
  slot: number
  readonly options: number
  /** Whatever else it is about: src/wire/details.ts. */
  readonly details: readonly string[]
  /** On an item of a stream, whose `block` and `slot` are those of the stream: what goes before the payload. */
  prefix?: readonly number[]
  /** And where in the item it is. */
  place?: { readonly block: Block; readonly slot: number }
}

export interface ListeningElement extends Element {
  $pantograph?: Listener[] | undefined
  /** The style as it was told: a browser writes it in its own way. */
  $style?: string
  /** What it was told besides attributes. */
  $extras?: Record<string, string>
  /** Of a select or a slider: the values that the server has told or, since then, the user has chosen. */
  $choice?: string[]
}

export const templates: Template[] = []
export const blocks: (Block | undefined)[] = []
export const numbering = { fresh: 0 }

/** Begins a new numbering. */
export function forgetAll(): void {
  templates.length = 0
  blocks.length = 0
  numbering.fresh = 0
}

/** What the server named should be there; if not, page and server differ and must begin again. */
export function found<T>(thing: T | undefined | null): T {
  return thing ?? lost()
}

export function lost(): never {
  throw new WireError('lost')
}

export const TEXT_NODE = 3
export const ELEMENT_NODE = 1

/** Leaves a text alone that is right: a selection in it would be lost. */
export function setText(node: Text, data: string): void {
  if (node.data !== data) node.data = data
}

export const makeText = (data: string): Text => document.createTextNode(data)
