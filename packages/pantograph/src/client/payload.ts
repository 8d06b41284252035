// What an event carries, in bytes. The kinds are those of wire/protocol.ts.
import * as P from '../wire/protocol.ts'
import { inline, utf8 } from './log.ts'

type Control = HTMLInputElement & HTMLSelectElement

export function payloadOf(kind: number, event: Event): readonly number[] {
  switch (kind) {
    case P.PAYLOAD_MOUSE:
      return mouse(event as MouseEvent)
    case P.PAYLOAD_VALUE:
      return value(event.target as Control)
    case P.PAYLOAD_KEY:
      return key(event as KeyboardEvent)
    case P.PAYLOAD_FORM:
      return form(event as SubmitEvent)
    default:
      return []
  }
}

const modifiers = (event: MouseEvent | KeyboardEvent): number =>
  (event.altKey ? P.MOD_ALT : 0) |
  (event.ctrlKey ? P.MOD_CTRL : 0) |
  (event.metaKey ? P.MOD_META : 0) |
  (event.shiftKey ? P.MOD_SHIFT : 0)

/** A plain click carries nothing. */
export function mouse(event: MouseEvent): number[] {
  const bits = modifiers(event) | ((event.button & 15) << 4)
  return bits ? [bits] : []
}

function value({ checked, multiple, selectedOptions, value = '' }: Control): number[] {
  const bits = checked ? P.VALUE_CHECKED : 0
  return multiple && selectedOptions
    ? [bits | P.VALUE_MULTIPLE, ...[...selectedOptions].flatMap(({ value }) => inline(value))]
    : [bits, ...utf8(value)]
}

function key(event: KeyboardEvent): number[] {
  const bits = modifiers(event) | (event.repeat ? P.KEY_REPEAT : 0)
  const { value = '' } = event.target as Partial<Control>
  return [bits, ...inline(event.key), ...utf8(String(value))]
}

function form(event: SubmitEvent): number[] {
  const submitter = event.submitter as HTMLButtonElement | null
  const fields = new FormData(event.target as HTMLFormElement, submitter)
  const bytes = inline(submitter?.name || submitter?.value || '')
  for (const [name, field] of fields) {
    // A file's content does not belong into an event; its name does.
    bytes.push(...inline(name), ...inline(typeof field === 'string' ? field : field.name))
  }
  return bytes
}
