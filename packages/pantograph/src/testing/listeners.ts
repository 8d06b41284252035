// Finds what a user could act on: the elements that listen, in the order of the page.
import * as P from '../wire/protocol.ts'
import type { HtmlNode } from './html.ts'
import { isBlock, Stream } from './model.ts'
import type { Block, ElementPart, Listening, Model, Part, Spread, Value } from './model.ts'

/** An element with a handler for an event. */
export class Listener {
  readonly event: string
  readonly block: number
  readonly slot: number
  /** The handler is in a spread slot, where the event's name travels along. */
  readonly isSpread: boolean
  /** On an item of a stream: how that is addressed. @internal */
  readonly item: Listening['item']
  /** There are commands, and nothing for the server to do. @internal */
  readonly isQuiet: boolean
  private readonly part: ElementPart
  private readonly around: Block

  /** @internal */
  constructor(event: string, slot: number, isSpread: boolean, part: ElementPart, block: Block) {
    this.event = event
    this.block = block.number
    this.slot = slot
    this.isSpread = isSpread
    this.part = part
    this.around = block
    const value = block.values[slot]
    this.item = isListening(value) ? value.item : undefined
    this.isQuiet = listeningOf(value, event)?.details.includes('quiet') === true
  }

  get tag(): string {
    return this.part.tag
  }

  /** Attributes as the page has them; a name without a value is ''. */
  get attributes(): ReadonlyMap<string, string> {
    const all = new Map<string, string>(this.part.attributes ?? [])
    for (const slot of this.part.slots) {
      const { kind, name } = this.around.template.slots[slot] as { kind: number; name: string }
      const value = this.around.values[slot]
      if (value instanceof Map) addSpread(all, value)
      else if (kind !== P.SLOT_EVENT) addText(all, name, value)
    }
    return all
  }

  /** All text in the element. */
  get text(): string {
    return textOfParts(this.part.children, this.around)
  }

  /** Whether the element fits `tag#id.class[name=value]`: any of these parts, and no others. */
  matches(selector: string): boolean {
    const { tag, attributes } = this
    const parts = selector.match(/\[[^\]]*\]|[#.]?[^#.[\]]+/g) ?? []
    return parts.every((part) => {
      const rest = part.slice(1)
      if (part.startsWith('#')) return attributes.get('id') === rest
      if (part.startsWith('.')) return (attributes.get('class') ?? '').split(/\s+/).includes(rest)
      if (!part.startsWith('[')) return part === '*' || part === tag
      const [name = '', value] = rest.slice(0, -1).replaceAll('"', '').split('=')
      return value === undefined ? attributes.has(name) : attributes.get(name) === value
    })
  }
}

function addSpread(all: Map<string, string>, spread: Spread): void {
  for (const [key, { kind, value }] of spread) {
    if (kind !== P.SLOT_EVENT) addText(all, key.slice(2), value)
  }
}

function addText(all: Map<string, string>, name: string, value: Value | undefined): void {
  if (typeof value === 'string') all.set(name, value)
  else if (value === true) all.set(name, '')
}

/** Every element that listens to `event`. */
export function* listenersOf(model: Model, event: string): Generator<Listener> {
  for (const root of model.roots) yield* inParts(root.template.parts, root, event)
}

function* inParts(parts: readonly Part[], block: Block, event: string): Generator<Listener> {
  for (const part of parts) {
    if (part.kind === 'child') yield* inValue(block.values[part.slot], event)
    if (part.kind !== 'element') continue
    for (const slot of part.slots) {
      const value = block.values[slot]
      const isSpread = value instanceof Map
      if (listens(block, slot, value, event)) yield new Listener(event, slot, isSpread, part, block)
    }
    yield* inParts(part.children, block, event)
  }
}

function* inValue(value: Value | undefined, event: string): Generator<Listener> {
  if (Array.isArray(value)) for (const item of value) yield* inValue(item, event)
  else if (value instanceof Stream) for (const [, item] of value.items) yield* inValue(item, event)
  else if (isBlock(value)) yield* inParts(value.template.parts, value, event)
}

const isListening = (value: Value | undefined): value is Listening =>
  typeof value === 'object' && value !== null && 'options' in value

/** In a slot of its own, or in a spread. */
function listeningOf(value: Value | undefined, event: string): Listening | undefined {
  if (isListening(value)) return value
  if (!(value instanceof Map)) return undefined
  return value.get(`${P.SLOT_EVENT} ${event}`)?.value as Listening | undefined
}

function listens(block: Block, slot: number, value: Value | undefined, event: string): boolean {
  if (value instanceof Map) return (listeningOf(value, event)?.options ?? 0) !== 0
  const { kind, name } = block.template.slots[slot] as { kind: number; name: string }
  if (event === P.PUSH) return kind === P.SLOT_EXTRA && name === 'hook' && value !== null
  return kind === P.SLOT_EVENT && name === event && (value as Listening).options !== 0
}

/** All text in a value. */
export function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (value instanceof Stream) return value.items.map(([, item]) => textOf(item)).join('')
  return isBlock(value) ? textOfParts(value.template.parts, value) : ''
}

function textOfParts(parts: readonly Part[], block: Block): string {
  let text = ''
  for (const part of parts) {
    if (part.kind === 'text') text += part.text ?? ''
    else if (part.kind === 'child') text += textOf(block.values[part.slot])
    else if (part.kind === 'skip') text += textOfHtml(part.nodes ?? [])
    else text += textOfParts(part.children, block)
  }
  return text
}

function textOfHtml(nodes: readonly HtmlNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : textOfHtml(node.children))).join('')
}
