import { expect, test } from 'vitest'
import { detailsOf, handlerOf, on, optionsOf } from './on.ts'

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

test.each([
  [{}, []],
  [{ preventDefault: true, stopPropagation: true, concurrent: true }, []],
  [
    {
      key: ['mod+k', ' '],
      once: true,
      confirm: 'Delete it?',
      debounce: 0,
      target: 'window' as const,
    },
    ['once', 'debounce 0', 'confirm Delete it?', 'target window', 'key mod+k', 'key  '],
  ],
  [
    { throttle: 100, rootMargin: '1px 2px', passive: true, capture: true },
    ['capture', 'passive', 'throttle 100', 'margin 1px 2px'],
  ],
])('what the browser is told of %j', (options, details) => {
  expect(detailsOf(on(handler, options))).toEqual(details)
})

test.each([undefined, null, false, 'save', Promise.resolve()])(
  'a handler that is %s is PG_OPTION, not an error of each click',
  (none) => {
    expect(() => on(none as unknown as () => void, {})).toThrow('PG_OPTION: on() takes a function')
  },
)

test.each([{ debounce: -1 }, { throttle: Number.NaN }, { debounce: Infinity }])(
  '%j is no number of milliseconds',
  (options) => {
    expect(() => on(handler, options)).toThrow(/^PG_OPTION/)
  },
)

test.each(['hyper+a', 'ctrl+', '', 'a b'])('%j is no key', (key) => {
  expect(() => on(handler, { key })).toThrow(/^PG_OPTION/)
})

test.each(['a', '+', ' ', 'ctrl++', 'Ctrl+Shift+S', 'F12', 'mod+ArrowUp', 'ü', '😀'])(
  '%j is a key',
  (key) => {
    expect(detailsOf(on(handler, { key }))).toEqual([`key ${key}`])
  },
)

test('options are those that were given', () => {
  const options = { once: true }
  expect(optionsOf(on(handler, options))).toBe(options)
  expect(optionsOf(handler)).toBeNull()
})
