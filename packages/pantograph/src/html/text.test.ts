import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSound, soundText, withLineFeeds } from './text.ts'

test.each([
  ['plain', 'plain'],
  ['a\0b\0', 'a\ufffdb\ufffd'],
  ['\ud83d', '\ufffd'],
  ['\ude00\ud83d', '\ufffd\ufffd'],
  ['😀', '😀'],
  ['\r\n\ufeff\uffff', '\r\n\ufeff\uffff'],
])('%j is shown as %j', (given, shown) => {
  expect(soundText(given)).toBe(shown)
  expect(isSound(given)).toBe(given === shown)
})

test('a sound text survives UTF-8, is sound for good, and keeps its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (given) => {
      const text = soundText(given)
      expect(Buffer.from(text).toString()).toBe(text)
      expect(soundText(text)).toBe(text)
      expect(text).toHaveLength(given.length)
    }),
  )
})

test('line ends become line feeds', () => {
  expect(withLineFeeds('a\r\nb\rc\n\r')).toBe('a\nb\nc\n\n')
})
