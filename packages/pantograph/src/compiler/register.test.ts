// The Node loader, in a process of its own: what runs, what is left alone, where errors point.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const REGISTER = new URL('register.ts', import.meta.url).href

/** Stands in for the package: what calls came. */
const RUNTIME = `
export const template = (statics, slots) => ({ statics, slots })
export const block = (template, values, key) => ({ html: template.statics.join('|'), values, key })
export const blockDEV = (source, template, values, key) => block(template, values, key)
export const component = (type, props, key) => type(props ?? {})
export const signal = (value, options) => ({ value, name: options?.name })`

let folder = ''

beforeAll(() => {
  // A path that is not the same as its URL.
  folder = mkdtempSync(join(tmpdir(), 'pantograph b%20#ü '))
  write('node_modules/pantograph/index.js', RUNTIME)
  write(
    'node_modules/pantograph/package.json',
    '{ "type": "module", "exports": { ".": "./index.js", "./jsx-runtime": "./index.js" } }',
  )
})

afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, source: string): string {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  return file
}

function run(file: string): { out: string; error: string } {
  const args = ['--enable-source-maps', '--import', REGISTER, file]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { out: stdout.trim(), error: stderr }
}

test('TSX runs, enums and parameter properties included', () => {
  const file = write(
    'run.tsx',
    `enum Size { Small = 1, Large }
class Box { constructor(readonly size: Size) {} }
const View = ({ box }: { box: Box }) => <p class="a">{box.size}</p>
console.log(JSON.stringify(<View box={new Box(Size.Large)} />))`,
  )
  const { out, error } = run(file)
  expect(error).toBe('')
  expect(JSON.parse(out)).toEqual({ html: '<p class="a">|</p>', values: [2] })
})

test('a throw in a view shows the author’s line and column', () => {
  const file = write(
    'throws.tsx',
    `interface Props {
  label: string
}

export function View(props: Props) {
  return () => (
    <section>
      <p
        key="k"
        title={props.label}>
        {fail(props.label)}
      </p>
    </section>
  )
}

function fail(label: string): never {
  throw new Error(label)
}

View({ label: 'broken' })()`,
  )
  const { error } = run(file)
  expect(error).toContain('Error: broken')
  expect(error).toContain(`fail (${file}:18:9)`)
  expect(error).toMatch(/throws\.tsx:11:10\)/)
})

test('what cannot be compiled says where', () => {
  const { error } = run(write('bad.tsx', 'const x =\n  <br>text</br>'))
  expect(error).toContain(`PG_COMPILE: ${join(folder, 'bad.tsx')}:2:3: <br> cannot have children`)
})

test('signals of a .ts file that imports from pantograph are named; others are Node’s', () => {
  write('state.ts', `import { signal } from 'pantograph'\nexport const count = signal<number>(1)`)
  write('plain.ts', 'export const signal = (value: number, options?: object) => options')
  write('other.ts', `import { signal } from './plain.ts'\nexport const count = signal(1) ?? 'none'`)
  const file = write(
    'main.tsx',
    `import { count } from './state.ts'
import { count as other } from './other.ts'
console.log(count.name, other)`,
  )
  expect(run(file)).toEqual({ out: 'count none', error: '' })
})

test('TSX in node_modules is left alone', () => {
  write('node_modules/some/package.json', '{ "type": "module" }')
  write('node_modules/some/view.tsx', 'export const x = <p />')
  const { error } = run(write('uses.tsx', `import { x } from 'some/view.tsx'\nconsole.log(x)`))
  expect(error).toContain('.tsx')
  expect(error).toMatch(/ERR_UNKNOWN_FILE_EXTENSION|ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING/)
})
