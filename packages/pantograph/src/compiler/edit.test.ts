// JSX that touches JSX: nothing stands between the two in the source, and a comma must.
import { expect, test } from 'vitest'
import { compile } from './compile.ts'

const codeOf = (jsx: string): string =>
  compile(`export const x = ${jsx}`, { filename: 'a.tsx' })
    .code.replace(/^[^]*x = /, '')
    .replace(/\s+/g, ' ')
    .replace(/([[(]) /g, '$1')
    .replace(/ ([\])])/g, '$1')

test.each([
  ['<p><A /><B /></p>', '_$b(_$1, [_$c(A, null), _$c(B, null)]); '],
  ['<p><A key={k} /><B /></p>', '_$b(_$1, [_$c(A, null, k), _$c(B, null)]); '],
  [
    '<p><A b={c} key={k} /><B key={l} /></p>',
    '_$b(_$1, [_$c(A, { "b": c }, k), _$c(B, null, l)]); ',
  ],
  ['<><A key={k}>{c}</A><B /></>', '_$b(_$1, [_$c(A, { children: c }, k), _$c(B, null)]); '],
  ['<p key={k}><i key={l} /><A /></p>', '_$b(_$1, [_$b(_$2, [], l), _$c(A, null)], k); '],
])('touching: %s', (jsx, expected) => {
  // Templates are numbered as they are made, the inner ones last.
  expect(codeOf(jsx)).toBe(expected)
})
