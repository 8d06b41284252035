// What commands do beyond attributes and focus: dialogs, the clipboard, events, addresses; and what they refuse, whatever
// the server has let through. Part of commands.ts.
import { hold, unwatch, watch } from './held.ts'
import type { Tools } from './lent.ts'

const REFUSED = /^(on[^-]*|srcdoc|style|class)$/i
const PROSE = /^(aria|data)-/
// Browsers skip leading controls and spaces.
// oxlint-disable-next-line no-control-regex
const SCRIPT = /^[\0- ]*(java|vb)script:/i
/** Elements that run, or show as a document, what they load. */
const LOADS = /^(script|use|iframe|frame|embed|object)$/
// oxlint-disable-next-line no-control-regex
const DATA = /^[\0- ]*data:/i

/** Whether an attribute cannot run code. */
export function isSafe({ localName }: Element, name: string, value: string): boolean {
  if (REFUSED.test(name)) return false
  if (PROSE.test(name)) return true
  const parts = value.replace(/[\t\n\r]/g, '').split(';')
  return !parts.some((part) => SCRIPT.test(part) || (LOADS.test(localName) && DATA.test(part)))
}

/** That it is open is the browser's own, not the server's, until it is closed, by whomever. */
export function openDialog(element: HTMLElement, modal: boolean): void {
  const dialog = element as HTMLDialogElement
  if (dialog.open) return
  watch(dialog, 'open')
  if (modal) dialog.showModal()
  else dialog.show()
  hold(dialog, 'open', '', '', null)
  dialog.addEventListener('close', () => unwatch(dialog, 'open'), { once: true })
}

export async function copy(element: HTMLElement, given: string | null): Promise<void> {
  const isField = element.matches('input,textarea,select')
  const text = given ?? (isField ? (element as HTMLInputElement).value : element.innerText)
  try {
    await navigator.clipboard.writeText(text)
  } catch (error) {
    // Without encryption there is no clipboard but the old one.
    if (navigator.clipboard || !copyByHand(text)) console.error('PG_COMMAND: copy', error)
  }
}

function copyByHand(text: string): boolean {
  const { activeElement, body } = document
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  // Nothing outside of an open dialog can be selected.
  ;(activeElement?.closest('dialog') ?? body).append(field)
  field.select()
  const isDone = document.execCommand('copy')
  field.remove()
  ;(activeElement as HTMLElement | null)?.focus()
  return isDone
}

export function fire(element: Element, name: string, detail: unknown): void {
  element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, cancelable: true }))
}

export function go(to: string, replace: boolean, load: boolean, tools: Tools): void {
  const url = new URL(to, document.baseURI)
  if (!/^https?:$/.test(url.protocol)) throw new Error(to)
  const { href } = url
  // To a place on the page the browser scrolls, and says so as it does when it goes back.
  const isPlace = url.hash !== '' && withoutHash(href) === withoutHash(location.href)
  if (load || isPlace || url.origin !== location.origin) {
    if (replace) location.replace(href)
    else location.assign(href)
    return
  }
  history[replace || href === location.href ? 'replaceState' : 'pushState'](null, '', href)
  tools.tellAddress()
}

const withoutHash = (href: string): string => href.replace(/#.*/, '')
