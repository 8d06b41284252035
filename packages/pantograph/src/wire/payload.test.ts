import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { payloadKind, readPayload } from './payload.ts'
import * as P from './protocol.ts'
import { WireError } from './reader.ts'

const bytesOf = (hex: string): Uint8Array =>
  new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const utf8 = (text: string): string => Buffer.from(text).toString('hex')
const NO_KEYS = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }

const PAYLOADS: [string, number, string, object][] = [
  ['nothing', P.PAYLOAD_NONE, '', {}],
  ['a plain click', P.PAYLOAD_MOUSE, '', { button: 0, ...NO_KEYS }],
  [
    'a click of the second button with Ctrl',
    P.PAYLOAD_MOUSE,
    '12',
    { button: 1, ...NO_KEYS, ctrlKey: true },
  ],
  [
    'a click with all keys',
    P.PAYLOAD_MOUSE,
    '0f',
    { button: 0, altKey: true, ctrlKey: true, metaKey: true, shiftKey: true },
  ],
  ['a text', P.PAYLOAD_VALUE, `00 ${utf8('hé')}`, { value: 'hé', checked: false }],
  ['an empty text', P.PAYLOAD_VALUE, '00', { value: '', checked: false }],
  ['a box', P.PAYLOAD_VALUE, `01 ${utf8('on')}`, { value: 'on', checked: true }],
  [
    'several values',
    P.PAYLOAD_VALUE,
    `02 01${utf8('a')} 01${utf8('b')}`,
    { value: 'a', values: ['a', 'b'], checked: false },
  ],
  ['no value of several', P.PAYLOAD_VALUE, '02', { value: '', values: [], checked: false }],
  [
    'a key',
    P.PAYLOAD_KEY,
    `00 05${utf8('Enter')} ${utf8('text')}`,
    { key: 'Enter', code: '', value: 'text', repeat: false, ...NO_KEYS },
  ],
  [
    'a repeated key with Shift',
    P.PAYLOAD_KEY,
    `18 01${utf8('A')}`,
    { key: 'A', code: '', value: '', repeat: true, ...NO_KEYS, shiftKey: true },
  ],
  [
    'a form',
    P.PAYLOAD_FORM,
    `04${utf8('save')} 01${utf8('a')} 01${utf8('1')} 01${utf8('b')} 00 01${utf8('a')} 01${utf8('2')} 01${utf8('a')} 01${utf8('3')}`,
    { submitter: 'save', data: { a: ['1', '2', '3'], b: '' } },
  ],
]

const AT = { buttons: 1, clientX: 10, clientY: -2, offsetX: 300, offsetY: 0 }
const AT_BYTES = '00 01 14 03 d804 00'

PAYLOADS.push(
  [
    'a key by its letter',
    P.PAYLOAD_KEY,
    `22 01${utf8('s')}`,
    { key: 's', code: 'KeyS', value: '', repeat: false, ...NO_KEYS, ctrlKey: true },
  ],
  [
    'a key whose place has its name',
    P.PAYLOAD_KEY,
    `40 05${utf8('Enter')}`,
    { key: 'Enter', code: 'Enter', value: '', repeat: false, ...NO_KEYS },
  ],
  [
    'a key at another place',
    P.PAYLOAD_KEY,
    `80 01${utf8('z')} 04${utf8('KeyY')} ${utf8('v')}`,
    { key: 'z', code: 'KeyY', value: 'v', repeat: false, ...NO_KEYS },
  ],
  ['a click outside', P.PAYLOAD_OUTSIDE, '', { button: 0, ...NO_KEYS }],
  ['a position', P.PAYLOAD_POSITION, AT_BYTES, { button: 0, ...NO_KEYS, ...AT }],
  [
    'a move: no button changes',
    P.PAYLOAD_POSITION,
    'f1 00 00 00 00 00',
    {
      button: -1,
      ...NO_KEYS,
      altKey: true,
      ...AT,
      buttons: 0,
      clientX: 0,
      clientY: 0,
      offsetX: 0,
    },
  ],
  [
    'a pen',
    P.PAYLOAD_POINTER,
    `${AT_BYTES} 04 06 f403`,
    {
      button: 0,
      ...NO_KEYS,
      ...AT,
      pointerId: 2,
      pointerType: 'pen',
      isPrimary: true,
      pressure: 0.5,
    },
  ],
  [
    'fingers',
    P.PAYLOAD_TOUCH,
    '08 01 00 0a 0c 00',
    {
      ...NO_KEYS,
      shiftKey: true,
      touches: [{ identifier: 0, clientX: 5, clientY: 6 }],
      changedTouches: [],
    },
  ],
  [
    'a wheel',
    P.PAYLOAD_WHEEL,
    `${AT_BYTES} 00 c701 01`,
    { button: 0, ...NO_KEYS, ...AT, deltaX: 0, deltaY: -100, deltaMode: 1 },
  ],
  [
    'a composition',
    P.PAYLOAD_COMPOSITION,
    `02${utf8('é')} ${utf8('cafe')}`,
    { data: 'é', value: 'cafe' },
  ],
  [
    'an edit',
    P.PAYLOAD_EDIT,
    `0a${utf8('insertText')} ${utf8('x')}`,
    { inputType: 'insertText', data: 'x' },
  ],
  [
    'a paste',
    P.PAYLOAD_CLIPBOARD,
    `01 0a${utf8('text/plain')} ${utf8('hello')}`,
    { types: ['text/plain'], text: 'hello' },
  ],
  [
    'a drop',
    P.PAYLOAD_DRAG,
    `${AT_BYTES} 01 05${utf8('Files')} 01 05${utf8('a.txt')} ${utf8('t')}`,
    { button: 0, ...NO_KEYS, ...AT, types: ['Files'], files: ['a.txt'], text: 't' },
  ],
  [
    'a scroll',
    P.PAYLOAD_SCROLL,
    '01 14 64 c801 0a 14',
    {
      scrollLeft: -1,
      scrollTop: 10,
      scrollWidth: 100,
      scrollHeight: 200,
      clientWidth: 10,
      clientHeight: 20,
    },
  ],
  ['a size', P.PAYLOAD_SIZE, '80 08 d804', { width: 1024, height: 600 }],
  ['opened', P.PAYLOAD_TOGGLE, '01', { open: true }],
  [
    'an animation',
    P.PAYLOAD_ANIMATION,
    `f403 04${utf8('spin')} ${utf8('::before')}`,
    { elapsedTime: 0.5, animationName: 'spin', pseudoElement: '::before' },
  ],
  [
    'a transition',
    P.PAYLOAD_TRANSITION,
    `00 05${utf8('color')}`,
    { elapsedTime: 0, propertyName: 'color', pseudoElement: '' },
  ],
  [
    'a video',
    P.PAYLOAD_MEDIA,
    '05 dc0b 00 f403 d00f',
    {
      currentTime: 1.5,
      duration: null,
      paused: true,
      ended: false,
      muted: true,
      seeking: false,
      volume: 0.5,
      playbackRate: 1,
    },
  ],
  ['a selection', P.PAYLOAD_SELECTION, `02 05 ${utf8('lec')}`, { start: 2, end: 5, text: 'lec' }],
  ['shown', P.PAYLOAD_SHOWN, '01', { visible: true }],
  ['out of sight', P.PAYLOAD_SIGHT, '00 00', { visible: false, ratio: 0 }],
  ['in sight', P.PAYLOAD_SIGHT, '01 ee05', { visible: true, ratio: 0.75 }],
  [
    'files',
    P.PAYLOAD_FILES,
    `05${utf8('a.txt')} 0a${utf8('text/plain')} 01${utf8('3')} 0d${utf8('1700000000000')} 01${utf8('b')} 00 01${utf8('0')} 02${utf8('-1')}`,
    {
      value: 'a.txt',
      checked: false,
      files: [
        { name: 'a.txt', type: 'text/plain', size: 3, lastModified: 1_700_000_000_000 },
        { name: 'b', type: '', size: 0, lastModified: -1 },
      ],
    },
  ],
  ['no files', P.PAYLOAD_FILES, '', { value: '', checked: false, files: [] }],
  ['a dialog', P.PAYLOAD_DIALOG, utf8('ok'), { returnValue: 'ok' }],
)

test.each([
  ['a pointer of no type', P.PAYLOAD_POINTER, `${AT_BYTES} 00 08 00`],
  ['more pressure than there is', P.PAYLOAD_POINTER, `${AT_BYTES} 00 00 e907`],
  ['deltas of nothing', P.PAYLOAD_WHEEL, `${AT_BYTES} 00 00 03`],
  ['half open', P.PAYLOAD_TOGGLE, '02'],
  ['more than all in sight', P.PAYLOAD_SIGHT, '01 e907'],
  ['unknown keys', P.PAYLOAD_TOUCH, '10 00 00'],
  ['more fingers than bytes', P.PAYLOAD_TOUCH, '00 ffffffff0f 00'],
  ['something behind it', P.PAYLOAD_SIZE, '01 01 01'],
  ['a file of no size', P.PAYLOAD_FILES, `01${utf8('a')} 00 00 01${utf8('1')}`],
  ['a file of endless size', P.PAYLOAD_FILES, `01${utf8('a')} 00 03${utf8('1e9')} 01${utf8('1')}`],
])('%s is a WireError', (_, kind, hex) => {
  expect(() => readPayload(kind, bytesOf(hex))).toThrow(WireError)
})

test.each(PAYLOADS)('%s', (_, kind, hex, payload) => {
  const read = readPayload(kind, bytesOf(hex))
  expect(JSON.parse(JSON.stringify(read))).toEqual(payload)
})

test.each(PAYLOADS)('%s, cut anywhere, is a payload or a WireError', (_, kind, hex) => {
  const bytes = bytesOf(hex)
  for (let length = 0; length <= bytes.length; length++) {
    expect(sizeOf(kind, bytes.subarray(0, length))).toBeLessThanOrEqual(length * 2)
  }
})

/** How many bytes of text were read. Anything thrown but a WireError fails the test. */
function sizeOf(kind: number, bytes: Uint8Array): number {
  try {
    return textIn(readPayload(kind, bytes))
  } catch (error) {
    if (error instanceof WireError) return 0
    throw error
  }
}

function textIn(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (Array.isArray(value)) return Math.max(0, ...value.map(textIn))
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, part) => sum + textIn(part), 0)
}

test.each([
  ['a byte where nothing is carried', P.PAYLOAD_NONE, '00'],
  ['two bytes of a click', P.PAYLOAD_MOUSE, '0000'],
  ['a value without its first byte', P.PAYLOAD_VALUE, ''],
  ['a value that is not UTF-8', P.PAYLOAD_VALUE, '00ff'],
  ['half a character', P.PAYLOAD_VALUE, '00c3'],
  ['a list with a value longer than the message', P.PAYLOAD_VALUE, '02 ffffffff0f'],
  ['a key without its name', P.PAYLOAD_KEY, '00'],
  ['a form with a name and no value', P.PAYLOAD_FORM, `00 01${utf8('a')}`],
  ['a kind that does not exist', 99, ''],
])('%s is refused', (_, kind, hex) => {
  expect(() => readPayload(kind, bytesOf(hex))).toThrow(WireError)
})

test('a field called __proto__ is a field like others', () => {
  const name = `09${utf8('__proto__')}`
  const { data } = readPayload(
    P.PAYLOAD_FORM,
    bytesOf(`00 ${name} 01${utf8('x')} ${name} 01${utf8('y')}`),
  )
  expect(Object.entries(data as object)).toEqual([['__proto__', ['x', 'y']]])
  expect(({} as { x?: unknown }).x).toBeUndefined()
})

test.each([
  ['click', P.PAYLOAD_MOUSE],
  ['input', P.PAYLOAD_VALUE],
  ['change', P.PAYLOAD_VALUE],
  ['keydown', P.PAYLOAD_KEY],
  ['submit', P.PAYLOAD_FORM],
  ['scroll', P.PAYLOAD_SCROLL],
  ['pg-files', P.PAYLOAD_FILES],
  ['load', P.PAYLOAD_NONE],
  ['reset', P.PAYLOAD_NONE],
  ['constructor', P.PAYLOAD_DETAIL],
  ['value-changed', P.PAYLOAD_DETAIL],
])('%s carries kind %d', (event, kind) => {
  expect(payloadKind(event)).toBe(kind)
})

test('random bytes are a payload or a WireError, and no larger than they were', () => {
  fc.assert(
    fc.property(fc.nat(P.PAYLOAD_FILES), fc.uint8Array({ maxLength: 100 }), (kind, bytes) => {
      // The first of several values is given twice.
      expect(sizeOf(kind, bytes)).toBeLessThanOrEqual(bytes.length * 2)
    }),
    { seed: 1, numRuns: 10_000 },
  )
})
