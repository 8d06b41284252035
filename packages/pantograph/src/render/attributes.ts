// From what authors write in attribute, property and spread slots to what the page holds.
import { PantographError } from '../errors.ts'
import { attributeName, RAW_MARK } from '../html/names.ts'
import { soundText, withLineFeeds } from '../html/text.ts'
import { attributeValue } from '../html/values.ts'
import type { AttributeValue } from '../html/values.ts'
import { isSignal } from '../reactivity/signal.ts'
import { handlerOf } from '../template/on.ts'
import { hookOf } from '../template/hook.ts'
import type { HookUse } from '../template/hook.ts'
import { EVENT, EXTRA, makeSlot, PROPERTY } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import { bindingOf } from './binding.ts'
import type { Binding } from './binding.ts'
import type { Attributes } from './control.ts'

/** What a spread slot has put on its element. */
export interface SpreadState {
  readonly attributes: ReadonlyMap<string, AttributeValue>
  readonly properties: ReadonlyMap<string, AttributeValue>
  /** `prop:rows`, `hook` */
  readonly extras: ReadonlyMap<string, AttributeValue>
  readonly ref: unknown
  readonly hook: HookUse | null
  /** By DOM event name. */
  readonly events: ReadonlyMap<string, unknown>
  /** What its `bind` has made of it. */
  readonly binding: Binding | null
}

/** The value of a property slot: null and undefined are the property's neutral value. */
function propertyValue({ name, tag }: Pick<Slot, 'name' | 'tag'>, value: unknown): AttributeValue {
  if (name !== 'value') return value ? true : null
  if (Array.isArray(value)) return JSON.stringify(value.map((one) => soundText(String(one))))
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'number') return value
  const text = soundText(String(value))
  return tag === 'textarea' ? withLineFeeds(text) : text
}

/** The value of a slot that is an attribute, a property or an extra. */
export function slotValue(slot: Slot, value: unknown): AttributeValue {
  if (slot.kind === PROPERTY) return propertyValue(slot, value)
  return slot.kind === EXTRA ? extraValue(slot, value) : attributeValue(slot.name, value, slot.tag)
}

/** What the tree keeps of it: of a hook also its functions. */
export const mountedValue = (slot: Slot, value: unknown): AttributeValue | HookUse =>
  isHook(slot) ? hookOf(value) : slotValue(slot, value)

export const isHook = ({ kind, name }: Slot): boolean => kind === EXTRA && name === 'hook'

/** A property of the element's own travels as JSON. */
function extraValue({ name, tag }: Slot, value: unknown): AttributeValue {
  if (name === 'hook') return hookOf(value)?.text ?? null
  if (!name.startsWith('prop:')) return attributeValue(name, value, tag)
  // An address that would run code is no better as a property, nor as what becomes a text in the browser.
  const isText = typeof value === 'string' || (typeof value === 'object' && value !== null)
  const attribute = name.slice(5).toLowerCase()
  const isRefused = isText && attributeValue(attribute, String(value), tag) === null
  return isRefused ? null : soundText(JSON.stringify(value) ?? '') || null
}

/** What a `ref` attribute is given. @throws PantographError `PG_REF` */
export function refOf(value: unknown): object | null {
  if (value === null || value === undefined || value === false) return null
  if (typeof (value as { attach?: unknown }).attach === 'function') return value as object
  throw new PantographError('PG_REF', 'a `ref` attribute takes what `ref()` has made in setup')
}

/** A spread slot's maps, while they are filled. */
interface Filling extends SpreadState {
  readonly attributes: Map<string, AttributeValue>
  readonly properties: Map<string, AttributeValue>
  readonly extras: Map<string, AttributeValue>
  readonly events: Map<string, unknown>
  ref: unknown
  hook: HookUse | null
  binding: Binding | null
}

const emptySpread = (): Filling => ({
  attributes: new Map(),
  properties: new Map(),
  extras: new Map(),
  ref: null,
  hook: null,
  events: new Map(),
  binding: null,
})

export const NO_SPREAD: SpreadState = emptySpread()

const NO_ATTRIBUTES: Attributes = () => null

/**
 * Sorts what a spread object holds. `beside` finds the attributes that the element has besides.
 * @throws PantographError `PG_ATTRIBUTE_NAME` for illegal names, `PG_BIND` for what cannot be bound
 */
export function spreadState(
  tag: string,
  source: unknown,
  beside: Attributes = NO_ATTRIBUTES,
): SpreadState {
  const state = emptySpread()
  let bind: unknown
  for (const [name, given] of Object.entries(source ?? {})) {
    if (name === 'children' || name === 'key') continue
    if (name === 'bind') bind = given
    else sort(state, name, given, tag)
  }
  if (state.hook !== null) state.extras.set('hook', state.hook.text)
  const named: Attributes = (name) =>
    state.properties.get(name) ?? state.attributes.get(name) ?? beside(name)
  state.binding = bindingOf(bind, tag, named)
  if (state.binding !== null) show(state, state.binding, tag)
  return state
}

function sort(state: Filling, name: string, given: unknown, tag: string): void {
  const slot = makeSlot(0, name, tag)
  const value = isSignal(given) ? given.value : given
  if (slot.kind === EVENT) {
    if (handlerOf(value) !== null) state.events.set(slot.name, value)
  } else if (slot.kind === EXTRA) {
    if (slot.name === 'ref') state.ref = refOf(given)
    else if (isHook(slot)) state.hook = hookOf(value)
    // What is not of the author's own components does not come in by a name.
    else if (name.startsWith('prop:')) state.extras.set(slot.name, slotValue(slot, value))
    else attributeName(name)
  } else {
    const { properties, attributes } = state
    ;(slot.kind === PROPERTY ? properties : attributes).set(slot.name, slotValue(slot, value))
  }
}

/** A bound control shows what is held, and tells what its user changes. */
function show(state: Filling, binding: Binding, tag: string): void {
  const { property, event, control } = binding
  state.properties.set(property, boundValue(binding, tag, binding.show()))
  // What its user makes of it is nobody else's.
  if (control.kind === 'editable') state.attributes.set(RAW_MARK, true)
  const author = state.events.get('input')
  state.events.delete('input')
  state.events.set(event, binding.handler(author))
}

/** What the property of a bound control is set to. */
export function boundValue(binding: Binding, tag: string, shown: unknown): AttributeValue {
  const name = binding.property
  return propertyValue({ name, tag: binding.control.kind === 'editable' ? 'textarea' : tag }, shown)
}
