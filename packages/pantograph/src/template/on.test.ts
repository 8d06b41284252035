import { expect, test } from 'vitest'
import { handlerOf, on, optionsOf } from './on.ts'

const handler = (): void => {}

test.each([
  [handler, handler],
  [on(handler, {}), handler],
  [null, null],
  [undefined, null],
  [false, null],
  ['alert(1)', null],
  // Data from outside may look like it; only `on` makes it.
  [{ handler, options: {} }, null],
])('the handler of %s', (value, expected) => {
  expect(handlerOf(value)).toBe(expected)
})

test('options are those that were given', () => {
  const options = { once: true }
  expect(optionsOf(on(handler, options))).toBe(options)
  expect(optionsOf(handler)).toBeNull()
})
