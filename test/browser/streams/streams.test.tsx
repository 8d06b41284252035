// Streams in a browser: adopted, resumed, restored by another server; and what the user sees stays where it is while
// items come and go above it.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { signal, stream } from 'pantograph'
import type { Stream } from 'pantograph'
import { createApp } from 'pantograph/server'
import { memoryStore } from 'pantograph/store'
import type { Store } from 'pantograph/store'
import type { Browser, Page } from 'playwright-core'
import { complaints, launch, live, OF_THE_NETWORK } from '../browser.ts'
import { isSamePage, mark, ready } from '../life/page.ts'
import { Proxy } from '../proxy.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

/** The stream of the page that was mounted last. */
let feed: Stream<number, number>
/** What setup fills in besides what its state says. */
let version = 'a'
let follow: 'start' | 'end' | undefined
let limit = 1000

function Feed() {
  const last = signal(50, { name: 'last' })
  const removed = signal<readonly number[]>([], { name: 'removed' })
  feed = stream<number, number>({
    key: (id) => id,
    limit,
    ...(follow === undefined ? {} : { follow }),
  })
  const remove = feed.on((_, id) => {
    removed.value = [...removed.peek(), id]
    feed.delete(id)
  })
  for (let id = 1; id <= last.peek(); id++) feed.append(id)
  return () => (
    <main>
      <h1>Feed</h1>
      <button id="more" onClick={() => feed.append(++last.value)}>
        More
      </button>
      <output>{removed.value.join(' ')}</output>
      <ul>
        {feed.show((id) => (
          <li id={`i${id}`} style={`height:${20 + (Math.abs(id) % 7) * 5}px`}>
            {id} {version} <input /> <button onClick={remove}>x</button>
          </li>
        ))}
      </ul>
      <p class="end">end</p>
    </main>
  )
}

const HEADS = {
  element: '<style>ul{height:300px;overflow-y:auto;margin:0;padding:0}</style>',
  'element without anchoring':
    '<style>ul{height:300px;overflow-y:auto;margin:0;padding:0;overflow-anchor:none}</style>',
  document: '<style>ul{margin:0;padding:0}</style>',
  'document without anchoring': '<style>html{overflow-anchor:none}ul{margin:0;padding:0}</style>',
} as const

interface Running {
  readonly url: string
  readonly log: string[]
}

/** An App; it ends with the test. */
async function start(head: string, store: Store): Promise<Running> {
  const log: string[] = []
  const note = (_: object, text: string): void => void log.push(text)
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    log: { info: () => {}, warn: note, error: note },
    contentSecurityPolicy: false,
    store,
  })
  app.page('/', Feed, { head })
  const { url } = await app.listen(0)
  onTestFinished(() => app.close())
  return { url, log }
}

interface Opened {
  readonly page: Page
  readonly proxy: Proxy
  readonly store: Store
}

async function open(where: keyof typeof HEADS = 'document'): Promise<Opened> {
  version = 'a'
  const store = memoryStore()
  const { url, log } = await start(HEADS[where], store)
  const proxy = await Proxy.to(url)
  const context = await browser.newContext({ viewport: { width: 500, height: 400 } })
  onTestFinished(async () => {
    proxy.close()
    await context.close()
  })
  const page = await context.newPage()
  const problems = complaints(page, OF_THE_NETWORK)
  // It has no icon.
  const isExpected = (text: string): boolean => text.includes('404')
  onTestFinished(() =>
    expect([problems.filter((text) => !isExpected(text)), log]).toEqual([[], []]),
  )
  await page.goto(proxy.at('/'))
  await mark(page)
  await ready(page)
  return { page, proxy, store }
}

const ids = (page: Page): Promise<string[]> =>
  page.locator('li').evaluateAll((all) => all.map(({ id }) => id.slice(1)))

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

const shows = (page: Page, wanted: readonly number[]): Promise<void> =>
  expect.poll(() => ids(page)).toEqual(wanted.map(String))

/** Nothing that is made on the page so far is made anew. */
const keep = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const item of document.querySelectorAll('li')) Object.assign(item, { isOld: true })
  })

const oldCount = (page: Page): Promise<number> =>
  page.locator('li').evaluateAll((all) => all.filter((item) => 'isOld' in item).length)

test('adopted as it is, changed by key, and events know their items', async () => {
  limit = 1000
  follow = undefined
  const { page } = await open()
  await page.locator('#i3 input').fill('typed')
  feed.append(51)
  feed.prepend(-1, 0)
  feed.insert(99, { before: 2 })
  feed.delete(1)
  await shows(page, [-1, 0, 99, ...range(2, 51)])
  await page.locator('#i99 button').click()
  await page.locator('#i50 button').click()
  await shows(page, [-1, 0, ...range(2, 49), 51])
  await expect.poll(() => page.locator('output').textContent()).toBe('99 50')
  expect(await page.locator('#i3 input').inputValue()).toBe('typed')
})

/** The page's connection is lost. */
const resume = async ({ proxy }: Opened): Promise<void> => proxy.closeWith(1006)

/** Its server is replaced by another one, which fills in what its state says. */
async function replace({ proxy, store }: Opened): Promise<void> {
  const before = feed
  version = 'b'
  proxy.turnTo((await start(HEADS.element, store)).url)
  proxy.closeWith(1006)
  await expect.poll(() => feed === before).toBe(false)
}

test.each([
  { way: 'a lost connection', happen: resume, shown: [...range(0, 6), ...range(8, 51)], by: 'a' },
  // 7 is in the state: it was only taken off the page.
  { way: 'another server', happen: replace, shown: range(0, 51), by: 'b' },
])('after $way the items are there, in the same nodes', async ({ happen, shown, by }) => {
  limit = 1000
  follow = undefined
  const opened = await open('element')
  const { page } = opened
  await page.locator('#more').click()
  await page.locator('#i7 button').click()
  feed.prepend(0)
  await shows(page, [...range(0, 6), ...range(8, 51)])
  await keep(page)
  await page.locator('#i20 input').fill('half a sent')
  await page
    .locator('#i20 input')
    .evaluate((input: HTMLInputElement) => input.setSelectionRange(2, 4))
  expect(await page.locator('ul').evaluate((list) => list.scrollTop)).toBeGreaterThan(100)
  await happen(opened)
  await shows(page, shown)
  await live(page)
  await expect.poll(() => page.locator('#i20').textContent()).toBe(`20 ${by}  x`)
  feed.append(60)
  await shows(page, [...shown, 60])
  expect(await oldCount(page)).toBe(51)
  expect(await page.locator('#i20 input').inputValue()).toBe('half a sent')
  const focus = await page.evaluate(() => {
    const input = document.activeElement as HTMLInputElement
    return [input.parentElement?.id, input.selectionStart, input.selectionEnd]
  })
  expect(focus).toEqual(['i20', 2, 4])
  await page.locator('#i60 button').click()
  await page.locator('#i0 button').click()
  await expect.poll(() => page.locator('output').textContent()).toBe('7 60 0')
  expect(await isSamePage(page)).toBe(true)
})

test('what a user does while the server is replaced is done, with the key', async () => {
  limit = 1000
  follow = undefined
  const { page, proxy, store } = await open('document')
  await page.locator('#more').click()
  await shows(page, range(1, 51))
  const other = await start(HEADS.document, store)
  proxy.turnTo(other.url)
  proxy.closeWith(1006)
  await page.evaluate(() => {
    for (const id of ['i51', 'i2']) document.querySelector<HTMLElement>(`#${id} button`)?.click()
  })
  await expect.poll(() => page.locator('output').textContent()).toBe('51 2')
  await shows(page, [1, ...range(3, 50)])
})

// What the user sees

/** Where an item stands, from the top of what is seen. */
const topOf = (page: Page, id: number): Promise<number> =>
  page.locator(`#i${id}`).evaluate((item) => Math.round(item.getBoundingClientRect().top))

/** The first item that can be seen. */
const firstSeen = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const list = document.querySelector('ul') as HTMLElement
    const top = Math.max(0, list.getBoundingClientRect().top)
    const seen = [...list.children].find((item) => item.getBoundingClientRect().bottom > top + 1)
    return Number(seen?.id.slice(1))
  })

const scroll = (page: Page, to: number): Promise<void> =>
  page.evaluate((top) => {
    const list = document.querySelector('ul') as HTMLElement
    const isOwn = getComputedStyle(list).overflowY === 'auto'
    ;(isOwn ? list : (document.scrollingElement as Element)).scrollTop = top
  }, to)

/** Lets the browser lay out and paint: its own anchoring has acted by then. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))),
  )

const PLACES = Object.keys(HEADS) as (keyof typeof HEADS)[]

test.each(PLACES)('in the %s, what is seen stays where it is', async (where) => {
  limit = 60
  follow = undefined
  const { page } = await open(where)
  const holds = async (change: () => void, wanted: string): Promise<void> => {
    await settle(page)
    const id = await firstSeen(page)
    const top = await topOf(page, id)
    change()
    await expect.poll(async () => (await ids(page)).join(' ')).toMatch(new RegExp(wanted))
    await settle(page)
    expect(Math.abs((await topOf(page, id)) - top)).toBeLessThanOrEqual(1)
  }
  // At the very start.
  await scroll(page, 0)
  await holds(() => feed.prepend(-2, -1, 0), '^-2 -1 0 1 ')
  // Further down: items come, go and grow above what is seen.
  await scroll(page, 700)
  await holds(() => feed.prepend(...range(-7, -3)), '^-7 -6')
  await holds(() => feed.delete(-5), '^-7 -6 -4')
  await holds(() => feed.insert(97, { before: -4 }), '^-7 -6 97 -4')
  // A limit drops some at the start, and some at the end.
  await holds(() => feed.append(...range(51, 58)), '58$')
  await holds(() => feed.prepend(...range(-30, -20)), '^-30 ')
  await holds(() => feed.append(99), '99$')
  expect(await ids(page)).toHaveLength(60)
})

test('a page keeps to the end that it follows, while its user is there', async () => {
  limit = 60
  follow = 'end'
  const { page } = await open('element')
  const toEnd = (): Promise<number> =>
    page.locator('ul').evaluate((list) => list.scrollHeight - list.clientHeight - list.scrollTop)
  await scroll(page, 100_000)
  feed.append(...range(51, 70))
  await shows(page, range(11, 70))
  expect(await toEnd()).toBeLessThanOrEqual(1)
  await scroll(page, 600)
  await settle(page)
  const id = await firstSeen(page)
  const top = await topOf(page, id)
  feed.append(71, 72)
  await shows(page, range(13, 72))
  await settle(page)
  expect(await topOf(page, id)).toBe(top)
  expect(await toEnd()).toBeGreaterThan(100)
})

test('a page that follows the start shows what comes there', async () => {
  limit = 60
  follow = 'start'
  const { page } = await open('element')
  feed.prepend(-1, 0)
  await shows(page, range(-1, 50))
  await settle(page)
  expect(await firstSeen(page)).toBe(-1)
})
