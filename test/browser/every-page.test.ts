// What holds for every page of the gallery.
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaints, launch, live, openHeld } from './browser.ts'
import { Gallery } from './gallery.ts'

const PAGES = [
  { path: '/', heading: 'Pantograph', text: 'const mine = signal(0)' },
  { path: '/counter', heading: 'Counter', text: 'Everyone' },
  { path: '/survive', heading: 'Survive', text: 'Two hundred rows' },
  { path: '/todomvc', heading: 'todos', text: 'Double-click to edit a todo' },
  { path: '/rows', heading: 'Pantograph keyed', text: 'Create 1,000 rows' },
] as const

// Not /rows: the benchmark prescribes its markup, which has links that lead nowhere.
const ACCESSIBLE = [
  { path: '/', exempt: [] },
  { path: '/counter', exempt: [] },
  { path: '/survive', exempt: [] },
  // todomvc-app-css has light grey on white; its look belongs to the specification.
  { path: '/todomvc', exempt: ['color-contrast'] },
] as const

const PHONE = { width: 375, height: 667 }

let gallery: Gallery
let browser: Browser

beforeAll(async () => {
  ;[gallery, browser] = await Promise.all([Gallery.start(), launch()])
})

afterAll(async () => {
  await browser.close()
  await gallery.remove()
})

/** Keeps every node of the page's root in the page, to be compared later. */
const keepNodes = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const root = document.querySelector('[data-session]') as Element
    const walker = document.createTreeWalker(root)
    const nodes: Node[] = []
    while (walker.nextNode()) nodes.push(walker.currentNode)
    Object.assign(globalThis, { keptNodes: nodes })
    return nodes.length
  })

/** How many of the kept nodes are still on the page, and how many elements there are that were not. */
const compareNodes = (page: Page): Promise<{ kept: number; added: number }> =>
  page.evaluate(() => {
    const { keptNodes } = globalThis as unknown as { keptNodes: Node[] }
    const known = new Set(keptNodes)
    const now = [...document.querySelectorAll('[data-session] *')]
    return {
      kept: keptNodes.filter((node) => node.isConnected).length,
      added: now.filter((node) => !known.has(node)).length,
    }
  })

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

describe.each(PAGES)('$path', ({ path, heading, text }) => {
  test('can be read without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE })
    const page = await context.newPage()
    await page.goto(gallery.at(path))
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(heading)
    expect(await page.locator('body').innerText()).toContain(text)
    await context.close()
  })

  test('has a title, a language, and its styles', async () => {
    const page = await browser.newPage()
    const failed = complaints(page)
    await page.goto(gallery.at(path))
    expect(await page.title()).toMatch(/Pantograph/)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.locator('link[rel=stylesheet]').count()).toBeGreaterThan(0)
    expect(failed).toEqual([])
    await page.close()
  })

  test('is adopted: its nodes are those of the HTML', async () => {
    const { page, release } = await openHeld(browser, gallery.at(path))
    const count = await keepNodes(page)
    await release()
    expect(await compareNodes(page)).toEqual({ kept: count, added: 0 })
    await page.close()
  })

  test('complains about nothing, under a strict policy with Trusted Types', async () => {
    const page = await browser.newPage()
    const found = complaints(page)
    const response = await page.goto(gallery.at(path))
    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe')
    await live(page)
    await page.waitForLoadState('networkidle')
    expect(found).toEqual([])
    await page.close()
  })

  test('fits a phone', async () => {
    const page = await browser.newPage({ viewport: PHONE })
    await page.goto(gallery.at(path))
    await live(page)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.close()
  })
})

describe.each(ACCESSIBLE)('$path', ({ path, exempt }) => {
  test.each(['light', 'dark'] as const)(
    'is accessible, as far as axe can tell: %s',
    async (colorScheme) => {
      // The policy forbids axe as well.
      const context = await browser.newContext({ bypassCSP: true, colorScheme })
      const page = await context.newPage()
      await page.goto(gallery.at(path))
      await live(page)
      expect(await violations(page, exempt)).toEqual([])
      await context.close()
    },
  )
})

async function violations(page: Page, exempt: readonly string[]): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async (exempt) => {
    const rules = Object.fromEntries(exempt.map((rule) => [rule, { enabled: false }]))
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe }
    const found = await inPage.run({ rules })
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }, exempt)
}

test('TodoMVC with items is accessible too, and fits a phone', async () => {
  const context = await browser.newContext({ bypassCSP: true, viewport: PHONE })
  const page = await context.newPage()
  await page.goto(gallery.at('/todomvc'))
  await live(page)
  await page
    .locator('.new-todo')
    .fill('A rather long title that has to be broken somewhere '.repeat(3))
  await page.locator('.new-todo').press('Enter')
  await page.locator('.todo-list li').waitFor()
  expect(await violations(page, ['color-contrast'])).toEqual([])
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await page.locator('.todo-list label').dblclick()
  await page.locator('.todo-list li.editing').waitFor()
  expect(await violations(page, ['color-contrast'])).toEqual([])
  await context.close()
})

test('the index leads to every example and shows its source', async () => {
  const page = await browser.newPage()
  await page.goto(gallery.url)
  for (const file of [
    'counter/counter.tsx',
    'survive/survive.tsx',
    'todomvc/todomvc.tsx',
    'rows/rows.tsx',
  ]) {
    const source = page.getByRole('region', { name: `Source: ${file}` })
    expect(await source.innerText()).toContain('export function')
  }
  await page.getByRole('link', { name: 'Open TodoMVC' }).click()
  await page.waitForURL(gallery.at('/todomvc'))
  await page.close()
})
