// What servers and networks do to a page's connection: close codes, captive portals, long absences. The page never
// gives up, and never asks in a storm.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { memoryStore } from 'pantograph/store'
import { launch, live } from '../browser.ts'
import { start } from './app.tsx'
import {
  add,
  becomes,
  count,
  counted,
  done,
  isSamePage,
  mark,
  open,
  pending,
  setHidden,
  status,
} from './page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

test.each([1000, 1001, 1006, 1008, 1011, 1012, 1013, 4999])(
  'after close code %i the page comes back, and what was done meanwhile is done once',
  async (code) => {
    const { proxy, arrivals } = await start()
    const page = await open(browser, proxy.at('/'))
    await add(page)
    await counted(page, 1)
    // Else it could be back before anybody has looked.
    proxy.hold()
    proxy.closeWith(code)
    await becomes(page, 'reconnecting')
    await add(page)
    proxy.resume()
    await counted(page, 2)
    expect(await status(page)).toBe('live')
    expect(await done(page)).toEqual(['add 1', 'add 2'])
    expect(arrivals).toEqual(['first', 'live'])
    expect(await isSamePage(page)).toBe(true)
  },
)

/** How long the page waits until it tries again, in milliseconds. */
const pauses = (page: Page): Promise<number[]> =>
  page.evaluate(() => (globalThis as unknown as { pauses: number[] }).pauses)

/** From now on the page's pauses are noted, and shortened two hundred times. */
const hurry = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const noted: number[] = []
    const { setTimeout: later } = globalThis
    const sooner = (run: () => void, pause = 0): number => {
      // The pauses before the next attempt are the only ones that are no whole numbers.
      if (Number.isInteger(pause)) return later(run, pause) as unknown as number
      noted.push(pause)
      return later(run, pause / 200) as unknown as number
    }
    Object.assign(globalThis, { setTimeout: sooner, pauses: noted })
  })

test('1013 asks for a long pause', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  await hurry(page)
  proxy.closeWith(1013)
  await live(page)
  await expect.poll(async () => (await pauses(page)).length).toBe(1)
  const [pause = 0] = await pauses(page)
  expect(pause).toBeGreaterThanOrEqual(5000)
  expect(pause).toBeLessThanOrEqual(10_000)
})

/** Chromium makes sockets wait that fail again and again; these fail at once, while there is no server. */
const setGone = (page: Page, isGone: boolean): Promise<void> =>
  page.evaluate((gone) => {
    const known = globalThis as unknown as { Real?: typeof WebSocket }
    known.Real ??= WebSocket
    const { Real } = known
    class Refused extends EventTarget {
      onclose: ((event: CloseEvent) => void) | null = null
      constructor() {
        super()
        queueMicrotask(() => this.onclose?.(new CloseEvent('close', { code: 1006 })))
      }
    }
    Object.assign(globalThis, { WebSocket: gone ? Refused : Real })
  }, isGone)

test('while the server is gone for an hour, the page tries every 5 to 10 seconds, and is back soon after', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  await hurry(page)
  await setGone(page, true)
  proxy.closeWith(1006)
  await becomes(page, 'reconnecting')
  await add(page)
  await expect
    .poll(async () => (await pauses(page)).length, { timeout: 60_000 })
    .toBeGreaterThan(500)
  const waited = await pauses(page)
  expect(waited.reduce((sum, pause) => sum + pause)).toBeGreaterThan(55 * 60_000)
  for (const [i, pause] of waited.entries()) {
    const longest = Math.min(100 * 2 ** i, 10_000)
    expect(pause).toBeGreaterThanOrEqual(longest / 2)
    expect(pause).toBeLessThanOrEqual(longest)
  }
  // Not all at the same time.
  const late = waited.slice(10)
  expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(2500)
  expect(await status(page)).toBe('reconnecting')
  expect(await pending(page)).toBe('1')
  await setGone(page, false)
  await counted(page, 1)
  expect(await isSamePage(page)).toBe(true)
}, 90_000)

test.each(['online', 'visibilitychange'])(
  'a page that waits for its next attempt tries at once at %s',
  async (event) => {
    const { proxy } = await start()
    const page = await open(browser, proxy.at('/'))
    proxy.cut()
    await becomes(page, 'reconnecting')
    // From here on, its own attempts would not come in time; the one that it waits for must fail first.
    await page.evaluate(() => {
      Math.random = () => {
        Object.assign(globalThis, { isLate: true })
        return 1e5
      }
    })
    await page.waitForFunction(() => 'isLate' in globalThis)
    proxy.restore()
    await add(page)
    await page.waitForTimeout(1000)
    expect(await count(page)).toBe('0')
    if (event === 'online') await page.evaluate(() => dispatchEvent(new Event('online')))
    else await setHidden(page, false)
    await counted(page, 1)
  },
)

test('a server that is replaced is never noticed', async () => {
  const store = memoryStore()
  const { proxy, app } = await start({}, { store })
  const next = await start({}, { store })
  const page = await open(browser, proxy.at('/'))
  await page.evaluate(() => {
    const said: (string | null)[] = []
    Object.assign(globalThis, { said })
    new MutationObserver((records) => {
      for (const { oldValue } of records) said.push(oldValue)
    }).observe(document.documentElement, {
      attributeFilter: ['data-pantograph', 'data-pantograph-pending'],
      attributeOldValue: true,
    })
  })
  await add(page)
  await counted(page, 1)
  proxy.turnTo(next.url)
  const closed = app.close()
  await add(page)
  await counted(page, 2)
  await closed
  await add(page)
  await counted(page, 3)
  expect(next.arrivals).toEqual(['store'])
  const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said)
  expect(said.filter((old) => old !== 'live')).toEqual([])
  expect(await status(page)).toBe('live')
  expect(await page.locator('#pantograph-notice').count()).toBe(0)
})

test('a page that cannot get the rest of its build is reloaded when it loses its connection, and not before', async () => {
  const { proxy, url } = await start()
  const other = await (await fetch(`${url}_pantograph/feature-comeback-00000000.js`)).text()
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nConnection: close'
  const context = await browser.newContext()
  const page = await context.newPage()
  proxy.answerWith(`${head}\r\n\r\n${other}`, /^GET \S+feature-comeback/)
  // A connection that is there would be used for the next file too.
  await page.route('**/feature-comeback-*', async (route) => {
    const response = await fetch(route.request().url(), { headers: { connection: 'close' } })
    await route.fulfill({ body: await response.text(), contentType: 'text/javascript' })
  })
  await page.goto(proxy.at('/'))
  await live(page)
  await mark(page)
  await add(page)
  await counted(page, 1)
  await page.waitForTimeout(6000)
  expect(await isSamePage(page)).toBe(true)
  await page.unrouteAll()
  proxy.answerWith(null)
  proxy.closeWith(1006)
  await expect.poll(() => isSamePage(page).catch(() => true), { timeout: 15_000 }).toBe(false)
  await live(page)
  await add(page)
  await counted(page, 1)
  await context.close()
})

const PORTAL = '<!doctype html><title>Hotel</title><p>Please sign in.'
const answer = (line: string, more = ''): string =>
  `HTTP/1.1 ${line}\r\nContent-Type: text/html\r\nConnection: close\r\n${more}` +
  `Content-Length: ${PORTAL.length}\r\n\r\n${PORTAL}`

test.each([
  ['200', answer('200 OK')],
  ['302', answer('302 Found', 'Location: http://127.0.0.1:9/\r\n')],
  ['511', answer('511 Network Authentication Required')],
])('a captive portal that answers %s is waited out', async (_, portal) => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  proxy.answerWith(portal)
  proxy.closeWith(1006)
  const { asked } = proxy
  await expect.poll(() => proxy.asked, { timeout: 10_000 }).toBeGreaterThan(asked + 2)
  expect(await status(page)).toBe('reconnecting')
  await add(page)
  proxy.answerWith(null)
  await counted(page, 2)
  expect(await done(page)).toEqual(['add 1', 'add 2'])
  expect(await isSamePage(page)).toBe(true)
})

test('a page that meets a portal before it was ever connected, in its files too, connects when that is gone', async () => {
  const { proxy } = await start()
  const context = await browser.newContext()
  const page = await context.newPage()
  proxy.answerWith(answer('200 OK'), /upgrade: websocket|GET \S+feature-/i)
  await page.goto(proxy.at('/'))
  await expect.poll(() => proxy.asked, { timeout: 10_000 }).toBeGreaterThan(3)
  expect(await status(page)).toBe('connecting')
  await add(page)
  proxy.answerWith(null)
  await counted(page, 1)
  await context.close()
})
