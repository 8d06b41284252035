import { expect, test } from 'vitest'
import { parsePattern } from './pattern.ts'

test.each<[string, string, object | null]>([
  ['/', '/', {}],
  ['/', '//', null],
  ['/a', '/a/', {}],
  ['/a', '/A', {}],
  ['/a', '/ab', null],
  ['/a.b', '/a.b', {}],
  ['/a.b', '/axb', null],
  ['/a(b)+', '/a(b)+', {}],
  ['/über uns', '/%C3%BCber%20uns', {}],
  ['/%C3%BCber', '/%c3%bcber', {}],
  ['/items/:id', '/items/7', { id: '7' }],
  ['/items/:id', '/items/a%20%3Cb%3E', { id: 'a <b>' }],
  ['/items/:id', '/items/%E0%A4%A', null],
  ['/items/:id', '/items', null],
  ['/items/:id?', '/items', {}],
  ['/a/:one/:two', '/a/x/y', { one: 'x', two: 'y' }],
  ['/files/*', '/files/a/b.txt', { '*': 'a/b.txt' }],
])('%s on %s', (pattern, path, values) => {
  expect(parsePattern(pattern).match(path)).toEqual(values)
})

test('what does not begin with a slash is named', () => {
  for (const pattern of ['a', '', '*', undefined]) {
    expect(() => parsePattern(pattern as string)).toThrow(/^PG_OPTION: a page's pattern/)
  }
})
