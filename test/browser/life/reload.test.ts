// Reloads, copies of tabs, and Back: who goes on with which session.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { launch, live } from '../browser.ts'
import { start } from './app.tsx'
import { add, becomes, count, counted, done, isSamePage, open, ready, setHidden } from './page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

test('a reloaded page is a new one', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  await page.reload()
  await live(page)
  expect(await count(page)).toBe('0')
})

test('a page that asks for it keeps its state when it is reloaded, again and again', async () => {
  const { proxy, app, arrivals } = await start({ keepOnReload: true })
  const page = await open(browser, proxy.at('/'))
  for (let i = 1; i <= 3; i++) {
    await add(page)
    await counted(page, i)
    await page.reload()
    await ready(page)
    await counted(page, i)
    expect(await isSamePage(page)).toBe(false)
  }
  expect(await done(page)).toEqual(['add 1', 'add 2', 'add 3'])
  expect(arrivals).toEqual(['first', 'live', 'live', 'live'])
  // What was rendered for the reloads is gone.
  const sessions = (): unknown => app.stats().sessions
  await expect.poll(sessions).toMatchObject({ live: 1, rendered: 0, detached: 0 })
})

test('what waited to be sent when it was reloaded is done once, in order', async () => {
  const { proxy } = await start({ keepOnReload: true })
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  proxy.cut()
  await becomes(page, 'reconnecting')
  await add(page)
  await page.getByLabel('Text').fill('typed')
  await add(page)
  proxy.restore()
  // Before it could connect, or after.
  await page.reload()
  await ready(page)
  await counted(page, 3)
  expect(await done(page)).toEqual(['add 1', 'add 2', 'add 3'])
  expect(await page.locator('output').textContent()).toBe('typed')
  await add(page)
  await counted(page, 4)
  await page.reload()
  await counted(page, 4)
})

/** As the browser duplicates a tab: another one, with a copy of its session storage. */
async function duplicate(page: Page, isReloaded: boolean): Promise<Page> {
  const stored = await page.evaluate(() => sessionStorage.getItem('pantograph /'))
  const copy = await page.context().newPage()
  await copy.addInitScript((text) => {
    if (text && location.pathname === '/') sessionStorage.setItem('pantograph /', text)
  }, stored)
  await copy.goto(page.url())
  if (isReloaded) await copy.reload()
  return copy
}

test.each([
  ['as it is', false],
  ['as if it had been reloaded', true],
])('a copied tab (%s) does not take the session away', async (_, isReloaded) => {
  const { proxy, app } = await start({ keepOnReload: true })
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  // What it stores when it goes, while it stays.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
  expect(await page.evaluate(() => sessionStorage.getItem('pantograph /'))).toMatch(/^\[1,false,/)
  const copy = await duplicate(page, isReloaded)
  await ready(copy)
  expect(await count(copy)).toBe('0')
  await add(copy)
  await add(copy)
  await counted(copy, 2)
  await add(page)
  await counted(page, 2)
  expect(await done(page)).toEqual(['add 1', 'add 2'])
  expect(await isSamePage(page)).toBe(true)
  await expect.poll(() => app.stats().sessions.live).toBe(2)
  // Each connected once, and the copy that asked for the session of the other a second time.
  await expect.poll(() => proxy.webSockets).toBe(2)
  const { asked } = proxy
  await page.waitForTimeout(1500)
  expect(proxy.asked).toBe(asked)
})

test('a hidden page that was not discarded leaves nothing that a copy could use', async () => {
  const { proxy, log } = await start({ keepOnReload: true })
  const page = await open(browser, proxy.at('/'))
  const stored = (): Promise<string | null> =>
    page.evaluate(() => sessionStorage.getItem('pantograph /'))
  await setHidden(page, true)
  expect(await stored()).toMatch(/^\[1,true,/)
  const copy = await duplicate(page, true)
  await ready(copy)
  // It did not even ask.
  expect(log.filter((line) => line.includes('PG_REPLACED'))).toEqual([])
  await setHidden(page, false)
  expect(await stored()).toBe(null)
})

test('a page whose old connection is silent gets its session after a reload all the same', async () => {
  const { proxy, arrivals } = await start({ keepOnReload: true })
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  proxy.silence()
  await page.reload()
  await counted(page, 1)
  await add(page)
  await counted(page, 2)
  expect(arrivals).toEqual(['first', 'live'])
})

test('when its session is gone, or its ticket means nothing, a reloaded page begins anew', async () => {
  const { proxy, app } = await start({ keepOnReload: true })
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  await page.addInitScript(() => {
    const text = sessionStorage.getItem('pantograph /')
    if (text === null) return
    const kept = JSON.parse(text) as [unknown, unknown, unknown, ticket: number[]]
    kept[3][0] = (kept[3][0] as number) ^ 1
    sessionStorage.setItem('pantograph /', JSON.stringify(kept))
  })
  await page.reload()
  await ready(page)
  expect(await count(page)).toBe('0')
  await add(page)
  await counted(page, 1)
  await expect.poll(() => app.stats().sessions.live).toBe(1)
})

test('the same HTML opened twice gives two sessions that leave each other alone', async () => {
  const { proxy, app, url } = await start()
  const html = await (await fetch(url)).text()
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close'
  proxy.answerWith(`${head}\r\n\r\n${html}`, /^GET \/ /)
  const one = await open(browser, proxy.at('/'))
  const two = await open(browser, proxy.at('/'))
  await add(one)
  await counted(one, 1)
  await add(two)
  await add(two)
  await counted(two, 2)
  expect(await count(one)).toBe('1')
  expect(await isSamePage(one)).toBe(true)
  expect(await isSamePage(two)).toBe(true)
  expect(app.stats().sessions.live).toBe(2)
  expect(proxy.asked).toBe(2)
})

test('Back shows the very page that was left, with what was done and what waited', async () => {
  const kept = await launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  try {
    const { proxy, app, arrivals, url } = await start()
    const page = await open(kept, proxy.at('/'))
    await add(page)
    await counted(page, 1)
    await page.getByLabel('Scratch').fill('half')
    // Done at the last moment, with no line: nobody has heard of it.
    proxy.cut()
    await becomes(page, 'reconnecting')
    await add(page)
    // Past the proxy, so that the page cannot connect before it is left.
    await page.goto(new URL('/other', url).href)
    await live(page)
    proxy.restore()
    await expect.poll(() => app.stats().sessions.detached).toBe(1)
    await page.goBack({ waitUntil: 'commit' })
    expect(await isSamePage(page)).toBe(true)
    await live(page)
    await counted(page, 2)
    expect(await page.getByLabel('Scratch').inputValue()).toBe('half')
    expect(await done(page)).toEqual(['add 1', 'add 2'])
    expect(arrivals).toEqual(['first', 'live'])
    expect(await page.evaluate(() => performance.getEntriesByType('navigation').length)).toBe(1)
  } finally {
    await kept.close()
  }
})
