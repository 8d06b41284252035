// From what authors write in attribute, property and spread slots to what the page holds.
import { soundText, withLineFeeds } from '../html/text.ts'
import { attributeValue } from '../html/values.ts'
import type { AttributeValue } from '../html/values.ts'
import { isSignal } from '../reactivity/signal.ts'
import { handlerOf } from '../template/on.ts'
import { EVENT, makeSlot, PROPERTY } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'

/** What a spread slot has put on its element. */
export interface SpreadState {
  readonly attributes: ReadonlyMap<string, AttributeValue>
  readonly properties: ReadonlyMap<string, AttributeValue>
  /** By DOM event name. */
  readonly events: ReadonlyMap<string, unknown>
}

/** The value of a property slot: null and undefined are the property's neutral value. */
function propertyValue({ name, tag }: Slot, value: unknown): AttributeValue {
  if (name !== 'value') return value ? true : null
  if (Array.isArray(value)) return JSON.stringify(value.map((one) => soundText(String(one))))
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'number') return value
  const text = soundText(String(value))
  return tag === 'textarea' ? withLineFeeds(text) : text
}

/** The value of a slot that is an attribute or a property. */
export function slotValue(slot: Slot, value: unknown): AttributeValue {
  return slot.kind === PROPERTY
    ? propertyValue(slot, value)
    : attributeValue(slot.name, value, slot.tag)
}

/** Sorts what a spread object holds. @throws PantographError `PG_ATTRIBUTE_NAME` for illegal names. */
export function spreadState(tag: string, source: unknown): SpreadState {
  const attributes = new Map<string, AttributeValue>()
  const properties = new Map<string, AttributeValue>()
  const events = new Map<string, unknown>()
  for (const [name, given] of Object.entries(source ?? {})) {
    if (name === 'children' || name === 'key') continue
    const slot = makeSlot(0, name, tag)
    const value = isSignal(given) ? given.value : given
    if (slot.kind === EVENT) {
      if (handlerOf(value) !== null) events.set(slot.name, value)
    } else (slot.kind === PROPERTY ? properties : attributes).set(slot.name, slotValue(slot, value))
  }
  return { attributes, properties, events }
}
