// Pages that sleep, freeze, hide and lose their network without a word: a line that looks open and is dead is found
// at once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { launch } from '../browser.ts'
import { start } from './app.tsx'
import {
  add,
  becomes,
  cdp,
  count,
  counted,
  done,
  isSamePage,
  open,
  pending,
  setHidden,
  status,
  tellLater,
} from './page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

/** A dead line is found within this; without being asked it would take 29 seconds. */
const SOON = { timeout: 20_000 }

test.each(['visibilitychange', 'resume', 'online', 'pageshow'])(
  'a dead line is found at %s',
  async (event) => {
    const { proxy } = await start()
    const page = await open(browser, proxy.at('/'))
    await add(page)
    await counted(page, 1)
    await page.waitForTimeout(1200)
    proxy.silence()
    // Again and again: what was heard late is fresh still.
    const asked = async (): Promise<number> => {
      await page.evaluate((type) => {
        const target = /^(online|pageshow)$/.test(type) ? globalThis : document
        target.dispatchEvent(new Event(type))
      }, event)
      return proxy.asked
    }
    await expect.poll(asked, SOON).toBe(2)
    await becomes(page, 'live')
    await add(page)
    await counted(page, 2)
    expect(await isSamePage(page)).toBe(true)
  },
)

test('a living line is asked and stays', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  const sent: number[] = []
  await page.exposeFunction('sent', (type: number) => sent.push(type))
  await page.evaluate(() => {
    const { send } = WebSocket.prototype
    WebSocket.prototype.send = function (bytes) {
      ;(globalThis as unknown as { sent(type: number): void }).sent((bytes as Uint8Array)[0] ?? -1)
      send.call(this, bytes)
    }
  })
  await page.waitForTimeout(1200)
  await setHidden(page, true)
  await setHidden(page, false)
  // PROBE, and the answer to the PING that answers it.
  await expect.poll(() => sent).toEqual([6, 3])
  await page.waitForTimeout(5000)
  expect(proxy.asked).toBe(1)
  expect(await status(page)).toBe('live')
})

test('an event that nobody answers shows that the line is dead, and is done once', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  // As when a phone changes from one network to another.
  proxy.silence()
  await add(page)
  await add(page)
  await expect.poll(() => proxy.asked, SOON).toBe(2)
  await counted(page, 3)
  expect(await done(page)).toEqual(['add 1', 'add 2', 'add 3'])
})

test('a page that hangs while it connects tries again when it is looked at', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  proxy.hold()
  proxy.closeWith(1006)
  await becomes(page, 'reconnecting')
  await page.waitForTimeout(1000)
  // The attempt under way is swallowed; the next one gets through.
  proxy.silence()
  await setHidden(page, false)
  await expect.poll(() => status(page), SOON).toBe('live')
})

test('a frozen page lets its line go, and is there at once when it thaws', async () => {
  const { proxy, app, arrivals } = await start()
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  await tellLater(page)
  // A headless browser shows all of its tabs, and one that is shown is never frozen.
  await page.evaluate(() => document.dispatchEvent(new Event('freeze')))
  // What the server has of it is safe from then on.
  await expect.poll(() => arrivals.length + app.stats().sessions.detached).toBe(2)
  await page.evaluate(() => document.dispatchEvent(new Event('resume')))
  await becomes(page, 'live')
  await add(page)
  await counted(page, 2)
  expect(arrivals).toEqual(['first', 'live'])
  expect(await page.locator('#pantograph-notice').count()).toBe(0)
})

test('a computer that has slept finds at once that its line is dead', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  for (const id of renderers) process.kill(id, 'SIGSTOP')
  proxy.silence()
  // Longer than it takes to tell sleep from a busy computer.
  await new Promise((resolve) => {
    setTimeout(resolve, 11_000)
  })
  for (const id of renderers) process.kill(id, 'SIGCONT')
  await expect.poll(() => proxy.asked, SOON).toBe(2)
  await becomes(page, 'live')
  await add(page)
  await counted(page, 1)
})

test('offline is said, what is done waits in order, and is done once when the network is back', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  const network = await cdp(page)
  await network.send('Network.enable')
  const offline = (isOffline: boolean): Promise<unknown> =>
    network.send('Network.emulateNetworkConditions', {
      offline: isOffline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    })
  await add(page)
  await counted(page, 1)
  await offline(true)
  proxy.cut()
  await becomes(page, 'offline')
  await add(page)
  await page.getByLabel('Text').fill('half')
  await page.getByLabel('Text').fill('whole')
  await add(page)
  expect(await pending(page)).toBe('3')
  expect(await count(page)).toBe('1')
  proxy.restore()
  const asked = proxy.asked
  await offline(false)
  await becomes(page, 'live')
  await counted(page, 3)
  expect(await done(page)).toEqual(['add 1', 'add 2', 'add 3'])
  expect(await page.locator('output').textContent()).toBe('whole')
  await expect.poll(() => pending(page)).toBe(null)
  expect(proxy.asked).toBe(asked + 1)
})
