import { expect, test } from 'vitest'
import { assertPlain } from './plain-json.ts'

const circle: Record<string, unknown> = {}
circle['self'] = circle

test('plain JSON passes', () => {
  for (const value of [{}, { a: 1, b: [true, null, ''], c: undefined }, Object.create(null)]) {
    expect(() => assertPlain(value, 'props')).not.toThrow()
  }
})

test.each<[string, unknown, RegExp]>([
  ['a date', { when: new Date() }, /^PG_PROPS: props\.when is not/],
  ['a function', { list: [{ fn: () => 1 }] }, /^PG_PROPS: props\.list\[0\]\.fn is not/],
  ['a map', { a: new Map() }, /props\.a /],
  ['not a number', { a: NaN }, /props\.a /],
  ['a bigint', { a: 1n }, /props\.a /],
  ['nothing in an array', { a: [undefined] }, /props\.a\[0\] /],
  ['a hole in an array', { a: Array.from({ length: 2 }).fill(0, 0, 1) }, /props\.a\[1\] /],
  ['a circle', circle, /^PG_PROPS: props is circular/],
])('%s does not', (_, value, message) => {
  expect(() => assertPlain(value, 'props')).toThrow(message)
})
