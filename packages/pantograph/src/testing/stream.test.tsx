// Streams over real connections, as the client without a browser sees them; and what a server keeps of them.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test, vi } from 'vitest'
import { on, signal, stream } from 'pantograph'
import type { Stream } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { App } from 'pantograph/server'
import { memoryStore } from 'pantograph/store'
import { openPage } from './open.ts'
import type { PageClient } from './client.ts'

const ORIGIN = 'http://pages.test'

interface Row {
  readonly id: number
  readonly label: string
}

vi.setConfig({ testTimeout: 60_000 })

/** The stream of the page that was mounted last. */
let rows: Stream<Row, number>
const row = (id: number): Row => ({ id, label: `row ${id}` })
const range = (count: number): Row[] => Array.from({ length: count }, (_, id) => row(id))

/** What stands in blocks of items: gone when those are. */
let held: WeakRef<object>[] = []

function hold<T extends object>(handler: T): T {
  held.push(new WeakRef(handler))
  return handler
}

const heldCount = (): number => held.filter((ref) => ref.deref() !== undefined).length

/** @param fill what setup fills in */
function pageOf(fill: () => readonly Row[]) {
  return function Page() {
    const log = signal<readonly string[]>([], { name: 'log' })
    rows = stream<Row, number>({ key: ({ id }) => id, limit: 2000 })
    const remove = rows.on((_, id) => {
      log.value = [...log.peek(), String(id)]
      rows.delete(id)
    })
    rows.append(...fill())
    return () => (
      <main>
        <p onClick={() => {}}>{log.value.join(' ')}</p>
        <ul>
          {rows.show(({ id, label }) => (
            <li id={`r${id}`}>
              {label}, <button data-id={String(id)} onClick={hold(on(remove, {}))} />
            </li>
          ))}
        </ul>
      </main>
    )
  }
}

async function start(
  fill: () => readonly Row[],
  store = memoryStore(),
): Promise<{ app: App; url: string }> {
  const log = { info() {}, warn() {}, error() {} }
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    store,
    log,
    origins: [ORIGIN],
  })
  onTestFinished(() => app.close())
  app.page('/', pageOf(fill))
  const { url } = await app.listen(0)
  return { app, url }
}

const shown = (page: PageClient): string => page.text.replace(/^[\d ]*(?=row)|, $/g, '')
const labels = (...ids: number[]): string => ids.map((id) => row(id).label).join(', ')

test('adopted, changed, clicked, and restored by another server', async () => {
  const store = memoryStore()
  const one = await start(() => range(3), store)
  let at = one.url
  const via = (): string => at.replace('http', 'ws')
  const page = await openPage(one.url, { reconnect: [10, 50], via, origin: ORIGIN })
  expect(shown(page)).toBe(labels(0, 1, 2))
  rows.append(row(7))
  rows.prepend(row(9))
  page.click('button[data-id=1]')
  await page.idle()
  expect(shown(page)).toBe(labels(9, 0, 2, 7))
  page.click('button[data-id=7]')
  await page.idle()
  const two = await start(() => [row(0), row(5), row(2)], store)
  at = two.url
  await one.app.close()
  await expect.poll(() => shown(page), { timeout: 10_000 }).toBe(labels(9, 0, 5, 2))
  page.click('button[data-id=9]')
  await page.idle()
  expect(page.text).toBe(`1 7 9${labels(0, 5, 2)}, `)
  page.close()
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Collects until nothing more goes. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    collect()
  }
}

/** What is still held when everything else is collected. */
async function left(): Promise<number> {
  await settle()
  return heldCount()
}

test('what the page surely has, the server forgets: items, blocks and keys', async () => {
  held = []
  const { url } = await start(() => range(1000))
  const page = await openPage(url)
  await settle()
  expect(heldCount()).toBe(1000)
  // It says something: it has what it was sent.
  page.click('button[data-id=1]')
  await page.idle()
  await expect.poll(left, { timeout: 20_000 }).toBe(0)
  rows.append(...range(1500).slice(1000))
  await expect.poll(() => page.text).toContain('row 1499')
  // Its acknowledgement comes with the next event.
  page.click('button[data-id=2]')
  await page.idle()
  await expect.poll(left, { timeout: 20_000 }).toBe(0)
  page.close()
})

test('the memory of a session does not grow with the rows of its stream', async () => {
  let count = 0
  const { url } = await start(() => range(count))
  const { block, slot } = (await openPage(url)).listener('click', 'p')
  const cost = async (sessions: number): Promise<number> => {
    const pages: PageClient[] = []
    await settle()
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < sessions; i++) {
      // It only counts: what a page holds is not the server's.
      const page = await openPage(url, { follow: false })
      page.html = ''
      page.fireAt(block, slot)
      await page.idle()
      pages.push(page)
    }
    held = []
    await settle()
    const bytes = (process.memoryUsage().heapUsed - before) / sessions
    for (const page of pages) page.close()
    return bytes
  }
  count = 2
  await cost(5)
  const few = await cost(20)
  count = 1000
  await cost(5)
  const many = await cost(20)
  expect(few).toBeLessThan(60_000)
  expect(many - few).toBeLessThan(1000)
})

test('items that listen alike, with what the browser is asked to do', async () => {
  const pressed: number[] = []
  const app = createApp({ secret: 'a secret that is long enough for tests' })
  onTestFinished(() => app.close())
  app.page('/', () => {
    const feed = stream<Row, number>({ key: ({ id }) => id })
    const press = feed.on((_, id) => pressed.push(id))
    feed.append(...range(3))
    return () => (
      <ul>
        {feed.show(({ id, label }) => (
          <li id={`r${id}`} onClick={on(press, { throttle: 10 })} onFocus={press}>
            {label}
          </li>
        ))}
      </ul>
    )
  })
  const { url } = await app.listen(0)
  const page = await openPage(url)
  for (const id of [0, 2]) page.click(`#r${id}`)
  await page.idle()
  expect(pressed).toEqual([0, 2])
  page.close()
})
