// What TSX becomes. Each line of a golden is the source and the call that takes its place.
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'

interface Call {
  readonly statics: string[]
  readonly slots: string[]
}

/** The printer escapes some characters in ways that JSON does not know, and leaves tabs as they are. */
const read = (list: string): unknown =>
  JSON.parse(list.replace(/\\xA0/g, '\u00a0').replace(/\t/g, '\\t'))

/** The templates of a source, and its code in one line without them. */
function compiled(source: string): { templates: Call[]; code: string } {
  const { code } = compile(source, { filename: 'a.tsx' })
  // The printer breaks long calls; strings keep their own white space.
  const line = code.replace(/\n\s*/g, ' ').replace(/\[ /g, '[').replace(/ \]/g, ']')
  const templates = [...line.matchAll(/_\$t\((\[.*?\]), (\[[^\]]*\])\);/g)].map(
    ([, statics = '', slots = '']) => ({
      statics: read(statics) as string[],
      slots: read(slots) as string[],
    }),
  )
  const rest = line
    .replace(/import \{[^}]*\} from "pantograph\/jsx-runtime"; /, '')
    .replace(/const _\$\d+ = _\$t\(.*?\);\s*/g, '')
  return {
    templates,
    code: rest
      .trim()
      .replace(/^.*?x = /, '')
      .replace(/;$/, ''),
  }
}

/** The template and code of one expression. */
const of = (jsx: string): [statics: string, slots: string, code: string] => {
  const { templates, code } = compiled(`export const x = ${jsx}`)
  const [first] = templates
  return [first?.statics.join('|') ?? '', first?.slots.join(',') ?? '', code]
}

test.each<[string, string, string, string]>([
  ['<br />', '<br>', '', '_$b(_$1, [])'],
  ['<i />', '<i></i>', '', '_$b(_$1, [])'],
  ['<p class="a" hidden>t</p>', '<p class="a" hidden>t</p>', '', '_$b(_$1, [])'],
  ['<p className="a" htmlFor={b} />', '<p class="a"|></p>', 'for', '_$b(_$1, [b])'],
  ['<p title="&quot;&amp;<" />', '<p title="&quot;&amp;&lt;"></p>', '', '_$b(_$1, [])'],
  ['<p>a &lt; b {"<"}{5}{`c`}</p>', '<p>a &lt; b &lt;5c</p>', '', '_$b(_$1, [])'],
  ['<p>{true}{null}{undefined}{/* no */}</p>', '<p></p>', '', '_$b(_$1, [])'],
  [
    '<p tabindex={1} aria-busy={false} hidden={false} draggable />',
    '<p tabindex="1" aria-busy="false" draggable="true"></p>',
    '',
    '_$b(_$1, [])',
  ],
  [
    '<button onClick={f}>{n} times</button>',
    '<button|>| times</button>',
    'onClick,',
    '_$b(_$1, [f, n])',
  ],
  ['<input value="a" checked />', '<input||>', 'value,checked', '_$b(_$1, ["a", true])'],
  ['<input autofocus />', '<input|>', 'autofocus', '_$b(_$1, [true])'],
  ['<a href=" javascript:x" />', '<a|></a>', 'href', '_$b(_$1, [" javascript:x"])'],
  ['<a href="/ok" />', '<a href="/ok"></a>', '', '_$b(_$1, [])'],
  ['<p>a<b>{c}</b>{d}</p>', '<p>a<b>|</b>|</p>', ',', '_$b(_$1, [c, d])'],
  ['<input bind={b} />', '<input|>', '...', '_$b(_$1, _$a([{ "bind": 0 }], [b]))'],
  [
    '<input bind={b} type={t} onInput={h} min="1" id={i} />',
    '<input| min="1"||>',
    'type,id,...',
    '_$b(_$1, _$a([1, 3, { "bind": 0, "onInput": 2 }], [b, t, h, i]))',
  ],
  ['<input {...a} bind={b} />', '<input|>', '...', '_$b(_$1, [{ ...a, "bind": b }])'],
  ['<p key={k} id={i} />', '<p|></p>', 'id', '_$b(_$1, [i], k)'],
  ['<p id={i} key="k" />', '<p|></p>', 'id', '_$b(_$1, [i], "k")'],
  ['<p><b key={k}>{c}</b></p>', '<p>|</p>', '', '_$b(_$1, [_$b(_$2, [c], k)])'],
  ['<>a{b}</>', 'a|', '', '_$b(_$1, [b])'],
  ['<></>', '', '', 'null'],
  ['<p><>a{b}</></p>', '<p>a|</p>', '', '_$b(_$1, [b])'],
  ['<img {...p} class="a" />', '<img|>', '...', '_$b(_$1, [{ ...p, "class": "a" }])'],
  ['<p {...q}>a</p>', '<p|>a</p>', '...', '_$b(_$1, [{ ...q }])'],
  ['<p {...q} />', '<p|>|</p>', '...,', '_$b(_$1, [..._$s({ ...q })])'],
  [
    '<svg viewBox="0 0 1 1"><use xlink:href={h} /></svg>',
    '<svg viewBox="0 0 1 1"><use|></use></svg>',
    'xlink:href',
    '_$b(_$1, [h])',
  ],
  ['<style>{"a > b"}</style>', '<style>a > b</style>', '', '_$b(_$1, [])'],
  ['<p {...q}>{null}</p>', '<p|></p>', '...', '_$b(_$1, [{ ...q }])'],
  ['<p id="a" id={b}>c</p>', '<p|>c</p>', '...', '_$b(_$1, [{ "id": "a", "id": b }])'],
  ['<p children={a} />', '<p|>|</p>', '...,', '_$b(_$1, [..._$s({ "children": a })])'],
  ['<p title="" lang={""} />', '<p title="" lang=""></p>', '', '_$b(_$1, [])'],
  ['<p tabindex={-1} />', '<p tabindex="-1"></p>', '', '_$b(_$1, [])'],
  ['<p title={null} lang={undefined} />', '<p></p>', '', '_$b(_$1, [])'],
  ['<p>{...a}</p>', '<p>|</p>', '', '_$b(_$1, [a])'],
  ['<a href={"java\\nscript:x"} />', '<a|></a>', 'href', '_$b(_$1, ["java\\nscript:x"])'],
  ['<my-el a={b} />', '<my-el|></my-el>', 'a', '_$b(_$1, [b])'],
  ['<Foo />', '', '', '_$c(Foo, null)'],
  ['<Foo>{null}</Foo>', '', '', '_$c(Foo, { children: null })'],
  ['<Foo>{/* no */}</Foo>', '', '', '_$c(Foo, null)'],
  ['<Foo bar=<b /> />', '<b></b>', '', '_$c(Foo, { "bar": _$b(_$1, []) })'],
  ['<a.b c={1} {...d} key={k} />', '', '', '_$c(a.b, { "c": 1, ...d }, k)'],
  ['<Foo>text</Foo>', '', '', '_$c(Foo, { children: "text" })'],
  ['<Foo>{() => 1}</Foo>', '', '', '_$c(Foo, { children: () => 1 })'],
  ['<Foo>a{b}</Foo>', 'a|', '', '_$c(Foo, { children: _$b(_$1, [b]) })'],
  [
    '<p>{a ? <b /> : c.map((d) => <i key={d}>{d}</i>)}</p>',
    '<p>|</p>',
    '',
    '_$b(_$1, [a ? _$b(_$2, []) : c.map((d) => _$b(_$3, [d], d))])',
  ],
])('%s', (jsx, statics, slots, code) => {
  const [gotStatics, gotSlots, gotCode] = of(jsx)
  expect([gotStatics, gotSlots]).toEqual([statics, slots])
  const numbers = new Map<string, string>()
  const renumber = (text: string): string =>
    text.replace(/_\$\d+/g, (name) => {
      if (!numbers.has(name)) numbers.set(name, `#${numbers.size}`)
      return numbers.get(name) as string
    })
  const got = renumber(gotCode)
    .replace(/\(\(?(\w)\)? =>/g, '(($1) =>')
    .replace(/,? \}/g, ' }')
  numbers.clear()
  expect(got).toBe(renumber(code))
})

test('white space by the rules of JSX', () => {
  const [statics] = of('<p>\n  a  b\n\n   c{" "}\n  <b>d</b> e\n</p>')
  expect(statics).toBe('<p>a  b c <b>d</b> e</p>')
})

test('entities are decoded, once', () => {
  const [statics] = of('<p title="&eacute;">&nbsp;&copy;&#65;&#x42;&amp;lt;</p>')
  expect(statics).toBe('<p title="é">\u00a0©AB&amp;lt;</p>')
})

test('equal templates of a file are made once', () => {
  expect(compiled('export const x = [<p>{a}</p>, <p>{b}</p>]').templates).toHaveLength(1)
})

test('TypeScript goes, also what is more than types', () => {
  const { code } = compile(
    'enum E { A = 1 }\nclass C { constructor(readonly a: number) {} }\nexport const x = <p>{E.A as number}</p>',
    { filename: 'a.tsx' },
  )
  expect(code).not.toContain('readonly')
  expect(code).toContain('this.a = a')
})

test('a directive stays first', () => {
  expect(compile("'use strict'\nexport const x = <p />", { filename: 'a.tsx' }).code).toMatch(
    /^["']use strict["']/,
  )
})

test.each([
  ['const x = <p>', /a\.tsx:1:\d+: /],
  ['const x = <p owned>{y}</p>', /PG_COMPILE: a\.tsx:1:11: what is in an `owned` element/],
  ['const x = <p owned><b onClick={y} /></p>', /PG_COMPILE: a\.tsx:1:11/],
  ['const x =\n  <br>a</br>', /PG_COMPILE: a\.tsx:2:3: <br> cannot have children/],
  ['const x = <p />\nconst y = 1, y = 2', /a\.tsx:2:7: .*already been declared/],
  ['const x = <script>{"</SCRIPT>"}</script>', /a\.tsx:1:20: <\/script would end the element/],
  ['const x = <A key={<b />} />', /a\.tsx:1:19: a key is a string or a number/],
])('what cannot be compiled says where: %s', (source, message) => {
  expect(() => compile(source, { filename: 'a.tsx' })).toThrow(message)
})

test('the source map leads to the very place', () => {
  const source =
    'interface A { b: string }\nexport const view = (a: A) => (\n  <p\n    title={a.b}\n    key={fail()}>\n    {inner(a)}\n  </p>\n)\n'
  const { code, map } = compile(source, { filename: 'a.tsx' })
  const trace = new TraceMap(map)
  for (const word of ['fail()', 'inner(a)', 'a.b']) {
    const at = code.indexOf(word)
    const before = code.slice(0, at).split('\n')
    const original = originalPositionFor(trace, {
      line: before.length,
      column: (before.at(-1) as string).length,
    })
    const wanted = source.slice(0, source.indexOf(word)).split('\n')
    expect([word, original.line, original.column]).toEqual([
      word,
      wanted.length,
      (wanted.at(-1) as string).length,
    ])
  }
})

test('a word before JSX stays a word', () => {
  const { code } = compile('export function f() {return<p/>}', { filename: 'a.tsx' })
  expect(code).toContain('return _$b(_$1, [])')
})

test('names that the author has taken are left alone', () => {
  const { code } = compile('const _$1 = 1\nexport const x = <p>{_$1}</p>', { filename: 'a.tsx' })
  expect(code).toContain('const _$1 = 1')
  expect(code).toContain('__$b(__$1, [_$1])')
})

test('only the runtime’s Fragment is a fragment', () => {
  const of = (from: string): string =>
    compile(`import { Fragment as F } from '${from}'; export const x = <F key={k}>{a}</F>`, {
      filename: 'a.tsx',
    }).code
  expect(of('pantograph/jsx-runtime')).toContain('x = _$b(_$1, [a], k)')
  expect(of('elsewhere')).toContain('x = _$c(F, { children: a }, k)')
})

test.each([
  ['a\u00a0\n\u00a0b', 'a b'],
  ['a\tb', 'a\tb'],
  ['a\r\n\r\n  b', 'a b'],
  ['a&#32;\n', 'a '],
])('white space as TypeScript takes it: %j', (text, shown) => {
  expect(of(`<p>${text}</p>`)[0]).toBe(`<p>${shown}</p>`)
})

test('in development, elements know where they stand', () => {
  const source = 'export const x = (\n  <p>\n    a <b>c</b>\n    {d && <i key={e} />}\n  </p>\n)'
  const { code } = compile(source, { filename: '/app/a.tsx', development: true })
  expect(code).toContain('_$d("/app/a.tsx\\n2:3\\n3:7", _$1, [')
  expect(code).toContain('_$d("/app/a.tsx\\n4:11", _$2, [], e)')
  expect(compile(source, { filename: '/app/a.tsx' }).code).not.toContain('a.tsx')
})
