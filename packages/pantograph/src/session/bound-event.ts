// What an event is for: bound to its block when it arrives, to its handler when its turn comes. Part of inbox.ts.
import { contentOf } from '../render/content.ts'
import { SpreadBinding } from '../render/nodes.ts'
import type { Mounted, MountedBlock } from '../render/nodes.ts'
import { handlerOf, optionsOf } from '../template/on.ts'
import type { Slot } from '../template/slot.ts'
import { payloadKind, readPayload } from '../wire/payload.ts'
import type { Payload } from '../wire/payload.ts'
import { readItemEvent } from '../wire/upstream.ts'
import type { ItemEvent, LogEntry, Path } from '../wire/upstream.ts'
import { bindItem } from './item-event.ts'
import type { BoundItem } from './item-event.ts'

/** An event, and the place that it is for. */
export interface Bound {
  readonly block: MountedBlock
  readonly slot: Slot
  /** On an item of the stream in that slot. */
  readonly item?: BoundItem
  readonly name: string
  readonly payload: Payload
}
/** An event of the log, whose block is looked for when its turn comes. */
export interface Logged {
  readonly path: Path
  readonly slot: number
  readonly name: string
  readonly payload: Payload
  readonly item: ItemEvent | null
}

/** An event on an item of a stream; null when no stream stands there any more. */
export function bound(place: { block: MountedBlock; slot: Slot }, event: ItemEvent): Bound | null {
  const { name } = event
  const item = bindItem(place.block.values[place.slot.index] as Mounted, event)
  const payload = readPayload(payloadKind(name), event.payload)
  return item && { ...place, name, payload, item }
}

export function logged(entry: Extract<LogEntry, { type: 'logged' }>): Logged {
  const { path, slot, name, isItem } = entry
  const item = isItem ? readItemEvent(entry.payload) : null
  const payload = readPayload(payloadKind(name), item?.payload ?? entry.payload)
  return { path, slot, name, payload, item }
}

/** What the event is for, as the page stands now; null when that is not there any more. */
export function handlerFor({
  block,
  slot,
  name,
  item,
}: Bound): ((event: unknown) => unknown) | null {
  const value = block.values[slot.index]
  if (item === undefined) return handlerOf(currentHandler(value, name))
  // Another stream may stand there now, whose handlers mean something else.
  return contentOf(value as Mounted) === item.node ? item.run : null
}

/** An item of a stream has its handler's option in the browser alone. */
export const isConcurrent = ({ block, slot, name, item }: Bound): boolean =>
  item === undefined &&
  optionsOf(currentHandler(block.values[slot.index], name))?.concurrent === true

function currentHandler(value: unknown, name: string): unknown {
  return value instanceof SpreadBinding ? value.current.events.get(name) : value
}
