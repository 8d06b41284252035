// Takes over the HTML that the server has sent: docs/protocol.md, "WELCOME" and the shapes of "Values".
// Walks shape and HTML side by side; what the shape leaves out is filled in from the HTML.
import * as P from '../wire/protocol.ts'
import { WireError } from '../wire/reader.ts'
import type { Reader } from '../wire/reader.ts'
import { readKeys } from './content.ts'
import { digestOf } from './digest.ts'
import type { HtmlElement, HtmlNode } from './html.ts'
import { LISTENS } from './listening.ts'
import { lost, SLOT_CHILD } from './model.ts'
import type { Block, ElementPart, Model, Part, Spread, Template, Value } from './model.ts'
import { adoptStream } from './stream.ts'
import { readTemplate } from './template.ts'

/** Takes the content of a root over. @throws WireError when it is not what the server has sent. */
export function adoptRoot(
  reader: Reader,
  model: Model,
  number: number,
  nodes: readonly HtmlNode[],
): void {
  if (reader.word() !== digestOf(nodes)) throw new WireError('digest')
  const root = model.find(number)
  const cursor = new Cursor(nodes)
  root.values[0] = new Adoption(reader, model).child(root, 0, true, cursor)
  if (!cursor.isAtEnd) lost('more HTML than the shape tells')
}

/** A place among sibling nodes. Texts that touch are one node in HTML, so it may be inside a text. */
class Cursor {
  private readonly nodes: readonly HtmlNode[]
  private at = 0
  private inText = 0

  constructor(nodes: readonly HtmlNode[]) {
    this.nodes = nodes
  }

  get isAtEnd(): boolean {
    return this.at >= this.nodes.length
  }

  element(): HtmlElement {
    const node = this.nodes[this.at++]
    return typeof node === 'object' ? node : lost('an element')
  }

  elements(count: number): HtmlElement[] {
    return Array.from({ length: count }, () => this.element())
  }

  /** `length` units of text. */
  text(length: number): string {
    if (length === 0) return ''
    const node = this.nodes[this.at]
    if (typeof node !== 'string' || node.length - this.inText < length) return lost('text')
    const text = node.slice(this.inText, this.inText + length)
    this.inText += length
    if (this.inText < node.length) return text
    this.at++
    this.inText = 0
    return text
  }

  /** A whole text, if there is one. */
  wholeText(): string {
    const node = this.nodes[this.at]
    return typeof node === 'string' ? this.text(node.length - this.inText) : ''
  }
}

class Adoption {
  private readonly reader: Reader
  private readonly model: Model

  constructor(reader: Reader, model: Model) {
    this.reader = reader
    this.model = model
  }

  /** What a child slot shows. */
  child(owner: Block, slot: number, touches: boolean, cursor: Cursor): Value {
    const head = this.reader.varint()
    const rest = head >>> 2
    if ((head & 3) === P.VALUE_INT) return touches ? cursor.text(rest >>> 1) : cursor.wholeText()
    if ((head & 3) !== P.VALUE_SPECIAL) return lost('a shape')
    if (rest === P.SPECIAL_NULL) return null
    if (rest === P.SPECIAL_EMPTY) return []
    if (rest === P.SPECIAL_LIST) return this.list(owner, slot, cursor)
    if (rest === P.SPECIAL_STREAM) {
      const find = (): Block[] => this.list(owner, slot, cursor)
      return adoptStream(this.reader, this.model, owner, slot, find)
    }
    return this.block(readTemplate(this.reader, this.model), owner, slot, cursor)
  }

  /** Runs of items of one shape, which stands there once. */
  private list(owner: Block, slot: number, cursor: Cursor): Block[] {
    const items: Block[] = []
    const count = this.reader.varint()
    const keys = readKeys(this.reader, count)
    while (items.length < count) {
      let left = this.reader.varint()
      const template = readTemplate(this.reader, this.model)
      for (const shape = this.reader.at; left > 0; left--) {
        this.reader.at = shape
        items.push(this.block(template, owner, slot, cursor, keys.next().value))
      }
    }
    return items
  }

  private block(
    template: Template,
    owner: Block,
    slot: number,
    cursor: Cursor,
    key: number | null = null,
  ): Block {
    const block = this.model.add(template, owner, slot, key)
    this.parts(template.parts, block, cursor)
    return block
  }

  private parts(parts: readonly Part[], block: Block, cursor: Cursor): void {
    for (const part of parts) {
      if (part.kind === 'child')
        block.values[part.slot] = this.child(block, part.slot, part.touches, cursor)
      else if (part.kind === 'text') part.text = cursor.text(part.length)
      else if (part.kind === 'skip') part.nodes = cursor.elements(part.count)
      else this.element(part, block, cursor.element())
    }
  }

  private element(part: ElementPart, block: Block, element: HtmlElement): void {
    const dynamic = new Set(part.slots.map((slot) => block.template.slots[slot]?.name))
    part.tag = element.tag
    part.attributes ??= element.attributes.filter(([name]) => !dynamic.has(name))
    for (const slot of part.slots)
      block.values[slot] = adoptedValue(block.template, slot, part, element)
    const cursor = new Cursor(element.children)
    this.parts(part.children, block, cursor)
    const isOpaque = part.children.length === 0
    if (!cursor.isAtEnd && !isOpaque) lost(`more in <${part.tag}> than the shape tells`)
  }
}

/** What a slot on an element holds, as far as HTML tells it. */
function adoptedValue(
  template: Template,
  index: number,
  part: ElementPart,
  element: HtmlElement,
): Value {
  const { kind, name } = template.slots[index] ?? lost(`slot ${index}`)
  if (kind === P.SLOT_EVENT) return LISTENS
  if (kind === SLOT_CHILD) return lost('a child slot on an element')
  if (kind !== P.SLOT_SPREAD)
    return element.attributes.find(([known]) => known === name)?.[1] ?? null
  const fixed = new Set(part.attributes?.map(([known]) => known))
  const spread: Spread = new Map()
  for (const [known, value] of element.attributes) {
    if (!fixed.has(known))
      spread.set(`${P.SLOT_ATTRIBUTE} ${known}`, { kind: P.SLOT_ATTRIBUTE, payload: 0, value })
  }
  return spread
}
