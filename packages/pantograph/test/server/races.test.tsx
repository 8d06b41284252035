// Connections of one page that cross each other.
import { expect, test } from 'vitest'
import { signal } from 'pantograph'
import { memoryStore } from '../../src/cluster/memory-store.ts'
import type { MemoryStore } from '../../src/cluster/memory-store.ts'
import type { App, Listening } from '../../src/server/index.ts'
import * as P from '../../src/wire/protocol.ts'
import { Reader } from '../../src/wire/reader.ts'
import { hello, RawClient, start, ticketOf, visit } from './app.tsx'
import type { Root } from './app.tsx'

/** What WELCOME says of events: the last one done, and one more than the last one kept. */
function eventsOf(message: Buffer | null): [done: number, kept: number] {
  expect((message?.[0] ?? 0) & 7).toBe(P.WELCOME)
  const reader = new Reader(message ?? new Uint8Array(0))
  const head = reader.byte()
  if (head & P.HAS_STRINGS) reader.varint()
  reader.varint()
  return [reader.varint(), reader.varint()]
}

let hold: Promise<void> | null = null

/** Its setup takes as long as the test wants. */
async function Slow() {
  const count = signal(0, { name: 'count' })
  await hold
  return () => <button onClick={() => count.value++}>{count}</button>
}

interface Stored {
  readonly store: MemoryStore
  readonly roots: Root[]
  readonly ticket: Uint8Array
  readonly origins: string[]
}

/** A page that has changed its address twice; its server is gone, the store has it. */
async function stored(): Promise<Stored> {
  hold = null
  const store = memoryStore()
  const { server, app } = await start((one) => one.page('/', Slow), { store })
  const { client, roots } = await visit(server)
  const ticket = ticketOf(await client.next())
  for (let i = 0; i < 2; i++) client.send(Uint8Array.from([P.URL_CHANGED, 0x2f]))
  await client.next()
  client.socket.terminate()
  await expect.poll(() => app.stats().sockets).toBe(0)
  await app.close()
  return { store, roots, ticket, origins: [new URL(server.url).origin] }
}

/** The page comes back to another server, whose setup waits until `release`. */
async function knock(
  { roots, ticket, origins, ...page }: Stored,
  store: MemoryStore | null = page.store,
): Promise<{
  app: App
  server: Listening
  one: RawClient
  knockAgain(): Promise<RawClient>
  release(): void
}> {
  let release = (): void => {}
  hold = new Promise((resolve) => (release = resolve))
  const { server, app } = await start((one) => one.page('/', Slow), {
    origins,
    ...(store && { store }),
  })
  const url = [P.LOG_URL, 1, 0x2f]
  const knockAgain = async (): Promise<RawClient> => {
    const client = await new RawClient(server, { origin: origins[0] }).open()
    client.send(hello(roots, { ticket, log: [url, url] }))
    return client
  }
  const one = await knockAgain()
  await expect.poll(() => app.stats().sessions.rendered).toBe(1)
  return { app, server, one, knockAgain, release }
}

test('a page that knocks twice while its session is restored gets it with all that was kept', async () => {
  const { knockAgain, release } = await knock(await stored())
  const two = await knockAgain()
  // In steps, so that it is heard before, even if everything stalls for one of them.
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setTimeout(resolve, 5))
  release()
  expect(eventsOf(await two.next())).toEqual([2, 3])
})

test('a page that gives up while its session is restored gets it by the next connection', async () => {
  const { app, one, knockAgain, release } = await knock(await stored())
  const two = await knockAgain()
  one.socket.terminate()
  await expect.poll(() => app.stats().sockets).toBe(1)
  release()
  expect(eventsOf(await two.next())).toEqual([2, 3])
})

test('a page whose session ends with the connection that it gave up is asked to come once more', async () => {
  const { app, one, knockAgain, release } = await knock(await stored(), null)
  const two = await knockAgain()
  one.socket.terminate()
  await expect.poll(() => app.stats().sockets).toBe(1)
  release()
  expect(await two.end()).toEqual({ action: P.RETRY, code: 'PG_EVICTED' })
  expect(eventsOf(await (await knockAgain()).next())).toEqual([2, 0])
})

test('a ticket of an older ownership does not take the session from the page that has it', async () => {
  const { one, knockAgain, release } = await knock(await stored())
  release()
  expect(eventsOf(await one.next())).toEqual([2, 3])
  one.send(Uint8Array.from([P.PROBE]))
  await one.next()
  const copy = await knockAgain()
  expect((await copy.end()).code).toBe('PG_REPLACED')
  expect(one.closed).toBe(null)
})

test('a page that comes back is read no faster than before', async () => {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  function Busy() {
    return <button onClick={() => held}>go</button>
  }
  const { server } = await start((app) => app.page('/', Busy), { limits: { maxQueuedEvents: 4 } })
  const { client, roots } = await visit(server)
  const ticket = ticketOf(await client.next())
  for (let i = 0; i < 8; i++) client.send(Uint8Array.from([P.EVENT, 1, 0]))
  client.send(Uint8Array.from([P.PROBE]))
  client.socket.terminate()

  const again = await new RawClient(server).open()
  again.send(hello(roots, { ticket, log: Array.from({ length: 8 }, () => [P.LOG_URL, 1, 0x2f]) }))
  expect(eventsOf(await again.next())[0]).toBe(0)
  let isAnswered = false
  again.socket.on('message', (data: Buffer) => (isAnswered ||= data[0] === P.PING))
  again.send(Uint8Array.from([P.PROBE]))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(isAnswered).toBe(false)
  release()
  await expect.poll(() => isAnswered).toBe(true)
})

test('a page cannot pile up events by coming back with ever more of them', async () => {
  function Busy() {
    return <button onClick={() => new Promise(() => {})}>go</button>
  }
  const { server, log } = await start((app) => app.page('/', Busy), {
    limits: { drainMilliseconds: 100 },
  })
  const { client, roots } = await visit(server)
  const ticket = ticketOf(await client.next())
  client.send(Uint8Array.from([P.EVENT, 1, 0]))
  const entries = Array.from({ length: 1000 }, () => [P.LOG_URL, 1, 0x2f])
  for (let first = 2; first < 3000; first += 1000) {
    const again = await new RawClient(server).open()
    again.send(hello(roots, { ticket, first, log: entries }))
    await again.next()
  }
  expect(log.map(({ message }) => message)).toContain('PG_WIRE: illegal input')
})
