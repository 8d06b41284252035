import { describe, expect, test } from 'vitest'
import { attributeValue, classText, styleText } from './values.ts'

describe('attributes', () => {
  test.each([
    ['title', 'text', 'text'],
    ['title', '', ''],
    ['title', 7, 7],
    ['title', null, null],
    ['title', undefined, null],
    ['title', ['a', 'b'], 'a,b'],
    ['title', () => 'code', null],
    ['title', Symbol('s'), null],
    ['disabled', true, true],
    ['disabled', false, null],
    ['hidden', 'until-found', 'until-found'],
    ['aria-hidden', true, 'true'],
    ['aria-hidden', false, 'false'],
    ['data-open', false, 'false'],
    ['draggable', false, 'false'],
    ['spellcheck', true, 'true'],
    ['contenteditable', false, 'false'],
    ['href', '/path', '/path'],
    ['href', new URL('https://example.org/a'), 'https://example.org/a'],
  ])('%s={%j}', (name, given, held) => {
    expect(attributeValue(name, given)).toBe(held)
  })

  test.each(['href', 'src', 'action', 'formaction', 'data', 'xlink:href', 'poster', 'ping'])(
    '%s refuses an address that runs code, whatever its type',
    (name) => {
      for (const url of ['javascript:x', ['javascript:x'], { toString: () => ' JAVASCRIPT:x' }]) {
        expect(attributeValue(name, url)).toBeNull()
      }
    },
  )

  test('an address that runs code is just text elsewhere', () => {
    expect(attributeValue('title', 'javascript:x')).toBe('javascript:x')
  })
})

test('numbers of any size are written in full', () => {
  expect(attributeValue('title', 10n ** 20n)).toBe('100000000000000000000')
})

describe('class', () => {
  test.each([
    ['a b', 'a b'],
    [['a', false, null, undefined, 'b', ''], 'a b'],
    [{ a: true, b: 0, 'c d': 'yes' }, 'a c d'],
    [['a', { b: true }, ['c', ['d']]], 'a b c d'],
    [7, '7'],
    [true, ''],
    [null, ''],
  ])('%j is %j', (given, text) => {
    expect(classText(given)).toBe(text)
  })

  test.each([[[]], [{}], [{ a: false }], [[null]]])('%j is no attribute', (given) => {
    expect(attributeValue('class', given)).toBeNull()
  })
})

describe('style', () => {
  test.each([
    ['color: red', 'color: red'],
    [{ color: 'red', 'margin-top': 4 }, 'color:red;margin-top:4'],
    [
      { marginTop: '1px', WebkitLineClamp: 2, '--Main': 'x' },
      'margin-top:1px;-webkit-line-clamp:2;--Main:x',
    ],
    [{ color: null, width: undefined, top: false, opacity: 0 }, 'opacity:0'],
    [['color: red', { top: 0 }, null, false], 'color: red;top:0'],
  ])('%j is %j', (given, text) => {
    expect(styleText(given)).toBe(text)
  })

  test('an empty one is no attribute', () => {
    expect([{}, [], { color: null }].map((value) => attributeValue('style', value))).toEqual([
      null,
      null,
      null,
    ])
  })

  test.each(['red;position:fixed', 'red}body{display:none', 'red;{}'])(
    '%j stays one declaration',
    (value) => {
      expect(styleText({ color: value })).not.toMatch(/[;{}]/)
    },
  )

  test.each(['url(data:image/png;base64,AA==)', "url('a;b')", '"a;{b}"', 'calc((1px + 2px) * 3)'])(
    '%s lost its separators',
    (value) => {
      expect(styleText({ content: value })).toBe(`content:${value}`)
    },
  )

  test.each([
    'url(a);top:0',
    '"a";top:0',
    "'a\n;top:0'",
    '"a\\";top:0;"',
    'url("a);top:0',
    'url(a\\);top:0',
  ])('%j smuggles in nothing', (value) => {
    expect(styleText({ content: value })).not.toContain(';')
  })

  test('a name stays one name', () => {
    expect(styleText({ 'color:red;top': 0 })).not.toContain('color:red')
  })
})
