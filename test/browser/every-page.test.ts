// What holds for every page of the gallery.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaints, launch, live, openHeld } from './browser.ts'
import { Gallery } from './gallery.ts'
import { invalid, overflow, tabThrough, violations } from './judge.ts'

interface Expected {
  readonly path: string
  readonly heading: string
  /** Something that it says. */
  readonly text: string
  /** Rules of axe that it may break. */
  readonly exempt?: readonly string[]
  /** Where something else follows by itself. */
  readonly later?: string
}

const PAGES: readonly Expected[] = [
  { path: '/', heading: 'Pantograph', text: 'const mine = signal(0)' },
  { path: '/counter', heading: 'Counter', text: 'Everyone' },
  { path: '/survive', heading: 'Survive', text: 'Two hundred rows' },
  // todomvc-app-css has light grey on white; its look belongs to the specification.
  {
    path: '/todomvc',
    heading: 'todos',
    text: 'Double-click to edit a todo',
    exempt: ['color-contrast'],
  },
  { path: '/rows', heading: 'Pantograph keyed', text: 'Create 1,000 rows' },
  { path: '/feed', heading: 'Feed', text: '№ 5039', later: '.feed' },
  { path: '/forms', heading: 'Forms', text: 'Date of birth' },
  { path: '/wizard', heading: 'Wizard', text: 'Five steps' },
  { path: '/login', heading: 'Log-in', text: 'It is “pantograph”.' },
  { path: '/kitchen-sink', heading: 'Kitchen sink', text: 'pigs fly just fine', later: '.log' },
  { path: '/controls', heading: 'Controls', text: 'What the signals hold' },
  { path: '/search', heading: 'Search', text: '100,000 books' },
  { path: '/menu', heading: 'Menus', text: 'Yews grow slowly' },
  { path: '/async', heading: 'Async', text: 'Mississippi', later: '.weather' },
  { path: '/widgets', heading: 'Widgets', text: 'Night Ferry', later: '.live, .plain' },
  { path: '/upload', heading: 'Upload', text: 'Up to 10 files of 50 MB each' },
  { path: '/svg', heading: 'Live chart', text: '30 s ago', later: '.panel' },
  { path: '/7guis', heading: '7GUIs', text: 'Only what is possible can be booked.' },
  { path: '/7guis/counter', heading: 'Counter', text: 'Count' },
  { path: '/7guis/temperature', heading: 'Temperature Converter', text: 'Fahrenheit' },
  { path: '/7guis/flights', heading: 'Flight Booker', text: 'one-way flight' },
  { path: '/7guis/timer', heading: 'Timer', text: 'Duration: 15 s' },
  { path: '/7guis/crud', heading: 'CRUD', text: 'Mustermann, Max' },
  { path: '/7guis/circles', heading: 'Circle Drawer', text: 'Undo' },
  { path: '/7guis/cells', heading: 'Cells', text: 'Pencils' },
]

// Not /rows: the benchmark prescribes its markup, which has links that lead nowhere.
const ACCESSIBLE = PAGES.filter(({ path }) => path !== '/rows')

const PHONE = { width: 375, height: 667 }
const DESKTOP = { width: 1280, height: 800 }

/** Each at another width, as its users are: the dark one on a phone. */
const LOOKS = [
  { colorScheme: 'light', viewport: DESKTOP },
  { colorScheme: 'dark', viewport: PHONE },
] as const

let gallery: Gallery
let browser: Browser

beforeAll(async () => {
  ;[gallery, browser] = await Promise.all([Gallery.start(), launch()])
})

afterAll(async () => {
  await browser.close()
  await gallery.remove()
})

/** Keeps every node of the page's root in the page, to be compared later; not those in `later`. */
const keepNodes = (page: Page, later: string): Promise<number> =>
  page.evaluate((later) => {
    const root = document.querySelector('[data-session]') as Element
    const walker = document.createTreeWalker(root)
    const nodes: Node[] = []
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement?.closest(later)) nodes.push(walker.currentNode)
    }
    Object.assign(globalThis, { keptNodes: nodes })
    return nodes.length
  }, later)

/** How many of the kept nodes are still on the page, and how many elements there are that were not. */
const compareNodes = (page: Page, later: string): Promise<{ kept: number; added: number }> =>
  page.evaluate((later) => {
    const { keptNodes } = globalThis as unknown as { keptNodes: Node[] }
    const known = new Set(keptNodes)
    const now = [...document.querySelectorAll('[data-session] *')]
    return {
      kept: keptNodes.filter((node) => node.isConnected).length,
      added: now.filter((node) => !known.has(node) && !node.parentElement?.closest(later)).length,
    }
  }, later)

describe.each(PAGES)('$path', ({ path, heading, text, later = '.later' }) => {
  test('can be read without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE })
    const page = await context.newPage()
    await page.goto(gallery.at(path))
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(heading)
    expect(await page.locator('body').innerText()).toContain(text)
    await context.close()
  })

  test('is valid HTML, as the validator sees it', async () => {
    const response = await fetch(gallery.at(path))
    expect(await invalid(await response.text())).toEqual([])
  })

  test('is adopted: its nodes are those of the HTML', async () => {
    const { page, release } = await openHeld(browser, gallery.at(path))
    const count = await keepNodes(page, later)
    await release()
    expect(await compareNodes(page, later)).toEqual({ kept: count, added: 0 })
    await page.close()
  })

  test('has a title, a language and styles, and complains about nothing under a strict policy', async () => {
    const page = await browser.newPage()
    const found = complaints(page)
    const response = await page.goto(gallery.at(path))
    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe')
    expect(await page.title()).toMatch(/Pantograph/)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.locator('link[rel=stylesheet]').count()).toBeGreaterThan(0)
    await live(page)
    await page.waitForLoadState('networkidle')
    expect(found).toEqual([])
    await page.close()
  })

  test('fits a phone, and shows where the focus is', async () => {
    const page = await browser.newPage({ viewport: PHONE })
    await page.goto(gallery.at(path))
    await live(page)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    const { stops, unseen } = await tabThrough(page)
    expect(stops).toBeGreaterThan(0)
    expect(unseen).toEqual([])
    await page.close()
  })
})

describe.each(ACCESSIBLE)('$path', ({ path, exempt }) => {
  test.each(LOOKS)('is accessible, as far as axe can tell: $colorScheme', async (look) => {
    const context = await browser.newContext({ ...look, bypassCSP: true })
    const page = await context.newPage()
    await page.goto(gallery.at(path))
    await live(page)
    expect(await violations(page, exempt)).toEqual([])
    await context.close()
  })
})

test('the validator notices what is wrong', async () => {
  const problems = await invalid('<!doctype html><title>t</title><p><ul><li id=a><li id=a><b></ul>')
  expect(problems.join()).toMatch(/no-dup-id.*close-order/)
})

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
    'feed/feed.tsx',
    'kitchen-sink/events.tsx',
    'controls/every-control.tsx',
    'search/search.tsx',
    'widgets/chart.tsx',
    'async/search.tsx',
    'svg/chart.tsx',
    '7guis/cells.tsx',
    'todomvc/todomvc.tsx',
    'rows/rows.tsx',
  ]) {
    const source = page.getByRole('region', { name: `Source: ${file}`, includeHidden: true })
    expect(await source.textContent()).toContain('export function')
  }
  await page.getByRole('link', { name: 'Open TodoMVC' }).click()
  await page.waitForURL(gallery.at('/todomvc'))
  await page.close()
})
