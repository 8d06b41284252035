// What components put into the document's head: collected from all of them, in the order of the
// document; of what can be there once, the last one counts.
import { PantographError } from '../errors.ts'
import { escapeAttribute } from '../html/escape.ts'
import type { AttributeValue } from '../html/values.ts'
import { isSignal } from '../reactivity/signal.ts'
import { Block } from '../template/block.ts'
import type { ElementNode } from '../template/parse.ts'
import { ATTRIBUTE, SPREAD } from '../template/slot.ts'
import { slotValue, spreadState } from './attributes.ts'
import { textOf } from './child-value.ts'
import { currentInstance } from './lifecycle.ts'
import type { Instance, MountedBlock } from './nodes.ts'
import { addPart, partOf } from './part.ts'
import type { Collection, Part } from './part.ts'
import { forEachInstance } from './walk.ts'

/** An element of the head, as it travels. */
export type HeadEntry = readonly [
  tag: string,
  attributes: Readonly<Record<string, string>>,
  text: string,
]

/** What one component puts there. */
export class HeadPart implements Part {
  readonly isBusy = false
  readonly signals = []
  readonly reaction = null
  entries: readonly HeadEntry[] = []
  private readonly instance: Instance

  constructor(instance: Instance) {
    this.instance = instance
    instance.queue.head.use()
  }

  show(children: unknown): void {
    this.entries = entriesOf(children)
    this.instance.queue.head.changed()
  }

  dispose(): void {
    this.instance.queue.head.changed()
  }
}

export function makeHeadPart(): HeadPart {
  const instance = currentInstance('Head')
  return addPart(instance, new HeadPart(instance))
}

/** A title, if components give one, and the rest. */
export interface HeadHtml {
  readonly title: string | null
  readonly html: string
}

/** The page: told when the head says something else. */
export interface HeadOwner {
  readonly roots: readonly MountedBlock[]
  onNews(): void
}

/** A head of which components say nothing. */
export const NOTHING = '[]'

/** The head of a page's document, as far as components say. */
export class Head implements Collection {
  /** Whether a component has ever put anything there: on most pages, none does. */
  isUsed = false
  /** What is there, as it travels; null until it is asked for again: frames ask each time. */
  private said: string | null = null
  /** Null if nobody knows. */
  private told: string | null = NOTHING
  private readonly owner: HeadOwner

  constructor(owner: HeadOwner) {
    this.owner = owner
  }

  /** A component puts something there; or may have done so, before the page slept or came from elsewhere. */
  use(): void {
    this.isUsed = true
  }

  changed(): void {
    this.said = null
    this.owner.onNews()
  }

  /** As it travels. Of several that mean the same, such as titles, the last one counts. */
  get text(): string {
    if (!this.isUsed) return NOTHING
    return (this.said ??= JSON.stringify([...this.entries().values()]))
  }

  /** The same for two heads that say the same, whichever of their components came first. */
  get gist(): string {
    if (!this.isUsed) return NOTHING
    const all = [...this.entries()]
    return JSON.stringify(all.toSorted(([one], [other]) => (one < other ? -1 : 1)))
  }

  /** Of what is shown: content that waits for the rest of it says nothing yet. */
  private entries(): ReadonlyMap<string, HeadEntry> {
    const all = new Map<string, HeadEntry>()
    for (const root of this.owner.roots) {
      forEachInstance(root, (instance) => {
        for (const entry of partOf(instance, HeadPart)?.entries ?? []) all.set(keyOf(entry), entry)
      })
    }
    return all
  }

  /** What the browser must be told; null if it knows. */
  takeNews(): string | null {
    const { text } = this
    if (text === this.told) return null
    this.told = text
    return text
  }

  /** The browser has this: what is here now, or (null) nobody knows what. */
  has(text: string | null): void {
    // A page whose components have nothing to do with it is not told so.
    this.told = text ?? (this.isUsed ? null : NOTHING)
  }

  /** Its title, if components give one, and the rest as HTML. The browser has it then. */
  takeHtml(): HeadHtml {
    const text = (this.told = this.text)
    let title: string | null = null
    let html = ''
    for (const [tag, attributes, inside] of JSON.parse(text) as HeadEntry[]) {
      if (tag === 'title') title = inside
      else html += `<${tag}${attributesText(attributes)} data-head>`
    }
    return { title, html }
  }
}

const attributesText = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('')

/** Two with the same key mean the same. */
function keyOf(entry: HeadEntry): string {
  const [tag, { name, property, rel, ...attributes }] = entry
  if (tag === 'title') return tag
  if (tag === 'meta' && (name ?? property)) return `${tag} ${name ?? property}`
  if (tag === 'meta' && attributes['http-equiv']) return `${tag} ${attributes['http-equiv']}`
  if (rel === 'canonical') return rel
  return JSON.stringify(entry)
}

const ALLOWED = /^(title|meta|link)$/

function entriesOf(children: unknown): HeadEntry[] {
  if (Array.isArray(children)) return children.flatMap(entriesOf)
  if (textOf(children) === null) return []
  if (!(children instanceof Block)) return refuse('text or components')
  const { template, values } = children
  return template.nodes.flatMap((node) => {
    if (node.kind === 'child') return entriesOf(values[node.slot.index])
    if (node.kind === 'text') return node.text.trim() === '' ? [] : refuse('text')
    return [entryOf(node, values)]
  })
}

function refuse(what: string): never {
  throw new PantographError('PG_HEAD', `<Head> takes title, meta and link, not ${what}`)
}

function entryOf(node: ElementNode, values: readonly unknown[]): HeadEntry {
  if (!ALLOWED.test(node.tag)) refuse(`<${node.tag}>`)
  const attributes: Record<string, string> = Object.fromEntries(node.attributes)
  const put = (name: string, value: AttributeValue): void => {
    if (value !== null) attributes[name] = value === true ? '' : String(value)
  }
  for (const slot of node.slots) {
    const given = values[slot.index]
    if (slot.kind === SPREAD) {
      for (const [name, value] of spreadState(node.tag, given).attributes) put(name, value)
    } else if (slot.kind === ATTRIBUTE) {
      put(slot.name, slotValue(slot, isSignal(given) ? given.value : given))
    }
  }
  const text = node.children
    .map((child) =>
      child.kind === 'text'
        ? child.text
        : child.kind === 'child'
          ? plainText(values[child.slot.index])
          : refuse('elements in a title'),
    )
    .join('')
  return [node.tag, attributes, text]
}

function plainText(value: unknown): string {
  if (isSignal(value)) return plainText(value.value)
  if (Array.isArray(value)) return value.map(plainText).join('')
  const text = textOf(value)
  if (text !== undefined) return String(text ?? '')
  if (!(value instanceof Block)) return refuse('components in a title')
  return value.template.nodes
    .map((node) =>
      node.kind === 'text'
        ? node.text
        : node.kind === 'child'
          ? plainText(value.values[node.slot.index])
          : refuse('elements in a title'),
    )
    .join('')
}
