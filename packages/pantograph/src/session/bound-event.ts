// Events on their way to their handlers: bound to a block, or to an item of a stream in one of its slots.
import { isHook } from '../render/attributes.ts'
import { contentOf } from '../render/content.ts'
import { SpreadBinding } from '../render/spread-binding.ts'
import type { Mounted, MountedBlock } from '../render/nodes.ts'
import { handlerOf, optionsOf } from '../template/on.ts'
import { EVENT } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import { payloadKind, readPayload } from '../wire/payload.ts'
import type { Payload } from '../wire/payload.ts'
import { PUSH } from '../wire/protocol.ts'
import { readItemEvent } from '../wire/upstream.ts'
import type { ItemEvent, LogEntry, Path } from '../wire/upstream.ts'
import { bindItem, findItem } from './item-event.ts'
import type { BoundItem } from './item-event.ts'
import { pushHandler } from './push.ts'
import type { Asked } from './push.ts'

/** An event, with the block that it is for. */
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

/** An event on an item of a stream; null when that stream does not stand there any more. */
export function boundItem(place: Place, event: ItemEvent): Bound | null {
  return withItem(place, event, bindItem(valueAt(place), event))
}

/** One of the log, by where its stream stands. */
export function foundItem(place: Place, event: ItemEvent): Bound | null {
  return withItem(place, event, findItem(valueAt(place), event))
}

type Place = Pick<Bound, 'block' | 'slot'>

const valueAt = ({ block, slot }: Place): Mounted => block.values[slot.index] as Mounted

function withItem(
  place: Place,
  { name, payload }: ItemEvent,
  item: BoundItem | null,
): Bound | null {
  return item && { ...place, name, payload: readPayload(payloadKind(name), payload), item }
}

/** @throws WireError */
export function logged(entry: Extract<LogEntry, { type: 'logged' }>): Logged {
  const { path, slot, name, isItem } = entry
  const item = isItem ? readItemEvent(entry.payload) : null
  const payload = readPayload(payloadKind(name), item?.payload ?? entry.payload)
  return { path, slot, name, payload, item }
}

/** The event that a slot takes; empty where that is not said by the slot. */
export function eventIn(slot: Slot): string {
  return isHook(slot) ? PUSH : slot.kind === EVENT ? slot.name : ''
}

/** What the event is for, as the page stands now: no handler when that is not there any more. */
export function handlerFor(
  { block, slot, name, item }: Bound,
  asked: Asked,
): {
  readonly handler: ((event: unknown) => unknown) | null
  readonly isConcurrent: boolean
} {
  const value = block.values[slot.index]
  if (name === PUSH) return { handler: pushHandler(value, asked), isConcurrent: false }
  if (item === undefined) {
    const current = currentHandler(value, name)
    return { handler: handlerOf(current), isConcurrent: optionsOf(current)?.concurrent === true }
  }
  // Another stream may stand there now, whose handlers mean something else.
  const isThere = contentOf(value as Mounted) === item.node
  return { handler: isThere ? item.run : null, isConcurrent: item.isConcurrent }
}

function currentHandler(value: unknown, name: string): unknown {
  return value instanceof SpreadBinding ? value.current.events.get(name) : value
}
