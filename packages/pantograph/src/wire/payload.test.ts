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
    { key: 'Enter', value: 'text', repeat: false, ...NO_KEYS },
  ],
  [
    'a repeated key with Shift',
    P.PAYLOAD_KEY,
    `18 01${utf8('A')}`,
    { key: 'A', value: '', repeat: true, ...NO_KEYS, shiftKey: true },
  ],
  [
    'a form',
    P.PAYLOAD_FORM,
    `04${utf8('save')} 01${utf8('a')} 01${utf8('1')} 01${utf8('b')} 00 01${utf8('a')} 01${utf8('2')} 01${utf8('a')} 01${utf8('3')}`,
    { submitter: 'save', data: { a: ['1', '2', '3'], b: '' } },
  ],
]

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
  ['scroll', P.PAYLOAD_NONE],
  ['constructor', P.PAYLOAD_NONE],
])('%s carries kind %d', (event, kind) => {
  expect(payloadKind(event)).toBe(kind)
})

test('random bytes are a payload or a WireError, and no larger than they were', () => {
  fc.assert(
    fc.property(fc.nat(4), fc.uint8Array({ maxLength: 100 }), (kind, bytes) => {
      // The first of several values is given twice.
      expect(sizeOf(kind, bytes)).toBeLessThanOrEqual(bytes.length * 2)
    }),
    { seed: 1, numRuns: 10_000 },
  )
})
