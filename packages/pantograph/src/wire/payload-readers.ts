// Reads what the events of the feature events carry: mice, fingers, texts, sizes, sounds. Part of payload.ts.
import { PARTS, POINTER_TYPES } from './units.ts'
import * as P from './protocol.ts'
import { Reader, readInline, WireError } from './reader.ts'

/** The fields of an event apart from `type` and `id`. */
export type Payload = Record<string, unknown>

export const modifiers = (bits: number): Payload => ({
  altKey: (bits & P.MOD_ALT) !== 0,
  ctrlKey: (bits & P.MOD_CTRL) !== 0,
  metaKey: (bits & P.MOD_META) !== 0,
  shiftKey: (bits & P.MOD_SHIFT) !== 0,
})

/** The button and the keys; nothing at all of a plain click. */
export function mouse(reader: Reader): Payload {
  const bits = reader.done ? 0 : reader.byte()
  const button = bits >> 4
  return { button: button === P.NO_BUTTON ? -1 : button, ...modifiers(bits) }
}

function position(reader: Reader): Payload {
  const base = mouse(new Reader(Uint8Array.of(reader.byte())))
  return {
    ...base,
    buttons: reader.byte(),
    clientX: reader.signed(),
    clientY: reader.signed(),
    offsetX: reader.signed(),
    offsetY: reader.signed(),
  }
}

function pointer(reader: Reader): Payload {
  const base = position(reader)
  const pointerId = reader.signed()
  const bits = upTo(7, reader.byte())
  const pointerType = POINTER_TYPES[bits & 3]
  const isPrimary = (bits & P.POINTER_PRIMARY) !== 0
  return { ...base, pointerId, pointerType, isPrimary, pressure: fraction(reader) }
}

const touch = (reader: Reader): Payload => ({
  identifier: reader.signed(),
  clientX: reader.signed(),
  clientY: reader.signed(),
})

/** A count, then so many; no more than there are bytes. */
function several<T>(reader: Reader, read: (reader: Reader) => T): T[] {
  const all: T[] = []
  for (let left = reader.varint(); left > 0; left--) all.push(read(reader))
  return all
}

/** From 0 to 1. */
const fraction = (reader: Reader): number => upTo(PARTS, reader.varint()) / PARTS
const seconds = (reader: Reader): number => reader.varint() / 1000
const flag = (reader: Reader): boolean => upTo(1, reader.byte()) === 1

function upTo(most: number, value: number): number {
  if (value > most) throw new WireError('payload')
  return value
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new WireError('payload')
  }
}

function media(reader: Reader): Payload {
  const bits = upTo(15, reader.byte())
  const currentTime = seconds(reader)
  const length = reader.varint()
  return {
    currentTime,
    duration: length === 0 ? null : (length - 1) / 1000,
    paused: (bits & P.MEDIA_PAUSED) !== 0,
    ended: (bits & P.MEDIA_ENDED) !== 0,
    muted: (bits & P.MEDIA_MUTED) !== 0,
    seeking: (bits & P.MEDIA_SEEKING) !== 0,
    volume: fraction(reader),
    playbackRate: reader.signed() / PARTS,
  }
}

/** A file, as the browser names it. */
function file(reader: Reader): Payload {
  const name = readInline(reader)
  const type = readInline(reader)
  return { name, type, size: integer(reader), lastModified: integer(reader) }
}

/** Too large for a varint. */
function integer(reader: Reader): number {
  const text = readInline(reader)
  if (/^-?\d{1,16}$/.test(text)) return Number(text)
  throw new WireError('payload')
}

export const PAYLOAD_READERS: Record<number, (reader: Reader) => Payload> = {
  [P.PAYLOAD_POSITION]: position,
  [P.PAYLOAD_POINTER]: pointer,
  [P.PAYLOAD_FILES](reader) {
    const files: Payload[] = []
    while (!reader.done) files.push(file(reader))
    return { value: files[0]?.['name'] ?? '', checked: false, files }
  },
  [P.PAYLOAD_TOUCH]: (reader) => ({
    ...modifiers(upTo(15, reader.byte())),
    touches: several(reader, touch),
    changedTouches: several(reader, touch),
  }),
  [P.PAYLOAD_WHEEL]: (reader) => ({
    ...position(reader),
    deltaX: reader.signed(),
    deltaY: reader.signed(),
    deltaMode: upTo(2, reader.byte()),
  }),
  [P.PAYLOAD_COMPOSITION]: (reader) => ({ data: readInline(reader), value: reader.rest() }),
  [P.PAYLOAD_EDIT]: (reader) => ({ inputType: readInline(reader), data: reader.rest() }),
  [P.PAYLOAD_CLIPBOARD]: (reader) => ({
    types: several(reader, readInline),
    text: reader.rest(),
  }),
  [P.PAYLOAD_DRAG]: (reader) => ({
    ...position(reader),
    types: several(reader, readInline),
    files: several(reader, readInline),
    text: reader.rest(),
  }),
  [P.PAYLOAD_SCROLL]: (reader) => ({
    scrollLeft: reader.signed(),
    scrollTop: reader.signed(),
    scrollWidth: reader.varint(),
    scrollHeight: reader.varint(),
    clientWidth: reader.varint(),
    clientHeight: reader.varint(),
  }),
  [P.PAYLOAD_SIZE]: (reader) => ({ width: reader.varint(), height: reader.varint() }),
  [P.PAYLOAD_TOGGLE]: (reader) => ({ open: flag(reader) }),
  [P.PAYLOAD_ANIMATION]: (reader) => ({
    elapsedTime: seconds(reader),
    animationName: readInline(reader),
    pseudoElement: reader.rest(),
  }),
  [P.PAYLOAD_TRANSITION]: (reader) => ({
    elapsedTime: seconds(reader),
    propertyName: readInline(reader),
    pseudoElement: reader.rest(),
  }),
  [P.PAYLOAD_MEDIA]: media,
  [P.PAYLOAD_SELECTION]: (reader) => ({
    start: reader.varint(),
    end: reader.varint(),
    text: reader.rest(),
  }),
  [P.PAYLOAD_SHOWN]: (reader) => ({ visible: flag(reader) }),
  [P.PAYLOAD_SIGHT]: (reader) => ({ visible: flag(reader), ratio: fraction(reader) }),
  [P.PAYLOAD_DIALOG]: (reader) => ({ returnValue: reader.rest() }),
  [P.PAYLOAD_DETAIL]: (reader) => ({ detail: reader.done ? undefined : parsed(reader.rest()) }),
  [P.PAYLOAD_PUSH]: (reader) => ({
    push: reader.varint(),
    name: readInline(reader),
    value: reader.done ? undefined : parsed(reader.rest()),
  }),
}
