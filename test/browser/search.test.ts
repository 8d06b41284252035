// Search as you type: over a hundred thousand rows, with and without JavaScript.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { atEachLatency, textOf } from './stage.ts'

const field = (page: Page): Locator => page.getByRole('searchbox')
const hits = (page: Page): Promise<string[]> => page.locator('.hits li').allInnerTexts()
const status = (page: Page): Locator => page.getByRole('status')
const query = (page: Page): string => new URL(page.url()).search

atEachLatency((stage) => {
  test('what is typed is searched for, marked, counted, and in the address', async () => {
    const page = await stage.page('/search')
    // The catalogue takes a moment to be made.
    await expect.poll(textOf(status(page))).toBe('100,000 books')
    expect(await hits(page)).toHaveLength(25)
    await field(page).pressSequentially('amber river of lis', { delay: 60 })
    await expect.poll(() => query(page)).toBe('?q=amber%20river%20of%20lis')
    await expect
      .poll(() => page.locator('.hits li:first-child mark').allInnerTexts())
      .toEqual(['Amber', 'River', 'of', 'Lisbon'])
    expect(await status(page).innerText()).toMatch(/^\d+ books$/)
    expect(await field(page).inputValue()).toBe('amber river of lis')
    const [asked, givenUp] = (await page.locator('.counts').innerText()).match(/\d+/g) ?? []
    expect(Number(asked)).toBeGreaterThan(Number(givenUp))
  })

  test('accents do not matter, nor do signs that mean something to the database', async () => {
    const page = await stage.page('/search')
    await field(page).fill('zoe "AND" reykjavik*')
    await expect.poll(textOf(status(page))).toBe('0 books')
    await field(page).fill('zoe reykjavik')
    await expect.poll(async () => (await hits(page))[0]).toMatch(/Reykjavík[^]*Zoë/)
    await field(page).fill('"(*')
    await expect.poll(textOf(status(page))).toBe('100,000 books')
  })

  test('more is shown on demand, and Back leads to what was sent before', async () => {
    const page = await stage.page('/search?q=patient')
    expect(await field(page).inputValue()).toBe('patient')
    await page.getByRole('button', { name: 'Show 25 more' }).click()
    await expect.poll(() => hits(page).then((all) => all.length)).toBe(50)
    const entries = (): Promise<number> => page.evaluate(() => history.length)
    const before = await entries()
    await field(page).fill('velvet')
    await field(page).press('Enter')
    await expect.poll(async () => (await hits(page))[0]).toContain('Velvet')
    await expect.poll(() => query(page)).toBe('?q=velvet')
    await expect.poll(entries).toBe(before + 1)
    await page.goBack()
    await expect.poll(() => field(page).inputValue()).toBe('patient')
    await expect.poll(async () => (await hits(page))[0]).toContain('Patient')
    expect(query(page)).toBe('?q=patient')
    await page.goForward()
    await expect.poll(() => field(page).inputValue()).toBe('velvet')
  })

  test('by keyboard alone: Ctrl+K leads to the field, whose text is selected', async () => {
    const page = await stage.page('/search?q=patient')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Control+k')
    await expect
      .poll(() => field(page).evaluate((node) => node === document.activeElement))
      .toBe(true)
    await expect
      .poll(() => field(page).evaluate((node) => (node as HTMLInputElement).selectionEnd))
      .toBe('patient'.length)
    await page.keyboard.type('wild')
    await expect.poll(async () => (await hits(page))[0]).toContain('Wild')
  })

  test('is a form that asks for a page where there is no JavaScript', async () => {
    const context = await stage.browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(stage.proxy.at('/search'))
    await field(page).fill('amber lighthouse')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.waitForURL('**/search?q=amber+lighthouse')
    await expect
      .poll(async () => {
        const [first] = await hits(page)
        // What takes the server more than a second is not in the HTML.
        if (first === undefined) await page.reload()
        return first
      })
      .toContain('Amber Lighthouse')
    expect(await page.locator('mark').count()).toBeGreaterThan(0)
    expect(await page.getByRole('button', { name: 'Show 25 more' }).count()).toBe(0)
    await context.close()
  })
})
