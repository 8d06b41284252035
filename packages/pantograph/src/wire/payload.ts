// What an event carries: from the bytes that the browser sent to the fields that its type declares.
// Server side only. The kinds are in protocol.ts; src/template/events.ts has the types.
import * as P from './protocol.ts'
import { Reader, readInline, WireError } from './reader.ts'

/** The fields of an event apart from `type` and `id`. */
export type Payload = Record<string, unknown>

const VALUE_EVENTS = new Set(['input', 'change', 'focus', 'blur', 'focusin', 'focusout'])
const KEY_EVENTS = new Set(['keydown', 'keyup', 'keypress'])
const MOUSE_EVENTS = new Set(
  'click dblclick auxclick contextmenu mousedown mouseup pointerdown pointerup'.split(' '),
)

/** What an event of this name carries. */
export function payloadKind(event: string): number {
  if (MOUSE_EVENTS.has(event)) return P.PAYLOAD_MOUSE
  if (VALUE_EVENTS.has(event)) return P.PAYLOAD_VALUE
  if (KEY_EVENTS.has(event)) return P.PAYLOAD_KEY
  return event === 'submit' ? P.PAYLOAD_FORM : P.PAYLOAD_NONE
}

/** @throws WireError when the bytes are not a payload of that kind. */
export function readPayload(kind: number, bytes: Uint8Array): Payload {
  const reader = new Reader(bytes)
  const payload = READERS[kind]?.(reader)
  if (payload === undefined || !reader.done) throw new WireError('payload')
  return payload
}

const READERS: Record<number, (reader: Reader) => Payload> = {
  [P.PAYLOAD_NONE]: () => ({}),
  [P.PAYLOAD_MOUSE](reader) {
    const bits = reader.done ? 0 : reader.byte()
    return { button: bits >> 4, ...modifiers(bits) }
  },
  [P.PAYLOAD_VALUE](reader) {
    const bits = reader.byte()
    const checked = (bits & P.VALUE_CHECKED) !== 0
    if (!(bits & P.VALUE_MULTIPLE)) return { value: reader.rest(), checked }
    const values: string[] = []
    while (!reader.done) values.push(readInline(reader))
    return { value: values[0] ?? '', values, checked }
  },
  [P.PAYLOAD_KEY](reader) {
    const bits = reader.byte()
    const key = readInline(reader)
    return { key, value: reader.rest(), repeat: (bits & P.KEY_REPEAT) !== 0, ...modifiers(bits) }
  },
  [P.PAYLOAD_FORM](reader) {
    const submitter = readInline(reader)
    // No prototype: a field may be called `__proto__`.
    const data = Object.create(null) as Record<string, string | string[]>
    while (!reader.done) addField(data, readInline(reader), readInline(reader))
    return { submitter, data }
  },
}

function addField(data: Record<string, string | string[]>, name: string, value: string): void {
  const before = data[name]
  if (before === undefined) data[name] = value
  else if (typeof before === 'string') data[name] = [before, value]
  else before.push(value)
}

const modifiers = (bits: number): Payload => ({
  altKey: (bits & P.MOD_ALT) !== 0,
  ctrlKey: (bits & P.MOD_CTRL) !== 0,
  metaKey: (bits & P.MOD_META) !== 0,
  shiftKey: (bits & P.MOD_SHIFT) !== 0,
})
