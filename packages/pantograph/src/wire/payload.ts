// What an event carries: from the bytes that the browser sent to the fields that its type declares.
// Server side only. The kinds are in protocol.ts; src/template/events.ts has the types.
import { modifiers, mouse, PAYLOAD_READERS } from './payload-readers.ts'
import type { Payload } from './payload-readers.ts'
import * as P from './protocol.ts'
import { Reader, readInline, WireError } from './reader.ts'

export type { Payload } from './payload-readers.ts'

const KINDS: readonly (readonly [number, string])[] = [
  [
    P.PAYLOAD_NONE,
    'abort beforematch cancel command contentvisibilityautostatechange contextlost contextrestored cuechange ' +
      'encrypted enterpictureinpicture error formdata fullscreenchange fullscreenerror hashchange ' +
      'leavepictureinpicture load offline online pagehide pageshow popstate reset securitypolicyviolation ' +
      'slotchange waitingforkey webglcontextcreationerror webglcontextlost webglcontextrestored',
  ],
  [P.PAYLOAD_MOUSE, 'click'],
  [P.PAYLOAD_VALUE, 'input change focus blur focusin focusout invalid pgupload'],
  [P.PAYLOAD_KEY, 'keydown keyup keypress'],
  [P.PAYLOAD_FORM, 'submit'],
  [
    P.PAYLOAD_POSITION,
    'dblclick auxclick contextmenu mousedown mouseup mousemove mouseover mouseout mouseenter mouseleave',
  ],
  [
    P.PAYLOAD_POINTER,
    'pointerdown pointerup pointermove pointerover pointerout pointerenter pointerleave pointercancel ' +
      'pointerrawupdate gotpointercapture lostpointercapture',
  ],
  [P.PAYLOAD_TOUCH, 'touchstart touchmove touchend touchcancel'],
  [P.PAYLOAD_WHEEL, 'wheel'],
  [P.PAYLOAD_COMPOSITION, 'compositionstart compositionupdate compositionend'],
  [P.PAYLOAD_EDIT, 'beforeinput'],
  [P.PAYLOAD_CLIPBOARD, 'copy cut paste'],
  [P.PAYLOAD_DRAG, 'drag dragstart dragend dragenter dragover dragleave drop'],
  [P.PAYLOAD_SCROLL, 'scroll scrollend'],
  [P.PAYLOAD_SIZE, 'resize'],
  [P.PAYLOAD_TOGGLE, 'toggle beforetoggle'],
  [P.PAYLOAD_ANIMATION, 'animationstart animationend animationiteration animationcancel'],
  [P.PAYLOAD_TRANSITION, 'transitionrun transitionstart transitionend transitioncancel'],
  [
    P.PAYLOAD_MEDIA,
    'play playing pause ended timeupdate volumechange ratechange seeking seeked durationchange loadstart ' +
      'loadedmetadata loadeddata canplay canplaythrough waiting stalled suspend emptied progress',
  ],
  [P.PAYLOAD_SELECTION, 'select selectionchange selectstart'],
  [P.PAYLOAD_SHOWN, 'visibilitychange'],
  [P.PAYLOAD_SIGHT, 'visible hidden'],
  [P.PAYLOAD_DIALOG, 'close'],
  [P.PAYLOAD_OUTSIDE, 'clickoutside'],
  [P.PAYLOAD_FILES, 'pg-files'],
  [P.PAYLOAD_PUSH, P.PUSH],
]

const KIND_OF = new Map(
  KINDS.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
)

/** What an event of this name carries. What is none of the platform's own carries its `detail`. */
export const payloadKind = (event: string): number => KIND_OF.get(event) ?? P.PAYLOAD_DETAIL

/** @throws WireError when the bytes are not a payload of that kind. */
export function readPayload(kind: number, bytes: Uint8Array): Payload {
  const reader = new Reader(bytes)
  const payload = READERS[kind]?.(reader)
  if (payload === undefined || !reader.done) throw new WireError('payload')
  return payload
}

const READERS: Record<number, (reader: Reader) => Payload> = {
  [P.PAYLOAD_NONE]: () => ({}),
  [P.PAYLOAD_MOUSE]: mouse,
  [P.PAYLOAD_OUTSIDE]: mouse,
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
    const code = codeOf(bits, key, reader)
    const repeat = (bits & P.KEY_REPEAT) !== 0
    return { key, code, value: reader.rest(), repeat, ...modifiers(bits) }
  },
  [P.PAYLOAD_FORM](reader) {
    const submitter = readInline(reader)
    // No prototype: a field may be called `__proto__`.
    const data = Object.create(null) as Record<string, string | string[]>
    while (!reader.done) addField(data, readInline(reader), readInline(reader))
    return { submitter, data }
  },
  ...PAYLOAD_READERS,
}

function codeOf(bits: number, key: string, reader: Reader): string {
  if (bits & P.KEY_LETTER) return `Key${key.toUpperCase()}`
  if (bits & P.KEY_SAME) return key
  return bits & P.KEY_CODE ? readInline(reader) : ''
}

function addField(data: Record<string, string | string[]>, name: string, value: string): void {
  const before = data[name]
  if (before === undefined) data[name] = value
  else if (typeof before === 'string') data[name] = [before, value]
  else before.push(value)
}
