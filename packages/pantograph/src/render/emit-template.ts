// Writes a template's definition: in full (the browser builds it) or its shape only (the browser finds
// the slots in HTML that it has).
import * as P from '../wire/protocol.ts'
import type { Writer } from '../wire/writer.ts'
import { payloadKind } from '../wire/payload.ts'
import { NEEDS_EVENTS } from '../template/needs.ts'
import type { ElementNode, TemplateNode } from '../template/parse.ts'
import { ATTRIBUTE, EVENT, EXTRA, PROPERTY, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import type { Template } from '../template/template.ts'

const token = (writer: Writer, kind: number, argument = 0): void =>
  writer.varint(argument * 8 + kind)

export function writeTemplate(writer: Writer, template: Template, full: boolean): void {
  writer.need(template.needs)
  writer.varint(full ? 1 : 0)
  writer.word(template.hash)
  writeNodes(writer, template.nodes, full)
}

function writeNodes(writer: Writer, nodes: readonly TemplateNode[], full: boolean): void {
  let skip = 0
  for (const node of nodes) {
    if (!full && node.kind === 'element' && !hasSlots(node)) {
      skip++
      continue
    }
    if (skip > 0) token(writer, P.TOKEN_SKIP, skip)
    skip = 0
    writeNode(writer, node, full)
  }
  if (skip > 0) token(writer, P.TOKEN_SKIP, skip)
  token(writer, P.TOKEN_END)
}

function writeNode(writer: Writer, node: TemplateNode, full: boolean): void {
  if (node.kind === 'child') return token(writer, P.TOKEN_CHILD, node.slot.touchesText ? 1 : 0)
  if (node.kind === 'text') {
    token(writer, P.TOKEN_TEXT, full ? 0 : node.text.length)
    if (full) writer.string(node.text)
    return
  }
  token(writer, P.TOKEN_ELEMENT)
  if (full) writer.string(node.tag)
  if (full) {
    for (const [name, value] of node.attributes) {
      token(writer, P.TOKEN_ATTRIBUTE)
      writer.string(name)
      writer.string(value)
    }
  }
  const isRange = mayBeRange(node)
  for (const slot of node.slots) writeSlot(writer, slot, isRange)
  // By now, other code may have put something else there.
  writeNodes(writer, full || !node.isMarked ? node.children : [], full)
}

const WIRE_KIND: Record<number, number> = {
  [ATTRIBUTE]: P.SLOT_ATTRIBUTE,
  [PROPERTY]: P.SLOT_PROPERTY,
  [SPREAD]: P.SLOT_SPREAD,
  [EVENT]: P.SLOT_EVENT,
  [EXTRA]: P.SLOT_EXTRA,
}

/** Whether it could be a control that tells a new value many times a second; the browser knows. */
function mayBeRange({ tag, attributes, slots }: ElementNode): boolean {
  if (tag !== 'input') return false
  if (attributes.some(([name, value]) => name === 'type' && RANGES.has(value))) return true
  return slots.some(({ kind, name }) => kind === SPREAD || (kind === ATTRIBUTE && name === 'type'))
}

const RANGES = new Set(['range', 'color'])

function writeSlot(writer: Writer, slot: Slot, isRange: boolean): void {
  token(writer, P.TOKEN_SLOT, WIRE_KIND[slot.kind] as number)
  if (slot.kind === SPREAD) return
  writer.string(slot.name)
  if (slot.kind !== EVENT) return
  const kind = payloadKind(slot.name)
  const isFast = isRange && slot.name === 'input'
  if (isFast) writer.need(NEEDS_EVENTS)
  writer.varint(isFast ? P.PAYLOAD_RANGE : kind)
}

const hasSlots = (node: ElementNode): boolean =>
  node.slots.length > 0 ||
  node.children.some(
    (child) => child.kind === 'child' || (child.kind === 'element' && hasSlots(child)),
  )
