// Parts of the browser runtime that the server asks for: before what needs them, once on each connection, and
// everything that follows waits until they are there.
import { expect, test } from 'vitest'
import { Link, on, signal } from 'pantograph'
import { FEATURE_EVENTS, FEATURE_UPLOAD, FRAME, NEED, WELCOME } from '../../src/wire/protocol.ts'
import { inStep } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

const types = ({ down }: TestPage): number[] => down.map(([head = 0]) => head & 7)

test('a page of clicks and fields needs nothing', async () => {
  const page = await open(() => (
    <p onClick={() => {}}>
      <input onInput={() => {}} />
    </p>
  ))
  expect(types(page)).not.toContain(NEED)
})

test.each([
  ['an event that carries more', () => <input onKeyDown={() => {}} />],
  ['an option', () => <a onClick={on(() => {}, { preventDefault: true })} />],
  ['an event in a spread', () => <input {...{ onKeyDown: () => {} }} />],
  ['an option in a spread', () => <a {...{ onClick: on(() => {}, { once: true }) }} />],
  ['a link', () => <Link href="/page?2">2</Link>],
  ['a link by spread', () => <a {...{ href: '/page?2', 'data-link': '' }}>2</a>],
])('%s is asked for before the page is adopted', async (_, component) => {
  const page = await open(component)
  const before = page.down.slice(0, types(page).indexOf(WELCOME))
  expect(before).toContainEqual(Uint8Array.of(NEED, FEATURE_EVENTS))
})

test.each([
  ['a field', () => <input type="file" data-upload="a" />],
  ['a field by spread', () => <input {...{ type: 'file', 'data-upload': 'a' }} />],
])('what %s for files needs is asked for', async (_, component) => {
  const page = await open(component)
  expect(page.down).toContainEqual(Uint8Array.of(NEED, FEATURE_UPLOAD))
})

test('asked for once, when it is first needed; what follows waits, in order', async () => {
  const keys = signal(0)
  const keyed: string[] = []
  const page = await open(() => () => (
    <p>
      {Array.from({ length: keys.value }, (_, i) => (
        <input key={i} onKeyDown={({ key }) => keyed.push(key)} />
      ))}
    </p>
  ))
  page.down.length = 0
  for (const count of [1, 2, 3]) {
    keys.value = count
    await Promise.resolve()
    await Promise.resolve()
  }
  await page.settle()
  expect(types(page).filter((type) => type === NEED)).toHaveLength(1)
  expect(types(page).slice(0, 2)).toEqual([NEED, FRAME])
  await inStep(page)
  page.fire(page.find('input:last-child'), 'keydown', { key: 'x' })
  await page.settle()
  expect(keyed).toEqual(['x'])
})

test('a connection that is lost with what needs it asks again', async () => {
  const isKeyed = signal(false)
  const page = await open(() => () => <p>{isKeyed.value && <input onKeyDown={() => {}} />}</p>)
  page.down.length = 0
  page.onTheWay = (message) => {
    queueMicrotask(() => page.cut())
    return message
  }
  isKeyed.value = true
  await page.settle()
  page.onTheWay = (message) => message
  page.reconnect()
  await page.settle()
  expect(types(page).filter((type) => type === NEED)).toHaveLength(2)
  expect(page.find('input')).toBeTruthy()
  await inStep(page)
})
