// The server is killed while pages are open: nothing that their users did is lost or done twice, and the pages
// keep their nodes.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { aSecond, launch, live, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { ready } from './life/page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

test('three clicks made while the server is dead are counted once each, in the same node', async () => {
  let gallery = await Gallery.start()
  onTestFinished(() => gallery.remove())
  const page = await openLive(browser, gallery.at('/counter'))
  const add = page.getByRole('button', { name: 'This page: add one' })
  const shown = page.locator('.dial.mine output')
  await add.click()
  await add.click()
  await expect.poll(() => shown.textContent()).toBe('2')
  const node = await shown.elementHandle()
  await ready(page)
  await aSecond(page)
  await gallery.end('SIGKILL')
  await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
  for (let i = 0; i < 3; i++) await add.click()
  expect(await shown.textContent()).toBe('2')
  gallery = await gallery.again()
  await live(page)
  await expect.poll(() => shown.textContent()).toBe('5')
  await add.click()
  await expect.poll(() => shown.textContent()).toBe('6')
  expect(await shown.evaluate((now, before) => now === before, node)).toBe(true)
  await page.context().close()
})

/** How each message on later connections begins, and how long it is. */
function messages(page: Page): string[] {
  const found: string[] = []
  const add = (way: string, payload: string | Buffer): void => {
    const bytes = Buffer.from(payload)
    found.push(`${way} ${bytes.subarray(0, 2).toString('hex')} ${bytes.length}`)
  }
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => add('up', payload))
    socket.on('framereceived', ({ payload }) => add('down', payload))
  })
  return found
}

test('a page that shows what the restored session shows is told nothing, and not touched', async () => {
  let gallery = await Gallery.start()
  onTestFinished(() => gallery.remove())
  const page = await openLive(browser, gallery.at('/todomvc'))
  for (const todo of ['read', 'write']) {
    await page.locator('.new-todo').fill(todo)
    await page.locator('.new-todo').press('Enter')
    await page.getByText(todo, { exact: true }).waitFor()
  }
  await page.getByRole('checkbox', { name: 'read' }).first().check()
  await ready(page)
  // A checkpoint is written soon.
  await aSecond(page)
  const changes = await page.evaluateHandle(() => {
    const seen: string[] = []
    const all = { attributes: true, characterData: true, childList: true, subtree: true }
    const observer = new MutationObserver((records) => {
      for (const { type, target } of records) seen.push(`${type} ${target.nodeName}`)
    })
    for (const root of document.querySelectorAll('[data-session]')) observer.observe(root, all)
    return seen
  })
  const told = messages(page)
  await gallery.end('SIGKILL')
  await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
  gallery = await gallery.again()
  await live(page)
  await expect.poll(() => told.at(-1)).toBe('up 07 1')
  expect(told).toEqual([
    expect.stringMatching(/^up 01/),
    expect.stringMatching(/^down 0104 [67].$/),
    'up 07 1',
  ])
  expect(await changes.jsonValue()).toEqual([])
  await page.getByRole('checkbox', { name: 'write' }).first().check()
  await expect.poll(() => page.locator('.todo-count').textContent()).toContain('0')
  await page.context().close()
})

test('a page that is offline keeps 128 events and takes no more', async () => {
  let gallery = await Gallery.start()
  onTestFinished(() => gallery.remove())
  const page = await openLive(browser, gallery.at('/counter'))
  const add = page.getByRole('button', { name: 'This page: add one' })
  const shown = page.locator('.dial.mine output')
  await ready(page)
  await aSecond(page)
  await gallery.end('SIGKILL')
  await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
  await add.evaluate((button: HTMLElement) => {
    for (let i = 0; i < 150; i++) button.click()
  })
  gallery = await gallery.again()
  await live(page)
  await expect.poll(() => shown.textContent()).toBe('128')
  await add.click()
  await expect.poll(() => shown.textContent()).toBe('129')
  await page.context().close()
})
