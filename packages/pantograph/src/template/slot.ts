// The places of a template that values fill, by kind. Knows HTML's names; not how a template is parsed.
import { PantographError } from '../errors.ts'
import { attributeName } from '../html/names.ts'
import { mayBeScript } from '../html/urls.ts'

export const CHILD = 0
export const ATTRIBUTE = 1
export const PROPERTY = 2
export const EVENT = 3
export const SPREAD = 4
/** Something that HTML has no words for; the browser runtime carries it out. */
export const EXTRA = 5

/** Descriptors that no attribute of an author's can have. */
export const PORTAL = '\u0001portal'
export const RAW = '\u0001raw'
// oxlint-disable-next-line no-control-regex
export const INTERNAL = /^\u0001/

/** The attribute of elements whose inside belongs to the browser. */
export const OWNED = 'owned'

/** Any event by its own name. None begins with a colon: those are the framework's. */
const ANY_EVENT = /^on:([A-Za-z][\w.:-]*)$/

/** One place of a template that a value fills. */
export interface Slot {
  readonly index: number
  readonly kind: number
  /** Attribute name as HTML has it, property name, or the DOM event's name. */
  readonly name: string
  /** The element that carries it; empty for a child slot. */
  readonly tag: string
  /** ATTRIBUTE: its value may turn out to be code, as an address may. */
  readonly isGuarded: boolean
  /** CHILD: other text may touch its text in the HTML, so the text's length must be told. */
  touchesText: boolean
  /** On an element: its slots that hold properties, whose state in the browser its events may report; spreads among them. */
  properties: readonly Slot[]
  /** SPREAD: the element, with what else it has; null for all others. */
  element: SlotElement | null
}

/** The element that a slot is on, as far as it is written. */
export interface SlotElement {
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly slots: readonly Slot[]
  readonly children: readonly { readonly kind: string; readonly slot?: Slot }[]
}

const PROPERTIES = new Map([
  ['value', ['input', 'textarea', 'select']],
  ['checked', ['input']],
  ['selected', ['option']],
  ['muted', ['audio', 'video']],
])

// oxlint-disable-next-line no-control-regex
const EXTRAS = /^(?:ref|hook|\u0001.*|prop:.*)$/s
const PROPERTY_NAME = /^prop:(?!(?:__proto__|prototype|constructor)$)[A-Za-z_$][\w$]*$/

/** `ref`, `hook`, `portal`, `raw`, `prop:rows` */
function extraName(descriptor: string): string {
  const name = descriptor.replace('\u0001', '')
  if (!name.startsWith('prop:')) return name
  // What inserts HTML or runs code by that name is refused by its name.
  if (PROPERTY_NAME.test(name) && attributeName(name.slice(5)) !== '') return name
  throw new PantographError('PG_ATTRIBUTE_NAME', `${JSON.stringify(name)} names no property`)
}

/** From a slot's descriptor to what it is. @throws PantographError `PG_ATTRIBUTE_NAME` */
export function makeSlot(index: number, descriptor: string, tag: string): Slot {
  const slot = { index, tag, isGuarded: false, touchesText: false, properties: [], element: null }
  if (tag === '') return { ...slot, kind: CHILD, name: '' }
  if (descriptor === '...') return { ...slot, kind: SPREAD, name: '' }
  const event = eventName(descriptor)
  if (event !== null) return { ...slot, kind: EVENT, name: event }
  if (PROPERTIES.get(descriptor)?.includes(tag))
    return { ...slot, kind: PROPERTY, name: descriptor }
  if (EXTRAS.test(descriptor)) return { ...slot, kind: EXTRA, name: extraName(descriptor) }
  if (descriptor === OWNED) throw ownedValue()
  const name = attributeName(descriptor)
  return { ...slot, kind: ATTRIBUTE, name, isGuarded: mayBeScript(tag, name) }
}

/** What is wrong with an element that belongs to the browser. */
export const notOwned = (what: string): PantographError =>
  new PantographError(
    'PG_OWNED',
    `an \`owned\` element belongs to the browser: the attribute ${what}`,
  )

export const ownedValue = (): PantographError => notOwned('takes no value, and is not spread')

/** `onKeyDown` → `keydown`, `on:value-changed` → `value-changed`; null for what is no event. */
export function eventName(attribute: string): string | null {
  if (attribute.startsWith('on:')) return ANY_EVENT.exec(attribute)?.[1] ?? null
  return /^on[A-Z]/.test(attribute) ? attribute.slice(2).toLowerCase() : null
}
