// Hooks and custom elements in Chromium, under the policy that Apps have by themselves: near and far, over lost
// connections and servers that are replaced.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryStore } from 'pantograph/store'
import type { Browser, Page } from 'playwright-core'
import { launch } from '../browser.ts'
import { show } from './app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

const click = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name }).click()

/** What happens besides does not matter. */
const happened = (steps: () => Promise<string[]>, wanted: string): Promise<void> =>
  expect.poll(async () => (await steps()).includes(wanted)).toBe(true)

/** What it takes to come back is loaded when the page is idle. */
const ready = (page: Page): Promise<unknown> =>
  page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('feature-comeback')),
  )

const status = (page: Page, wanted: string): Promise<void> =>
  page.locator(`html[data-pantograph=${wanted}]`).waitFor({ state: 'attached' })

describe.each([0, 300])('a server that is %d ms away', (latency) => {
  test('mounted, updated, asked, told, destroyed', async () => {
    const { page, steps, push, asked } = await show(browser, { latency })
    expect(await steps()).toEqual(['mounted x 1'])
    await click(page, 'More')
    await happened(steps, 'updated x 2')
    await click(page, 'Look')
    await expect.poll(() => page.locator('#x').getAttribute('class')).toBe('fancy')
    expect(await steps()).toContain('updated x 2')
    expect(await page.locator('#x').innerHTML()).toBe('<canvas></canvas>drawn by the browser')
    expect(await push('add', 5)).toBe(7)
    expect(await push('wait')).toBe('waited')
    expect(await push('none')).toBe('PG_PUSH')
    expect(asked).toEqual([5])
    await expect.poll(() => page.locator('output').textContent()).toBe('7')
    await steps()
    await click(page, 'Flash')
    await happened(steps, 'flash red')
    await click(page, 'Toggle')
    await happened(steps, 'destroyed x 7')
    await click(page, 'Toggle')
    await happened(steps, 'mounted x 7')
  })

  test('what is pushed comes in order with what else the user does, each once', async () => {
    const { page, push, asked } = await show(browser, { latency })
    const replies: Promise<unknown>[] = []
    for (let i = 0; i < 10; i++) {
      replies.push(push('add', 10 ** (i % 3)))
      await click(page, 'More')
    }
    const all = (await Promise.all(replies)) as number[]
    expect(asked).toEqual([1, 10, 100, 1, 10, 100, 1, 10, 100, 1])
    expect(all.map((n, i) => n - (all[i - 1] ?? 0))).toEqual([
      2, 11, 101, 2, 11, 101, 2, 11, 101, 2,
    ])
  })

  test('an event for the window', async () => {
    const { page } = await show(browser, { latency })
    const heard = page.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener('shout', (event) => resolve((event as CustomEvent).detail)),
        ),
    )
    await click(page, 'Shout')
    expect(await heard).toEqual({ loud: true })
  })

  test('a custom element gets properties, and its events reach the server', async () => {
    const { page } = await show(browser, { latency })
    await expect.poll(() => page.locator('#c2').getAttribute('title')).toBe('2')
    await page.locator('#c2').click()
    await page.locator('#c2').click()
    await expect.poll(() => page.locator('#clicks').textContent()).toBe('2: {"clicks":2}')
  })
})

describe('items of a list that move', () => {
  test('keep what is in them: frames, focus, elements of their own', async () => {
    const { page } = await show(browser)
    // The middle one: whichever of the others moves, it is beside it.
    await page.evaluate(() => {
      for (const frame of document.querySelectorAll('iframe')) {
        Object.assign(frame.contentWindow as object, { isSame: true })
      }
    })
    await page.locator('#c1').click()
    await page.getByLabel('Field 1').fill('typed')
    await page.getByLabel('Field 1').evaluate((field: HTMLInputElement) => {
      field.setSelectionRange(1, 3)
    })
    const first = (): Promise<unknown> => page.locator('li x-clicks').first().getAttribute('id')
    // A script clicks, so that the focus stays.
    await page
      .getByRole('button', { name: 'Turn' })
      .evaluate((button: HTMLElement) => button.click())
    await expect.poll(first).toBe('c3')
    await page
      .getByRole('button', { name: 'Turn' })
      .evaluate((button: HTMLElement) => button.click())
    await expect.poll(first).toBe('c1')
    const found = await page.evaluate(() => {
      const field = document.activeElement as HTMLInputElement
      return {
        field: [field.ariaLabel, field.value, field.selectionStart, field.selectionEnd],
        frames: [...document.querySelectorAll('iframe')].map(
          ({ contentWindow }) => 'isSame' in (contentWindow as object),
        ),
        clicks: (document.querySelector('#c1') as unknown as { clicks: number }).clicks,
        was: [...document.querySelectorAll('x-clicks')].map((one) =>
          (one as unknown as { was: string[] }).was.filter((what) => what !== 'moved'),
        ),
        canMove: 'moveBefore' in Element.prototype,
      }
    })
    expect(found.canMove).toBe(true)
    expect(found.field).toEqual(['Field 1', 'typed', 1, 3])
    expect(found.frames).toEqual([true, true, true])
    expect(found.clicks).toBe(1)
    expect(found.was).toEqual([['connected'], ['connected'], ['connected']])
  })

  test('a browser without moveBefore moves them as it can', async () => {
    const { page, steps } = await show(browser)
    await page.evaluate(() => {
      delete (Element.prototype as { moveBefore?: unknown }).moveBefore
    })
    await page.locator('#c1').click()
    await click(page, 'Turn')
    await expect.poll(() => page.locator('li x-clicks').first().getAttribute('id')).toBe('c3')
    await page.locator('#c1').click()
    await expect.poll(() => page.locator('#clicks').textContent()).toBe('1: {"clicks":2}')
    expect(await steps()).not.toContain('destroyed x 1')
  })
})

describe('a connection that is lost', () => {
  test.each([
    ['and comes back', false, {}],
    ['and finds another server with its state', true, { store: memoryStore() }],
    ['and finds another server without', true, {}],
  ])('%s: elements stay, and what was pushed is done once', async (_, isOther, options) => {
    const { page, proxy, steps, push, asked, replace } = await show(browser, { options })
    await ready(page)
    await click(page, 'More')
    await expect.poll(() => page.locator('output').textContent()).toBe('2')
    await page.waitForTimeout(500)
    await page.locator('canvas').evaluate((canvas) => Object.assign(canvas, { isSame: true }))
    await steps()
    proxy.cut()
    await status(page, 'reconnecting')
    await happened(steps, 'disconnected x 2')
    const replies = [push('add', 3), push('add', 4)]
    await page.waitForTimeout(200)
    expect(asked).toEqual([])
    if (isOther) await replace()
    proxy.restore()
    await status(page, 'live')
    const had = isOther && !('store' in options) ? 1 : 2
    expect(await Promise.all(replies)).toEqual([had + 3, had + 7])
    expect(asked).toEqual([3, 4])
    await expect.poll(() => page.locator('output').textContent()).toBe(String(had + 7))
    const since = (await steps()).filter((step) => !step.startsWith('before'))
    expect(since).toContain('reconnected x 2')
    expect(since.at(-1)).toBe(`updated x ${had + 7}`)
    expect(since.join()).not.toMatch(/mounted|destroyed/)
    expect(await page.locator('canvas').evaluate((canvas) => 'isSame' in canvas)).toBe(true)
    expect(await page.locator('#x').innerHTML()).toBe('<canvas></canvas>drawn by the browser')
    expect(await push('add', 1)).toBe(had + 8)
  })

  test('a module that could not be loaded is loaded then', async () => {
    const { page, proxy } = await show(browser, { failing: 2 })
    await click(page, 'More')
    await expect.poll(() => page.locator('output').textContent()).toBe('2')
    expect(await page.locator('#x').innerText()).toBe('Loading')
    await ready(page)
    proxy.cut()
    await status(page, 'reconnecting')
    proxy.restore()
    await status(page, 'live')
    await page.locator('#x canvas').waitFor({ state: 'attached' })
  })
})
