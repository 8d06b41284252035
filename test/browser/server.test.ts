// How the gallery runs: its settings, its start and its end.
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { complaints, launch, live, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(async () => {
  await browser.close()
})

async function start(env: Record<string, string>): Promise<Gallery> {
  const gallery = await Gallery.start(env)
  onTestFinished(() => gallery.remove())
  return gallery
}

test('under a base path, everything answers there and only there', async () => {
  const gallery = await start({ BASE_PATH: '/demo' })
  expect(new URL(gallery.url).pathname).toBe('/demo/')
  const page = await browser.newPage()
  const problems = complaints(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('websocket', (socket) => asked.push(socket.url().replace('ws:', 'http:')))
  await page.goto(gallery.url)
  await page.getByRole('link', { name: 'Open Counter' }).click()
  await live(page)
  await page.getByRole('button', { name: 'This page: add one' }).click()
  await expect.poll(() => page.getByRole('status', { name: 'This page' }).innerText()).toBe('1')
  await page.goto(gallery.at('/todomvc'))
  await live(page)
  await page.goto(gallery.at('/rows'))
  await live(page)
  expect(asked.filter((url) => !url.startsWith(gallery.url))).toEqual([])
  expect(asked.some((url) => url.endsWith('/socket'))).toBe(true)
  expect(problems).toEqual([])
  const { origin } = new URL(gallery.url)
  for (const path of ['/', '/counter', '/assets/base.css', '/demolition']) {
    expect((await fetch(origin + path)).status).toBe(404)
  }
  expect((await fetch(`${origin}/demo`)).status).toBe(200)
  await page.close()
})

test('COOP_COEP=1 isolates every page', async () => {
  const gallery = await start({ COOP_COEP: '1' })
  for (const path of ['/', '/counter', '/todomvc', '/rows']) {
    const page = await openLive(browser, gallery.at(path))
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await page.close()
  }
})

test('without it, none is', async () => {
  const gallery = await start({})
  const page = await openLive(browser, gallery.url)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  await page.close()
})

test('a port that is taken gives a clear error and exit code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { code, output } = await Gallery.runToEnd({ PORT: String(port) })
  other.close()
  expect(code).toBe(1)
  expect(output).toContain(`Port ${port} of 127.0.0.1 is taken.`)
  expect(output).not.toContain('    at ')
})

test.each([{ PORT: 'http' }, { PORT: '70000' }, { BASE_PATH: 'demo' }, { BASE_PATH: '/a b' }])(
  'a wrong setting is named: %o',
  async (env) => {
    const { code, output } = await Gallery.runToEnd({ PORT: '0', ...env } as Record<string, string>)
    expect(code).toBe(1)
    expect(output).toContain(`${Object.keys(env)[0]} must `)
    expect(output).not.toContain('    at ')
  },
)

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it cleanly, open pages or not',
  async (signal) => {
    const gallery = await start({})
    const page = await openLive(browser, gallery.at('/todomvc'))
    expect(await gallery.end(signal)).toBe(0)
    await page.close()
  },
)

test('an unknown address gives 404, another method 405, a POST from nowhere 400', async () => {
  const gallery = await start({})
  expect((await fetch(gallery.at('/nothing'))).status).toBe(404)
  expect((await fetch(gallery.at('/assets/nothing.css'))).status).toBe(404)
  expect((await fetch(gallery.at('/assets/../server.tsx'))).status).toBe(404)
  expect((await fetch(gallery.at('/assets/%2e%2e/server.tsx'))).status).toBe(404)
  expect((await fetch(gallery.at('/counter'), { method: 'PUT' })).status).toBe(405)
  // A form that a page of ours would have sent.
  expect((await fetch(gallery.at('/counter'), { method: 'POST' })).status).toBe(400)
})
