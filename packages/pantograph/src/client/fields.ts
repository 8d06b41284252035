// What is bound in the page: how a control is given what the server says without getting into its user's way, and
// what makes a control of an element that is edited in place. Part of extras.ts.
import * as P from '../wire/protocol.ts'
import { editedText } from './edited.ts'
import type { Tools } from './lent.ts'
import { slide } from './selects.ts'
import type { ListeningElement } from './state.ts'

type Control = HTMLInputElement

const CHANGES = /^(input|pg-files)$/

let tools: Tools
/** Where a text is being composed: to set it would end that. Its last event is still to be told, and answered. */
let composing: EventTarget | null = null
/** What edited elements are to show when their user has left them. */
const later = new Map<Element, () => void>()

export function lendToFields(lent: Tools): void {
  tools = lent
  document.addEventListener('input', changed, true)
  document.addEventListener('compositionend', () => (composing = null), true)
  document.addEventListener('focusout', ({ target }) => showLater(target as Element), true)
  // What a form's controls hold then is known behind the event, which may be prevented, and no control says it.
  document.addEventListener('reset', (event) => setTimeout(tellReset, 0, event))
}

/** The browser has given the controls of a form what they had at first: their handlers must know. */
function tellReset({ target, defaultPrevented }: Event): void {
  if (defaultPrevented) return
  // A form's own list of controls may be hidden by a control of that name.
  for (const control of document.querySelectorAll<Control>('input,textarea,select')) {
    const { type, checked, form } = control
    // Browsers say nothing of a button that goes off with its group.
    if (form !== target || (type === 'radio' && !checked)) continue
    // Not to the elements around them: nobody has typed.
    for (const { event } of (control as ListeningElement).$pantograph ?? [])
      if (/^(input|change|pg-files)$/.test(event)) control.dispatchEvent(new Event(event))
  }
}

function changed(event: Event): void {
  const target = event.target as Control
  composing = (event as InputEvent).isComposing ? target : null
  later.delete(target)
  if (target.type === 'file') target.dispatchEvent(new Event('pg-files', { bubbles: true }))
}

function showLater(element: Element): void {
  const show = later.get(element)
  later.delete(element)
  show?.()
}

/** Gives a control a property, by `set`, unless its user is at it or it says the same already. */
export function setField(
  element: Element,
  name: string,
  value: string | true | null,
  set: () => void,
): void {
  const { told, heard } = tools
  const control = element as Control
  const isFocused = element === document.activeElement
  if (name === 'files') return value === null ? forgetFiles(control) : undefined
  told.add(element)
  if (element === composing || isWaiting(element)) return
  slide(element, String(value ?? ''))
  if (name === 'checked' && isChoosing(control)) return
  if (isNumber(control, value)) return void heard.add(element)
  if (isEditable(element)) {
    beControl(element as HTMLElement)
    if (isFocused) return void later.set(element, set)
  }
  if (isFocused && name === 'value') keepCaret(control, set)
  else set()
}

/** The server holds files no more, unless others were chosen meanwhile. */
function forgetFiles(control: Control): void {
  const isAnswered = tools.log.unanswered.every(({ element }) => element !== control)
  if (isAnswered && !isWaiting(control)) control.value = ''
}

/** Whether a change of that control has not been told yet. */
function isWaiting({ $pantograph = [] }: ListeningElement): boolean {
  const events = tools.loadedFeatures[P.FEATURE_EVENTS]
  return $pantograph.some((one) => CHANGES.test(one.event) && events?.waits(one))
}

/** Whether another button of the group was turned on, and the server does not know. */
function isChoosing({ type, name, form }: Control): boolean {
  if (type !== 'radio' || !name) return false
  const others = document.querySelectorAll<Control>('input[type=radio]')
  return [...others].some(
    (other) => other.name === name && other.form === form && tools.hasUnanswered(other),
  )
}

/** `1.0` is `1`: who types it goes on to `1.05`. */
const isNumber = ({ type, valueAsNumber }: Control, value: string | true | null): boolean =>
  type === 'number' && !!value && valueAsNumber === Number(value)

/** The caret stays where it was in the text around it. */
function keepCaret(control: Control, set: () => void): void {
  const { value, selectionStart: start, selectionEnd: end, selectionDirection } = control
  set()
  if (typeof start !== 'number' || control.value === value) return
  const { length } = control.value
  // What is new may stand before the caret.
  const behind = value.slice(end ?? start)
  const isBefore =
    !control.value.startsWith(value.slice(0, start)) && control.value.endsWith(behind)
  const shift = isBefore ? length - value.length : 0
  const at = (index: number): number => Math.min(Math.max(index + shift, 0), length)
  control.setSelectionRange(at(start), at(end ?? start), selectionDirection ?? undefined)
}

const isEditable = (element: Element): boolean => element.hasAttribute('contenteditable')

/** An element that is edited in place has its text as its value, as controls have. */
export function beControl(element: HTMLElement): void {
  if (!isEditable(element) || 'value' in element) return
  Object.defineProperty(element, 'value', {
    get: () => editedText(element),
    set(text: string) {
      element.innerText = text
    },
  })
  // Typed before it could say so.
  if (tools.typed.has(element))
    queueMicrotask(() => element.dispatchEvent(new Event('input', { bubbles: true })))
}
