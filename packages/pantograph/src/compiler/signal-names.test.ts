// Which signals get which names, and that nothing else of a module changes.
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'

const IMPORT = "import { signal, computed } from 'pantograph'\n"

/** The code in one line, without the import of what makes signals. */
const compiled = (source: string, filename = 'a.ts'): string =>
  compile(source, { filename })
    .code.replace(/import [^;]* from "pantograph";/, '')
    .replace(/\s+/g, ' ')
    .trim()

test.each([
  ['const a = signal(0)', 'const a = signal(0, { name: "a" });'],
  ['let a = signal()', 'let a = signal(undefined, { name: "a" });'],
  ['const a = signal(/* none */)', '/* none */ undefined, { name: "a" } );'],
  ['const a = signal<number>(x)', 'const a = signal(x, { name: "a" });'],
  ['const a = signal<number>()', 'const a = signal(undefined, { name: "a" });'],
  ['const a = computed(() => 1)', 'const a = computed(() => 1, { name: "a" });'],
  ['const a = signal(0,)', 'const a = signal(0, { name: "a" });'],
  ['const a = signal((0))', 'const a = signal(0, { name: "a" });'],
  ['const a = signal(0), b = signal(1)', '(0, { name: "a" }), b = signal(1, { name: "b" });'],
  ['export const a = signal(0)', 'export const a = signal(0, { name: "a" });'],
  ['let a; a = signal(0)', 'a = signal(0, { name: "a" });'],
  ['let a; a ??= signal(0)', 'a ??= signal(0, { name: "a" });'],
  ['const a: S = signal(() => { const b = signal(0) })', 'b = signal(0, { name: "b" }); }, { name'],
])('a variable gives its name: %s', (source, expected) => {
  expect(compiled(IMPORT + source)).toContain(expected)
})

test.each([
  ['const a = signal(0) as X'],
  ['const a = signal(0)!'],
  ['const a = (signal(0))'],
  ['const a = signal(0) satisfies X'],
  ['const a = <X>signal(0)'],
  ['const a = ((signal(0) as X)! satisfies X)'],
  ['const a = (signal)(0)'],
])('what stands around the call is looked through: %s', (source) => {
  expect(compiled(IMPORT + source)).toMatch(/signal\)?\(0, \{ name: "a" \}\)/)
})

test.each([
  ['f({ draft: signal("") })', 'draft: signal("", { name: "draft" })'],
  ['const form = { a: signal(0) }', 'a: signal(0, { name: "form.a" })'],
  ['const form = { a: { b: signal(0) } } as const', 'b: signal(0, { name: "form.a.b" })'],
  ['const form = f({ a: signal(0) })', 'a: signal(0, { name: "a" })'],
  ['const f = () => ({ a: signal(0) })', 'a: signal(0, { name: "a" })'],
  ['let form; form = { a: signal(0) }', 'a: signal(0, { name: "form.a" })'],
  ['const form = { "a b": signal(0) }', '"a b": signal(0, { name: "form.a b" })'],
  ['const form = { 1: signal(0) }', '1: signal(0, { name: "form.1" })'],
  ['const form = { [k]: { a: signal(0) } }', 'a: signal(0, { name: "a" })'],
  ['const a = signal({ b: signal(0) })', '{ b: signal(0, { name: "b" }) }, { name: "a" })'],
  ['const list = [{ a: signal(0) }]', 'a: signal(0, { name: "a" })'],
])('a property gives its name, with that of its object: %s', (source, expected) => {
  expect(compiled(IMPORT + source)).toContain(expected)
})

test.each([
  ['class C { a = signal(0) }', 'a = signal(0, { name: "a" })'],
  ['class C { static readonly a: S = signal(0)! }', 'static a = signal(0, { name: "a" })'],
  ['class C { #a = signal(0) }', '#a = signal(0, { name: "#a" })'],
  ['class C { form = { a: signal(0) } }', 'a: signal(0, { name: "form.a" })'],
  ['class C { a; constructor() { this.a = signal(0) } }', 'this.a = signal(0, { name: "a" })'],
  ['class C { #a; constructor() { this.#a = signal(0) } }', 'this.#a = signal(0, { name: "#a" })'],
  ['form.a = signal(0)', 'form.a = signal(0, { name: "form.a" })'],
])('a field gives its name: %s', (source, expected) => {
  expect(compiled(IMPORT + source)).toContain(expected)
})

test.each([
  ['signal(0, { transient: true })', 'signal(0, { name: "a", transient: true })'],
  ['signal(0, {})', 'signal(0, { name: "a" })'],
  ['signal(0, {transient: true} as const)', 'signal(0, { name: "a", transient: true })'],
  ['signal(0, { [k]: 1 })', 'signal(0, { name: "a", [k]: 1 })'],
  ['signal(0, { name: "own" })', 'signal(0, { name: "own" })'],
  ['signal(0, { "name": "own" })', 'signal(0, { "name": "own" })'],
  ['signal(0, { name })', 'signal(0, { name })'],
  ['signal(0, { ...more })', 'signal(0, { ...more })'],
  ['signal(0, options)', 'signal(0, options)'],
  ['signal(0, ...rest)', 'signal(0, ...rest)'],
  ['signal(...all)', 'signal(...all)'],
])('options that are there: %s', (call, expected) => {
  expect(compiled(`${IMPORT}const a = ${call}`)).toBe(`const a = ${expected};`)
})

test.each([
  ['signal(0)'],
  ['export default signal(0)'],
  ['const list = [signal(0), signal(1)]'],
  ['const { a } = signal(0)'],
  ['const [a] = signal(0)'],
  ['const { a = signal(0) } = b'],
  ['const form = { [k]: signal(0) }'],
  ['list[0] = signal(0)'],
  ['const a = b ? signal(0) : signal(1)'],
  ['const a = signal(0).value'],
  ['const a = this.signal(0)'],
  ['const a = other.signal(0)'],
  ['let a'],
])('what has no name of its own is left alone: %s', (source) => {
  expect(compiled(IMPORT + source)).not.toContain('name:')
})

test.each([
  ["import { signal as s } from 'pantograph'", 's(0)', true],
  ["import { 'signal' as s } from 'pantograph'", 's(0)', true],
  ["import * as P from 'pantograph'", 'P.signal(0)', true],
  ["import * as P from 'pantograph'", 'P.effect(0)', false],
  ["import * as P from 'pantograph'", 'signal(0)', false],
  ["import { signal as s } from 'pantograph'", 'signal(0)', false],
  ["import { other as signal } from 'pantograph'", 'signal(0)', false],
  ["import { signal } from 'elsewhere'", 'signal(0)', false],
  ["import signal from 'pantograph'", 'signal(0)', false],
])('only what was imported from pantograph: %s %s', (head, call, isNamed) => {
  expect(compiled(`${head}; const a = ${call}`).includes('{ name: "a" }')).toBe(isNamed)
})

test.each([
  ['function f(signal) { const a = signal(0) }'],
  ['const f = ({ signal }) => { const a = signal(0) }'],
  ['const f = ([b, { c: signal = 1 }], ...d) => ({ a: signal(0) })'],
  ['function f(...signal) { const a = signal(0) }'],
  ['{ function signal() {} const a = signal(0) }'],
  ['function f() { const a = signal(0); function signal() {} }'],
  ['const f = function signal() { const a = signal(0) }'],
  ['const f = class signal { a = signal(0) }'],
  ['{ class signal {} const a = signal(0) }'],
  ['{ enum signal {} const a = signal(0) }'],
  ['function f() { if (b) { var signal = g } const a = signal(0) }'],
  ['function f() { for (var signal of b) {} const a = signal(0) }'],
  ['class C { static { { var signal = g } const a = signal(0) } }'],
  ['switch (b) { case 1: const signal = g; case 2: c = { a: signal(0) } }'],
  ['for (const signal of b) c.a = signal(0)'],
  ['for (let signal = b; ; ) a = signal(0)'],
  ['try {} catch (signal) { a = signal(0) }'],
  ['namespace N { export const signal = g; export const a = signal(0) }'],
  ['class C { constructor(private signal: S) { this.a = signal(0) } }'],
])('a name that is declared again means something else: %s', (source) => {
  expect(compiled(IMPORT + source)).not.toContain('name:')
})

test('a namespace that is declared again means something else', () => {
  const code = compiled(
    "import * as P from 'pantograph'; const f = (P) => { const a = P.signal(0) }; const b = P.signal(1)",
  )
  expect(code).toContain('const a = P.signal(0);')
  expect(code).toContain('const b = P.signal(1, { name: "b" });')
})

test('a name that was declared again means ours after its scope', () => {
  const code = compiled(
    `${IMPORT}const f = ({ signal }) => fetch(u, { signal }); { let computed } const a = signal(0)
const g = () => { const h = () => { var signal }; const b = computed(signal) }`,
  )
  expect(code).toContain('const a = signal(0, { name: "a" });')
  expect(code).toContain('const b = computed(signal, { name: "b" });')
})

test('a signal of JSX gets a name, also behind a key', () => {
  const code = compiled(`${IMPORT}export const a = signal(<p key={k}>{b}</p>)`, 'a.tsx')
  expect(code).toContain('signal(_$b(_$1, [b], k), { name: "a" })')
})

test('signals within JSX get names', () => {
  const source = `${IMPORT}const x = <A key={f({ k: signal() })} form={{ a: signal(<b>{c}</b>, {}) }}>{() => { d = signal(<i/>) }}</A>`
  const code = compiled(source, 'a.tsx')
  expect(code).toContain('k: signal(undefined, { name: "k" })')
  expect(code).toMatch(/a: signal\(_\$b\(_\$\d, \[c\]\), \{ name: "a" \}\)/)
  expect(code).toMatch(/d = signal\(_\$b\(_\$\d, \[\]\), \{ name: "d" \}\)/)
})

test.each(['a.tsx', 'a.jsx', 'a.ts'])('without any JSX: %s', (filename) => {
  expect(compiled(`${IMPORT}const a = signal(0)`, filename)).toBe(
    'const a = signal(0, { name: "a" });',
  )
})

test('what is compiled twice has its names once', () => {
  const once = compile(`${IMPORT}const a = signal(0)`, { filename: 'a.ts' }).code
  expect(compile(once, { filename: 'a.ts' }).code).toBe(once)
})

test('the source map leads to the very place', () => {
  const source = `${IMPORT}const a = signal<number>(one(), { transient: two() }), b = three()
class C { form = { d: signal<
  number>(four()), e: five() }; f = signal() as S; g = six() }`
  const { code, map } = compile(source, { filename: 'a.ts' })
  const place = (text: string, word: string): [line: number, column: number] => {
    const before = text.slice(0, text.indexOf(word)).split('\n')
    return [before.length, (before.at(-1) as string).length]
  }
  const trace = new TraceMap(map)
  for (const word of ['one()', 'transient', 'two()', 'three()', 'four()', 'five()', 'six()']) {
    const [line, column] = place(code, word)
    const original = originalPositionFor(trace, { line, column })
    expect([word, original.line, original.column]).toEqual([word, ...place(source, word)])
  }
})
