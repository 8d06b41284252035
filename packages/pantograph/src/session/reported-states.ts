// What an event tells of its control's state: so much the browser shows already, and need not be told.
import type { AttributeValue } from '../html/values.ts'
import { boundValue } from '../render/attributes.ts'
import { SpreadBinding } from '../render/spread-binding.ts'
import type { MountedBlock } from '../render/nodes.ts'
import { groupOf } from '../render/radios.ts'
import type { ControlState } from '../render/reports.ts'
import type { Slot } from '../template/slot.ts'
import type { Payload } from '../wire/payload.ts'

/** The states of the properties that the server keeps, of the element that the slot is on. */
export function* reportedStates(
  block: MountedBlock,
  { properties }: Slot,
  payload: Payload,
): Generator<ControlState> {
  for (const { index: slot, name } of properties) {
    const held = block.values[slot]
    if (held instanceof SpreadBinding) yield* spreadStates(held, payload)
    else {
      const value = reportedValue(name, payload)
      if (value !== undefined) yield { block, slot, name, value }
    }
  }
}

function* spreadStates(spread: SpreadBinding, payload: Payload): Generator<ControlState> {
  const { owner: block, slot, current } = spread
  for (const name of current.properties.keys()) {
    const value =
      name === current.binding?.property ? valueTold(spread, payload) : reportedValue(name, payload)
    if (value === undefined) continue
    yield { block, slot, name, value }
    if (value !== true) continue
    for (const other of othersOf(spread)) {
      yield { block: other.owner, slot: other.slot, name, value: null }
    }
  }
}

/** What a bound control shows, in the words of what is bound to it: so much as `1.0` means. */
function valueTold(
  { current, owner, slot }: SpreadBinding,
  payload: Payload,
): AttributeValue | undefined {
  const binding = current.binding
  const property = binding?.property ?? ''
  const told = reportedValue(property, payload)
  if (told === undefined || binding === null || property !== 'value') {
    // That a radio button is off says that another one is on, which tells more.
    return told === null && binding?.control.kind === 'radio' ? undefined : told
  }
  const { tag = '' } = owner.template.slots[slot] ?? {}
  return boundValue(binding, tag, binding.meant(payload))
}

/** The value of a property, as a slot holds it; undefined when the event does not tell. */
function reportedValue(name: string, payload: Payload): string | true | null | undefined {
  if (name === 'checked')
    return payload['checked'] === undefined ? undefined : payload['checked'] ? true : null
  const { files, values, value } = payload
  if (name === 'files' && Array.isArray(files)) return files.length > 0 ? true : null
  if (name !== 'value') return undefined
  return Array.isArray(values) ? JSON.stringify(values) : (value as string | undefined)
}

/** The other radio buttons that the browser turns off with a button, on the same page. */
function* othersOf(radio: SpreadBinding): Generator<SpreadBinding> {
  const { binding } = radio.current
  if (!binding?.control.group) return
  for (const other of groupOf(binding.source) as Iterable<SpreadBinding>) {
    const isOfGroup = other.current.binding?.control.group === binding.control.group
    if (isOfGroup && other !== radio && other.queue === radio.queue) yield other
  }
}
