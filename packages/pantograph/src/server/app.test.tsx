// The App as a whole, over HTTP and real sockets: what is not covered in test/server.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { Link, onMount, shared, signal } from 'pantograph'
import * as P from '../wire/protocol.ts'
import {
  hello,
  RawClient,
  rootsOf,
  SECRET,
  start,
  ticketOf,
  visit,
} from '../../test/server/app.tsx'
import type { Root } from '../../test/server/app.tsx'
import { openPage } from '../testing/open.ts'
import { createApp } from './app.ts'
import type { Listening } from './listener.ts'

function Counter({ start: from = 0 }: { start?: number }) {
  const count = signal(from)
  return () => <button onClick={() => count.value++}>{count}</button>
}

const CLICK = Uint8Array.of(0, 1, 0)
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** How a WELCOME says that the session begins. */
const how = (message: Buffer | null): number => {
  const head = message?.[0] ?? 0
  if ((head & 7) !== P.WELCOME) throw new Error(`no WELCOME but ${message?.toString('hex')}`)
  return message?.[head & P.HAS_STRINGS ? 2 : 1] as number
}

async function join(
  server: Listening,
  roots: readonly Root[],
  ticket: Uint8Array | null = null,
): Promise<RawClient> {
  const client = await new RawClient(server).open()
  client.send(hello(roots, { ticket }))
  return client
}

const rootsAt = async (server: Listening): Promise<Root[]> =>
  rootsOf(await (await fetch(server.url)).text())

test('a page that was mounted again after a restart keeps that session over the next loss', async () => {
  const before = await start((app) => app.page('/', Counter))
  const roots = await rootsAt(before.server)
  const page = await join(before.server, roots)
  const ticket = ticketOf(await page.next())
  const { app, server } = await start((one) => one.page('/', Counter))
  const first = await join(server, roots, ticket)
  const welcome = await first.next()
  expect(how(welcome)).toBe(P.COMPARED_REMOUNTED)
  // It shows just that, and goes on.
  first.send(Uint8Array.of(P.OUTLINE))
  first.send(CLICK)
  await first.next()
  first.socket.terminate()
  await expect.poll(() => app.stats().sessions.detached).toBe(1)
  const second = await join(server, roots, ticketOf(welcome))
  expect(how(await second.next())).toBe(P.RESUMED)
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 1, detached: 0, hibernated: 0 })
})

test('a page that is older than its token may be comes back as long as its session lives', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    limits: { tokenMilliseconds: 60_000 },
  })
  const roots = await rootsAt(server)
  const first = await join(server, roots)
  const welcome = await first.next()
  expect(how(welcome)).toBe(P.ADOPT)
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
  onTestFinished(() => void vi.restoreAllMocks())
  const second = await join(server, roots, ticketOf(welcome))
  expect(how(await second.next())).toBe(P.RESUMED)
  const copy = await join(server, roots)
  expect(await copy.end()).toEqual({ action: P.RELOAD, code: 'PG_TOKEN_EXPIRED' })
})

test('a page of another version is told so, not left without a connection', async () => {
  const { server } = await start((one) => one.page('/', Counter))
  const url = new URL('_pantograph/socket', server.url.replace('http', 'ws'))
  const socket = new WebSocket(url, ['other', 'pantograph.99'], {
    origin: new URL(server.url).origin,
  })
  onTestFinished(() => socket.terminate())
  const message = await new Promise<Buffer>((resolve, reject) => {
    socket.on('open', () => socket.send(hello([{ id: 'r0', token: 'x' }], { version: 99 })))
    socket.on('message', resolve)
    socket.on('error', reject)
  })
  expect(socket.protocol).toBe('pantograph.99')
  expect([message[0], message[1], message.subarray(2).toString()]).toEqual([
    P.END,
    P.RELOAD,
    'PG_VERSION',
  ])
})

test('HEAD tells the length and leaves no session', async () => {
  const { app, server } = await start((one) => one.page('/', Counter))
  const head = await fetch(server.url, { method: 'HEAD' })
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(200)
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 0, detached: 0, hibernated: 0 })
})

test('params follow the address when it changes without a reload', async () => {
  const seen: string[] = []
  function Item({ params }: { params: { id: string } }) {
    seen.push(`setup ${params.id}`)
    return ({ params: now }: { params: { id: string } }) => (
      <Link href="/items/8">Item {now.id}</Link>
    )
  }
  const { server } = await start((one) => one.page('/items/:id', Item).page('/other', Counter))
  const { client, html } = await visit(server, 'items/7')
  expect(html).toContain('data-component="Item"')
  expect(html).toContain('Item 7')
  // Links are followed by a part of the runtime that is loaded beside the rest.
  const { pathname } = new URL(
    html.match(/modulepreload" href="([^"]*feature-events-[^"]*)/)?.[1] ?? '',
    server.url,
  )
  expect((await fetch(new URL(pathname, server.url))).status).toBe(200)
  expect([...((await client.next()) ?? [])]).toEqual([P.NEED, P.FEATURE_EVENTS])
  expect(how(await client.next())).toBe(P.ADOPT)
  client.send(Uint8Array.of(P.URL_CHANGED, ...Buffer.from('/items/8')))
  expect((await client.next())?.toString('latin1')).toMatch(/8/)
  client.send(Uint8Array.of(P.URL_CHANGED, ...Buffer.from('/other')))
  expect((await client.next())?.toString('latin1')).toContain('/other')
  expect(seen).toEqual(['setup 7'])
})

test('an address that begins with two slashes is a path, also in HELLO', async () => {
  const { server, log } = await start((one) => one.page('/', Counter))
  const roots = await rootsAt(server)
  for (const url of ['//', '//evil.example/x', '/\\evil']) {
    const client = await new RawClient(server).open()
    client.send(hello(roots, { url }))
    expect(how(await client.next())).toBeLessThanOrEqual(P.REMOUNTED)
    client.send(Uint8Array.of(P.URL_CHANGED, ...Buffer.from('//')))
    client.send(CLICK)
    expect((await client.next())?.[0]).not.toBe(P.END)
  }
  expect(log.filter(({ level }) => level === 'error')).toEqual([])
})

test('a session that makes room while its page is being made gives 503, not half a page', async () => {
  const release: (() => void)[] = []
  const Slow = async () => {
    await new Promise<void>((resolve) => release.push(resolve))
    return () => <p>slow</p>
  }
  const { server } = await start((one) => one.page('/slow', Slow).page('/', Counter), {
    limits: { sessions: 1 },
  })
  const slow = fetch(`${server.url}slow`)
  await expect.poll(() => release.length).toBe(1)
  expect((await fetch(server.url)).status).toBe(200)
  release[0]?.()
  const response = await slow
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await response.text()).toContain('PG_EVICTED')
})

test('a setup that fails after its page was sent ends that page with a code', async () => {
  const Late = async () => {
    await pause(100)
    throw new Error('hunter2')
  }
  const { app, server, log } = await start((one) => one.page('/', Late), {
    limits: { renderMilliseconds: 10 },
  })
  const roots = await rootsAt(server)
  await pause(150)
  const client = await join(server, roots)
  expect(await client.end()).toEqual({ action: P.STOP, code: 'PG_COMPONENT_FAILED' })
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 0, detached: 0, hibernated: 0 })
  expect(log.some(({ data }) => String(data['error']).includes('hunter2'))).toBe(true)
})

test('an embedded root that fails leaves the others of its page alone', async () => {
  const Broken = () => {
    throw new Error('no')
  }
  const { app, server } = await start((one) => one.component('Counter', Counter))
  const request = new Request(server.url)
  const render = (props: Record<string, unknown>) => app.render(Counter, props, { request })
  const one = await render({ start: 1 })
  await expect(render({ start: () => 1 })).rejects.toThrow(/PG_PROPS: props\.start/)
  const two = await render({ start: 2 })
  expect(app.stats().sessions.rendered).toBe(1)
  await expect(app.render(Broken, {}, { request })).rejects.toThrow('no')
  const three = await render({ start: 3 })
  const roots = rootsOf(one + two + three)
  expect(new Set(roots.map(({ id }) => id)).size).toBe(3)
  const client = await join(server, roots)
  expect(how(await client.next())).toBe(P.REMOUNTED)
  const frame = await client.next()
  expect(frame?.toString('latin1')).toMatch(/button/)
})

test('tokens that would not fit into HELLO are refused when the page is made', async () => {
  const { app, server } = await start((one) => one.component('Counter', Counter), {
    limits: { messageBytes: 4000 },
  })
  const request = new Request(server.url)
  const props = { text: 'x'.repeat(700) }
  await app.render(Counter, props, { request })
  await expect(app.render(Counter, props, { request })).rejects.toThrow(
    /PG_PROPS: .* more than half of limits\.messageBytes/,
  )
  const many = new Request(server.url)
  const roomy = createApp({ secret: SECRET })
  onTestFinished(() => roomy.close())
  for (let i = 0; i < 64; i++) await roomy.render(Counter, {}, { request: many })
  await expect(roomy.render(Counter, {}, { request: many })).rejects.toThrow(/PG_OPTION: .*64/)
})

test('the faces may be passed on without the App', async () => {
  const app = createApp({ secret: SECRET }).page('/', Counter)
  onTestFinished(() => app.close())
  const { fetch: answer } = app
  expect((await answer(new Request('http://x/')))?.status).toBe(200)
  expect((await answer(new Request('http://x/', { method: 'HEAD' })))?.body).toBe(null)
})

test('a socket address that is asked for a page says what is wrong', async () => {
  const { server } = await start((one) => one.page('/', Counter))
  const response = await fetch(new URL('_pantograph/socket', server.url))
  expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket'])
})

test('a page may write its own document, with one place for the root', async () => {
  const { server } = await start((one) =>
    one
      .page('/', Counter, {
        title: 'A & B',
        document: ({ title, head, root }) =>
          `<!doctype html><title>${title}</title>${head}<main>${root}</main>`,
      })
      .page('/none', Counter, { document: () => 'nothing' })
      .page('/two', Counter, { document: ({ root }) => root + root }),
  )
  const html = await (await fetch(server.url)).text()
  expect(html).toMatch(
    /^<!doctype html><title>A &amp; B<\/title><script [^>]+><\/script><main><div /,
  )
  expect(html).toMatch(/<button>0<\/button><\/div><\/main>$/)
  for (const path of ['none', 'two']) {
    const response = await fetch(server.url + path)
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringContaining('PG_OPTION'),
    ])
  }
})

test('a session option that fails, or gives something else, fails the request by name', async () => {
  let user: unknown = 7
  const { server, log } = await start((one) => one.page('/', Counter), {
    session: () => {
      if (user instanceof Error) throw user
      return user as string
    },
  })
  for (const next of [7, new Error('hunter2')]) {
    user = next
    const response = await fetch(server.url)
    expect(response.status).toBe(500)
    expect(await response.text()).toContain('PG_IDENTITY')
    const client = await new RawClient(server).open()
    expect(client.error?.message).toContain('500')
  }
  expect(log.filter(({ message }) => message.startsWith('PG_IDENTITY')).length).toBe(4)
})

test('a session option that never answers does not hold a connection', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    session: () => new Promise(() => {}),
    limits: { helloMilliseconds: 50 },
  })
  const client = await new RawClient(server).open()
  expect(client.error?.message).toContain('500')
})

test('a server that speaks HTTP/2 can pass its requests on', async () => {
  const seen: string[] = []
  const app = createApp({
    secret: SECRET,
    session: ({ url }) => {
      seen.push(url)
      return null
    },
  }).page('/', Counter)
  const server = createHttp2Server((req, res) => {
    app.node(req as unknown as IncomingMessage, res as unknown as ServerResponse)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = connectHttp2(`http://127.0.0.1:${port}`)
  onTestFinished(async () => {
    client.destroy()
    server.close()
    await app.close()
  })
  const stream = client.request({ ':path': '/?a=1' })
  let html = ''
  for await (const chunk of stream.setEncoding('utf8')) html += chunk as string
  expect(html).toContain('<button>0</button>')
  expect(seen).toEqual([`http://127.0.0.1:${port}/?a=1`])
})

test('a HELLO with any bytes wrong ends in an answer, and harms nobody', async () => {
  const { app, server, log } = await start((one) => one.page('/', Counter))
  const other = await visit(server)
  await other.client.next()
  const roots = await rootsAt(server)
  const valid = hello(roots)
  for (let round = 0; round < 150; round++) {
    const bytes = Uint8Array.from(valid.subarray(0, 1 + ((round * 7919) % valid.length)))
    if (round % 3 > 0) bytes[(round * 104_729) % bytes.length] = (round * 31) & 255
    const client = await new RawClient(server).open()
    client.send(bytes)
    const head = (await client.next())?.[0] ?? -1
    expect([P.END, P.WELCOME]).toContain(head & 7)
    client.socket.terminate()
  }
  expect(log.filter(({ level }) => level === 'error')).toEqual([])
  other.client.send(CLICK)
  expect((await other.client.next())?.length).toBe(5)
  await expect.poll(() => app.stats().sockets).toBe(1)
})

test('the session option sees the request as the browser sent it, behind a proxy too', async () => {
  const seen: string[] = []
  const { server } = await start((one) => one.page('/', Counter), {
    trustProxy: true,
    session: ({ url, headers }) => {
      seen.push(`${url} ${headers.get('cookie')}`)
      return null
    },
  })
  await fetch(`${server.url}?a=1`, {
    headers: { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a.example', cookie: 'b=2' },
  })
  expect(seen).toEqual(['https://a.example/?a=1 b=2'])
})

test('closing ends in time with browsers that do not answer, and twice is once', async () => {
  const events: string[] = []
  const Watched = () => {
    onMount(() => () => events.push('left'))
    return () => <p>Watched</p>
  }
  const app = createApp({ secret: SECRET, log: { info() {}, warn() {}, error() {} } })
  const server = await app.page('/', Watched).listen(0)
  const { client } = await visit(server)
  await client.next()
  const silent = connect(server.port, '127.0.0.1')
  onTestFinished(() => void silent.destroy())
  silent.write(
    `GET /_pantograph/socket HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nOrigin: http://127.0.0.1:${server.port}\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  await expect.poll(() => app.stats().sockets).toBe(2)
  const began = Date.now()
  await Promise.all([app.close(), server.close()])
  // Without an end to its patience, it would wait for ten seconds or more.
  expect(Date.now() - began).toBeLessThan(9000)
  expect(events).toEqual(['left'])
  expect(app.stats()).toEqual({
    sessions: { rendered: 0, live: 0, detached: 0, hibernated: 0 },
    sockets: 0,
  })
  const late = await app.fetch(new Request('http://x/'))
  expect([late?.status, await late?.text()]).toEqual([503, expect.stringContaining('PG_SHUTDOWN')])
})

test('connections that do not say HELLO are counted by address', async () => {
  const { app, server } = await start((one) => one.page('/', Counter), {
    limits: { sessionsPerAddress: 2 },
  })
  const first = await new RawClient(server).open()
  await new RawClient(server).open()
  expect((await new RawClient(server).open()).error?.message).toContain('503')
  first.socket.terminate()
  await expect.poll(() => app.stats().sockets).toBe(1)
  expect((await new RawClient(server).open()).error).toBe(null)
})

test('an idle page lets its tree go; a click and shared state wake it', async () => {
  function Votes() {
    const votes = shared('votes', 0)
    const clicks = signal(0)
    return () => (
      <button onClick={() => ++clicks.value > 1 && votes.update((n) => n + 1)}>
        {clicks} {votes}
      </button>
    )
  }
  const { app, server } = await start((one) => one.page('/', Votes), {
    limits: { hibernateMilliseconds: 1, burst: 1, eventsPerSecond: 1000 },
  })
  const [one, two] = [await openPage(server.url), await openPage(server.url)]
  await expect.poll(() => app.stats().sessions.hibernated).toBe(2)
  let awake: unknown
  // Before it can sleep again.
  one.onFrame = () => (awake ??= app.stats().sessions)
  one.click('button')
  await expect.poll(() => one.text).toBe('1 0')
  expect(awake).toEqual({ rendered: 0, live: 2, detached: 0, hibernated: 1 })
  one.click('button')
  await expect.poll(() => [one.text, two.text]).toEqual(['2 1', '0 1'])
  two.click('button')
  two.click('button')
  await expect.poll(() => [one.text, two.text]).toEqual(['2 2', '2 2'])
  one.close()
  two.close()
})

test(
  'pages hibernate at random when asked to: what is in no signal is soon missing',
  { timeout: 30_000 },
  async () => {
    function Counts() {
      let plain = 0
      const kept = signal(0)
      return () => (
        <button
          onClick={() => {
            plain++
            kept.value++
          }}
        >
          {kept} {kept.value - plain}
        </button>
      )
    }
    const { app, server } = await start((one) => one.page('/', Counts), { hibernateAtRandom: true })
    // What it shows then is not what it showed: the page comes back for it.
    const page = await openPage(server.url, { reconnect: [1, 10] })
    page.click('button')
    await expect.poll(() => page.text).toBe('1 0')
    await expect.poll(() => app.stats().sessions.hibernated, { timeout: 20_000 }).toBe(1)
    page.click('button')
    await expect.poll(() => page.text).toBe('2 1')
    page.close()
  },
)
