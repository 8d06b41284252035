// What an App does with connections, good and bad. Every refusal has a code, and leaves the rest untouched.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { onMount, onUnmount, signal } from 'pantograph'
import { createApp } from '../../src/server/index.ts'
import {
  ADOPT,
  END,
  RELOAD,
  REMOUNTED,
  MOVE,
  PROBE,
  RESUMED,
  RETRY_FRESH,
  STOP,
  WELCOME,
} from '../../src/wire/protocol.ts'
import { hello, RawClient, rootsOf, SECRET, start, ticketOf, visit } from './app.tsx'

function Counter({ start: from = 0 }: { start?: number }) {
  const count = signal(from)
  return () => <button onClick={() => count.value++}>{count}</button>
}

const CLICK = Uint8Array.of(0, 1, 0)

/** How a WELCOME says that the session begins. */
const how = (message: Buffer | null): number => {
  if (message === null || ((message[0] as number) & 7) !== WELCOME) throw new Error('no WELCOME')
  return message[(message[0] as number) & 16 ? 2 : 1] as number
}

test('a page is adopted, clicked, lost and found again with its state', async () => {
  const { app, server } = await start((one) => one.page('/', Counter))
  const { client, roots } = await visit(server)
  const welcome = await client.next()
  expect(how(welcome)).toBe(ADOPT)
  client.send(CLICK)
  expect((await client.next())?.toString('hex')).toBe('0801110209')
  expect(app.stats().sessions.live).toBe(1)
  client.socket.terminate()
  await expect.poll(() => app.stats().sessions.detached).toBe(1)
  const second = await new RawClient(server).open()
  second.send(hello(roots, { ticket: ticketOf(welcome), frame: 1 }))
  expect(how(await second.next())).toBe(RESUMED)
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 1, detached: 0, hibernated: 0 })
})

test('a page whose session is gone is mounted again from its token, by another server with the secret', async () => {
  const first = await start((one) => one.page('/', Counter))
  const roots = rootsOf(await (await fetch(first.server.url)).text())
  const second = await start((one) => one.page('/', Counter))
  const client = await new RawClient(second.server).open()
  client.send(hello(roots))
  expect(how(await client.next())).toBe(REMOUNTED)
})

test('a copy of a live page gets a session of its own', async () => {
  const { app, server } = await start((one) => one.page('/', Counter))
  const { client, roots } = await visit(server)
  await client.next()
  const copy = await new RawClient(server).open()
  copy.send(hello(roots))
  expect(how(await copy.next())).toBe(REMOUNTED)
  expect(app.stats().sessions.live).toBe(2)
  expect(client.closed).toBe(null)
})

test('a second connection of the same page takes over; the first is told', async () => {
  const { app, server } = await start((one) => one.page('/', Counter))
  const { client, roots } = await visit(server)
  const welcome = await client.next()
  const second = await new RawClient(server).open()
  second.send(hello(roots, { ticket: ticketOf(welcome) }))
  expect(how(await second.next())).toBe(RESUMED)
  expect(await client.end()).toEqual({ action: RETRY_FRESH, code: 'PG_REPLACED' })
  expect((await client.close()).code).toBe(4001)
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 1, detached: 0, hibernated: 0 })
})

test('a take-over that ends the session, because a clean-up fails, ends the new connection too', async () => {
  function Fails() {
    onMount(() => () => {
      throw new Error('in clean-up')
    })
    return () => <p />
  }
  const { app, server } = await start((one) => one.page('/', Fails))
  const { client, roots } = await visit(server)
  const welcome = await client.next()
  const second = await new RawClient(server).open()
  second.send(hello(roots, { ticket: ticketOf(welcome) }))
  expect(await second.end()).toEqual({ action: STOP, code: 'PG_COMPONENT_FAILED' })
  expect((await second.close()).code).toBe(1000)
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 0, detached: 0, hibernated: 0 })
})

test.each([
  ['another origin', 'https://evil.example'],
  ['no origin', undefined],
  ['an opaque origin', 'null'],
])('a connection from %s is refused', async (_, origin) => {
  const { server, log } = await start((one) => one.page('/', Counter))
  const client = await new RawClient(server, { origin }).open()
  expect(client.error?.message).toContain('403')
  expect(log.some(({ message }) => message.startsWith('PG_ORIGIN'))).toBe(true)
})

test('an origin can be allowed', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    origins: ['https://friend.example'],
  })
  const client = await new RawClient(server, { origin: 'https://friend.example' }).open()
  expect(client.error).toBe(null)
})

test.each<[string, (token: string) => Uint8Array, string]>([
  ['nothing', () => new Uint8Array(0), 'PG_WIRE'],
  ['an event before HELLO', () => CLICK, 'PG_WIRE'],
  ['an unknown type', () => Uint8Array.of(7), 'PG_WIRE'],
  ['a truncated HELLO', (token) => hello([{ id: 'r0', token }]).slice(0, 9), 'PG_WIRE'],
  [
    'a HELLO with bytes behind it',
    (token) => Uint8Array.of(...hello([{ id: 'r0', token }]), 0),
    'PG_WIRE',
  ],
  ['no roots', () => hello([]), 'PG_WIRE'],
  [
    'an address that is none',
    (token) => hello([{ id: 'r0', token }], { url: 'http://evil' }),
    'PG_WIRE',
  ],
  ['another protocol', (token) => hello([{ id: 'r0', token }], { version: 99 }), 'PG_VERSION'],
  ['a token of garbage', () => hello([{ id: 'r0', token: 'x' }]), 'PG_TOKEN_INVALID'],
  [
    'a forged token',
    (token) => hello([{ id: 'r0', token: `A${token.slice(1)}` }]),
    'PG_TOKEN_INVALID',
  ],
])('HELLO: %s', async (_, message, code) => {
  const { app, server } = await start((one) => one.page('/', Counter))
  const [root] = rootsOf(await (await fetch(server.url)).text())
  const client = await new RawClient(server).open()
  client.send(message(root?.token ?? ''))
  expect(await client.end()).toEqual({ action: RELOAD, code })
  await client.close()
  expect(app.stats().sessions).toEqual({ rendered: 1, live: 0, detached: 0, hibernated: 0 })
})

test.each<[string, Uint8Array, string]>([
  ['a block that was never sent', Uint8Array.of(0, 99, 0), 'PG_UNKNOWN_BLOCK'],
  ['a slot without a handler', Uint8Array.of(0, 1, 1), 'PG_NO_HANDLER'],
  ['a slot that is not there', Uint8Array.of(0, 1, 9), 'PG_NO_HANDLER'],
  ['a payload that is none', Uint8Array.of(0, 1, 0, 1, 2, 3), 'PG_WIRE'],
  ['a varint without end', Uint8Array.of(0, 255, 255, 255, 255, 255, 255), 'PG_WIRE'],
  ['half an event', Uint8Array.of(0, 1), 'PG_WIRE'],
  ['frames that were never sent', Uint8Array.of(10, 50), 'PG_WIRE'],
  ['a second HELLO', hello([{ id: 'r0', token: 'x' }]), 'PG_WIRE'],
])('illegal input ends that session only: %s', async (_, message, code) => {
  const { app, server } = await start((one) => one.page('/', Counter))
  const other = await visit(server)
  await other.client.next()
  const { client } = await visit(server)
  await client.next()
  client.send(message)
  expect(await client.end()).toEqual({ action: RELOAD, code })
  expect((await client.close()).code).toBe(4400)
  other.client.send(CLICK)
  expect((await other.client.next())?.length).toBe(5)
  expect(app.stats().sessions.live).toBe(1)
})

test('text and oversized messages close the connection', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    limits: { messageBytes: 1000 },
  })
  const text = await new RawClient(server).open()
  text.send('hello')
  expect((await text.close()).code).toBe(1003)
  const large = await new RawClient(server).open()
  large.send(new Uint8Array(1001))
  expect((await large.close()).code).toBe(1009)
})

test('who does not say HELLO in time is let go', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    limits: { helloMilliseconds: 50 },
  })
  expect((await (await new RawClient(server).open()).close()).code).toBe(4408)
})

test('a session can only be connected by its identity', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    session: (request) => request.headers.get('cookie'),
  })
  const html = await (await fetch(server.url, { headers: { cookie: 'ada' } })).text()
  const stranger = await new RawClient(server, { cookie: 'eve' }).open()
  stranger.send(hello(rootsOf(html)))
  expect(await stranger.end()).toEqual({ action: RELOAD, code: 'PG_IDENTITY' })
  const owner = await new RawClient(server, { cookie: 'ada' }).open()
  owner.send(hello(rootsOf(html)))
  expect(how(await owner.next())).toBe(ADOPT)
})

test('an old token is refused', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    limits: { tokenMilliseconds: 1 },
  })
  const roots = rootsOf(await (await fetch(server.url)).text())
  await new Promise((resolve) => setTimeout(resolve, 10))
  const client = await new RawClient(server).open()
  client.send(hello(roots))
  expect((await client.end()).code).toBe('PG_TOKEN_EXPIRED')
})

test('a handler that throws is a code in the browser and everything in the log; the page goes on', async () => {
  const Fragile = () => {
    const count = signal(0)
    return () => (
      <p>
        <button
          onClick={() => {
            count.value++
            throw new Error('hunter2')
          }}
        >
          {count}
        </button>
      </p>
    )
  }
  const { app, server, log } = await start((one) => one.page('/', Fragile))
  const { client } = await visit(server)
  await client.next()
  client.send(Uint8Array.of(0, 2, 0))
  const fault = await client.next()
  expect(fault?.subarray(1).toString()).toBe('PG_HANDLER')
  expect(fault?.toString()).not.toContain('hunter2')
  expect(log.find(({ message }) => message.startsWith('PG_HANDLER'))?.data['component']).toBe(
    'Fragile',
  )
  expect((await client.next())?.[0]).toBe(8)
  expect(app.stats().sessions.live).toBe(1)
})

test('a view that throws while live ends that page with a code', async () => {
  const Breaking = () => {
    const broken = signal(false)
    return () => {
      if (broken.value) throw new Error('hunter2')
      return <button onClick={() => (broken.value = true)}>Break</button>
    }
  }
  const { app, server } = await start((one) => one.page('/', Breaking))
  const { client } = await visit(server)
  await client.next()
  client.send(CLICK)
  expect(await client.end()).toEqual({ action: STOP, code: 'PG_COMPONENT_FAILED' })
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 0, detached: 0, hibernated: 0 })
})

test('events above the limit wait; none is dropped', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    limits: { burst: 5, eventsPerSecond: 100, maxQueuedEvents: 4 },
  })
  const { client } = await visit(server)
  await client.next()
  for (let i = 0; i < 20; i++) client.send(CLICK)
  let done = 0
  while (done < 20) {
    const frame = await client.next()
    done += (frame?.[0] as number) & 8 ? (frame?.[1] as number) : 0
    client.send(Uint8Array.of(10, 1))
  }
  expect(done).toBe(20)
})

test('onMount runs once per connection, onUnmount and removal when the retention time is over', async () => {
  const events: string[] = []
  function Watched() {
    onMount(() => {
      events.push('mount')
      return () => events.push('leave')
    })
    onUnmount(() => events.push('unmount'))
    return () => <p>Watched</p>
  }
  const { app, server } = await start((one) => one.page('/', Watched), {
    limits: { retentionMilliseconds: 1 },
  })
  const { client } = await visit(server)
  await client.next()
  expect(events).toEqual(['mount'])
  client.socket.terminate()
  await expect.poll(() => events).toEqual(['mount', 'leave', 'unmount'])
  expect(app.stats().sessions).toEqual({ rendered: 0, live: 0, detached: 0, hibernated: 0 })
})

test('a page that nobody connects to is let go', async () => {
  const { app, server } = await start((one) => one.page('/', Counter), {
    limits: { adoptMilliseconds: 1 },
  })
  // It may be gone before anybody has looked.
  const afterAnother = async (): Promise<number> => {
    await (await fetch(server.url)).text()
    return app.stats().sessions.rendered
  }
  await expect.poll(afterAnother).toBeGreaterThan(0)
  await expect.poll(() => app.stats().sessions.rendered).toBe(0)
})

test('a full pool lets the oldest unconnected page go, never a live one', async () => {
  const { app, server } = await start((one) => one.page('/', Counter), { limits: { sessions: 2 } })
  const live = await visit(server)
  await live.client.next()
  const older = rootsOf(await (await fetch(server.url)).text())
  await (await fetch(server.url)).text()
  expect(app.stats().sessions).toEqual({ rendered: 1, live: 1, detached: 0, hibernated: 0 })
  const client = await new RawClient(server).open()
  client.send(hello(older))
  expect(how(await client.next())).toBe(REMOUNTED)
  const full = await fetch(server.url)
  expect([full.status, full.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await full.text()).toContain('PG_POOL_FULL')
  expect(app.stats().sessions.live).toBe(2)
})

test('one address cannot take all places', async () => {
  const { server } = await start((one) => one.page('/', Counter), {
    limits: { sessionsPerAddress: 1 },
  })
  const { client } = await visit(server)
  await client.next()
  expect((await fetch(server.url)).status).toBe(503)
})

test('closing tells every page to come back, and lets handlers finish', async () => {
  const finished: string[] = []
  let isBegun = false
  const Slow = () => (
    <button
      onClick={async () => {
        isBegun = true
        await new Promise((resolve) => setTimeout(resolve, 100))
        finished.push('handler')
      }}
    />
  )
  const { app, server } = await start((one) => one.page('/', Slow))
  const { client } = await visit(server)
  await client.next()
  client.send(CLICK)
  await expect.poll(() => isBegun, { interval: 5 }).toBe(true)
  await app.close()
  expect(finished).toEqual(['handler'])
  let message = await client.next()
  while (message?.[0] !== END) message = await client.next()
  expect([message[1], message.subarray(2).toString()]).toEqual([MOVE, 'PG_SHUTDOWN'])
})

test('ending a user ends all their pages', async () => {
  const { app, server } = await start((one) => one.page('/', Counter), { session: () => 'ada' })
  const { client } = await visit(server)
  await client.next()
  app.pool.endUser('ada')
  expect(await client.end()).toEqual({ action: RELOAD, code: 'PG_SIGNED_OUT' })
})

test('upgrades for others are left alone', async () => {
  const app = createApp({ secret: SECRET }).page('/', Counter)
  onTestFinished(() => app.close())
  const server = createServer()
  app.attach(server)
  const theirs = new WebSocketServer({ noServer: true })
  server.on('upgrade', (req, socket, head) => {
    if (req.url === '/theirs') theirs.handleUpgrade(req, socket, head, (ws) => ws.send('theirs'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const listening = { port, url: `http://127.0.0.1:${port}/`, close: async () => {} }
  const client = await new RawClient(listening, { path: '/theirs' }).open()
  expect((await client.next())?.toString()).toBe('theirs')
})

test('several roots of one page share one connection', async () => {
  const { app, server } = await start((one) => one.component('Counter', Counter))
  const request = new Request(server.url)
  const html =
    (await app.render(Counter, { start: 1 }, { request })) +
    (await app.render(Counter, { start: 7 }, { request }))
  const client = await new RawClient(server).open()
  client.send(hello(rootsOf(html)))
  expect(how(await client.next())).toBe(ADOPT)
  // Roots are blocks 0 and 1; their buttons 2 and 3.
  client.send(Uint8Array.of(0, 3, 0))
  expect((await client.next())?.toString('hex')).toBe('0801110641')
})

test('whoever asks whether somebody is there is answered, and no event is made of it', async () => {
  const { app, server } = await start((one) => one.page('/', Counter))
  const { client } = await visit(server)
  await client.next()
  client.send(Uint8Array.of(PROBE))
  expect((await client.next())?.toString('hex')).toBe('02')
  client.send(CLICK)
  expect((await client.next())?.toString('hex')).toBe('0801110209')
  expect(app.stats().sessions.live).toBe(1)
})
