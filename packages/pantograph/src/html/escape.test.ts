import { expect, test } from 'vitest'
import { escapeAttribute, escapeText } from './escape.ts'

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['</p><p>', '&lt;/p&gt;&lt;p&gt;'],
  ['a & b &amp; c', 'a &amp; b &amp;amp; c'],
  [']]>', ']]&gt;'],
  ['one\rtwo\r\nthree', 'one&#13;two&#13;\nthree'],
  ['plain – ünïcödé 😀', 'plain – ünïcödé 😀'],
  ['', ''],
])('text %j is written %j', (given, written) => {
  expect(escapeText(given)).toBe(written)
})

test.each([
  ['" onclick="alert(1)', '&quot; onclick=&quot;alert(1)'],
  ["it's", "it's"],
  ['<b> & co', '&lt;b&gt; &amp; co'],
  ['a\rb\nc\td', 'a&#13;b\nc\td'],
])('attribute value %j is written %j', (given, written) => {
  expect(escapeAttribute(given)).toBe(written)
})

test('a text that needs no escaping is the same string', () => {
  expect(escapeText('"quoted"')).toBe('"quoted"')
})
