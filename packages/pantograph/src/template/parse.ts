// Reads a template's static strings into nodes (for the browser) and a program (for writing HTML).
// The input is canonical HTML made by a front end, not HTML as found in the wild.
import { PantographError } from '../errors.ts'
import { escapeAttribute } from '../html/escape.ts'
import {
  attributeName,
  RAW_MARK,
  RAW_TEXT_ELEMENTS,
  tagName,
  VOID_ELEMENTS,
} from '../html/names.ts'
import { soundText, withLineFeeds } from '../html/text.ts'
import { isScriptValue } from '../html/urls.ts'
import { EVENT, EXTRA, makeSlot, notOwned, OWNED, ownedValue, PROPERTY, SPREAD } from './slot.ts'
import type { Slot } from './slot.ts'

export interface ElementNode {
  readonly kind: 'element'
  readonly tag: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly slots: readonly Slot[]
  readonly children: readonly TemplateNode[]
  /** What is in it is nobody's to look at once it is on the page. */
  readonly isMarked: boolean
}
export interface TextNode {
  readonly kind: 'text'
  readonly text: string
}
export interface ChildNode {
  readonly kind: 'child'
  readonly slot: Slot
}
export type TemplateNode = ElementNode | TextNode | ChildNode

/** What to write between two static chunks. */
export type Step =
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'textarea' | 'select' | 'raw' | 'edited'; readonly slot: Slot }
  | { readonly kind: 'select-end' }
  | OptionStep

/** An option: `selected` may be due. Its value is in a slot or an attribute, else it is its text. */
export interface OptionStep {
  readonly kind: 'option'
  readonly slots: readonly Slot[]
  readonly value: string | null
  readonly nodes: TemplateNode[]
}

export interface Parsed {
  readonly slots: readonly Slot[]
  readonly nodes: readonly TemplateNode[]
  readonly chunks: readonly string[]
  readonly steps: readonly Step[]
  /** Whether something in it belongs to the browser. */
  readonly isOwning: boolean
}

export function parse(statics: readonly string[], descriptors: readonly string[]): Parsed {
  return new Parser(statics, descriptors).parse()
}

interface OpenTag {
  readonly tag: string
  /** The name as the front end wrote it. */
  readonly written: string
  readonly attributes: [string, string][]
  readonly slots: Slot[]
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }
const unescape = (text: string): string =>
  text.replace(/&(#\d+|[a-z]+);/g, (whole, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (ENTITIES[name] ?? whole),
  )

const RAW_INSTEAD: Record<string, string> = {
  style: 'set a class, a `style` or a custom property, and keep the rest in a style sheet',
  script: 'put data into a `data-` attribute, and code into a file',
}

/** A string that was put together piece by piece is a tree inside; written often, it should be one piece. */
const flat = (text: string): string => Buffer.from(text).toString()

class Parser {
  private readonly statics: readonly string[]
  private readonly descriptors: readonly string[]
  private part = 0
  private at = 0
  private readonly slots: Slot[] = []
  private chunk = ''
  private readonly chunks: string[] = []
  private readonly steps: Step[] = []
  private isOwning = false

  constructor(statics: readonly string[], descriptors: readonly string[]) {
    this.statics = statics.map(soundText)
    this.descriptors = descriptors
    if (statics.length !== descriptors.length + 1) this.fail('needs one string more than slots')
  }

  parse(): Parsed {
    const nodes = this.children('')
    if (this.part < this.descriptors.length || this.at < this.text.length)
      this.fail('unexpected end tag')
    this.chunks.push(flat(this.chunk))
    const { slots, chunks, steps, isOwning } = this
    return { slots, nodes, chunks, steps, isOwning }
  }

  private get text(): string {
    return this.statics[this.part] as string
  }

  /** Nodes up to the end tag of `parent` (not consumed) or the end of input. */
  private children(parent: string): TemplateNode[] {
    const nodes: TemplateNode[] = []
    for (;;) {
      if (this.at === this.text.length) {
        if (this.part === this.descriptors.length) break
        nodes.push(this.childSlot(parent))
      } else if (this.text.startsWith('</', this.at)) break
      else if (this.text[this.at] === '<') nodes.push(this.element())
      else nodes.push(this.textNode())
    }
    markTouching(nodes, parent === '')
    return nodes
  }

  private childSlot(parent: string): ChildNode {
    if (RAW_TEXT_ELEMENTS.has(parent)) {
      this.fail(
        `<${parent}> may not hold dynamic content, which cannot be escaped there (nor any text under the ` +
          `plain JSX runtime, which cannot tell); ${RAW_INSTEAD[parent] ?? 'put it elsewhere'}`,
      )
    }
    const slot = this.nextSlot('')
    this.step({ kind: 'slot', slot })
    return { kind: 'child', slot }
  }

  private textNode(): TextNode {
    const end = this.text.indexOf('<', this.at)
    const raw = this.text.slice(this.at, end < 0 ? undefined : end)
    this.at += raw.length
    this.chunk += raw
    return { kind: 'text', text: unescape(raw) }
  }

  private element(): ElementNode {
    const open = this.openTag()
    if (VOID_ELEMENTS.has(open.tag)) return elementOf(open, [])
    const before = this.slots.length
    const children = RAW_TEXT_ELEMENTS.has(open.tag) ? this.rawText(open.tag) : this.contentOf(open)
    const element = elementOf(open, children)
    if (this.slots.length > before && element.isMarked)
      throw notOwned(`stands on <${open.tag}>, in which something would change`)
    const end = `</${open.tag}>`
    if (!this.text.startsWith(`</${open.written}>`, this.at))
      this.fail(`<${open.tag}> is not closed`)
    this.at += end.length
    if (open.tag === 'select' && valueSlots(open).length > 0) this.step({ kind: 'select-end' })
    this.chunk += end
    return element
  }

  private contentOf(open: OpenTag): TemplateNode[] {
    if (open.tag !== 'option') return this.children(open.tag)
    const option = this.steps.at(-1) as OptionStep
    const nodes = this.children(open.tag)
    option.nodes.push(...nodes)
    return nodes
  }

  private rawText(tag: string): TemplateNode[] {
    const end = this.text.indexOf(`</${tag}>`, this.at)
    if (end < 0) return this.children(tag)
    const text = withLineFeeds(this.text.slice(this.at, end))
    this.at = end
    this.chunk += text
    return text === '' ? [] : [{ kind: 'text', text }]
  }

  private openTag(): OpenTag {
    const match = /^[^\s>]+/.exec(this.text.slice(this.at + 1))
    const written = match?.[0] ?? ''
    const tag = tagName(written)
    this.at += written.length + 1
    this.chunk += `<${tag}`
    const open: OpenTag = { tag, written, attributes: [], slots: [] }
    while (!this.tagEnd()) this.attribute(open)
    this.closeTag(open)
    return open
  }

  private tagEnd(): boolean {
    if (this.text[this.at] !== '>') return false
    this.at++
    return true
  }

  private attribute(open: OpenTag): void {
    if (this.at === this.text.length) return this.attributeSlot(open)
    const match = /^ ([^\s=>"]+)(?:="([^"]*)")?/.exec(this.text.slice(this.at))
    if (match === null) this.fail(`malformed attribute in <${open.tag}>`)
    const [whole, name, value = ''] = match as unknown as [string, string, string | undefined]
    this.at += whole.length
    if (name === OWNED) return this.own(open, whole)
    const written = attributeName(name)
    const text = unescape(value)
    // Left out, as it is where it stands in a slot.
    if (isScriptValue(open.tag, written, text)) return
    open.attributes.push([written, text])
    this.chunk += text === '' ? ` ${written}` : ` ${written}="${escapeAttribute(text)}"`
  }

  private attributeSlot(open: OpenTag): void {
    if (this.part === this.descriptors.length) this.fail(`<${open.tag}> is not closed`)
    const slot = this.nextSlot(open.tag)
    open.slots.push(slot)
    if (slot.name === 'raw' && slot.kind === EXTRA) this.mark(open)
    if (slot.kind === EVENT || slot.kind === EXTRA) return
    // A textarea's value is its content and a select's is in its options.
    if (slot.kind !== PROPERTY || slot.name !== 'value' || open.tag === 'input') {
      this.step({ kind: 'slot', slot })
    }
    if (open.tag === 'select' && isValueSlot(slot)) this.step({ kind: 'select', slot })
  }

  private own(open: OpenTag, whole: string): void {
    if (whole !== ` ${OWNED}`) throw ownedValue()
    if (VOID_ELEMENTS.has(open.tag)) throw notOwned(`is of no use on <${open.tag}>`)
    this.isOwning = true
    this.mark(open)
  }

  /** Nobody looks into what holds unparsed HTML, or what is the browser's. */
  private mark(open: OpenTag): void {
    open.attributes.push([RAW_MARK, ''])
    this.chunk += ` ${RAW_MARK}`
  }

  private closeTag(open: OpenTag): void {
    for (const slot of open.slots) {
      slot.properties = open.slots.filter(({ kind }) => kind === PROPERTY || kind === SPREAD)
    }
    if (open.tag === 'option') {
      this.step({ kind: 'option', slots: valueSlots(open), value: valueAttribute(open), nodes: [] })
    }
    this.chunk += '>'
    // The parser drops one newline here; this one, so that the content's own first newline stays.
    if (open.tag === 'pre' || open.tag === 'textarea' || open.tag === 'listing') this.chunk += '\n'
    for (const slot of open.slots) {
      if (slot.kind === EXTRA && slot.name === 'raw') this.step({ kind: 'raw', slot })
    }
    if (VOID_ELEMENTS.has(open.tag) || /^(select|option)$/.test(open.tag)) return
    for (const slot of open.slots) {
      if (open.tag === 'textarea' && isValueSlot(slot)) this.step({ kind: 'textarea', slot })
      // An element that is edited in place may be bound.
      else if (slot.kind === SPREAD) this.step({ kind: 'edited', slot })
    }
  }

  private nextSlot(tag: string): Slot {
    const slot = makeSlot(this.slots.length, this.descriptors[this.part] as string, tag)
    this.slots.push(slot)
    this.part++
    this.at = 0
    return slot
  }

  private step(step: Step): void {
    this.chunks.push(flat(this.chunk))
    this.chunk = ''
    this.steps.push(step)
  }

  private fail(why: string): never {
    throw new PantographError(
      'PG_TEMPLATE',
      `${why}, in ${JSON.stringify(this.statics.join('${…}'))}`,
    )
  }
}

function elementOf({ tag, attributes, slots }: OpenTag, children: TemplateNode[]): ElementNode {
  const isMarked = attributes.some(([name]) => name === RAW_MARK)
  const element: ElementNode = { kind: 'element', tag, attributes, slots, children, isMarked }
  // What is spread over an element may depend on what else it has.
  for (const slot of slots) if (slot.kind === SPREAD) slot.element = element
  return element
}

/** The slot may hold the element's value. */
const isValueSlot = (slot: Slot): boolean => slot.name === 'value' || slot.kind === SPREAD

const valueSlots = (open: OpenTag): Slot[] => open.slots.filter(isValueSlot)

const valueAttribute = (open: OpenTag): string | null =>
  open.attributes.find(([name]) => name === 'value')?.[1] ?? null

/**
 * The HTML parser merges texts that touch. The browser can tell a slot's text from its neighbours only
 * by its length, unless an element or the parent's end tag follows. At the root of a template
 * anything may follow.
 */
function markTouching(nodes: readonly TemplateNode[], atRoot: boolean): void {
  for (const [i, node] of nodes.entries()) {
    if (node.kind !== 'child') continue
    const next = nodes[i + 1]
    node.slot.touchesText = next === undefined ? atRoot : next.kind !== 'element'
  }
}
