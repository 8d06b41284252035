// Which control an element is, as far as it matters to what is bound to it. Knows neither values nor the wire.
import { PantographError } from '../errors.ts'
import type { AttributeValue } from '../html/values.ts'

/** How a control says what it holds. */
export type ControlKind =
  | 'text'
  | 'number'
  | 'date'
  | 'datetime-local'
  | 'month'
  | 'checkbox'
  | 'radio'
  | 'files'
  | 'select'
  | 'several'
  | 'editable'

/** A control that something is bound to. */
export interface Control {
  readonly kind: ControlKind
  /** As errors call it: `<input type="checkbox">`. */
  readonly label: string
  /** Of a box or a radio button: what it stands for. */
  readonly value: string
  /** Of a radio button, its `name`: the browser turns off the others of that name. Empty: none. */
  readonly group: string
  /** Whether it tells a new value many times a second. */
  readonly isFast: boolean
}

/** Finds an attribute of the element. */
export type Attributes = (name: string) => AttributeValue

const KINDS: Readonly<Record<string, ControlKind>> = {
  number: 'number',
  range: 'number',
  date: 'date',
  'datetime-local': 'datetime-local',
  month: 'month',
  checkbox: 'checkbox',
  radio: 'radio',
  file: 'files',
}
const HOLDS_NOTHING = /^(submit|reset|button|image)$/

/** @throws PantographError `PG_BIND` when the element is no control */
export function controlOf(tag: string, attributes: Attributes): Control {
  const type = tag === 'input' ? String(attributes('type') ?? 'text').toLowerCase() : ''
  const label = type === '' ? `<${tag}>` : `<${tag} type="${type}">`
  const value = attributes('value')
  return {
    kind: kindOf(tag, type, attributes) ?? refuse(label),
    label,
    value: value === null || value === true ? 'on' : String(value),
    group: type === 'radio' ? String(attributes('name') ?? '') : '',
    isFast: type === 'range' || type === 'color',
  }
}

function kindOf(tag: string, type: string, attributes: Attributes): ControlKind | null {
  if (tag === 'input') return HOLDS_NOTHING.test(type) ? null : (KINDS[type] ?? 'text')
  if (tag === 'textarea') return 'text'
  if (tag === 'select') return attributes('multiple') === null ? 'select' : 'several'
  const editable = attributes('contenteditable')
  return editable === null || editable === 'false' ? null : 'editable'
}

function refuse(label: string): never {
  throw new PantographError(
    'PG_BIND',
    `${label} holds nothing that the user changes; \`bind\` is for form controls and for elements with \`contenteditable\``,
  )
}
