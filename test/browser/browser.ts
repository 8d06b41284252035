// Chromium, and what the tests do with its pages again and again.
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, LaunchOptions, Page } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launch(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: FLAGS, ...options })
}

/** Opens a page and waits until it is connected. */
export async function openLive(context: Browser | BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await live(page)
  return page
}

/** Resolves when the page is connected. */
export async function live(page: Page): Promise<void> {
  await page.locator('html[data-pantograph=live]').waitFor({ state: 'attached' })
}

/** A second for whatever goes on elsewhere; in steps, so that it is not over at once when everything stalls. */
export async function aSecond(page: Page): Promise<void> {
  for (let i = 0; i < 10; i++) await page.waitForTimeout(100)
}

/** What Chromium says of connections, and of what was loading, when a test cuts the network or ends the server. */
export const OF_THE_NETWORK =
  /^WebSocket connection|net::ERR_(CONNECTION|EMPTY|CONTENT_LENGTH|INCOMPLETE|SOCKET)/

/** Throws when a page has complained. For hooks, which cannot expect anything. */
export function assertNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`the page complains:\n${problems.join('\n')}`)
}

/** Everything that the page complains about, from now on, but for what is expected. */
export function complaints(page: Page, expected?: RegExp): string[] {
  const found: string[] = []
  page.on('console', (message) => {
    const isExpected = expected?.test(message.text())
    if (['error', 'warning'].includes(message.type()) && !isExpected) found.push(message.text())
  })
  page.on('pageerror', (error) => found.push(String(error)))
  page.on('response', (response) => {
    if (response.status() >= 400) found.push(`${response.status()} ${response.url()}`)
  })
  return found
}

/**
 * Opens a page whose browser runtime does not arrive until `release` is called: what is seen until then is
 * the server's HTML.
 */
export async function openHeld(
  context: Browser | BrowserContext,
  url: string,
): Promise<{ page: Page; release: () => Promise<void> }> {
  const page = await context.newPage()
  const { promise: held, resolve: go } = Promise.withResolvers<void>()
  await page.route('**/_pantograph/*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator('[data-session]').waitFor({ state: 'attached' })
  await page.waitForFunction(() => document.readyState !== 'loading')
  return {
    page,
    release: async () => {
      go()
      await live(page)
    },
  }
}
