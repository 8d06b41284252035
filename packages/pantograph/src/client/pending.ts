// Shows which elements wait for an answer: `data-pending` on them and on their forms. Buttons that say so disable
// themselves and change their text meanwhile. Whatever reads or changes the page does it as it is without that.
import * as P from '../wire/protocol.ts'
import type { Entry, Tools } from './lent.ts'

let tools: Tools
/** What waits, and how to make it as it was. */
const shown = new Map<Element, () => void>()
/** Buttons that had the focus before they were disabled. */
const focused = new Set<HTMLElement>()
const BUTTONS = '[data-pending-disable],[data-pending-text]'

export function begin(lent: Tools): void {
  tools = lent
  tools.observers.push(show)
  // A button is sent with what it says otherwise: else the same press again would be another.
  addEventListener(
    'submit',
    () => {
      putBack()
      // Listeners to the user's own events have microtasks between them.
      setTimeout(show)
    },
    true,
  )
  show()
}

/** Makes the page as the server knows it, until the message that has come is done with: nobody sees that. */
export function lift(message: number): void {
  putBack()
  // What is changed from here on, is changed by the server.
  for (const feature of [P.FEATURE_HOOKS, P.FEATURE_COMMANDS] as const)
    tools.loadedFeatures[feature]?.before(message)
  queueMicrotask(show)
}

function putBack(): void {
  for (const undo of shown.values()) undo()
  shown.clear()
}

/** Shows what waits now, and no longer what did. */
function show(): void {
  const waiting = tools.log.unanswered
  if (!waiting.length && !shown.size && !focused.size) return
  const marked = new Set<Element>()
  const buttons = new Set<HTMLElement>()
  for (const entry of waiting) gather(entry, marked, buttons)
  for (const [element, undo] of shown) {
    if (marked.has(element)) continue
    undo()
    shown.delete(element)
  }
  for (const element of marked) {
    if (!shown.has(element)) shown.set(element, mark(element, buttons))
  }
  for (const button of focused) if (!marked.has(button)) giveBackFocus(button)
}

function gather({ element, event }: Entry, marked: Set<Element>, buttons: Set<HTMLElement>): void {
  if (!element?.isConnected) return
  marked.add(element)
  // A control may stand outside of its form.
  const isControl = element.matches('input,textarea,select,button')
  const form = isControl ? (element as HTMLInputElement).form : element.closest('form')
  if (form) marked.add(form)
  // A form's own list of controls may be hidden by a control of that name.
  for (const button of document.querySelectorAll<HTMLButtonElement>(BUTTONS)) {
    if (button !== element && (event !== 'submit' || button.form !== element)) continue
    marked.add(button)
    buttons.add(button)
  }
}

function mark(element: Element, buttons: ReadonlySet<Element>): () => void {
  element.setAttribute('data-pending', '')
  const undos = buttons.has(element) ? change(element as HTMLButtonElement) : []
  return () => {
    element.removeAttribute('data-pending')
    for (const undo of undos) undo()
  }
}

/** Buttons that are disabled already stay so. */
function change(button: HTMLButtonElement): (() => void)[] {
  const { pendingDisable, pendingText } = button.dataset
  const undos: (() => void)[] = []
  if (pendingText) undos.push(changeText(button, pendingText))
  if (pendingDisable === undefined || button.disabled) return undos
  if (document.activeElement === button) focused.add(button)
  button.disabled = true
  undos.push(() => (button.disabled = false))
  return undos
}

/** The nodes stay as they are, aside. */
function changeText(button: HTMLButtonElement, text: string): () => void {
  if (button.localName === 'input') {
    const { value } = button
    button.value = text
    return () => (button.value = value)
  }
  const nodes = [...button.childNodes]
  button.replaceChildren(text)
  return () => button.replaceChildren(...nodes)
}

/** A disabled button loses the focus. */
function giveBackFocus(button: HTMLElement): void {
  focused.delete(button)
  const { activeElement, body } = document
  if (activeElement === null || activeElement === body) button.focus()
}
