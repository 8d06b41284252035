// A corpus of payloads through every kind of slot, in the first HTML and over the wire, in Chromium: none runs.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { launch, openHeld } from '../browser.ts'
import { FRONT_ENDS, load, show } from '../content/both.ts'
import type * as pages from '../content/pages.tsx'
import type * as slots from './slots.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

/** Opens a page; tells what has run until it is asked: here by a mark, in frames of others by a dialog. */
async function watch(url: string): Promise<{ page: Page; found: () => Promise<unknown[]> }> {
  // The runtime comes when the document is whole: scripts that are not found hold the parser up.
  const { page, release } = await openHeld(browser, url)
  const found: unknown[] = []
  page.on('dialog', (dialog) => {
    found.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await release()
  return {
    page,
    found: async () => {
      const hit = await page.evaluate(() => (globalThis as { hit?: number }).hit)
      return hit === undefined ? found : [...found, `hit ${hit}`]
    },
  }
}

/** As a user would, but without waiting for what the page still loads. */
const press = (page: Page, selector: string): Promise<void> =>
  page.evaluate((wanted) => {
    for (const one of document.querySelectorAll(wanted))
      one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
  }, selector)

const reach = (page: Page, step: number): Promise<void> =>
  expect.poll(() => page.evaluate(() => document.querySelector('output')?.id)).toBe(`step-${step}`)

/** Presses every link and button that somebody else's address is in. Those that lead elsewhere lead nowhere. */
async function pressAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    const staysHere = (url: string | null | undefined): boolean =>
      URL.canParse(url ?? '') && /^(javascript|vbscript|data):$/.test(new URL(url ?? '').protocol)
    const stay = (event: Event): void => {
      const { target } = event
      if (!(target instanceof Element)) return
      const link = target.closest('a, area, form')
      const { submitter } = event as SubmitEvent
      const given = ['href', 'xlink:href', 'action'].map((name) => link?.getAttribute(name))
      const all = [...given, submitter?.getAttribute('formaction')]
      if (!all.some(staysHere)) event.preventDefault()
    }
    addEventListener('submit', stay)
    addEventListener('click', (event) => {
      if ((event.target as Element).closest('form') === null) stay(event)
    })
  })
  await press(page, '.press')
  await page.waitForTimeout(200)
}

describe.each(FRONT_ENDS)('%s', (frontEnd) => {
  const start = async (which: 'make' | 'makeRefreshing') => {
    const { pageOf } = await load<typeof pages>('./pages.tsx', frontEnd)
    const made = await load<typeof slots>('../xss/slots.tsx', frontEnd)
    const shown = await show({
      '/first': pageOf(made[which], true),
      '/later': pageOf(made[which], false),
    })
    onTestFinished(() => shown.app.close())
    return shown
  }

  test.each(['/first', '/later'])('%s: nothing runs, whatever is shown', async (path) => {
    const { url, log } = await start('make')
    const { page, found } = await watch(new URL(path, url).href)
    if (path === '/later') await press(page, '#show')
    await reach(page, 0)
    await pressAll(page)
    expect(await found()).toEqual([])
    await press(page, '#next')
    await reach(page, 1)
    await pressAll(page)
    expect(await found()).toEqual([])
    expect(log).toEqual([])
    await page.close()
  })

  test.each(['/first', '/later'])('%s: no refresh leads to a script', async (path) => {
    const { url, log } = await start('makeRefreshing')
    const { page, found } = await watch(new URL(path, url).href)
    if (path === '/later') await press(page, '#show')
    await reach(page, 0)
    await press(page, '#next')
    await reach(page, 1)
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBeGreaterThan(20)
    expect(await page.locator('meta[http-equiv=refresh][content]').count()).toBe(0)
    expect(await found()).toEqual([])
    expect(log).toEqual([])
    await page.close()
  })

  test('no name in a spread runs its value', async () => {
    const { SPREADS } = await load<typeof slots>('../xss/slots.tsx', frontEnd)
    const paths = SPREADS.map((_, i) => `/${i}`)
    const shown = await show(Object.fromEntries(SPREADS.map((one, i) => [`/${i}`, () => one])))
    onTestFinished(() => shown.app.close())
    const answers = await Promise.all(paths.map((path) => fetch(new URL(path, shown.url))))
    expect(answers.filter(({ status }) => status !== 200 && status !== 500)).toEqual([])
    // Those that are not refused, one after the other in one document.
    const bodies = await Promise.all(
      answers.filter(({ status }) => status === 200).map((answer) => answer.text()),
    )
    expect(bodies.length).toBeGreaterThan(10)
    const page = await browser.newPage()
    await page.setContent(bodies.join(''), { waitUntil: 'commit' })
    await page.waitForTimeout(200)
    await press(page, '[src], [data-id] *')
    expect(await page.evaluate(() => (globalThis as { hit?: number }).hit)).toBeUndefined()
    await page.close()
  })
})
