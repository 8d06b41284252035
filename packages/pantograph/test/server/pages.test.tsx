// What an App answers over HTTP.
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { signal, user } from 'pantograph'
import { createApp } from '../../src/server/index.ts'
import { rootsOf, SECRET, start } from './app.tsx'

const Hello = () => <h1>Hello</h1>

test('a page is a whole document with one root', async () => {
  const { server } = await start((app) =>
    app.page('/', Hello, { title: 'A & B', styles: ['/a.css'], lang: 'de' }),
  )
  const response = await fetch(server.url)
  const html = await response.text()
  expect(response.status).toBe(200)
  expect(html).toMatch(/^<!doctype html><html lang="de"><head><meta charset="utf-8">/)
  expect(html).toContain('<title>A &amp; B</title><link rel="stylesheet" href="/a.css">')
  expect(html).toMatch(
    /<div data-id="r0" data-component="Hello" data-session="[\w.-]+"><h1>Hello<\/h1><\/div><\/body><\/html>$/,
  )
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('private, no-cache')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(html)))
})

test('a pattern gives params; other addresses are not found; other methods are not allowed', async () => {
  const Item = ({ params }: { params: { id: string } }) => <p>{params.id}</p>
  const { server } = await start((app) => app.page('/items/:id', Item))
  expect(await (await fetch(`${server.url}items/a%20%3Cb%3E`)).text()).toContain(
    '<p>a &lt;b&gt;</p>',
  )
  expect((await fetch(`${server.url}items/%E0%A4%A`)).status).toBe(404)
  expect((await fetch(`${server.url}items`)).status).toBe(404)
  const put = await fetch(`${server.url}items/1`, { method: 'PUT' })
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  const head = await fetch(`${server.url}items/1`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('under a prefix, everything stands below it', async () => {
  const { server } = await start((app) => app.page('/', Hello), { basePath: '/demo' })
  expect(server.url).toMatch(/\/demo\/$/)
  const html = await (await fetch(server.url)).text()
  expect(html).toContain('src="/demo/_pantograph/pantograph-')
  expect((await fetch(new URL('/', server.url))).status).toBe(404)
  expect((await fetch(new URL('/demox', server.url))).status).toBe(404)
  expect((await fetch(new URL('/demo', server.url))).status).toBe(200)
})

test('the browser runtime is served compressed, for ever, under its hash', async () => {
  const { server } = await start((app) => app.page('/', Hello))
  const [, src = ''] = /src="([^"]+)"/.exec(await (await fetch(server.url)).text()) ?? []
  const response = await fetch(new URL(src, server.url), { headers: { 'accept-encoding': 'br' } })
  expect(response.headers.get('content-encoding')).toBe('br')
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('vary')).toBe('Accept-Encoding')
  expect(await response.text()).toContain('WebSocket')
  const plain = await fetch(new URL(src, server.url), {
    headers: { 'accept-encoding': 'br;q=0, gzip;q=0' },
  })
  expect(plain.headers.get('content-encoding')).toBe(null)
  const same = await fetch(new URL(src, server.url), {
    headers: { 'if-none-match': response.headers.get('etag') ?? '' },
  })
  expect(same.status).toBe(304)
  expect((await fetch(new URL('_pantograph/../package.json', server.url))).status).toBe(404)
  expect((await fetch(new URL('_pantograph/manifest.json', server.url))).status).toBe(404)
})

test('a page that fails says a code and a number; the log has the rest under that number', async () => {
  const Broken = () => {
    throw new Error('the database password is hunter2')
  }
  const { app, server, log } = await start((app) => app.page('/', Broken))
  const response = await fetch(server.url)
  const html = await response.text()
  expect(response.status).toBe(500)
  const [, id] = /<code>([0-9a-f]{8})<\/code>/.exec(html) ?? []
  expect(html).toContain('<code>PG_COMPONENT_FAILED</code>')
  const line = log.find(({ level }) => level === 'error')
  expect(line?.data['id']).toBe(id)
  expect(line?.data['error']).toMatchObject({ message: expect.stringContaining('hunter2') })
  expect(html).not.toContain('pages.test.tsx')
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 0, detached: 0, hibernated: 0 })
})

test('an asynchronous setup is waited for; one that fails fails the page', async () => {
  const Slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const name = signal('loaded')
    return () => <p>{name}</p>
  }
  const Failing = async () => {
    await Promise.resolve()
    throw new Error('no')
  }
  const { server } = await start((app) => app.page('/slow', Slow).page('/failing', Failing))
  expect(await (await fetch(`${server.url}slow`)).text()).toContain('<p>loaded</p>')
  expect((await fetch(`${server.url}failing`)).status).toBe(500)
})

test('cross-origin isolation, policy and identity are options', async () => {
  const Who = () => <p>{user() ?? 'nobody'}</p>
  const { server } = await start((app) => app.page('/', Who), {
    crossOriginIsolation: true,
    contentSecurityPolicy: false,
    session: (request) => request.headers.get('x-user'),
  })
  const response = await fetch(server.url, { headers: { 'x-user': 'ada' } })
  expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
  expect(response.headers.get('content-security-policy')).toBe(null)
  expect(await response.text()).toContain('<p>ada</p>')
  // Who has signed out must not be shown by Back.
  expect(response.headers.get('cache-control')).toBe('no-store')
  const nobody = await fetch(server.url)
  expect(nobody.headers.get('cache-control')).toBe('private, no-cache')
})

test('roots can be embedded in any HTML; all of one request share a session', async () => {
  const { app } = await start(() => {})
  const visit = new Request('http://localhost/blog')
  const one = await app.render(Hello, {}, { request: visit })
  const two = await app.render(Hello, {}, { request: visit, id: 'second' })
  expect(rootsOf(one + two).map(({ id }) => id)).toEqual(['r0', 'second'])
  expect(app.stats().sessions.rendered).toBe(1)
  expect(app.script).toMatch(
    /^<script type="module" src="\/_pantograph\/pantograph-\w+\.js"><\/script>$/,
  )
  await expect(app.render(Hello, { when: new Date() }, { request: visit })).rejects.toThrow(
    /PG_PROPS: props\.when/,
  )
  await expect(app.render(() => <b />, {}, { request: visit })).rejects.toThrow(/PG_COMPONENT_NAME/)
})

test('what is not ours goes to next, and fetch gives undefined', async () => {
  const app = createApp({ secret: SECRET }).page('/mine', Hello)
  onTestFinished(() => app.close())
  expect(await app.fetch(new Request('http://localhost/other'))).toBe(undefined)
  expect((await app.fetch(new Request('http://localhost/mine')))?.status).toBe(200)
  const server = createServer((req, res) => app.node(req, res, () => res.end('yours')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  expect(await (await fetch(`http://127.0.0.1:${port}/other`)).text()).toBe('yours')
  expect(await (await fetch(`http://127.0.0.1:${port}/mine`)).text()).toContain('Hello')
})

test('strange requests do no harm', async () => {
  const { server } = await start((app) => app.page('/', Hello))
  const ask = (path: string, headers: Record<string, string>, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      const req = request({ port: server.port, path, headers, method }, (res) => {
        res.resume()
        resolve(res.statusCode ?? 0)
      })
      req.on('error', reject)
      req.end()
    })
  expect(await ask('//evil.example/', {})).toBe(404)
  expect(await ask('http://evil.example/', {})).toBe(200)
  expect(await ask('/', { host: 'not a host<>' })).toBe(200)
  expect(await ask('/%00', {})).toBe(404)
  expect(await ask('/', {}, 'TRACE')).toBe(405)
})

test('a port that is taken is named', async () => {
  const { server } = await start(() => {})
  const app = createApp({ secret: SECRET })
  onTestFinished(() => app.close())
  await expect(app.listen(server.port)).rejects.toThrow(
    /PG_PORT_IN_USE: port \d+ of 127\.0\.0\.1 is taken/,
  )
})

test('wrong options are named', () => {
  expect(() => createApp({ secret: 'short' })).toThrow(/PG_SECRET/)
  expect(() => createApp({ secret: SECRET, basePath: 'demo' })).toThrow(/PG_OPTION: basePath/)
  expect(() => createApp({ secret: SECRET, origins: ['example.com'] })).toThrow(
    /PG_OPTION: example\.com/,
  )
  expect(() => createApp({ secret: SECRET, limits: { sessions: -1 } })).toThrow(
    /PG_OPTION: limits\.sessions/,
  )
  expect(() => createApp({ secret: SECRET, limits: { session: 1 } as never })).toThrow(
    /there is no limit session/,
  )
  const app = createApp({ secret: SECRET })
  onTestFinished(() => app.close())
  expect(() => app.page('x', Hello)).toThrow(/PG_OPTION/)
  expect(() => app.page('/', Hello).page('/', Hello)).toThrow(/PG_OPTION: there is a page/)
})
