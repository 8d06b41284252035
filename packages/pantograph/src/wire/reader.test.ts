import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Reader, readInline, readSlice, WireError } from './reader.ts'
import { MAX_VARINT, unzigzag, zigzag } from './varint.ts'
import { varintBytes, Writer } from './writer.ts'

const reader = (hex: string): Reader => new Reader(new Uint8Array(Buffer.from(hex, 'hex')))
const hex = (bytes: Iterable<number>): string => Buffer.from([...bytes]).toString('hex')

test.each([
  [0, '00'],
  [127, '7f'],
  [128, '8001'],
  [300, 'ac02'],
  [16_383, 'ff7f'],
  [16_384, '808001'],
  [2 ** 31, '8080808008'],
  [MAX_VARINT, 'ffffffff0f'],
])('varint %d is %s', (value, bytes) => {
  expect(hex(varintBytes(value))).toBe(bytes)
  expect(reader(bytes).varint()).toBe(value)
  const writer = new Writer()
  writer.varint(value)
  expect(hex(writer.copy(0))).toBe(bytes)
})

test.each(['', '80', 'ffffffff', 'ffffffff10', 'ffffffffff', '808080808000', '80808080808001'])(
  '%j is no varint',
  (bytes) => {
    expect(() => reader(bytes).varint()).toThrow(WireError)
  },
)

test.each([
  [0, 0],
  [-1, 1],
  [1, 2],
  [-64, 127],
  [2 ** 31 - 1, 2 ** 32 - 2],
  [-(2 ** 31), 2 ** 32 - 1],
])('%d is %d in zigzag', (value, coded) => {
  expect(zigzag(value)).toBe(coded)
  expect(unzigzag(coded)).toBe(value)
})

test('any sequence of numbers is read as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(MAX_VARINT)), fc.array(fc.integer()), (plain, signed) => {
      const writer = new Writer()
      for (const value of plain) writer.varint(value)
      for (const value of signed) writer.signed(value)
      const read = new Reader(writer.finish(() => []))
      expect(plain.map(() => read.varint())).toEqual(plain)
      expect(signed.map(() => read.signed())).toEqual(signed)
      expect(read.done).toBe(true)
    }),
    { seed: 1 },
  )
})

/** A message of strings alone, as frames hold them. */
function message(strings: readonly string[]): Uint8Array {
  const writer = new Writer()
  for (const text of strings) writer.string(text)
  return writer.finish((length) => varintBytes(length))
}

function readStrings(bytes: Uint8Array, count: number): string[] {
  const read = new Reader(bytes)
  read.splitStrings(read.varint())
  return Array.from({ length: count }, () => read.string())
}

test.each<[string[], string]>([
  [[''], '0100'],
  [['ab'], '01046162'],
  [['abc', 'abc', 'abc'], '03060101616263'],
  [['a', 'a'], '0202026161'],
  [['é', '😀'], '020204c3a9f09f9880'],
  [['abc', 'de', 'abc', 'abc'], '04060401016162636465'],
])('strings %j', (strings, bytes) => {
  expect(hex(message(strings))).toBe(bytes)
  expect(readStrings(new Uint8Array(Buffer.from(bytes, 'hex')), strings.length)).toEqual(strings)
})

test('any sequence of strings is read as it was written', { timeout: 30_000 }, () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', 'once', 'twice and more'),
  )
  fc.assert(
    fc.property(fc.array(text), (strings) => {
      expect(readStrings(message(strings), strings.length)).toEqual(strings)
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('half a surrogate pair becomes U+FFFD and moves nothing else', () => {
  expect(readStrings(message(['a\ud800', 'b', '\udc00c']), 3)).toEqual(['a\ufffd', 'b', '\ufffdc'])
})

test('a string that is said again costs two bytes at most', () => {
  const once = message(['a long text that comes often']).length
  expect(message(Array.from({ length: 100 }, () => 'a long text that comes often')).length).toBe(
    once + 99,
  )
})

test.each([
  ['a string longer than the text', '010a6162'],
  ['an index of no string', '0103'],
  ['strings that begin behind the end', '05'],
  ['text that is not UTF-8', '0104ff61'],
  ['text cut in a character', '0102c3'],
])('%s is refused', (_, bytes) => {
  expect(() => readStrings(new Uint8Array(Buffer.from(bytes, 'hex')), 1)).toThrow(WireError)
})

test('a slice is not longer than what is there', () => {
  expect([...readSlice(reader('02aabb'))]).toEqual([0xaa, 0xbb])
  expect(() => readSlice(reader('03aabb'))).toThrow(WireError)
  expect(() => readSlice(reader('ffffffff0f'))).toThrow(WireError)
  expect(readInline(reader('02c3a9'))).toBe('é')
  expect(() => readInline(reader('01c3'))).toThrow(WireError)
})

test('a message that ended is not read on', () => {
  const read = reader('01')
  read.byte()
  expect(read.done).toBe(true)
  expect(() => read.byte()).toThrow(WireError)
  expect(read.rest()).toBe('')
})

/** Reads strings until something is wrong; how many units they have in all. */
function readAll(read: Reader): number {
  let units = 0
  try {
    read.splitStrings(read.varint())
    for (;;) units += read.string().length
  } catch (error) {
    if (error instanceof WireError) return units
    throw error
  }
}

test('random bytes are read or refused, never more than there are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const read = new Reader(bytes)
      // A string that is named again is the same string: no memory of its own.
      expect(readAll(read)).toBeLessThanOrEqual(bytes.length ** 2)
      expect(read.at).toBeLessThanOrEqual(bytes.length)
    }),
    { seed: 1, numRuns: 5000 },
  )
})

test('a writer is empty after it has finished, and gives a large buffer back', () => {
  const writer = new Writer()
  for (let i = 0; i < 100_000; i++) writer.byte(i & 255)
  writer.string('text')
  expect(writer.finish(() => [9, 9]).length).toBe(100_000 + 2 + 1 + 4)
  expect([writer.size, writer.hasStrings]).toEqual([0, false])
  writer.string('text')
  expect(hex(writer.finish(() => []))).toBe('0874657874')
})

test('what was finished is not changed by what follows', () => {
  const writer = new Writer()
  writer.byte(1)
  const first = writer.finish(() => [])
  writer.byte(2)
  writer.finish(() => [])
  expect([...first]).toEqual([1])
})
