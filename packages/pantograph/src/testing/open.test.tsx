// The page client against a real server.
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signal } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { Listening } from '../server/index.ts'
import { openPage } from './open.ts'

const isBuilt = existsSync(new URL('../../dist/client/manifest.json', import.meta.url))

// The server refuses to start without the browser runtime, which `npm run build` makes.
describe.skipIf(!isBuilt)('openPage', () => {
  let server: Listening
  const silent = { info() {}, warn() {}, error() {} }
  const app = createApp({
    log: silent,
    session: (request) => /name=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1],
  })
  app.page('/', function Counter() {
    const count = signal(0)
    return () => <button onClick={() => count.value++}>Clicked {count} times</button>
  })
  app.page('/fails', () => {
    throw new Error('no')
  })

  beforeAll(async () => {
    server = await app.listen(0)
  })
  afterAll(() => app.close())

  test('opens, clicks, closes', async () => {
    const page = await openPage(server.url)
    page.click('button')
    page.click('button')
    await page.idle()
    expect(page.text).toBe('Clicked 2 times')
    page.close()
    await expect(page.idle()).rejects.toThrow('closed')
  })

  test('two pages are two sessions', async () => {
    const [a, b] = await Promise.all([openPage(server.url), openPage(server.url)])
    a.click()
    await a.idle()
    expect([a.text, b.text]).toEqual(['Clicked 1 times', 'Clicked 0 times'])
    a.close()
    b.close()
  })

  test('pages that show the same have the same outline, however they came to it', async () => {
    const [a, b] = await Promise.all([openPage(server.url), openPage(server.url)])
    a.click()
    await a.idle()
    expect(a.outline).not.toBe(b.outline)
    b.click()
    await b.idle()
    expect(a.outline).toBe(b.outline)
    expect(a.outline).toContain('"1"')
    a.close()
    b.close()
  })

  test('without following, only counts and addresses', async () => {
    const followed = await openPage(server.url)
    const { block, slot } = followed.listener('click', 0)
    const page = await openPage(server.url, { follow: false })
    for (let i = 0; i < 10; i++) page.fireAt(block, slot)
    await page.idle()
    expect(page.done).toBe(10)
    expect(() => page.text).toThrow('follow')
    page.close()
    followed.close()
  })

  test('cookies travel with both requests', async () => {
    const page = await openPage(server.url, { cookie: 'name=ada' })
    expect(app.pool.sessions().some(({ user }) => user === 'ada')).toBe(true)
    page.close()
  })

  test('a foreign origin is refused', async () => {
    await expect(openPage(server.url, { origin: 'http://evil.example' })).rejects.toThrow('403')
  })

  test('a page that fails, and one that is not there', async () => {
    await expect(openPage(`${server.url}fails`)).rejects.toThrow('500')
    await expect(openPage(`${server.url}other`)).rejects.toThrow('404')
  })
})
