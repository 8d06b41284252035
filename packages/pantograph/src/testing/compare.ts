// Sums up what a page shows, and numbers its blocks anew: docs/protocol.md, "OUTLINE".
import { encodeOutline, OPAQUE, sumOf } from '../wire/outline.ts'
import type { Content, Outline, RootOutline } from '../wire/outline.ts'
import * as P from '../wire/protocol.ts'
import { readSum } from '../wire/read-outline.ts'
import type { Reader } from '../wire/reader.ts'
import { Sum } from '../wire/sum.ts'
import type { HtmlElement, HtmlNode } from './html.ts'
import { isBlock, SLOT_CHILD, Stream } from './model.ts'
import type { Block, ElementPart, Listening, Model, Part, Spread, Text, Value } from './model.ts'

/**
 * The answer to the sums of what the server would show. Blocks have new numbers from now on. Without a model,
 * the page does not know what it shows.
 */
export function compare(
  reader: Reader,
  model: Model | null,
): { answer: Uint8Array; isSame: boolean } {
  if (model === null) return { answer: Uint8Array.of(P.REPAIR), isSame: false }
  const order: Block[] = []
  const outlines: RootOutline[] = model.roots.map((root) => ({
    own: ownSum(root),
    content: contentOf(root.values[0], order),
  }))
  // Every sum is read, also behind one that differs.
  const isSame = outlines.map((root) => sumOf(root) === readSum(reader)).every(Boolean)
  model.renumber(order)
  const bytes = isSame ? [] : (encodeOutline(outlines) ?? [])
  return { answer: Uint8Array.from([P.OUTLINE, ...bytes]), isSame }
}

function contentOf(value: Value | undefined, order: Block[]): Content {
  if (Array.isArray(value)) return value.map((item) => outlineOf(item, order))
  return isBlock(value) ? [outlineOf(value, order)] : []
}

function outlineOf(block: Block, order: Block[]): Outline {
  order.push(block)
  const { template, values, key } = block
  const skeleton = new Sum()
  addParts(skeleton, template.parts)
  return {
    template: template.hash,
    key,
    skeleton: skeleton.value,
    own: ownSum(block),
    spread: spreadSum(block),
    contents: values
      .filter((_, i) => template.slots[i]?.kind === SLOT_CHILD)
      .map((value) => contentOf(value, order)),
  }
}

function addParts(sum: Sum, parts: readonly Part[]): void {
  for (const part of parts) {
    if (part.kind === 'child') sum.add(P.DIGEST_SLOT)
    else if (part.kind === 'text') sum.units(part.text ?? '')
    else if (part.kind === 'skip') addHtml(sum, part.nodes ?? [])
    else addElement(sum, part, () => addParts(sum, part.children))
  }
}

function addHtml(sum: Sum, nodes: readonly HtmlNode[]): void {
  for (const node of nodes) {
    if (typeof node === 'string') sum.units(node)
    else addElement(sum, node, () => addHtml(sum, node.children))
  }
}

function addElement(
  sum: Sum,
  { tag, attributes }: ElementPart | HtmlElement,
  addInside: () => void,
): void {
  sum.add(P.DIGEST_OPEN)
  sum.units(tag)
  const isMarked = attributes?.some(([name]) => name === 'data-raw')
  if (!OPAQUE.test(tag) && !isMarked) addInside()
  sum.add(P.DIGEST_CLOSE)
}

function ownSum({ template, values }: Block): number {
  const sum = new Sum()
  for (const [i, { kind, name }] of template.slots.entries()) {
    const value = values[i] as Value
    if (kind === SLOT_CHILD) addChild(sum, value)
    else if (kind === P.SLOT_EVENT) addListening(sum, value as Listening)
    else if (kind === P.SLOT_ATTRIBUTE) addText(sum, value === true ? '' : (value as Text))
    else if (kind === P.SLOT_EXTRA) addText(sum, value as Text)
    else if (kind === P.SLOT_PROPERTY) {
      const there = value === null ? null : true
      addText(sum, name === 'value' ? String(value ?? '') : there)
    }
  }
  return sum.value
}

function addChild(sum: Sum, value: Value): void {
  if (value instanceof Stream) {
    sum.add(P.SUM_STREAM)
    sum.sum(value.sum)
  } else if (isBlock(value) || (Array.isArray(value) && value.length > 0)) sum.add(P.SUM_BLOCKS)
  else addText(sum, typeof value === 'string' ? value : '')
}

function addText(sum: Sum, value: Text): void {
  if (value === null) return sum.add(P.SUM_NULL)
  if (value === true) return sum.add(P.SUM_TRUE)
  sum.add(P.SUM_TEXT)
  sum.text(value)
}

function addListening(sum: Sum, { options, details }: Listening): void {
  sum.add(options)
  for (const detail of details) sum.text(detail)
}

function spreadSum(block: Block): number | null {
  if (!block.template.slots.some(({ kind }) => kind === P.SLOT_SPREAD)) return null
  const sum = new Sum()
  for (const element of elementsIn(block.template.parts)) {
    for (const slot of element.slots) {
      if (block.template.slots[slot]?.kind !== P.SLOT_SPREAD) continue
      addAttributes(sum, element, block)
      addEvents(sum, block.values[slot] as Spread)
      addExtras(sum, block.values[slot] as Spread)
    }
  }
  return sum.value
}

function* elementsIn(parts: readonly Part[]): Generator<ElementPart> {
  for (const part of parts) {
    if (part.kind !== 'element') continue
    yield part
    yield* elementsIn(part.children)
  }
}

function addAttributes(sum: Sum, { attributes, slots }: ElementPart, block: Block): void {
  const all = new Map<string, Text>()
  for (const [name, value] of attributes ?? []) all.set(name.toLowerCase(), value)
  for (const slot of slots) {
    const { kind, name } = block.template.slots[slot] as { kind: number; name: string }
    const value = block.values[slot] as Value
    if (kind === P.SLOT_ATTRIBUTE && value !== null) all.set(name.toLowerCase(), value as Text)
    if (kind !== P.SLOT_SPREAD) continue
    for (const [key, entry] of value as Spread) {
      const isThere = entry.kind === P.SLOT_ATTRIBUTE && entry.value !== null
      if (isThere) all.set(key.slice(2).toLowerCase(), entry.value as Text)
    }
  }
  for (const name of [...all.keys()].toSorted()) {
    sum.text(name)
    const value = all.get(name) as Text
    addText(sum, value === true ? '' : value)
  }
}

function addExtras(sum: Sum, spread: Spread): void {
  const extras = [...spread].filter(
    ([, { kind, value }]) => kind === P.SLOT_EXTRA && value !== null,
  )
  for (const [key, { value }] of extras.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    sum.text(key.slice(2))
    addText(sum, value as Text)
  }
}

function addEvents(sum: Sum, spread: Spread): void {
  const events = [...spread].filter(
    ([, { kind, value }]) => kind === P.SLOT_EVENT && (value as Listening).options !== 0,
  )
  const named = events.map(([key, { value }]) => [key.slice(2), value as Listening] as const)
  for (const [name, listening] of named.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    sum.text(name)
    addListening(sum, listening)
  }
}
