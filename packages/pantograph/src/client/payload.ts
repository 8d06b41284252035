// What an event carries, in bytes. The kinds are those of wire/protocol.ts.
import * as P from '../wire/protocol.ts'
import { inline, utf8 } from './log.ts'

type Control = HTMLInputElement & HTMLSelectElement

export function payloadOf(kind: number, event: Event, element: Element): Uint8Array {
  switch (kind) {
    case P.PAYLOAD_MOUSE:
      return mouse(event as MouseEvent)
    case P.PAYLOAD_VALUE:
      return value((event.target ?? element) as Control)
    case P.PAYLOAD_KEY:
      return key(event as KeyboardEvent)
    case P.PAYLOAD_FORM:
      return form(event as SubmitEvent)
    default:
      return new Uint8Array(0)
  }
}

const modifiers = (event: MouseEvent | KeyboardEvent): number =>
  (event.altKey ? P.MOD_ALT : 0) |
  (event.ctrlKey ? P.MOD_CTRL : 0) |
  (event.metaKey ? P.MOD_META : 0) |
  (event.shiftKey ? P.MOD_SHIFT : 0)

/** A plain click carries nothing. */
function mouse(event: MouseEvent): Uint8Array {
  const bits = modifiers(event) | ((event.button & 15) << 4)
  return bits === 0 ? new Uint8Array(0) : Uint8Array.of(bits)
}

function value(control: Control): Uint8Array {
  const checked = control.checked ? P.VALUE_CHECKED : 0
  if (control.selectedOptions === undefined || !control.multiple) {
    return Uint8Array.of(checked, ...utf8(control.value ?? ''))
  }
  const values = [...control.selectedOptions].flatMap((option) => inline(option.value))
  return Uint8Array.of(checked | P.VALUE_MULTIPLE, ...values)
}

function key(event: KeyboardEvent): Uint8Array {
  const bits = modifiers(event) | (event.repeat ? P.KEY_REPEAT : 0)
  const { value = '' } = event.target as Partial<Control>
  return Uint8Array.of(bits, ...inline(event.key), ...utf8(String(value)))
}

function form(event: SubmitEvent): Uint8Array {
  const submitter = event.submitter as HTMLButtonElement | null
  const fields = new FormData(event.target as HTMLFormElement, submitter)
  const bytes = inline(submitter?.name || submitter?.value || '')
  for (const [name, field] of fields) {
    // A file's content does not belong into an event; its name does.
    bytes.push(...inline(name), ...inline(typeof field === 'string' ? field : field.name))
  }
  return new Uint8Array(bytes)
}
