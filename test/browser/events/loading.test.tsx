// Parts of the browser runtime that a page needs: preloaded by its HTML, and loaded again when that failed.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { signal } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { Browser, Page } from 'playwright-core'
import { launch, live } from '../browser.ts'

let browser: Browser
let url: string
const keys = signal('')

beforeAll(async () => {
  const app = createApp({ secret: 'a secret that is long enough for tests' })
  app.page('/', () => () => (
    <p>
      <input onKeyDown={({ key }) => (keys.value += key)} />
      <output>{keys}</output>
    </p>
  ))
  app.page('/plain', () => <p onClick={() => {}}>Plain</p>)
  url = (await app.listen(0)).url
  browser = await launch()
  return () => app.close()
})

afterAll(() => browser.close())

const FEATURE = '**/feature-events-*.js'

async function open(): Promise<Page> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  keys.value = ''
  return context.newPage()
}

test('fetched once, before it is asked for; a page that needs nothing fetches nothing', async () => {
  const page = await open()
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname.slice(1)))
  await page.goto(url)
  await live(page)
  const names = fetched.map((path) => path.replace(/^_pantograph\/(.*)-\w+\.js$/, '$1'))
  expect(names.filter((name) => name.startsWith('feature-events'))).toEqual(['feature-events'])
  await page.locator('input').press('x')
  await expect.poll(() => page.locator('output').textContent()).toBe('x')
  fetched.length = 0
  await page.goto(`${url}plain`)
  await live(page)
  expect(fetched.filter((path) => path.includes('events'))).toEqual([])
})

test('a feature that could not be loaded is loaded with the next connection', async () => {
  const page = await open()
  let failed = 0
  await page.route(FEATURE, async (route) => {
    if (failed++ < 2) await route.abort()
    else await route.continue()
  })
  await page.goto(url)
  await live(page)
  expect(failed).toBeGreaterThan(2)
  await page.locator('input').press('y')
  await expect.poll(() => page.locator('output').textContent()).toBe('y')
})
