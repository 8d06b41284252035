// Shows a component in Chromium, and what its handlers were called with: they run in the test's own process.
import { expect, onTestFinished } from 'vitest'
import type { Browser, CDPSession, Page } from 'playwright-core'
import type { Component } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { PageOptions } from 'pantograph/server'
import { Proxy } from '../proxy.ts'
import { assertNone, complaints, live, OF_THE_NETWORK } from '../browser.ts'

type Seen = { readonly type: string } & Readonly<Record<string, unknown>>

export interface Shown {
  readonly page: Page
  readonly proxy: Proxy
  /** What handlers that `note` has made were called with. */
  readonly seen: Seen[]
  /** Resolves with the next event of that name that the test has not had yet. */
  next(type: string): Promise<Seen>
  /** The names of all that was seen, in order. */
  types(): string[]
}

let seen: Seen[] = []

/** A handler that notes what it is called with. */
export const note = (event: { readonly type: string }): void => void seen.push({ ...event })

export interface ShowOptions {
  readonly latency?: number
  readonly page?: PageOptions
  /** Whether the console may say what is wrong. */
  readonly complains?: boolean
}

/** Opens a page that shows the component; everything ends with the test. */
export async function show(
  browser: Browser,
  component: Component,
  options: ShowOptions = {},
): Promise<Shown> {
  const mine: Seen[] = (seen = [])
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    contentSecurityPolicy: false,
  })
  app.page('/', component, {
    title: 'Events',
    head: '<link rel="icon" href="data:,">',
    ...options.page,
  })
  const { url } = await app.listen(0)
  const proxy = await Proxy.to(url)
  proxy.latency = options.latency ?? 0
  const context = await browser.newContext({ hasTouch: true, acceptDownloads: true })
  const page = await context.newPage()
  const problems = complaints(page, OF_THE_NETWORK)
  onTestFinished(async () => {
    if (options.complains !== true) assertNone(problems)
    await context.close()
    proxy.close()
    await app.close()
  })
  await page.goto(proxy.at('/'))
  await live(page)
  let had = 0
  const next = async (type: string): Promise<Seen> => {
    await expect
      .poll(() => mine.slice(had).some((event) => event.type === type), { message: type })
      .toBe(true)
    had += mine.slice(had).findIndex((event) => event.type === type) + 1
    return mine[had - 1] as Seen
  }
  return { page, proxy, seen: mine, next, types: () => mine.map(({ type }) => type) }
}

export const cdp = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page)

/** With its pictures a browser learns where somebody listens to touches and to the wheel: others it keeps from the page. */
export const pictured = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
  })

/** Long enough for what should not come. */
export const nothingMore = (page: Page): Promise<void> => page.waitForTimeout(150)
