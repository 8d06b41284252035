// What a control shows of a value, and the value of what it says: `bind`'s conversions, by kind of control and by what
// is held. Pure functions.
import { isDevelopment, PantographError } from '../errors.ts'
import type { Payload } from '../wire/payload.ts'
import type { Control, ControlKind } from './control.ts'
import { dateOf, dateText } from './dates.ts'
import type { DateKind } from './dates.ts'

/** Between what is held and what a control holds. */
export interface Conversion {
  /** The property that shows it. */
  readonly property: 'value' | 'checked' | 'files'
  /** The event that tells it. */
  readonly event: 'input' | 'pg-files'
  /** What the property is set to. @throws PantographError `PG_BIND` for what the control cannot show (in development) */
  show(held: unknown, control: Control): unknown
  /** What is held when the control has told this. */
  read(told: Payload, held: unknown, control: Control): unknown
}

const isNothing = (value: unknown): value is null | undefined =>
  value === null || value === undefined

/** The author's mistakes are named; users of a finished page get whatever the value is as a text. */
function assert(isFine: boolean, held: unknown, { label }: Control, takes: string): void {
  if (isFine || !isDevelopment) return
  throw new PantographError('PG_BIND', `${label} is bound to ${nameOf(held)}; it takes ${takes}`)
}

function nameOf(held: unknown): string {
  if (typeof held !== 'object') return `a ${typeof held} (${String(held)})`
  return held === null ? 'null' : `an object (${held.constructor?.name ?? 'without a class'})`
}

const textOf = ({ value }: Payload): string => String(value ?? '')

/** A control that is empty, as it was for null, says nothing new. */
const textOver = (told: Payload, held: unknown): unknown => {
  const text = textOf(told)
  return text === '' && isNothing(held) ? held : text
}

const text: Conversion = {
  property: 'value',
  event: 'input',
  show(held, control) {
    const hint =
      typeof held === 'number' ? 'a string; for a number, write type="number"' : 'a string'
    assert(isNothing(held) || typeof held === 'string', held, control, hint)
    return isNothing(held) ? '' : String(held)
  },
  read: textOver,
}

/** What a number's control says that is no number. */
function numberOf(told: string): number | null {
  const number = told.trim() === '' ? NaN : Number(told)
  return Number.isFinite(number) ? number : null
}

const number: Conversion = {
  property: 'value',
  event: 'input',
  show(held, control) {
    const isFine = isNothing(held) || typeof held === 'number' || typeof held === 'string'
    assert(isFine, held, control, 'a number, null or a string')
    return isNothing(held) || Number.isNaN(held) ? '' : held
  },
  read: (told, held) => (typeof held === 'string' ? textOf(told) : numberOf(textOf(told))),
}

const date = (kind: DateKind): Conversion => ({
  property: 'value',
  event: 'input',
  show(held, control) {
    if (held instanceof Date) return dateText(kind, held)
    return text.show(held, { ...control, label: `${control.label} (a Date will do)` })
  },
  read(told, held) {
    // It may hold more than the control shows.
    if (held instanceof Date && dateText(kind, held) === told.value) return held
    const isDate = held instanceof Date || isNothing(held)
    return isDate ? dateOf(kind, textOf(told)) : textOf(told)
  },
})

/** A box alone is on or off; one of several is in a list or not. */
const checkbox: Conversion = {
  property: 'checked',
  event: 'input',
  show(held, control) {
    if (Array.isArray(held)) return held.includes(control.value)
    if (held instanceof Set) return held.has(control.value)
    const isFine = isNothing(held) || typeof held === 'boolean'
    assert(isFine, held, control, 'a boolean, or a list or Set of the values that are on')
    return held
  },
  read(told, held, { value }) {
    const isOn = told['checked'] === true
    if (held instanceof Set) return new Set([...held, value].filter((one) => isOn || one !== value))
    if (!Array.isArray(held)) return isOn
    if (isOn && held.includes(value)) return held
    return isOn ? [...held, value] : held.filter((one) => one !== value)
  },
}

/** One of several values, as what is held has it. */
const sameKind = (value: string, held: unknown): unknown =>
  typeof held === 'number' ? (numberOf(value) ?? value) : value

const isOne = (held: unknown): boolean =>
  isNothing(held) || typeof held === 'string' || typeof held === 'number'

const radio: Conversion = {
  property: 'checked',
  event: 'input',
  show(held, control) {
    assert(isOne(held), held, control, 'a string or a number: the `value` of the button that is on')
    return !isNothing(held) && String(held) === control.value
  },
  // One that is off says nothing: another one is on.
  read: (told, held, { value }) => (told['checked'] === true ? sameKind(value, held) : held),
}

const select: Conversion = {
  property: 'value',
  event: 'input',
  show(held, control) {
    assert(
      isOne(held),
      held,
      control,
      'a string or a number; with `multiple`, a list or Set of strings',
    )
    return isNothing(held) ? '' : String(held)
  },
  read(told, held) {
    const text = textOver(told, held)
    return typeof text === 'string' ? sameKind(text, held) : text
  },
}

const several: Conversion = {
  property: 'value',
  event: 'input',
  show(held, control) {
    const isList = Array.isArray(held) || held instanceof Set
    assert(isNothing(held) || isList, held, control, 'a list or Set of strings')
    return isList ? [...held] : []
  },
  read(told, held) {
    const values = Array.isArray(told['values']) ? (told['values'] as string[]) : []
    return held instanceof Set ? new Set(values) : [...values]
  },
}

/** Only the user chooses files; they are told of, and all that is written back is that there are none any more. */
const files: Conversion = {
  property: 'files',
  event: 'pg-files',
  show: (held) => Array.isArray(held) && held.length > 0,
  read: (told) => told['files'] ?? [],
}

export const CONVERSIONS: Readonly<Record<ControlKind, Conversion>> = {
  text,
  number,
  date: date('date'),
  'datetime-local': date('datetime-local'),
  month: date('month'),
  checkbox,
  radio,
  files,
  select,
  several,
  editable: text,
}
