// The gallery's page of widgets: what others have written goes on over everything that happens to the connection.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { launch, live, OF_THE_NETWORK, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { ready } from './life/page.ts'
import { atEachLatency, textOf } from './stage.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

const editorOf = (page: Page): Locator => page.locator('.cm-content')
const text = (page: Page): Promise<string> =>
  editorOf(page).evaluate((content) => (content as HTMLElement).innerText.replace(/\n$/, ''))

/** What the server says of the text. */
const characters = (page: Page) => (): Promise<string> => page.locator('#characters').innerText()

async function write(page: Page, words: string): Promise<void> {
  await editorOf(page).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(words)
}

/** Points of the canvas that are drawn on. */
const inked = (page: Page): Promise<number> =>
  page.locator('.plot canvas').evaluate((node) => {
    const canvas = node as HTMLCanvasElement
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
      0,
      0,
      canvas.width,
      canvas.height,
    )
    return data.filter((value, i) => i % 4 === 3 && value > 0).length
  })

atEachLatency((stage) => {
  test('the chart is drawn, and goes on; what is clicked is asked of the server', async () => {
    const page = await stage.page('/widgets')
    await page.locator('.plot canvas').waitFor()
    await expect.poll(() => inked(page)).toBeGreaterThan(1000)
    const before = await page.locator('.plot canvas').screenshot()
    await expect
      .poll(async () => before.equals(await page.locator('.plot canvas').screenshot()))
      .toBe(false)
    await page.locator('.plot .u-over').click()
    const title = page.locator('.plot .u-over[title]')
    await title.waitFor()
    const said = await title.getAttribute('title')
    expect(said).toMatch(/^\d\d:\d\d:\d\d: [\d.]+ MW$/)
    await expect.poll(textOf(page.locator('.live output'))).toBe(said)
    await page.getByRole('button', { name: 'Find the highest' }).click()
    const label = (await page.locator('.plot').getAttribute('aria-label')) ?? ''
    expect(label).toMatch(/at most [\d.]+ megawatts/)
  })

  test('what is typed into the editor is what the server has, also undone', async () => {
    const page = await stage.page('/widgets')
    await editorOf(page).waitFor()
    await expect.poll(() => page.locator('textarea').count()).toBe(0)
    await write(page, 'one two three')
    await expect.poll(characters(page)).toBe('13')
    await page.keyboard.press('Enter')
    await page.keyboard.type('ünï 🎻')
    await expect.poll(characters(page)).toBe('20')
    expect(await page.locator('#words').innerText()).toBe('5')
    expect(await text(page)).toBe('one two three\nünï 🎻')
    await page.keyboard.press('Control+z')
    await expect.poll(characters(page)).not.toBe('20')
    await expect.poll(characters(page)).toBe(String((await text(page)).length))
  })

  test('stars', async () => {
    const page = await stage.page('/widgets')
    const film = (name: string): Locator => page.locator('.films li', { hasText: name })
    await film('Night Ferry').getByRole('button', { name: 'great' }).click()
    await expect.poll(textOf(film('Night Ferry').locator('output'))).toBe('great')
    await film('Paper Moon').getByRole('button', { name: 'poor' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(textOf(film('Paper Moon').locator('output'))).toBe('poor')
    const node = await film('Night Ferry').locator('star-rating').elementHandle()
    await page.getByRole('button', { name: 'Best first' }).click()
    await expect
      .poll(() => page.locator('.films li span').allInnerTexts())
      .toEqual(['Night Ferry', 'Two Rivers', 'Paper Moon', 'The Lathe'])
    const now = await film('Night Ferry').locator('star-rating').elementHandle()
    expect(await node?.evaluate((one, other) => one === other, now)).toBe(true)
  })

  test('the connection is lost in the middle of a sentence', async () => {
    const page = await stage.page('/widgets', { expected: OF_THE_NETWORK })
    await editorOf(page).waitFor()
    await write(page, 'before, ')
    await expect.poll(characters(page)).toBe('8')
    await ready(page)
    stage.proxy.refuse(true)
    stage.proxy.cut()
    await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
    // More than a page keeps events.
    await page.keyboard.type('while, '.repeat(30))
    expect(await text(page)).toBe(`before, ${'while, '.repeat(30)}`)
    stage.proxy.refuse(false)
    await live(page)
    await page.keyboard.type('after')
    await expect.poll(characters(page)).toBe(String(8 + 7 * 30 + 5))
  })
})

test('the server is killed while somebody types: every character is there, in the same editor', async () => {
  let gallery = await Gallery.start()
  const page = await openLive(browser, gallery.at('/widgets'))
  await editorOf(page).waitFor()
  await write(page, 'Call me ')
  await expect.poll(characters(page)).toBe('8')
  const node = await editorOf(page).elementHandle()
  const canvas = await page.locator('.plot canvas').elementHandle()
  // What is needed to come back is loaded when the page is idle, and the store is written behind.
  await ready(page)
  await page.waitForTimeout(1000)
  await gallery.end('SIGKILL')
  await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
  await page.keyboard.type('Ishmael')
  gallery = await gallery.again()
  await live(page)
  await page.keyboard.type('.')
  await expect.poll(characters(page)).toBe('16')
  expect(await text(page)).toBe('Call me Ishmael.')
  expect(await editorOf(page).evaluate((now, before) => now === before, node)).toBe(true)
  expect(await page.locator('.plot canvas').evaluate((now, before) => now === before, canvas)).toBe(
    true,
  )
  const drawn = await page.locator('.plot canvas').screenshot()
  await expect
    .poll(async () => drawn.equals(await page.locator('.plot canvas').screenshot()))
    .toBe(false)
  await page.close()
  await gallery.remove()
})

test('without JavaScript there are a text area, a table and words', async () => {
  const gallery = await Gallery.start()
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(gallery.at('/widgets'))
  expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toContain(
    'change by change',
  )
  expect(await page.locator('.live tbody tr').count()).toBe(60)
  expect(await page.locator('.films li').nth(1).innerText()).toContain('3 of 5 stars')
  await context.close()
  await gallery.remove()
})
