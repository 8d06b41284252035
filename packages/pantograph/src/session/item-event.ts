// An event on an item of a stream: there is no block for it, but a key and a handler of the stream.
import { PantographError } from '../errors.ts'
import { isHook } from '../render/attributes.ts'
import { contentOf } from '../render/content.ts'
import type { Mounted, ShownStream } from '../render/nodes.ts'
import { keyOfWire } from '../render/stream-keys.ts'
import { StreamNode } from '../render/stream-node.ts'
import { CHILD, EVENT, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import type { ItemEvent } from '../wire/upstream.ts'

/** Whether events may come from a slot: a stream may stand in a child slot, if the page has any. */
export const takesEvents = (slot: Slot, hasStreams: boolean): boolean =>
  slot.kind === EVENT || slot.kind === SPREAD || isHook(slot) || (slot.kind === CHILD && hasStreams)

/** A handler for items of a stream, and the item that it is called for. */
export interface BoundItem {
  readonly node: ShownStream
  readonly isConcurrent: boolean
  run(event: unknown): unknown
}

/**
 * What the event is for; null when no stream stands there any more, or another one of which the page has not heard yet.
 * @throws PantographError `PG_NO_HANDLER` when no page of ours could have sent it
 */
export function bindItem(place: Mounted, event: ItemEvent): BoundItem | null {
  const node = contentOf(place)
  if (!(node instanceof StreamNode) || node.first !== null) return null
  const item = itemOf(node, event)
  if (item !== null) return item
  throw new PantographError('PG_NO_HANDLER', `the stream has no handler ${event.handler}`)
}

/** The same by where the stream stands: another build may have no such handler. */
export function findItem(place: Mounted, event: ItemEvent): BoundItem | null {
  const node = contentOf(place)
  return node instanceof StreamNode ? itemOf(node, event) : null
}

function itemOf(node: ShownStream, { key, handler }: ItemEvent): BoundItem | null {
  const known = node.stream.handlers[handler]
  if (known === undefined) return null
  const { isConcurrent } = known
  return { node, isConcurrent, run: (event) => known.run(event, keyOfWire(key)) }
}
