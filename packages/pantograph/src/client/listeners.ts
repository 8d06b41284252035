// One listener on the document for each kind of event that the page has a handler for. What a handler
// asks the browser to do is done here, at once; what it needs to know is sent.
import * as P from '../wire/protocol.ts'
import { features } from './features.ts'
import { record } from './log.ts'
import { payloadOf } from './payload.ts'
import type { Block, Listener, ListeningElement } from './state.ts'

/** Makes the element of a slot listen; options 0 make it stop. */
export function listen(
  block: Block,
  slot: number,
  event: string,
  payload: number,
  options: number,
  details: readonly string[] = [],
): void {
  const element = block.nodes[slot] as ListeningElement
  const listeners = (element.$pantograph ?? []).filter(
    (known) => known.slot !== slot || known.event !== event,
  )
  element.$pantograph = listeners
  if (!options) return
  const listener = { event, payload, block, slot, options, details }
  listeners.push(listener)
  if (isPlain(listener)) attend(event)
  else features[P.FEATURE_EVENTS]?.listen(listener)
}

/**
 * Capturing, so that events that do not bubble arrive as well. Not on the window, which `load` never reaches. The browser
 * adds it once for each kind.
 */
export function attend(event: string, passive = false): void {
  document.addEventListener(event, handle, { capture: true, passive })
}

const isPlain = ({ options, payload }: Listener): boolean =>
  options === P.LISTEN_ON && payload <= P.PAYLOAD_VALUE

/** The block is gone: its elements, wherever they are now, must not speak for it. */
export function removeListeners(block: Block): void {
  for (const node of block.nodes) {
    const element = node as ListeningElement | undefined
    if (element?.$pantograph === undefined) continue
    features[P.FEATURE_EVENTS]?.forget(block, element)
    element.$pantograph = element.$pantograph.filter((listener) => listener.block !== block)
  }
}

/** Takes an event to the handlers of its target and, if it bubbles, of the elements around it. */
export function handle(event: Event): void {
  for (let node = event.target as Node | null; node; node = node.parentNode) {
    if (fire(node as ListeningElement, event) || !event.bubbles) return
  }
}

/** True when the event must not go further up. */
function fire(element: ListeningElement, event: Event): boolean {
  const listener = element.$pantograph?.find((known) => known.event === event.type)
  if (listener === undefined) return false
  if (!isPlain(listener)) return !!features[P.FEATURE_EVENTS]?.fire(element, listener, event)
  record(element, listener, event.type, payloadOf(listener.payload, event))
  return false
}
