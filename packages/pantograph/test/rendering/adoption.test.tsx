// The first frame takes over what the server wrote: no node is made anew, none is moved, and what is on
// the page afterwards is live. A page that was altered before is repaired.
import { describe, expect, test } from 'vitest'
import { on, signal } from 'pantograph'
import { agree, inStep } from './compare.ts'
import { domOf } from './dom-text.ts'
import { NEED, WELCOME } from '../../src/wire/protocol.ts'
import { TestPage } from './page.ts'
import type { Root } from './page.ts'

const count = signal(1)
const rows = signal([1, 2, 3])

function Nested(_props: { n: number; children?: unknown }) {
  return ({ n, children }: { n: number; children?: unknown }) => (
    <>
      nested {n}
      {children}
    </>
  )
}

function Everything() {
  const mine = signal(0)
  return () => (
    <main>
      {count.value}
      {''}
      {count} text {null}
      <p title={count} class={['a', 'b']}>
        a{count.value}b{count.value}
        <br />
        {count.value}
      </p>
      <pre>{'\nfirst line is empty\r\n'}</pre>
      <ul>
        {rows.value.map((row) => (
          <li key={row}>
            {row} {row % 2 ? <b>odd</b> : 'even'}
            <input value={`row ${row}`} />
          </li>
        ))}
      </ul>
      <Nested n={count.value}>
        <i>child</i>
        {rows.value}
      </Nested>
      {['a', 'b', <Nested key="n" n={1} />, ['c', []]]}
      <textarea value="text" />
      <select value="2">
        {rows.value.map((row) => (
          <option key={row}>{row}</option>
        ))}
      </select>
      <svg viewBox="0 0 1 1">
        <text x={count.value}>{count.value}</text>
      </svg>
      <button onClick={on(() => mine.value++, { preventDefault: true })}>{mine}</button>
    </main>
  )
}

const withRoots = (...roots: Root[]): Promise<TestPage> => new TestPage(roots).load()
const elementsOf = (page: TestPage): Element[] => [...page.body.querySelectorAll('*')]

test('keeps every element, adds and removes none, and leaves texts as they look', async () => {
  const page = await withRoots([Everything, {}])
  const before = elementsOf(page)
  const dom = domOf(page.root)
  const changes: string[] = []
  const { MutationObserver } = page.window
  const observer = new MutationObserver((records) => {
    for (const { type, addedNodes, removedNodes, attributeName } of records) {
      for (const node of [...addedNodes, ...removedNodes])
        if (node.nodeType !== 3) changes.push(node.nodeName)
      if (type === 'attributes') changes.push(attributeName ?? '')
    }
  })
  observer.observe(page.root as never, { childList: true, subtree: true, attributes: true })
  await page.connect()
  await page.settle()
  observer.disconnect()
  expect(changes).toEqual([])
  expect(elementsOf(page)).toEqual(before)
  expect(domOf(page.root)).toBe(dom)
  expect(page.log).toEqual([])
  await agree(page)
})

test('says little: no text of the page is sent again', async () => {
  const page = await (await withRoots([Everything, {}])).connect()
  expect(page.down.map(([head = 0]) => head & 7)).toEqual([NEED, NEED, WELCOME])
  expect(Buffer.concat(page.down).toString('latin1')).not.toMatch(/odd|even|first line/)
})

test('what was adopted is live', async () => {
  const page = await (await withRoots([Everything, {}])).connect()
  const [main, item] = [page.find('main'), page.find('li')]
  expect(page.fire(page.find('button'), 'click').defaultPrevented).toBe(true)
  count.value = 2
  rows.value = [3, 1, 4]
  await page.settle()
  await inStep(page)
  expect(page.find('button').textContent).toBe('1')
  expect([page.find('main'), page.find('li:nth-child(2)')]).toEqual([main, item])
  count.value = 1
  rows.value = [1, 2, 3]
})

test('what changed between HTML and connection is in the first frame', async () => {
  const page = await withRoots([Everything, {}])
  const main = page.find('main')
  count.value = 7
  rows.value = [2, 9]
  await page.connect()
  await inStep(page)
  expect(page.find('main')).toBe(main)
  expect(page.log).toEqual([])
  count.value = 1
  rows.value = [1, 2, 3]
})

describe('texts that the parser joined are taken apart where they were', () => {
  const texts = ['', 'a', 'bc', ' ', '\r', 'é😀']
  test.each(texts.flatMap((first) => texts.map((second) => [first, second])))(
    '%j and %j',
    async (first, second) => {
      const [a, b] = [signal(first), signal(second)]
      const page = await (
        await withRoots([
          () => () => (
            <p>
              {a}
              {b}-{a}
              <Text of={b} />
              <Text of={a} />
              {[a, b, a.value, '', b.value]}
              <b>{a}</b>
              {b}
            </p>
          ),
          {},
        ])
      ).connect()
      expect(page.log).toEqual([])
      a.value = 'changed'
      await page.settle()
      await inStep(page)
      b.value = ''
      await page.settle()
      await inStep(page)
      b.value = 'last'
      await page.settle()
      await inStep(page)
    },
  )

  function Text({ of }: { of: { value: string } }) {
    return of.value
  }
})

test('several roots share one connection and their sessions’ state', async () => {
  const Counter = ({ name }: { name: string }) => {
    const clicks = signal(0)
    return () => (
      <button onClick={() => clicks.value++}>
        {name}
        {clicks} {count}
      </button>
    )
  }
  const page = await (
    await withRoots([Counter, { name: 'a' }], [Everything, {}], [Counter, { name: 'c' }])
  ).connect()
  const buttons = [...page.body.querySelectorAll('[data-id] > button')] as HTMLElement[]
  expect(page.log).toEqual([])
  buttons[1]?.click()
  count.value = 5
  await page.settle()
  expect(buttons.map((button) => button.textContent)).toEqual(['a0 5', 'c1 5'])
  expect(page.body.querySelector('main p')?.getAttribute('title')).toBe('5')
  count.value = 1
})

describe('a page that was altered before', () => {
  test.each<[string, (page: TestPage) => void]>([
    ['a text', (page) => (page.find('p').firstChild as Text).appendData('!')],
    [
      'a text in place of another',
      (page) => (page.find('li').firstChild as Text).replaceData(0, 1, '9'),
    ],
    [
      'an element more',
      (page) => page.find('ul').append(page.window.document.createElement('li') as never),
    ],
    ['an element less', (page) => page.find('li').remove()],
    ['an element around', (page) => page.find('ul').before(page.find('main').cloneNode(true))],
    [
      'a comment',
      (page) => page.find('p').prepend(page.window.document.createComment('x') as never),
    ],
    ['texts moved', (page) => page.find('main').append(page.find('p').firstChild as Node)],
    ['nothing left', (page) => page.root.replaceChildren()],
    ['something else', (page) => (page.root.innerHTML = '<table><tr><td>x</td></tr></table>')],
  ])('%s: is repaired, keeps what can stay, and is live', async (_, alter) => {
    const page = await withRoots([Everything, {}])
    alter(page)
    const kept = [...page.body.querySelectorAll('main, main > p')]
    await page.connect()
    await page.settle()
    expect(page.log).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^PG_REPAIR/) }),
    ])
    await inStep(page)
    page.find('button').click()
    count.value++
    await page.settle()
    await inStep(page)
    expect(page.find('button').textContent).toBe('1')
    expect(kept.filter((element) => page.body.contains(element)).length).toBeGreaterThanOrEqual(
      Math.min(1, kept.length),
    )
    count.value = 1
  })

  test('attributes that an extension set are no reason', async () => {
    const page = await withRoots([Everything, {}])
    page.find('input').setAttribute('data-extension', 'x')
    page.find('main').className = 'dark'
    await page.connect()
    expect(page.log).toEqual([])
    expect(page.find('main').className).toBe('dark')
  })

  test('beside another root that was not: both are live', async () => {
    const One = ({ id }: { id: string }) => <button id={id}>{count}</button>
    const page = await withRoots([One, { id: 'x' }], [One, { id: 'y' }])
    page.find('#y').append('tampered')
    await page.connect()
    await page.settle()
    count.value = 8
    await page.settle()
    expect([page.find('#x').textContent, page.find('#y').textContent]).toEqual(['8', '8'])
    count.value = 1
  })
})
