import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WireError } from './reader.ts'
import { readItemEvent, readUpstream } from './upstream.ts'

const bytesOf = (hex: string): Uint8Array =>
  new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const utf8 = (text: string): string => Buffer.from(text).toString('hex')

const HELLO = `01 01 00 05${utf8('/page')} 01 02${utf8('r0')} 01${utf8('t')} 00 00 00 01 00`

const MESSAGES: [string, string, object][] = [
  [
    'a click',
    '00 01 00',
    { type: 'event', acknowledged: 0, block: 1, slot: 0, payload: bytesOf('') },
  ],
  [
    'an event with a payload and an acknowledgement',
    '08 03 ac02 01 006869',
    { type: 'event', acknowledged: 3, block: 300, slot: 1, payload: bytesOf('006869') },
  ],
  ['PROBE', '06', { type: 'probe', acknowledged: 0 }],
  [
    'HELLO',
    HELLO,
    {
      type: 'hello',
      acknowledged: 0,
      version: 1,
      mode: 0,
      url: '/page',
      roots: [{ id: 'r0', token: 't' }],
    },
  ],
  [
    'HELLO again, with two roots',
    `01 01 01 01${utf8('/')} 02 00 00 01${utf8('a')} 01${utf8('b')} 01 99 01 77 05 07 02 01 01${utf8('/')} 00 03 00 05${utf8('click')} 00 01 00 01 07000000 04030201 02 0102`,
    {
      type: 'hello',
      mode: 1,
      url: '/',
      roots: [
        { id: '', token: '' },
        { id: 'a', token: 'b' },
      ],
      ticket: bytesOf('99'),
      checkpoint: bytesOf('77'),
      frame: 5,
      first: 7,
      log: [
        { type: 'url', url: '/' },
        {
          type: 'logged',
          block: 3,
          slot: 0,
          name: 'click',
          path: { root: 0, steps: [{ slot: 0, key: 7, template: 0x0102_0304 }] },
          payload: bytesOf('0102'),
        },
      ],
    },
  ],
  ['an acknowledgement', '0a 02', { type: 'ack', acknowledged: 2 }],
  ['an acknowledgement of nothing', '02', { type: 'ack', acknowledged: 0 }],
  ['PONG', '03', { type: 'pong', acknowledged: 0 }],
  ['a change of address', `04 ${utf8('/a?b#c')}`, { type: 'url', url: '/a?b#c' }],
  ['REPAIR', '05', { type: 'repair', acknowledged: 0 }],
]

describe('messages', () => {
  test.each(MESSAGES)('%s', (_, hex, message) => {
    expect(readUpstream(bytesOf(hex))).toMatchObject(message)
  })

  // Payloads and addresses reach to the end, so that a shorter or longer one is a message as well.
  test.each(MESSAGES)('%s, cut anywhere, is refused or reads as less', (_, hex) => {
    const bytes = bytesOf(hex)
    const outcomes = Array.from(bytes, (_byte, length) => outcomeOf(bytes.subarray(0, length)))
    expect(['WireError', 'event', 'url', 'ack']).toEqual(expect.arrayContaining(outcomes))
  })

  test.each(MESSAGES)('%s with a byte behind it is refused, unless its end is open', (_, hex) => {
    expect(['WireError', 'event', 'url']).toContain(outcomeOf(bytesOf(`${hex}00`)))
  })
})

/** The type of the message, or `WireError`. Anything else that is thrown fails the test. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    return readUpstream(bytes).type
  } catch (error) {
    if (error instanceof WireError) return 'WireError'
    throw error
  }
}

test.each([
  ['nothing', ''],
  ['an unknown bit', '10 00 00'],
  ['the highest bit', '80'],
  ['HELLO without roots', `01 01 00 01${utf8('/')} 00`],
  ['HELLO with 65 roots', `01 01 00 01${utf8('/')} 41 ${'0000'.repeat(65)}`],
  ['HELLO with more roots than bytes', `01 01 00 01${utf8('/')} ffffffff0f`],
  ['HELLO with an event of number 0', `01 01 00 01${utf8('/')} 01 0000 00 00 00 00`],
  ['a relative address', `04 ${utf8('page')}`],
  ['an empty address', '04'],
  ['an address with a host', `04 ${utf8('https://example.org/')}`],
  ['an address of 8,193 characters', `04 2f ${'61'.repeat(8192)}`],
  ['an address that is not UTF-8', '04 2f ff'],
  ['a token that is not UTF-8', `01 01 00 01${utf8('/')} 01 00 01ff`],
])('%s is refused', (_, hex) => {
  expect(() => readUpstream(bytesOf(hex))).toThrow(WireError)
})

test('64 roots and an address of 8,192 characters are read', () => {
  expect(
    readUpstream(bytesOf(`01 01 00 01${utf8('/')} 40 ${'0000'.repeat(64)} 00 00 00 01 00`)),
  ).toMatchObject({
    type: 'hello',
  })
  expect(readUpstream(bytesOf(`04 2f ${'61'.repeat(8191)}`))).toMatchObject({ type: 'url' })
})

test('random bytes are a message or a WireError', () => {
  const head = fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 9, 10, 12)
  fc.assert(
    fc.property(fc.oneof(head, fc.nat(255)), fc.uint8Array({ maxLength: 100 }), (first, rest) => {
      expect(outcomeOf(Uint8Array.of(first, ...rest))).toMatch(/^[A-Za-z]+$/)
    }),
    { seed: 1, numRuns: 20_000 },
  )
})

test('a message with one byte changed is a message or a WireError', () => {
  const outcomes = new Set<string>()
  for (const [, hex] of MESSAGES) {
    const bytes = bytesOf(hex)
    for (let at = 0; at < bytes.length; at++) {
      for (let value = 0; value < 256; value++) outcomes.add(outcomeOf(bytes.with(at, value)))
    }
  }
  expect([...outcomes].toSorted()).toEqual(
    ['WireError', 'ack', 'event', 'hello', 'outline', 'pong', 'probe', 'repair', 'url'].toSorted(),
  )
})

test('an event on an item of a stream: name, key and handler, then its payload', () => {
  const click = `05${utf8('click')}`
  expect(readItemEvent(bytesOf(`${click} 00 0e 01 10`))).toEqual({
    name: 'click',
    key: 7,
    handler: 1,
    payload: bytesOf('10'),
  })
  expect(readItemEvent(bytesOf(`${click} 01 02${utf8('ab')} 00`))).toMatchObject({ key: 'ab' })
  for (const wrong of ['', click, `${click} 02 00 00`, `${click} 00`, `${click} 01 05 61 00`]) {
    expect(() => readItemEvent(bytesOf(wrong))).toThrow(WireError)
  }
})
