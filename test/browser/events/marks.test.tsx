// An empty element with `onVisible` marks a place, such as the end of a list that comes bit by bit: it is told again
// while it stays in sight and the list grows.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { on, signal } from 'pantograph'
import type { Browser, Page } from 'playwright-core'
import { aSecond, launch } from '../browser.ts'
import { show } from './app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

/** A list of rows of 50 px in a window of 720 px. */
function listOf(all: number, how: { readonly takes?: number; readonly atStart?: boolean } = {}) {
  const { takes = 0, atStart = false } = how
  let calls = 0
  const seen: string[] = []
  function List() {
    const rows = signal(2)
    const isBusy = signal(false)
    async function more() {
      calls++
      isBusy.value = true
      if (takes > 0) await new Promise((resolve) => setTimeout(resolve, takes))
      rows.value = Math.min(all, rows.peek() + 3)
      isBusy.value = false
    }
    const mark = <div onVisible={more} />
    return () => (
      <div class="scroller" style="height:calc(100vh - 20px);overflow:auto">
        {atStart && mark}
        {isBusy.value && <p style="height:30px;margin:0">Loading</p>}
        <ul style="margin:0;padding:0">
          {Array.from({ length: rows.value }, (_, i) => (
            <li key={i} style="height:50px" onVisible={() => seen.push(`row ${i}`)}>
              {i}
            </li>
          ))}
        </ul>
        {!atStart && mark}
      </div>
    )
  }
  return { List, seen, calls: () => calls }
}

const rows = (page: Page) => (): Promise<number> => page.locator('li').count()

describe.each([0, 100])('%i ms away', (latency) => {
  test.each([0, 300])('a list fills the window, once a step: each takes %i ms', async (takes) => {
    const { List, seen, calls } = listOf(100, { takes })
    const { page } = await show(browser, List, { latency })
    // 14 rows fit.
    await expect.poll(rows(page)).toBe(17)
    await aSecond(page)
    expect([await rows(page)(), calls()]).toEqual([17, 5])
    await page.locator('.scroller').evaluate((scroller) => scroller.scrollTo(0, 1000))
    await expect.poll(rows(page)).toBe(20)
    // What has content is told once, whatever grows around it.
    expect(seen.toSorted()).toEqual([...new Set(seen)].toSorted())
  })
})

test('what brings nothing more is not asked again', async () => {
  const { List, calls } = listOf(7)
  const { page } = await show(browser, List)
  await expect.poll(rows(page)).toBe(7)
  await aSecond(page)
  expect(calls()).toBe(3)
})

test('at the start of a list, too', async () => {
  const { List, calls } = listOf(9, { atStart: true })
  const { page } = await show(browser, List)
  await expect.poll(rows(page)).toBe(9)
  await aSecond(page)
  expect(calls()).toBe(4)
})

test('`once` is once', async () => {
  const rows = signal(1)
  const { page } = await show(browser, () => () => (
    <main>
      {Array.from({ length: rows.value }, (_, i) => (
        <p key={i}>{i}</p>
      ))}
      <div onVisible={on(() => rows.value++, { once: true })} />
    </main>
  ))
  await expect.poll(() => page.locator('p').count()).toBe(2)
  rows.value = 5
  await expect.poll(() => page.locator('p').count()).toBe(5)
  await aSecond(page)
  expect(rows.value).toBe(5)
})
