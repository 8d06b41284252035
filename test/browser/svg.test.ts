// The live chart: SVG that the server draws, and draws on.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launch, live, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { atEachLatency, textOf } from './stage.ts'

const lines = (page: Page): Promise<(string | null)[]> =>
  page.locator('.series .line').evaluateAll((all) => all.map((line) => line.getAttribute('d')))
const clock = (page: Page): Locator => page.locator('.readout dd').first()
const pause = (page: Page): Locator => page.getByRole('button', { name: 'Pause' })

async function paused(page: Page): Promise<void> {
  await pause(page).click()
  await expect.poll(() => pause(page).getAttribute('aria-pressed')).toBe('true')
}

atEachLatency((stage) => {
  test('goes on by itself, in the same elements, which are those of SVG', async () => {
    const page = await stage.page('/svg')
    const before = await lines(page)
    await page.evaluate(() => {
      Object.assign(globalThis, { kept: [...document.querySelectorAll('svg *')] })
    })
    const first = await clock(page).innerText()
    await expect.poll(textOf(clock(page))).not.toBe(first)
    expect(await lines(page)).not.toEqual(before)
    const { kept, namespaces } = await page.evaluate(() => {
      const { kept } = globalThis as unknown as { kept: Element[] }
      return {
        kept: kept.every((element) => element.isConnected),
        namespaces: [...new Set(kept.map((element) => element.namespaceURI))],
      }
    })
    expect(kept).toBe(true)
    expect(namespaces).toEqual(['http://www.w3.org/2000/svg'])
  })

  test('stands still when it is told to', async () => {
    const page = await stage.page('/svg')
    await paused(page)
    const before = await lines(page)
    await page.waitForTimeout(1500)
    expect(await lines(page)).toEqual(before)
    await pause(page).click()
    await expect.poll(() => lines(page)).not.toEqual(before)
  })

  test('the pointer marks a moment, and the readings are told', async () => {
    const page = await stage.page('/svg')
    await paused(page)
    expect(await page.locator('.cursor').count()).toBe(0)
    await page.locator('.moments rect').nth(20).hover()
    await expect.poll(() => page.locator('.cursor').count()).toBe(1)
    // What comes later is SVG as well, or it would not be seen.
    const box = await page.locator('.series.sun circle').boundingBox()
    expect(box?.width).toBeGreaterThan(5)
    const last = await page.locator('tbody th').first().innerText()
    const seconds = (text: string): number => Date.parse(`1970-01-01T${text}Z`) / 1000
    // The pointer may have come over other moments on its way.
    await expect
      .poll(async () => (seconds(last) - seconds(await clock(page).innerText()) + 86_400) % 86_400)
      .toBe(39)
  })

  test('the keyboard marks a moment', async () => {
    const page = await stage.page('/svg')
    await paused(page)
    const last = await clock(page).innerText()
    await page.getByRole('slider', { name: 'Moment' }).press('ArrowLeft')
    await expect.poll(() => page.locator('.cursor').count()).toBe(1)
    expect(await clock(page).innerText()).not.toBe(last)
    expect(await page.locator('tbody th').nth(1).innerText()).toBe(await clock(page).innerText())
  })

  test('a line can be hidden, in the chart and in the table', async () => {
    const page = await stage.page('/svg')
    for (const plant of ['Wind', 'Sun', 'Water']) {
      await page.getByRole('checkbox', { name: plant }).uncheck()
      await expect.poll(() => page.locator(`.series.${plant.toLowerCase()}`).count()).toBe(0)
    }
    expect(await page.locator('thead th').allInnerTexts()).toEqual(['UTC'])
    await page.getByRole('checkbox', { name: 'Wind' }).check()
    await expect.poll(() => page.locator('.series.wind path').count()).toBe(2)
    expect(await page.locator('thead th').allInnerTexts()).toEqual(['UTC', 'Wind, MW'])
  })

  test('says what it shows to those who do not see it', async () => {
    const page = await stage.page('/svg')
    const chart = page.getByRole('img', { name: 'Power of the last minute' })
    const description = await chart.getAttribute('aria-describedby')
    expect(await page.locator(`#${description}`).textContent()).toContain('Sun, Wind, Water')
    expect(await page.locator('tbody tr').count()).toBe(10)
  })
})

test('a chart that was paused shows the same after a crash', async () => {
  const [gallery, browser] = await Promise.all([Gallery.start(), launch()])
  const page = await openLive(browser, gallery.at('/svg'))
  await paused(page)
  const before = await lines(page)
  await page.waitForTimeout(600)
  await gallery.end('SIGKILL')
  const next = await gallery.again()
  await live(page)
  await page.waitForTimeout(1200)
  expect(await lines(page)).toEqual(before)
  await browser.close()
  await next.remove()
})
