// The feed: what comes and goes at both ends, while what is read stays where it is.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aSecond, launch, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { ready } from './life/page.ts'
import { atEachLatency, textOf } from './stage.ts'

/** The numbers of the posts that are on the page. */
const numbers = (page: Page): Promise<number[]> =>
  page
    .locator('.feed li')
    .evaluateAll((items) => items.map(({ id }) => Number(id.replace('post-', ''))))

const first = async (page: Page): Promise<number> => (await numbers(page)).at(0) ?? 0
const last = async (page: Page): Promise<number> => (await numbers(page)).at(-1) ?? 0

/** An edge that has gone out of sight comes into sight again only if there was a frame in between. */
const scrollTo = (page: Page, place: number | 'end'): Promise<void> =>
  page.locator('.feed').evaluate(async (feed, place) => {
    for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
    feed.scrollTop = place === 'end' ? feed.scrollHeight : place
  }, place)

/** The post at the top of what is seen, and how far from the top it stands. */
const seen = (page: Page): Promise<{ id: string; top: number } | undefined> =>
  page.locator('.feed').evaluate((feed) => {
    const top = feed.getBoundingClientRect().top + feed.clientTop
    const item = [...feed.querySelectorAll('li')].find(
      (item) => item.getBoundingClientRect().bottom > top + 1,
    )
    return item && { id: item.id, top: Math.round(item.getBoundingClientRect().top - top) || 0 }
  })

function expectNoGaps(all: readonly number[]): void {
  expect(all).toEqual(all.map((_, i) => (all[0] ?? 0) + i))
}

atEachLatency((stage) => {
  test('begins in the middle, and what is before comes without a jump', async () => {
    const page = await stage.page('/feed')
    await expect.poll(() => first(page)).toBeLessThan(5000)
    expect(await seen(page)).toEqual({ id: 'post-5000', top: 0 })
    expectNoGaps(await numbers(page))
  })

  test('goes on and on, and lets go of what is far', async () => {
    const page = await stage.page('/feed')
    let end = await last(page)
    for (let i = 0; i < 6; i++) {
      await scrollTo(page, 'end')
      await expect.poll(() => last(page)).toBeGreaterThan(end)
      end = await last(page)
    }
    const all = await numbers(page)
    expect(all.length).toBeLessThanOrEqual(200)
    expect(all[0]).toBeGreaterThan(5000)
    expectNoGaps(all)
    await expect.poll(textOf(page.locator('.range'))).toContain(`posts ${all[0]} to ${all.at(-1)};`)
  })

  test('goes back and back, and what is read stays where it is', async () => {
    const page = await stage.page('/feed')
    await expect.poll(() => first(page)).toBeLessThan(5000)
    for (let i = 0; i < 5; i++) {
      const start = await first(page)
      await scrollTo(page, 100)
      const before = await seen(page)
      await expect.poll(() => first(page)).toBeLessThan(start)
      const after = await seen(page)
      expect(after?.id).toBe(before?.id)
      expect(Math.abs((after?.top ?? 0) - (before?.top ?? 0))).toBeLessThanOrEqual(1)
    }
    const all = await numbers(page)
    expect(all.length).toBeLessThanOrEqual(200)
    expectNoGaps(all)
  })

  test('ends at both ends', async () => {
    const page = await stage.page('/feed?from=20')
    await expect.poll(() => first(page)).toBe(0)
    await page.goto(stage.proxy.at('/feed?from=9990'))
    await page.locator('html[data-pantograph=live]').waitFor({ state: 'attached' })
    await scrollTo(page, 'end')
    await expect.poll(() => last(page)).toBe(9999)
    expectNoGaps(await numbers(page))
  })

  test('posts are liked and hidden by their handlers, of which there is one each', async () => {
    const page = await stage.page('/feed')
    const like = page.locator('#post-5001 button').first()
    const before = Number.parseInt((await like.innerText()).replace(/\D+/, ''), 10)
    await like.click()
    await expect.poll(textOf(like)).toBe(`♥ ${before + 1} likes`)
    await page.getByRole('button', { name: 'Hide post 5002' }).click()
    await page.locator('#post-5002').waitFor({ state: 'detached' })
  })
})

test('the posts of a page outlive the process', async () => {
  const [gallery, browser] = await Promise.all([Gallery.start(), launch()])
  const page = await openLive(browser, gallery.at('/feed'))
  await expect.poll(() => first(page)).toBeLessThan(5000)
  await scrollTo(page, 'end')
  await expect.poll(() => last(page)).toBeGreaterThan(5040)
  await ready(page)
  // A checkpoint is written soon.
  await aSecond(page)
  const [before, where] = [await numbers(page), await seen(page)]
  await page.evaluate(() => {
    Object.assign(globalThis, { kept: [...document.querySelectorAll('.feed li')] })
  })
  await gallery.end('SIGKILL')
  await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
  const next = await gallery.again()
  await page.locator('html[data-pantograph=live]').waitFor({ state: 'attached' })
  await page.waitForTimeout(500)
  expect(await numbers(page)).toEqual(before)
  expect(await seen(page)).toEqual(where)
  const isKept = await page.evaluate(() =>
    (globalThis as unknown as { kept: Element[] }).kept.every((item) => item.isConnected),
  )
  expect(isKept).toBe(true)
  await browser.close()
  await next.remove()
})
