// Every kind of content, in Chromium: what the first HTML gives and is adopted, and what comes over the wire, are
// the same to the last attribute, whatever the browser's parser does.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { complaints, launch, openLive } from '../browser.ts'
import { FRONT_ENDS, load, show } from './both.ts'
import { dump } from './dump.ts'
import type * as cases from './cases.tsx'
import type * as pages from './pages.tsx'
import type * as texts from './texts.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const STEPS = 4

describe.each(FRONT_ENDS)('%s', (frontEnd) => {
  test.each(['cases', 'texts'])(
    '%s: the first HTML is adopted without a repair, and equals what comes later',
    async (what) => {
      const { pageOf } = await load<typeof pages>('./pages.tsx', frontEnd)
      const { make, heard = [] }: Partial<typeof texts> & typeof cases = await load(
        `./${what}.tsx`,
        frontEnd,
      )
      const { app, url, log } = await show({
        '/first': pageOf(make, true),
        '/later': pageOf(make, false),
      })
      onTestFinished(() => app.close())
      const first = await openLive(browser, new URL('/first', url).href)
      const later = await openLive(browser, new URL('/later', url).href)
      // What is no number, color or length, the browser refuses; that is its right.
      const refused = /The specified value|^Error: <text> attribute x: Expected length/
      const problems = [first, later].map((page) => complaints(page, refused))
      await later.locator('#show').click()
      for (let step = 0; step < STEPS; step++) {
        await Promise.all([first, later].map((page) => page.locator(`#step-${step}`).waitFor()))
        const shown = await first.evaluate(dump, '#here')
        expect(shown.length).toBeGreaterThan(10)
        expect(await later.evaluate(dump, '#here')).toEqual(shown)
        for (const page of [first, later]) await page.locator('#next').click()
      }
      expect(log).toEqual([])
      // What a control makes of its value is not what a user has typed.
      expect(heard).toEqual([])
      expect(problems).toEqual([[], []])
      await Promise.all([first.close(), later.close()])
    },
  )
})
