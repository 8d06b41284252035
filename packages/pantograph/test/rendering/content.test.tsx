// What may stand in a child slot, and how one kind of content takes the place of another.
import { describe, expect, test } from 'vitest'
import { computed, signal } from 'pantograph'
import type { Child } from 'pantograph'
import { inStep } from './compare.ts'
import { domOf } from './dom-text.ts'
import { open, TestPage } from './page.ts'

const KINDS: Record<string, () => Child> = {
  text: () => 'text',
  markup: () => '<b>&amp;"\'',
  'empty text': () => '',
  number: () => 42,
  zero: () => 0,
  'minus zero': () => -0,
  fraction: () => 0.1,
  'large number': () => 2 ** 53,
  bigint: () => 10n ** 20n,
  null: () => null,
  undefined: () => undefined,
  true: () => true,
  false: () => false,
  element: () => <b>b</b>,
  fragment: () => (
    <>
      a<i>b</i>c
    </>
  ),
  'empty fragment': () => <></>,
  list: () => [1, 'two', null, <b key="b">3</b>, ['four', [5]]],
  'empty list': () => [],
  set: () => new Set(['a', 'b']),
  component: () => <Shows what="text" />,
  'component that shows nothing': () => <Shows what={null} />,
  'component that shows a list': () => <Shows what={['a', <b key="b">b</b>]} />,
  signal: () => signals.text,
  'signal of content': () => signals.content,
  'carriage return': () => 'a\rb\r\nc\n',
  emoji: () => 'é😀\u00a0',
}
const signals = { text: computed(() => 'bound'), content: computed(() => <em>bound</em>) }

function Shows({ what }: { what: Child }) {
  return what
}

describe.each(Object.keys(KINDS))('%s', (kind) => {
  test('is the same in HTML and when it comes later, alone and between texts', async () => {
    const shown = signal<string | null>(kind)
    const content = (): Child => (shown.value === null ? null : KINDS[shown.value]?.())
    const page = await open(() => () => (
      <div>
        <p>{content()}</p>
        <p>
          before {content()} after {content()}
          {content()}
          <br />
          {content()}
        </p>
      </div>
    ))
    expect(page.log).toEqual([])
    await inStep(page)
    const first = domOf(page.root)
    shown.value = null
    await page.settle()
    await inStep(page)
    shown.value = kind
    await page.settle()
    await inStep(page)
    expect(domOf(page.root)).toBe(first)
  })

  test('gives way to every other kind', async () => {
    const shown = signal(kind)
    const page = await open(() => () => <p>{KINDS[shown.value]?.()}</p>)
    for (const other of Object.keys(KINDS)) {
      for (const next of [other, kind]) {
        shown.value = next
        await page.settle()
        await inStep(page)
      }
    }
    expect(page.log).toEqual([])
  })
})

class Money {
  amount = 1
}

test.each<[string, unknown, RegExp]>([
  ['an object', { a: 1, b: 2 }, /\{ a, b \}/],
  ['an instance of a class', new Money(), /: Money \{ amount \}/],
  ['an object of nothing', Object.assign(Object.create(null), { a: 1 }), /: \{ a \}/],
  ['a date', new Date(0), /a Date .*toLocaleString/],
  ['a function', () => 'x', /function/],
  ['a promise', Promise.resolve('x'), /promise/],
  ['a symbol', Symbol('x'), /a symbol/],
])('%s is PG_CHILD', (_, content, message) => {
  const make = () => new TestPage([[() => <p>{content as string}</p>, {}]])
  expect(make).toThrow(
    expect.objectContaining({ code: 'PG_CHILD', message: expect.stringMatching(message) }),
  )
})

test('a signal that stands as content changes that place only', async () => {
  let views = 0
  const count = signal(1)
  const page = await open(() => () => {
    views++
    return (
      <p>
        {count} and {count}
      </p>
    )
  })
  count.value = 2
  await page.settle()
  expect(domOf(page.root)).toBe('<p>2 and 2</p>')
  expect(views).toBe(1)
})

test('a view may pass another signal to the same place', async () => {
  const [a, b, useA] = [signal('a'), signal('b'), signal(true)]
  const page = await open(() => () => <p title={useA.value ? a : b}>{useA.value ? a : b}</p>)
  useA.value = false
  await page.settle()
  a.value = 'not seen'
  b.value = 'seen'
  await page.settle()
  expect(domOf(page.root)).toBe('<p title="seen">seen</p>')
})

test('a signal may hold content with handlers and components', async () => {
  const clicks = signal(0)
  const content = signal<unknown>(null)
  const page = await open(() => () => <p>{content}</p>)
  content.value = <button onClick={() => clicks.value++}>Press</button>
  await page.settle()
  page.find('button').click()
  await page.settle()
  expect(clicks.value).toBe(1)
})

test('content kept in a variable may be shown twice', async () => {
  const count = signal(0)
  const page = await open(() => () => {
    const twice = <b>{count.value}</b>
    return (
      <p>
        {twice}
        {twice}
      </p>
    )
  })
  count.value = 1
  await page.settle()
  expect(domOf(page.root)).toBe('<p><b>1</b><b>1</b></p>')
  await inStep(page)
})

test('an element keeps its node while its texts and attributes change', async () => {
  const count = signal(0)
  const page = await open(() => () => (
    <p title={count.value}>
      {count.value} <b>{count.value * 2}</b>
    </p>
  ))
  const nodes = [page.find('p'), page.find('b')]
  count.value = 1
  await page.settle()
  expect(domOf(page.root)).toBe('<p title="1">1 <b>2</b></p>')
  expect([page.find('p'), page.find('b')]).toEqual(nodes)
})

test('a template that begins with a table row or an option is built as one', async () => {
  const shown = signal(false)
  const page = await open(() => () => (
    <div>
      <table>
        <tbody>
          {shown.value && (
            <tr>
              <td>cell</td>
            </tr>
          )}
        </tbody>
      </table>
      <select>{shown.value && <option value="o">option</option>}</select>
    </div>
  ))
  shown.value = true
  await page.settle()
  expect(page.find('tbody > tr > td').textContent).toBe('cell')
  expect(page.find('select > option').textContent).toBe('option')
  await inStep(page)
})
