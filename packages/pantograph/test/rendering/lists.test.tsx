// Arrays: by key, by position, mixed and nested; items that are no elements or change their kind.
import { expect, test, vi } from 'vitest'
import { signal } from 'pantograph'
import type { Child } from 'pantograph'
import { inStep } from './compare.ts'
import { domOf } from './dom-text.ts'
import { open, TestPage } from './page.ts'

const elementsOf = (page: TestPage, selector: string): Element[] => [
  ...page.body.querySelectorAll(selector),
]

/** Shows each list in turn; the texts of the result, and which earlier index each element had. */
async function reorder(...[first, ...others]: string[]): Promise<string[]> {
  const order = signal(first ?? '')
  const page = await open(() => () => (
    <ul>
      {[...order.value].map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  ))
  const results: string[] = []
  for (const next of others) {
    const before = new Map(elementsOf(page, 'li').map((element) => [element.textContent, element]))
    order.value = next
    await page.settle()
    await inStep(page)
    const after = elementsOf(page, 'li')
    for (const element of after) {
      const same = before.get(element.textContent)
      if (same !== undefined && same !== element)
        results.push(`${element.textContent} was made anew`)
    }
    results.push(after.map((element) => element.textContent).join(''))
  }
  expect(page.log).toEqual([])
  return results
}

test.each([
  ['abc', 'abcd', 'abc', ''],
  ['', 'abc', 'c', 'xyc'],
  ['abcd', 'dcba', 'adcb'],
  ['abcdef', 'fbcdea', 'xfbcdea', 'fea'],
  ['abc', 'xyz', 'zab'],
  ['abcde', 'bacxed', 'x'],
])('keyed: %s %s %s %s', async (...orders) => {
  expect(await reorder(...orders)).toEqual(orders.slice(1))
})

test('rows keep the state of their components and what the browser knows of them', async () => {
  const order = signal(['a', 'b', 'c'])
  function Row({ name }: { name: string }) {
    const clicks = signal(0)
    return () => (
      <li onClick={() => clicks.value++}>
        {name}
        {clicks} <input />
      </li>
    )
  }
  const page = await open(() => () => (
    <ul>
      {order.value.map((name) => (
        <Row key={name} name={name} />
      ))}
    </ul>
  ))
  const b = page.find('li:nth-child(2)')
  const input = page.find<HTMLInputElement>('li:nth-child(2) input')
  b.click()
  input.value = 'typed'
  await page.settle()
  order.value = ['c', 'b', 'x']
  await page.settle()
  expect(elementsOf(page, 'li')[1]).toBe(b)
  expect(b.textContent).toBe('b1 ')
  expect(b.querySelector('input')).toBe(input)
  expect(input.value).toBe('typed')
  await inStep(page)
})

test('by position: each place keeps its element', async () => {
  const texts = signal(['a', 'b', 'c'])
  const page = await open(() => () => (
    <p>
      {texts.value.map((text) => (
        <b>{text}</b>
      ))}
    </p>
  ))
  const [first, second] = elementsOf(page, 'b')
  texts.value = ['x', 'y']
  await page.settle()
  expect(elementsOf(page, 'b')).toEqual([first, second])
  expect(domOf(page.root)).toBe('<p><b>x</b><b>y</b></p>')
})

test('nothing at a position moves no other item', async () => {
  const shown = signal(true)
  const page = await open(() => () => <p>{[shown.value && <i>i</i>, <b>b</b>, null]}</p>)
  const bold = page.find('b')
  for (const next of [false, true]) {
    shown.value = next
    await page.settle()
    expect(page.find('b')).toBe(bold)
    await inStep(page)
  }
})

test('items may be texts, nothing, lists, signals and components, and change their kind', async () => {
  const bound = signal('bound')
  const kinds: (() => Child)[] = [
    () => 'text',
    () => 7,
    () => null,
    () => '',
    () => ['a', ['b', null]],
    () => bound,
    () => <b>element</b>,
    () => <Shows what={null} />,
    () => <Shows what="text" />,
    () => <Shows what={[<i>1</i>, 2]} />,
    () => <Shows what={<Shows what={bound} />} />,
  ]
  const Shows = ({ what }: { what: Child }) => what
  const turn = signal(0)
  const page = await open(() => () => (
    <p>
      {kinds.map((_, i) => kinds[(i + turn.value) % kinds.length]?.())}
      {kinds.map((_, i) => (
        <Shows key={i} what={kinds[(i * turn.value) % kinds.length]?.()} />
      ))}
    </p>
  ))
  for (let i = 1; i <= kinds.length; i++) {
    turn.value = i
    bound.value = `bound ${i}`
    await page.settle()
    await inStep(page)
  }
  expect(page.log).toEqual([])
})

test('a component in a list that changes its template stays in its place', async () => {
  const big = signal(false)
  function Row({ name }: { name: string }) {
    return () => (big.value ? <h1>{name}</h1> : <p>{name}</p>)
  }
  const names = signal(['a', 'b', 'c'])
  const page = await open(() => () => (
    <div>
      {names.value.map((name) => (
        <Row key={name} name={name} />
      ))}
    </div>
  ))
  big.value = true
  await page.settle()
  expect(domOf(page.root)).toBe('<div><h1>a</h1><h1>b</h1><h1>c</h1></div>')
  names.value = ['c', 'a']
  big.value = false
  await page.settle()
  expect(domOf(page.root)).toBe('<div><p>c</p><p>a</p></div>')
  await inStep(page)
})

test('keys of any kind tell items apart', async () => {
  const keys = signal<(string | number | bigint | boolean)[]>([1, '1', 1n, true, 'true', ''])
  const page = await open(() => () => (
    <p>
      {keys.value.map((key) => (
        <b key={key}>{typeof key}</b>
      ))}
    </p>
  ))
  const before = elementsOf(page, 'b')
  keys.value = keys.value.toReversed()
  await page.settle()
  expect(elementsOf(page, 'b')).toEqual(before.toReversed())
})

test('two items with one key are PG_DUPLICATE_KEY', () => {
  const Bad = () => (
    <p>
      {['a', 'a'].map((key) => (
        <b key={key} />
      ))}
    </p>
  )
  expect(() => new TestPage([[Bad, {}]])).toThrow(
    expect.objectContaining({ code: 'PG_DUPLICATE_KEY' }),
  )
})

test('nested lists of lists move as one', async () => {
  const groups = signal([
    { id: 'g', rows: [1, 2, 3] },
    { id: 'h', rows: [4] },
  ])
  const page = await open(() => () => (
    <div>
      {groups.value.map(({ id, rows }) => (
        <section key={id}>
          {id}
          {rows.map((row) => (
            <b key={row}>{row}</b>
          ))}
        </section>
      ))}
    </div>
  ))
  const three = elementsOf(page, 'b')[2]
  groups.value = [
    { id: 'h', rows: [5, 4] },
    { id: 'g', rows: [3, 1] },
  ]
  await page.settle()
  expect(domOf(page.root)).toBe(
    '<div><section>h<b>5</b><b>4</b></section><section>g<b>3</b><b>1</b></section></div>',
  )
  expect(elementsOf(page, 'b')[2]).toBe(three)
})

test('a fragment of several nodes moves whole', async () => {
  const order = signal([1, 2, 3])
  const Pair = ({ n }: { n: number }) => (
    <>
      <dt>{n}</dt>
      text
      <dd>{n * 2}</dd>
    </>
  )
  const page = await open(() => () => (
    <dl>
      {order.value.map((n) => (
        <Pair key={n} n={n} />
      ))}
    </dl>
  ))
  order.value = [3, 1]
  await page.settle()
  expect(domOf(page.root)).toBe('<dl><dt>3</dt>text<dd>6</dd><dt>1</dt>text<dd>2</dd></dl>')
  await inStep(page)
})

test('one changed row sends one row', async () => {
  const rows = signal(Array.from({ length: 100 }, (_, id) => ({ id, text: `row ${id}` })))
  const run = vi.fn<() => void>()
  const Row = ({ row }: { row: { text: string } }) => {
    run()
    return <li>{row.text}</li>
  }
  const page = await open(() => () => (
    <ul>
      {rows.value.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </ul>
  ))
  run.mockClear()
  const before = page.down.length
  rows.value = rows.value.with(50, { id: 50, text: 'changed' })
  await page.settle()
  expect(run).toHaveBeenCalledTimes(1)
  expect(page.down[before]?.length).toBeLessThan(20)
})
