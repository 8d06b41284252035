// What the user is told of the connection: attributes on <html>, and a notice.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { launch } from '../browser.ts'
import { start } from './app.tsx'
import { add, becomes, count, counted, done, open, pending, status, tellLater } from './page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

const notice = (page: Page): Locator => page.locator('#pantograph-notice')

/** Resolves when the notice says that. */
const says = (page: Page, words: string | RegExp): Promise<void> =>
  notice(page).filter({ hasText: words }).waitFor()

test('the notice comes after a while, politely, and goes when the page is live', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  proxy.cut()
  await becomes(page, 'reconnecting')
  await says(page, 'Reconnecting…')
  expect(await notice(page).getAttribute('role')).toBe('status')
  expect(await notice(page).getAttribute('aria-live')).toBe('polite')
  const named = await page.getByRole('status').filter({ hasText: 'Reconnecting…' }).count()
  expect(named).toBe(1)
  // It takes nothing away from the page.
  expect(await notice(page).evaluate((node) => getComputedStyle(node).position)).toBe('fixed')
  proxy.restore()
  await becomes(page, 'live')
  await expect.poll(() => notice(page).textContent()).toBe('')
  expect((await notice(page).boundingBox())?.height ?? 0).toBe(0)
})

test('words come later than their element, so that screen readers notice them', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    new MutationObserver((records) => {
      for (const { addedNodes, target } of records) {
        for (const node of addedNodes) {
          seen.push(`${(target as Element).localName}: ${node.textContent}`)
        }
      }
    }).observe(document.body, { childList: true, subtree: true })
  })
  proxy.cut()
  await says(page, 'Reconnecting…')
  expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([
    'body: ',
    'div: Reconnecting…',
  ])
})

test('a gap that is shorter than that is never told', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  await tellLater(page)
  for (let i = 2; i < 5; i++) {
    proxy.closeWith(1012)
    await expect.poll(() => proxy.asked).toBe(i)
    await add(page)
    await counted(page, i - 1)
  }
  await page.waitForTimeout(6200)
  expect(await notice(page).count()).toBe(0)
})

test('any rule of the page changes it', async () => {
  const style = 'data:text/css,%23pantograph-notice{background:rgb(1,2,3);position:static}'
  const { proxy } = await start({ styles: [style] })
  const page = await open(browser, proxy.at('/'))
  proxy.cut()
  await says(page, 'Reconnecting…')
  const shown = await notice(page).evaluate((node) => {
    const { backgroundColor, position, color } = getComputedStyle(node)
    return { backgroundColor, position, color }
  })
  expect(shown).toEqual({
    backgroundColor: 'rgb(1, 2, 3)',
    position: 'static',
    color: 'rgb(255, 255, 255)',
  })
})

test('the notice works under the policy of the App', async () => {
  const { proxy } = await start({ styles: [] }, { contentSecurityPolicy: undefined })
  const page = await open(browser, proxy.at('/'))
  const problems: string[] = []
  page.on('console', (message) => problems.push(message.text()))
  proxy.cut()
  await says(page, 'Reconnecting…')
  expect(await notice(page).evaluate((node) => getComputedStyle(node).position)).toBe('fixed')
  expect(problems.filter((text) => text.includes('Content Security Policy'))).toEqual([])
})

test('when the log is full the user is told; what waited is done, and fields are told as they are then', async () => {
  const { proxy } = await start()
  const page = await open(browser, proxy.at('/'))
  proxy.cut()
  await becomes(page, 'reconnecting')
  const button = page.getByRole('button', { name: 'Add' })
  await button.evaluate((node: HTMLElement) => {
    for (let i = 0; i < 128; i++) node.click()
  })
  expect(await pending(page)).toBe('128')
  expect(await page.locator('html[data-pantograph-full]').count()).toBe(0)
  await add(page)
  await page.getByLabel('Text').fill('too much')
  await page.getByLabel('Text').fill('too much by far')
  expect(await pending(page)).toBe('128')
  expect(await page.locator('html[data-pantograph-full]').count()).toBe(1)
  await says(page, 'nothing more is taken')
  proxy.restore()
  await counted(page, 128)
  const lines = await done(page)
  expect(lines).toEqual(Array.from({ length: 128 }, (_, i) => `add ${i + 1}`))
  // The click was not taken, and the user was told so. The text is still there.
  await expect.poll(() => page.locator('output').textContent()).toBe('too much by far')
  await expect.poll(() => notice(page).textContent()).toBe('')
  expect(await page.locator('html[data-pantograph-full]').count()).toBe(0)
  await expect.poll(() => pending(page)).toBe(null)
  await add(page)
  await counted(page, 129)
})

test('what could not be done is said, after what could be', async () => {
  const { proxy } = await start()
  const next = await start()
  const page = await open(browser, proxy.at('/'))
  await add(page)
  await counted(page, 1)
  proxy.cut()
  await becomes(page, 'reconnecting')
  // The session that follows has no such line.
  await page.getByText('add 1').click()
  await add(page)
  proxy.turnTo(next.url)
  proxy.restore()
  await says(page, 'Not all that you did could be done.')
  await expect.poll(() => done(page)).toEqual(['add 1'])
  expect(await status(page)).toBe('live')
})

test('a page that the server has ended says so, and is not connected again', async () => {
  const { proxy, app } = await start({}, { session: () => 'ada' })
  const page = await open(browser, proxy.at('/'))
  await page.evaluate(() => {
    // A page that was just reloaded is not reloaded again.
    performance.getEntriesByType = () => [{ type: 'reload' }] as unknown as PerformanceEntryList
  })
  app.pool.endUser('ada')
  await becomes(page, 'ended')
  await says(page, /^Stopped: PG_SIGNED_OUT\. Please reload\.$/)
  const { asked } = proxy
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.waitForTimeout(1000)
  expect(proxy.asked).toBe(asked)
  expect(await count(page)).toBe('0')
})
