// The benchmark's page: what its driver looks for, and that rows keep their nodes.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { assertNone, complaints, launch, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'

let gallery: Gallery
let browser: Browser
let page: Page
let problems: string[]

beforeAll(async () => {
  ;[gallery, browser] = await Promise.all([Gallery.start(), launch()])
})

beforeEach(async () => {
  page = await openLive(browser, gallery.at('/rows'))
  problems = complaints(page)
})

afterEach(async () => {
  assertNone(problems)
  await page.close()
})

afterAll(async () => {
  await browser.close()
  await gallery.remove()
})

const press = (id: string): Promise<void> => page.locator(`#${id}`).click()
const count = (): Promise<number> =>
  page.evaluate(() => document.querySelectorAll('#tbody > tr').length)

async function rows(): Promise<{ id: string; label: string }[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('#tbody > tr')].map((row) => ({
      id: row.children[0]?.textContent ?? '',
      label: row.children[1]?.textContent ?? '',
    })),
  )
}

async function create(id = 'run', expected = 1000): Promise<void> {
  await press(id)
  await expect.poll(count, { timeout: 20_000 }).toBe(expected)
}

/** Keeps every row, to be asked for by its id later. */
const keepRows = (): Promise<void> =>
  page.evaluate(() => {
    const kept = new Map(
      [...document.querySelectorAll('#tbody > tr')].map((row) => [
        row.children[0]?.textContent,
        row,
      ]),
    )
    Object.assign(globalThis, { kept })
  })

/** The ids of rows whose node is not the one that was kept. */
const strangers = (): Promise<string[]> =>
  page.evaluate(() => {
    const { kept } = globalThis as unknown as { kept: Map<string, Element> }
    return [...document.querySelectorAll('#tbody > tr')]
      .filter((row) => kept.get(row.children[0]?.textContent ?? '') !== row)
      .map((row) => row.children[0]?.textContent ?? '')
  })

const row = (id: number) =>
  page.locator('#tbody > tr').filter({ has: page.locator(`td:text-is("${id}")`) })

test('begins empty, with six buttons', async () => {
  expect(await count()).toBe(0)
  const buttons = await page
    .locator('.jumbotron button')
    .evaluateAll((all) => all.map((one) => [one.id, one.textContent]))
  expect(buttons).toEqual([
    ['run', 'Create 1,000 rows'],
    ['runlots', 'Create 10,000 rows'],
    ['add', 'Append 1,000 rows'],
    ['update', 'Update every 10th row'],
    ['clear', 'Clear'],
    ['swaprows', 'Swap Rows'],
  ])
})

test('has the markup of the benchmark', async () => {
  await create()
  const first = (await rows())[0]
  expect(first?.label).toMatch(/^[a-z]+ [a-z]+ [a-z]+$/)
  const html = await page
    .locator('#tbody > tr')
    .first()
    .evaluate((row) => row.outerHTML)
  expect(html).toBe(
    `<tr><td class="col-md-1">1</td><td class="col-md-4"><a class="lbl">${first?.label}</a></td>` +
      '<td class="col-md-1"><a class="remove"><span class="remove glyphicon glyphicon-remove" aria-hidden="true">' +
      '</span></a></td><td class="col-md-6"></td></tr>',
  )
  expect(
    await page.locator('table.table.table-hover.table-striped.test-data > tbody#tbody').count(),
  ).toBe(1)
  expect(
    await page.locator('#main > .container > span.preloadicon.glyphicon.glyphicon-remove').count(),
  ).toBe(1)
})

test('ids count on from 1, and begin anew with each page', async () => {
  await create()
  expect((await rows()).map(({ id }) => Number(id))).toEqual(
    Array.from({ length: 1000 }, (_, i) => i + 1),
  )
  await press('run')
  await expect.poll(async () => (await rows())[0]?.id).toBe('1001')
  expect(await count()).toBe(1000)
  await page.reload()
  await page.locator('html[data-pantograph=live]').waitFor({ state: 'attached' })
  await create()
  expect((await rows())[0]?.id).toBe('1')
})

test('creates ten thousand, appends, clears', async () => {
  await create('runlots', 10_000)
  await create('add', 11_000)
  expect((await rows()).at(-1)?.id).toBe('11000')
  await create('clear', 0)
})

test('creating rows again replaces them all', async () => {
  await create()
  await keepRows()
  await press('run')
  await expect.poll(async () => (await rows())[0]?.id).toBe('1001')
  const reused = await page.evaluate(() => {
    const { kept } = globalThis as unknown as { kept: Map<string, Element> }
    return [...kept.values()].filter((row) => row.isConnected).length
  })
  expect(reused).toBe(0)
})

test('appending keeps what is there', async () => {
  await create()
  await keepRows()
  await create('add', 2000)
  expect(await strangers()).toEqual((await rows()).slice(1000).map(({ id }) => id))
})

test('updates every tenth row in place', async () => {
  await create()
  await keepRows()
  const before = await rows()
  await press('update')
  await expect.poll(async () => (await rows())[990]?.label).toBe(`${before[990]?.label} !!!`)
  const expected = before.map(({ id, label }, i) => ({
    id,
    label: i % 10 === 0 ? `${label} !!!` : label,
  }))
  expect(await rows()).toEqual(expected)
  expect(await strangers()).toEqual([])
})

test('selects one row', async () => {
  await create()
  await row(5).locator('a.lbl').click()
  await expect.poll(() => row(5).getAttribute('class')).toBe('danger')
  await row(7).locator('a.lbl').click()
  await expect.poll(() => row(7).getAttribute('class')).toBe('danger')
  expect(await page.locator('tr.danger').count()).toBe(1)
})

test('swaps rows 1 and 998, and back, moving their nodes', async () => {
  await create()
  await keepRows()
  await press('swaprows')
  await expect.poll(async () => (await rows())[1]?.id).toBe('999')
  const swapped = await rows()
  expect(swapped[998]?.id).toBe('2')
  expect(swapped.filter(({ id }, i) => Number(id) !== i + 1)).toHaveLength(2)
  expect(await strangers()).toEqual([])
  await press('swaprows')
  await expect.poll(async () => (await rows())[1]?.id).toBe('2')
  expect(await strangers()).toEqual([])
})

test('removes a row and leaves the others alone', async () => {
  await create()
  await keepRows()
  await row(4).locator('span.remove').click()
  await expect.poll(count).toBe(999)
  expect((await rows()).map(({ id }) => id).slice(0, 5)).toEqual(['1', '2', '3', '5', '6'])
  expect(await strangers()).toEqual([])
})
