// Handlers that are more than a plain click or a changed field: with options, or with events that carry other
// things. Loaded when the server asks for it (FEATURE_EVENTS). Imports no code of the page itself.
import * as P from '../wire/protocol.ts'
import type { Tools } from './lent.ts'
import { followLinks } from './links.ts'
import { payloadOf } from './payloads.ts'
import type { Block, Listener, ListeningElement } from './state.ts'

let tools: Tools
/** Those that fire once, and have. */
const spent = new WeakSet<Listener>()

export function begin(lent: Tools): void {
  tools = lent
  followLinks(lent)
}

/** An element listens. */
export function listen({ event }: Listener): void {
  tools.attend(event)
}

/** The element will not speak for the block any more. */
export function forget(_block: Block, _element: ListeningElement): void {}

/** Something has happened to the element. True when the event must not go further up. */
export function fire(element: ListeningElement, listener: Listener, event: Event): boolean {
  const { options, details } = listener
  if (spent.has(listener) || !isWanted(details, event)) return false
  // A form that is handled here must not leave the page.
  if (options & P.LISTEN_PREVENT || event.type === 'submit') event.preventDefault()
  if (details.includes('once')) spent.add(listener)
  tools.record(element, listener, event.type, payloadOf(listener.payload, event, tools))
  return (options & P.LISTEN_STOP) !== 0
}

function isWanted(details: readonly string[], event: Event): boolean {
  const keys = details.filter((detail) => detail.startsWith('key '))
  if (keys.length === 0) return true
  const { key, isComposing } = event as KeyboardEvent
  // Enter that ends a composition belongs to the input method.
  return keys.includes(`key ${key}`) && !isComposing
}
