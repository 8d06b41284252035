// Writes mounted content: in full (for the browser to build) or its shape only (for the browser to adopt
// HTML that it already has). Gives blocks their numbers, in the order in which both sides meet them.
import * as P from '../wire/protocol.ts'
import type { Writer } from '../wire/writer.ts'
import { payloadKind } from '../wire/payload.ts'
import type { AttributeValue } from '../html/values.ts'
import type { Key } from '../template/block.ts'
import { needsOfAttribute, needsOfEvent } from '../template/needs.ts'
import { handlerOf, optionsOf } from '../template/on.ts'
import { CHILD, EVENT, EXTRA, PROPERTY, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import { hashText, writeKeys } from './keys.ts'
import type { KnownTemplates } from './known-templates.ts'
import { writeListen } from './listening.ts'
import { attributeOf, itemBlock } from './content.ts'
import { ChildBinding, Instance, List, MountedBlock } from './nodes.ts'
import type { SpreadBinding } from './spread-binding.ts'
import { NO_SPREAD } from './attributes.ts'
import type { SpreadState } from './attributes.ts'
import { spreadChanges } from './spread-changes.ts'
import type { SpreadChange } from './spread-changes.ts'
import type { Mounted, ShownStream, ToldOp } from './nodes.ts'
import { StreamNode } from './stream-node.ts'
import { writeFirst, writeFirstShape, writeStreamOps } from './emit-stream.ts'

/** Where emitted blocks are entered. */
export interface Registry {
  readonly templates: KnownTemplates
  /** `count` block numbers in a row. */
  take(count: number): number
  /** The number that the browser would guess. */
  readonly fresh: number
  register(number: number, block: MountedBlock): void
}

const NOBODY: Omit<Registry, 'templates'> = {
  take: () => 0,
  fresh: 0,
  register: () => {},
}

/** Follow-up work for slots whose state a template's default does not tell: options of handlers. */
export type Listen = (block: MountedBlock, slot: number, value: unknown) => void

export class Emitter {
  private readonly registry: Registry
  private readonly writer: Writer
  private readonly listen: Listen
  private next = 0
  private first = -1
  private fresh = true

  constructor(registry: Registry, writer: Writer, listen: Listen) {
    this.registry = registry
    this.writer = writer
    this.listen = listen
  }

  /** The value of a child slot, in full. */
  content(node: Mounted): void {
    this.begin(countBlocks(node))
    this.child(node)
  }

  /** Items of a list, in full. */
  items(items: readonly (MountedBlock | Instance)[], keys: readonly Key[] | null): void {
    this.reserve(items)
    this.itemGroups(items, keys)
  }

  /** Takes numbers for items that follow, part by part, within one operation. */
  reserve(items: readonly (MountedBlock | Instance)[]): void {
    let count = 0
    for (const item of items) count += countBlocks(item)
    this.begin(count)
  }

  /** The shape of what a root holds: for HTML that the browser has. */
  shape(node: Mounted, slot: Slot): void {
    this.begin(countBlocks(node))
    this.first = -1
    this.childShape(node, slot, this.writer)
  }

  private begin(count: number): void {
    if (count === 0) return
    const { fresh } = this.registry
    this.next = this.registry.take(count)
    this.first = this.next
    this.fresh = this.first === fresh
  }

  /** The first block of an operation says where numbering goes on. */
  private announce(): void {
    if (this.first < 0) return
    this.writer.varint(this.fresh ? 0 : this.first + 1)
    this.first = -1
  }

  private number(block: MountedBlock): void {
    block.number = this.next++
    this.registry.register(block.number, block)
  }

  private child(node: Mounted): void {
    while (node instanceof Instance || node instanceof ChildBinding) node = node.child
    const { writer } = this
    if (node === null || typeof node === 'string' || typeof node === 'number')
      writeValue(writer, node)
    else if (node instanceof List) this.list(node)
    else if (node instanceof StreamNode) this.stream(node)
    else {
      special(writer, P.SPECIAL_BLOCK)
      this.announce()
      this.registry.templates.write(writer, node.template, true)
      this.values(node)
    }
  }

  private stream(node: ShownStream): void {
    this.listen(node.owner, node.slot, node)
    writeFirst(this.still(), this.writer, node)
  }

  /** For items that nobody keeps: their blocks get no numbers, and their handlers are told apart. */
  private still(): Emitter {
    const { templates } = this.registry
    return new Emitter({ ...NOBODY, templates }, this.writer, () => {})
  }

  streamOps(stream: object, told: readonly ToldOp[]): void {
    writeStreamOps(this.still(), this.writer, stream, told)
  }

  /** A block in full. */
  block(block: MountedBlock): void {
    this.registry.templates.write(this.writer, block.template, true)
    this.values(block)
  }

  /** How an element of an item listens. */
  listener(value: unknown): void {
    writeListen(this.writer, value)
  }

  private list(list: List): void {
    if (list.items.length === 0) return special(this.writer, P.SPECIAL_EMPTY)
    special(this.writer, P.SPECIAL_LIST)
    this.itemGroups(list.items, list.keys)
  }

  /** Items whose numbers are reserved. */
  itemGroups(items: readonly (MountedBlock | Instance)[], keys: readonly Key[] | null): void {
    this.announce()
    this.writer.varint(items.length)
    if (keys === null) this.writer.varint(0)
    else writeKeys(this.writer, keys)
    for (let i = 0; i < items.length;) {
      const { template } = itemBlock(items[i] as MountedBlock)
      let end = i + 1
      while (end < items.length && itemBlock(items[end] as MountedBlock).template === template)
        end++
      this.registry.templates.write(this.writer, template, true)
      this.writer.varint(end - i)
      for (; i < end; i++) this.values(itemBlock(items[i] as MountedBlock))
    }
  }

  private values(block: MountedBlock): void {
    this.number(block)
    for (const slot of block.template.slots) {
      const value = block.values[slot.index]
      if (slot.kind === CHILD) this.child(value as Mounted)
      else if (slot.kind === EVENT) this.event(block, slot, value)
      else if (slot.kind === SPREAD)
        writeSpread(this.writer, spreadChanges(NO_SPREAD, (value as SpreadBinding).current))
      else writeValue(this.writer, slotOnWire(slot, attributeOf(value)))
    }
  }

  /** A plain handler is what the template says already. */
  private event(block: MountedBlock, slot: Slot, value: unknown): void {
    if (handlerOf(value) === null || optionsOf(value) !== null)
      this.listen(block, slot.index, value)
  }

  private childShape(node: Mounted, slot: Slot, writer: Writer): void {
    while (node instanceof Instance || node instanceof ChildBinding) node = node.child
    if (node === null) special(writer, P.SPECIAL_NULL)
    else if (typeof node === 'string' || typeof node === 'number') {
      writeValue(writer, slot.touchesText ? String(node).length : 0)
    } else if (node instanceof List) this.listShape(node, writer)
    else if (node instanceof StreamNode) writeFirstShape(this.still(), writer, node)
    else {
      special(writer, P.SPECIAL_BLOCK)
      this.registry.templates.write(writer, node.template, false)
      this.valuesShape(node, writer)
    }
  }

  private valuesShape(block: MountedBlock, writer: Writer): void {
    this.number(block)
    for (const slot of block.template.slots) {
      const value = block.values[slot.index]
      if (slot.kind === CHILD) this.childShape(value as Mounted, slot, writer)
      else if (slot.kind === EVENT) this.event(block, slot, value)
      else if (slot.kind === SPREAD) this.spreadShape(block, slot, (value as SpreadBinding).current)
      else if (isUnsaid(slot) && attributeOf(value) !== null) this.listen(block, slot.index, value)
    }
  }

  /** Attributes are in the HTML, handlers are not. */
  private spreadShape(block: MountedBlock, slot: Slot, state: SpreadState): void {
    const { attributes, events, extras } = state
    for (const name of attributes.keys()) this.writer.need(needsOfAttribute(name))
    if (events.size + extras.size + unsaidProperties(slot, state).size > 0)
      this.listen(block, slot.index, block.values[slot.index])
  }

  /** Items of the same shape are told once, with their number. */
  private listShape(list: List, writer: Writer): void {
    if (list.items.length === 0) return special(writer, P.SPECIAL_EMPTY)
    special(writer, P.SPECIAL_LIST)
    this.shapes(list.items, list.keys)
  }

  /** The shapes of items, in runs of the same. */
  shapes(items: readonly (MountedBlock | Instance)[], keys: readonly Key[]): void {
    const { writer } = this
    writer.varint(items.length)
    writeKeys(writer, keys)
    let last: Uint8Array | null = null
    let count = 0
    for (const item of items) {
      const shape = this.itemShape(itemBlock(item), writer)
      if (last !== null && !equal(shape, last)) {
        writeRun(writer, count, last)
        count = 0
      }
      last = shape
      count++
    }
    if (last !== null) writeRun(writer, count, last)
  }

  private itemShape(block: MountedBlock, writer: Writer): Uint8Array {
    const from = writer.size
    // In full: more items of this kind are likely to follow. But what is the browser's is not looked at.
    this.registry.templates.write(writer, block.template, !block.template.isOwning)
    this.valuesShape(block, writer)
    const shape = writer.copy(from)
    writer.rewind(from)
    return shape
  }
}

/** HTML has no words for an extra, nor for what a select holds while no option has that value. */
const isUnsaid = ({ kind, tag }: Slot): boolean =>
  kind === EXTRA || (kind === PROPERTY && tag === 'select')

/** Of what is spread over a select, HTML does not say the value. */
export const unsaidProperties = (
  { tag }: Slot,
  { properties }: SpreadState,
): SpreadState['properties'] => (tag === 'select' ? properties : NO_SPREAD.properties)

function writeRun(writer: Writer, count: number, shape: Uint8Array): void {
  writer.varint(count)
  writer.append(shape)
}

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

const special = (writer: Writer, which: number): void => writer.varint(which * 4 + P.VALUE_SPECIAL)

/** A text, integer, presence or absence. */
export function writeValue(writer: Writer, value: AttributeValue): void {
  if (value === null) special(writer, P.SPECIAL_NULL)
  else if (value === true) special(writer, P.SPECIAL_TRUE)
  else if (typeof value === 'string') writeString(writer, value)
  else if (Number.isInteger(value) && Math.abs(value) <= P.INT_LIMIT && !Object.is(value, -0)) {
    writer.varint(((value << 1) ^ (value >> 31)) * 4 + P.VALUE_INT)
  } else writeString(writer, String(value))
}

function writeString(writer: Writer, text: string): void {
  const known = writer.intern(text)
  if (known < 0) writer.varint(text.length * 4 + P.VALUE_STRING)
  else writer.varint(known * 4 + P.VALUE_KNOWN)
}

/** Unparsed HTML is told from the sum of what the browser has of it. */
export const slotOnWire = (slot: Slot, value: AttributeValue): AttributeValue =>
  slot.kind === EXTRA && slot.name === 'raw' && value !== null ? `=${value}` : value

/** For HTML that the browser has. */
export const rawSum = (html: string): string => `#${hashText(html)}`

/** Entries of a spread slot. */
export function writeSpread(writer: Writer, changes: readonly SpreadChange[]): void {
  special(writer, P.SPECIAL_SPREAD)
  writer.varint(changes.length)
  for (const { kind, name, value, payload = payloadKind(name) } of changes) {
    writer.varint(kind)
    writer.string(name)
    if (kind !== P.SLOT_EVENT) {
      writer.need(needsOfAttribute(name))
      writeValue(writer, value as AttributeValue)
    } else {
      writer.need(needsOfEvent(name, payload))
      writer.varint(payload)
      writeListen(writer, value)
    }
  }
}

/** How many blocks a node holds, itself included. */
export function countBlocks(node: unknown): number {
  while (node instanceof Instance || node instanceof ChildBinding) node = node.child
  let count = 0
  if (node instanceof List) for (const item of node.items) count += countBlocks(item)
  if (!(node instanceof MountedBlock)) return count
  for (const slot of node.template.slots) {
    if (slot.kind === CHILD) count += countBlocks(node.values[slot.index])
  }
  return count + 1
}
