// A page whose session cannot be resumed, because nothing is left of it: what the user has on the page stays, and so
// does what they are in the middle of.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { memoryStore } from 'pantograph/store'
import { launch } from '../browser.ts'
import { start } from './app.tsx'
import type { Running } from './app.tsx'
import { add, cdp, counted, isSamePage, open } from './page.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

/** What a page goes through: its connection is lost, its server is replaced with its state, or without. */
const WAYS = ['resume', 'store', 'remount'] as const

/** A page, and what happens to it. */
async function opened(
  way: (typeof WAYS)[number],
): Promise<{ page: Page; happen: () => Promise<void> }> {
  const store = way === 'store' ? { store: memoryStore() } : {}
  const one = await start({}, store)
  const other: Running = way === 'resume' ? one : await start({}, store)
  const page = await open(browser, one.proxy.at('/'))
  const happen = async (): Promise<void> => {
    const before = one.arrivals.length
    one.proxy.turnTo(other.url)
    one.proxy.closeWith(1006)
    const came = (): unknown => other.arrivals.slice(other === one ? before : 0)
    await expect.poll(came).toEqual([way === 'resume' ? 'live' : way])
    await page.locator('html[data-pantograph=live]').waitFor({ state: 'attached' })
    // What was typed is told again.
    await page.waitForTimeout(200)
  }
  return { page, happen }
}

test.each(WAYS)('after a %s the form is as it was, in the same nodes', async (way) => {
  const { page, happen } = await opened(way)
  await add(page)
  await counted(page, 1)
  await page.getByLabel('Text').fill('told')
  await page.getByLabel('Story').fill('Two\nlines')
  await page.getByLabel('Colour').selectOption('Green')
  await page.getByLabel('Box').check()
  await page.getByLabel('Large').check()
  await page.getByText('More').click()
  await page.locator('.tall').evaluate((node) => (node.scrollTop = 50))
  // As a browser does when its corner is dragged.
  await page.getByLabel('Story').evaluate((node) => (node.style.width = '321px'))
  await page.getByLabel('Scratch').fill('half a sentence')
  await page
    .getByLabel('Scratch')
    .evaluate((node: HTMLInputElement) => node.setSelectionRange(5, 7, 'backward'))
  await expect.poll(() => page.locator('output').textContent()).toBe('told')
  await page.evaluate(() => {
    // Items of a list that a new session does not have are gone.
    const kept = [...document.querySelectorAll('main, main *:not(li)')]
    Object.assign(globalThis, { kept })
  })
  await happen()
  const now = await page.evaluate(() => {
    const { kept } = globalThis as unknown as { kept: Element[] }
    const there = [...document.querySelectorAll('main, main *:not(li)')]
    const active = document.activeElement as HTMLInputElement
    return {
      lost: kept.filter((node, i) => there[i] !== node).map((node) => node.outerHTML),
      focus: active.name,
      selection: [active.selectionStart, active.selectionEnd, active.selectionDirection],
      isOpen: document.querySelector('details')?.open,
      scrolled: document.querySelector('.tall')?.scrollTop,
      width: document.querySelector('textarea')?.style.width,
    }
  })
  expect(now).toEqual({
    lost: [],
    focus: 'scratch',
    selection: [5, 7, 'backward'],
    isOpen: true,
    scrolled: 50,
    width: '321px',
  })
  expect(await page.getByLabel('Scratch').inputValue()).toBe('half a sentence')
  expect(await page.getByLabel('Story').inputValue()).toBe('Two\nlines')
  expect(await page.getByLabel('Colour').inputValue()).toBe('Green')
  expect(await page.getByLabel('Box').isChecked()).toBe(true)
  expect(await page.getByLabel('Large').isChecked()).toBe(true)
  expect(await page.getByLabel('Small').isChecked()).toBe(false)
  expect(await page.getByLabel('Text').inputValue()).toBe('told')
  // The new session has been told.
  await expect.poll(() => page.locator('output').textContent()).toBe('told')
  await counted(page, way === 'remount' ? 0 : 1)
  await add(page)
  await counted(page, way === 'remount' ? 1 : 2)
  expect(await isSamePage(page)).toBe(true)
})

test.each(WAYS)('a %s in the middle of a composition leaves it alone', async (way) => {
  const { page, happen } = await opened(way)
  const field = page.getByLabel('Text')
  const method = await cdp(page)
  const compose = (text: string): Promise<unknown> =>
    method.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  await field.fill('ab')
  await field.press('ArrowLeft')
  await field.evaluate((node) => {
    const ended: string[] = []
    Object.assign(globalThis, { ended })
    node.addEventListener('compositionend', (event) => ended.push((event as CompositionEvent).data))
  })
  const ended = (): Promise<string[]> =>
    page.evaluate(() => (globalThis as unknown as { ended: string[] }).ended)
  await compose('に')
  await compose('にほ')
  await happen()
  expect(await ended()).toEqual([])
  expect(await field.inputValue()).toBe('aにほb')
  await compose('にほん')
  await method.send('Input.insertText', { text: '日本' })
  expect(await ended()).toEqual(['日本'])
  expect(await field.inputValue()).toBe('a日本b')
  expect(await field.evaluate((node: HTMLInputElement) => node.selectionStart)).toBe(3)
  await expect.poll(() => page.locator('output').textContent()).toBe('a日本b')
})

test.each(WAYS)('a %s leaves a selection alone, in texts of the server too', async (way) => {
  const { page, happen } = await opened(way)
  await add(page)
  await counted(page, 1)
  await page.getByText('More').click()
  const select = (): Promise<void> =>
    page.evaluate(() => {
      const [text] = document.querySelector('.words')?.childNodes ?? []
      const [name] = document.querySelector('label')?.childNodes ?? []
      getSelection()?.setBaseAndExtent(text as Node, 9, name as Node, 2)
    })
  const selected = (): Promise<unknown> =>
    page.evaluate(() => {
      const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() as Selection
      return [anchorNode?.textContent, anchorOffset, focusNode?.textContent, focusOffset]
    })
  await select()
  const before = await selected()
  expect(before).toEqual(['All there is to read and to select.', 9, 'Text ', 2])
  await happen()
  expect(await selected()).toEqual(before)
})
