// Elements whose inside belongs to the browser, as the plain JSX runtime makes them; the compiler has its own tests.
import { describe, expect, test } from 'vitest'
import { signal } from '../reactivity/signal.ts'
import type { Block } from './block.ts'
import { jsx, jsxs } from './jsx-runtime.ts'
import { template } from './template.ts'

const htmlOf = (block: unknown): string => (block as Block).template.chunks.join('…')

describe('what stands in it is a part of the template', () => {
  test.each([
    ['nothing', undefined, ''],
    ['a text', 'a < b & "c"', 'a &lt; b &amp; &quot;c&quot;'],
    ['a number', 7, '7'],
    ['nothing to show', false, ''],
    [
      'an element',
      jsx('b', { class: ['x', 'y'], hidden: true, title: 'a"b', children: 'in' }),
      '<b class="x y" hidden title="a&quot;b">in</b>',
    ],
    [
      'several',
      [jsx('br', {}), 'text', [jsx('i', { owned: true, children: 1 })]],
      '<br>text<i data-raw>1</i>',
    ],
    ['spaces of a pre', jsx('pre', { children: '\n a' }), '<pre>\n\n a</pre>'],
  ])('%s', (_, children, expected) => {
    const html = htmlOf(jsx('p', { owned: true, id: 'x', children }))
    expect(html).toBe(`<p data-raw…>${expected}</p>`)
  })

  test('equal ones have the same template, as that which the compiler writes at once', () => {
    const make = () => jsxs('p', { owned: true, children: ['a', jsx('b', { children: 'c' })] })
    expect((make() as Block).template).toBe((make() as Block).template)
    expect((make() as Block).template).toBe(template(['<p owned>a<b>c</b></p>'], []))
  })
})

describe('refused', () => {
  test.each([
    ['a handler', () => jsx('p', { owned: true, children: jsx('b', { onClick: () => {} }) })],
    ['a spread of one', () => jsx('p', { owned: true, children: jsx('b', { ref: {} }) })],
    ['a signal', () => jsx('p', { owned: true, children: signal(1) })],
    ['a component', () => jsx('p', { owned: true, children: jsx(() => null, {}) })],
    [
      'a control with a value',
      () => jsx('p', { owned: true, children: jsx('input', { value: 'a' }) }),
    ],
    ['a value', () => jsx('p', { owned: 'yes' })],
    ['a signal as its value', () => jsx('p', { owned: signal(true) })],
    ['an element without an inside', () => jsx('input', { owned: true })],
    ['a slot', () => template(['<p owned>', '</p>'], [''])],
    ['a text as its value', () => template(['<p owned="x"></p>'], [])],
    ['a value that comes later', () => template(['<p', '></p>'], ['owned'])],
  ])('%s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'PG_OWNED' }))
  })

  test('the mark itself is nobody’s to write', () => {
    expect(() => template(['<p data-raw></p>'], [])).toThrow(/PG_ATTRIBUTE_NAME/)
  })
})
