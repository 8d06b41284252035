// A page whose clock is set back still finds out that its line is dead.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { launch } from '../browser.ts'
import { start } from './app.tsx'
import { add, becomes, counted, open } from './page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

const comesOnline = (page: Page): Promise<boolean> =>
  page.evaluate(() => globalThis.dispatchEvent(new Event('online')))

test('a dead line is found after the clock was set back by an hour', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  await page.waitForTimeout(1200)
  // The line is asked, by the old clock, and answers by the new one.
  await page.evaluate(() => {
    globalThis.dispatchEvent(new Event('online'))
    const { now } = Date
    Date.now = () => now() - 3_600_000
  })
  await add(page)
  await counted(page, 2)
  await page.waitForTimeout(1200)
  proxy.silence()
  // Again and again: what was heard late is fresh still.
  const asked = async (): Promise<number> => {
    await comesOnline(page)
    return proxy.asked
  }
  await expect.poll(asked, { timeout: 20_000 }).toBe(2)
  await becomes(page, 'live')
})
