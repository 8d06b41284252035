// The counter: state of one page, state of all pages, and what a lost connection does to them.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { complaints, launch, live, OF_THE_NETWORK, openHeld, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { Proxy } from './proxy.ts'

let gallery: Gallery
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  ;[gallery, browser] = await Promise.all([Gallery.start(), launch()])
})

beforeEach(async () => {
  context = await browser.newContext()
})

afterEach(async () => {
  await context.close()
})

afterAll(async () => {
  await browser.close()
  await gallery.remove()
})

const open = (): Promise<Page> => openLive(context, gallery.at('/counter'))
const number = (page: Page, which: 'This page' | 'Everyone'): Promise<string> =>
  page.getByRole('status', { name: which }).innerText()
const add = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'This page: add one' }).click()

test('counts for one page', async () => {
  const [page, other] = [await open(), await open()]
  await add(page)
  await add(page)
  await page.getByRole('button', { name: 'This page: subtract one' }).click()
  await add(page)
  await expect.poll(() => number(page, 'This page')).toBe('2')
  expect(await number(other, 'This page')).toBe('0')
})

test('counts for every page at once', async () => {
  const [page, other] = [await open(), await open()]
  const before = Number(await number(page, 'Everyone'))
  await page.getByRole('button', { name: 'Everyone: add one' }).click()
  await expect.poll(() => number(other, 'Everyone')).toBe(String(before + 1))
  await other.getByRole('button', { name: 'Everyone: subtract one' }).click()
  await expect.poll(() => number(page, 'Everyone')).toBe(String(before))
})

test('changes the text of a node, not the node', async () => {
  const page = await open()
  await page.evaluate(() => {
    const output = document.querySelector('output') as Element
    Object.assign(globalThis, { kept: [output, ...output.childNodes] })
  })
  await add(page)
  await expect.poll(() => number(page, 'This page')).toBe('1')
  const same = await page.evaluate(() => {
    const { kept } = globalThis as unknown as { kept: Node[] }
    const output = document.querySelector('output') as Element
    return [output, ...output.childNodes].every((node, i) => node === kept[i])
  })
  expect(same).toBe(true)
})

test('says how many pages are connected', async () => {
  const page = await open()
  await expect.poll(() => page.locator('.audience').innerText()).toBe('One page is connected.')
  const other = await open()
  await expect.poll(() => page.locator('.audience').innerText()).toBe('2 pages are connected.')
  await other.close()
  await expect.poll(() => page.locator('.audience').innerText()).toBe('One page is connected.')
})

test('clicks before the page is connected are counted', async () => {
  const proxy = await Proxy.to(gallery.url)
  onTestFinished(() => proxy.close())
  const { page, release } = await openHeld(context, proxy.at('/counter'))
  proxy.hold()
  const released = release()
  await page.locator('html[data-pantograph=connecting]').waitFor({ state: 'attached' })
  await add(page)
  await add(page)
  expect(await number(page, 'This page')).toBe('0')
  proxy.resume()
  await released
  await expect.poll(() => number(page, 'This page')).toBe('2')
})

test('a server that is killed and started again: the page goes on without a reload', async () => {
  const own = await Gallery.start()
  onTestFinished(() => own.remove())
  const page = await openLive(context, own.at('/counter'))
  const problems = complaints(page, OF_THE_NETWORK)
  await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }))
  await add(page)
  await expect.poll(() => number(page, 'This page')).toBe('1')
  await own.end('SIGKILL')
  await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
  // Made while nobody listens; sent when somebody does.
  await add(page)
  const next = await own.again()
  onTestFinished(() => next.remove())
  await live(page)
  // Neither what the session held nor the click is gone with the process.
  await expect.poll(() => number(page, 'This page')).toBe('2')
  await add(page)
  await expect.poll(() => number(page, 'This page')).toBe('3')
  expect(await page.evaluate(() => 'notReloaded' in globalThis)).toBe(true)
  expect(problems).toEqual([])
})

test('a lost connection: clicks made meanwhile are counted, once', async () => {
  const proxy = await Proxy.to(gallery.url)
  onTestFinished(() => proxy.close())
  const page = await openLive(context, proxy.at('/counter'))
  await add(page)
  await expect.poll(() => number(page, 'This page')).toBe('1')
  proxy.cut()
  await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
  await add(page)
  await add(page)
  expect(await number(page, 'This page')).toBe('1')
  proxy.restore()
  await expect.poll(() => number(page, 'This page')).toBe('3')
  await live(page)
})
