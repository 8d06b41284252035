// One listener on the document for each kind of event that the page has a handler for. What a handler
// asks the browser to do is done here, at once; what it needs to know is sent.
import * as P from '../wire/protocol.ts'
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
  keys: readonly string[],
): void {
  const element = block.nodes[slot] as ListeningElement
  const listeners = (element.$pantograph ?? []).filter(
    (known) => known.slot !== slot || known.event !== event,
  )
  if (options) listeners.push({ event, payload, block, slot, options, keys })
  element.$pantograph = listeners
  // Capturing, so that events that do not bubble arrive as well. The browser adds it once for each kind.
  addEventListener(event, handle, { capture: true, passive: false })
}

/** The block is gone: its elements, wherever they are now, must not speak for it. */
export function removeListeners(block: Block): void {
  for (const node of block.nodes) {
    const element = node as ListeningElement | undefined
    if (element?.$pantograph === undefined) continue
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
  if (listener === undefined || !wants(listener, event)) return false
  const { options } = listener
  // A form that is handled here must not leave the page.
  if (options & P.LISTEN_PREVENT || event.type === 'submit') event.preventDefault()
  if (options & P.LISTEN_ONCE) listener.options = 0
  record(element, listener, event.type, payloadOf(listener.payload, event))
  return (options & P.LISTEN_STOP) !== 0
}

function wants({ options, keys }: Listener, event: Event): boolean {
  if (options === 0) return false
  if (keys.length === 0) return true
  const { key, isComposing } = event as KeyboardEvent
  // Enter that ends a composition belongs to the input method.
  return keys.includes(key) && !isComposing
}
