// What the tests do with the page of app.tsx, and what the browser does to it.
import { expect, onTestFinished } from 'vitest'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { live } from '../browser.ts'

/** What it takes to come back is loaded when the page is idle, and asks for what is pending as soon as it runs. */
export const ready = async (page: Page): Promise<void> => {
  await live(page)
  await page.waitForFunction(() => {
    const names = performance.getEntriesByType('resource').map(({ name }) => name)
    return ['comeback', 'pending'].every((feature) =>
      names.some((name) => name.includes(`feature-${feature}`)),
    )
  })
  await page.waitForTimeout(100)
}

/** Opens the page in a context of its own, and marks it, so that a reload would show. */
export async function open(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(url)
  await mark(page)
  await ready(page)
  return page
}

export const mark = (page: Page): Promise<unknown> =>
  page.evaluate(() => Object.assign(globalThis, { isSamePage: true }))

export const isSamePage = (page: Page): Promise<boolean> =>
  page.evaluate(() => 'isSamePage' in globalThis)

export const add = (page: Page): Promise<void> => page.getByRole('button', { name: 'Add' }).click()

export const count = (page: Page): Promise<string | null> => page.locator('#count').textContent()

/** What the server has done, in order. */
export const done = (page: Page): Promise<string[]> => page.locator('ol li').allTextContents()

/** A page that has lost its connection again and again waits ten seconds until it tries once more. */
export const counted = (page: Page, number: number): Promise<void> =>
  expect.poll(() => count(page), { timeout: 20_000 }).toBe(String(number))

/** What `<html>` says. */
export const status = (page: Page): Promise<string | null> =>
  page.locator('html').getAttribute('data-pantograph')

export const pending = (page: Page): Promise<string | null> =>
  page.locator('html').getAttribute('data-pantograph-pending')

/** Resolves when `<html>` says so. */
export const becomes = (page: Page, wanted: string): Promise<void> =>
  page.locator(`html[data-pantograph=${wanted}]`).waitFor({ state: 'attached' })

export const cdp = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page)

/**
 * From now on it takes the page six seconds, not one and a half, until it tells of a lost connection: so an
 * interruption stays a short one when everything stalls.
 */
export const tellLater = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { setTimeout: later } = globalThis
    const slower = (run: () => void, pause = 0): unknown =>
      later(run, pause === 1500 ? 6000 : pause)
    Object.assign(globalThis, { setTimeout: slower })
  })

/** The tab goes to the background or comes back: a headless browser shows all of its tabs. */
export const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
