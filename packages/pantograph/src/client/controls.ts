// Form controls: what the user types is never overwritten by something older, and what was typed before
// the page was connected is told.
import * as P from '../wire/protocol.ts'
import { features } from './features.ts'
import { hasUnanswered, whenConfirmed } from './log.ts'

type Control = HTMLInputElement & HTMLSelectElement

/** Controls that the user has changed since the server last set them. */
export const typed = new WeakSet<EventTarget>()

/** Of those, the ones whose present state the server has heard. */
export const heard = new WeakSet<EventTarget>()
/** Controls that the server has given a state of its own. */
export const told = new WeakSet<EventTarget>()

/** Sets a property that the server keeps; not while a newer state of the control is on its way there. */
export function setProperty(element: Element, name: string, value: string | true | null): void {
  told.add(element)
  if (hasUnanswered(element)) return
  const control = element as Control
  const text = String(value ?? '')
  // What the user has typed and the server repeats is still the user's: a new session must be told.
  if (control.value === text) heard.add(element)
  else typed.delete(element)
  if (name !== 'value') (control as unknown as Record<string, unknown>)[name] = value !== null
  else if (control.localName === 'select') features[P.FEATURE_EXTRAS]?.choose(control, text)
  else if (control.value !== text) control.value = text
}

const CONTROLS = 'input,textarea,select'

/** Whether a control holds something else than the HTML gave it. */
export function isTouched(control: Control): boolean {
  if (control.localName === 'select') {
    const options = [...control.options]
    // Of one, the browser selects the first where the HTML says nothing.
    const given = control.multiple || options.some((option) => option.hasAttribute('selected'))
    return given
      ? options.some((option) => option.selected !== option.hasAttribute('selected'))
      : control.selectedIndex > 0
  }
  // What the HTML says is not always what the control makes of it: a color, a number, line ends.
  const form = document.createElement('form')
  form.append(control.cloneNode(true))
  form.reset()
  const { value, checked } = form.firstChild as Control
  return control.value !== value || control.checked !== checked
}

/** Whether it is a box that is not sent with a form as a whole: it stands for data that may have changed since. */
export const isLooseBox = (control: Control): boolean =>
  control.matches('[type=checkbox],[type=radio]') && !control.form?.matches('[method=post]')

/** Those that the user has changed, or that were filled in without a word. */
export const changedIn = (roots: readonly Element[]): Control[] =>
  roots
    .flatMap((root) => [...root.querySelectorAll<Control>(CONTROLS)])
    .filter((control) => typed.has(control) || (!told.has(control) && isTouched(control)))

/** From now on, knows what the user changes; and what was changed before this script ran. */
export function watchControls(roots: readonly Element[]): void {
  for (const control of changedIn(roots)) typed.add(control)
  addEventListener(
    'input',
    ({ target }) => target && typed.add(target) && heard.delete(target),
    true,
  )
  whenConfirmed((control) => hasUnanswered(control) || heard.add(control))
}

/**
 * Lets the handlers of controls that the user has changed know their state. A session that begins anew
 * has lost what it was told: it is told texts again, but not loose boxes.
 */
export function tellTyped(roots: readonly Element[], textsOnly: boolean): void {
  for (const control of changedIn(roots)) {
    if (textsOnly && isLooseBox(control)) continue
    for (const type of ['input', 'change'])
      control.dispatchEvent(new Event(type, { bubbles: true }))
  }
}
