// Who makes room for whom, and who is let go when.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { signal } from '../reactivity/signal.ts'
import { subscriberCount } from '../reactivity/system.ts'
import { Sealer } from '../session/seal.ts'
import { Session } from '../session/session.ts'
import { SharedStates } from '../session/shared.ts'
import type { Transport } from '../session/downstream.ts'
import type { Hello } from '../wire/upstream.ts'
import { limitsOf } from './limits.ts'
import type { Limits } from './limits.ts'
import { Pool } from './pool.ts'
import { Tickets } from './tickets.ts'

const log = { info: () => {}, warn: () => {}, error: vi.fn<() => void>() }
const hello: Hello = {
  type: 'hello',
  version: 1,
  // Damaged: told everything, and asked nothing.
  mode: 3,
  url: '/',
  roots: [],
  ticket: new Uint8Array(0),
  checkpoint: new Uint8Array(0),
  frame: 0,
  first: 1,
  log: [],
}
const transport = (): Transport => ({ send: () => {}, close: () => {}, pause: () => {} })

const noShared = (): SharedStates =>
  new SharedStates({ store: null, sealer: new Sealer(['a secret']), isSafe: () => true })

let pools: Pool[] = []

function makePool(limits: Partial<Limits>): Pool {
  const pool = new Pool(
    { limits: limitsOf(limits), log, hibernateAtRandom: false },
    new Tickets(['a secret']),
    noShared(),
  )
  pools.push(pool)
  return pool
}

function add(
  pool: Pool,
  id: string,
  address = 'a',
  user: string | null = null,
  view: () => unknown = () => null,
): Session {
  const limits = limitsOf({})
  const session = new Session(id, '/', user, { host: pool, limits, ownsUrl: () => true })
  pool.add(session, address)
  session.addRoot(() => view, {})
  return session
}

function connect(session: Session): Transport {
  const one = transport()
  session.link.attach(one, hello, 'anew')
  return one
}

const detach = (session: Session): void => session.link.detach(connect(session))

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  for (const pool of pools) pool.close()
  pools = []
  vi.useRealTimers()
})

test('the oldest rendered page goes first, then the oldest detached one, a live one never', () => {
  const pool = makePool({ sessions: 4 })
  const live = add(pool, 'live')
  connect(live)
  const lostLater = add(pool, 'lost later')
  const lostFirst = add(pool, 'lost first')
  detach(lostFirst)
  detach(lostLater)
  const rendered = add(pool, 'rendered')
  const states = (): string[] => [rendered, lostFirst, lostLater, live].map(({ state }) => state)
  connect(add(pool, '5'))
  expect(states()).toEqual(['closed', 'detached', 'detached', 'live'])
  connect(add(pool, '6'))
  expect(states()).toEqual(['closed', 'closed', 'detached', 'live'])
  connect(add(pool, '7'))
  expect(states()).toEqual(['closed', 'closed', 'closed', 'live'])
  expect(() => add(pool, '8')).toThrow(/^PG_POOL_FULL: limits\.sessions is 4/)
  expect(pool.counts).toEqual({ rendered: 0, live: 4, detached: 0, hibernated: 0 })
})

test('an address makes room among its own only', () => {
  const pool = makePool({ sessionsPerAddress: 2 })
  const other = add(pool, 'other', 'b')
  const first = add(pool, 'first')
  connect(add(pool, 'second'))
  connect(add(pool, 'third'))
  expect([first.state, other.state]).toEqual(['closed', 'rendered'])
  expect(() => add(pool, 'fourth')).toThrow(/^PG_POOL_FULL: limits\.sessionsPerAddress is 2/)
  pool.find('second')?.close('PG_SHUTDOWN', 1)
  expect(() => add(pool, 'fifth')).not.toThrow()
})

test('requests without an address share no limit', () => {
  const pool = makePool({ sessionsPerAddress: 1 })
  add(pool, 'one', '')
  add(pool, 'two', '')
  expect(pool.counts.rendered).toBe(2)
})

test('a page that nobody connects to, and one that nobody comes back to, are let go in time', () => {
  const pool = makePool({ adoptMilliseconds: 5000, retentionMilliseconds: 20_000 })
  const rendered = add(pool, 'rendered')
  const detached = add(pool, 'detached')
  detach(detached)
  const live = add(pool, 'live')
  connect(live)
  vi.advanceTimersByTime(4000)
  expect([rendered.state, detached.state]).toEqual(['rendered', 'detached'])
  vi.advanceTimersByTime(3000)
  expect([rendered.state, detached.state]).toEqual(['closed', 'detached'])
  vi.advanceTimersByTime(15_000)
  expect([detached.state, live.state]).toEqual(['closed', 'live'])
  expect(pool.sessions()).toEqual([live])
})

test('one session whose end fails does not keep the others', () => {
  const pool = makePool({ adoptMilliseconds: 1000 })
  const broken = add(pool, 'broken')
  const other = add(pool, 'other')
  vi.spyOn(broken, 'close').mockImplementation(() => {
    throw new Error('no')
  })
  vi.advanceTimersByTime(3000)
  expect(other.state).toBe('closed')
  expect(log.error).toHaveBeenCalledWith(
    expect.objectContaining({ session: 'broken' }),
    expect.stringContaining('PG_COMPONENT_FAILED'),
  )
})

test('an identity can be ended everywhere; a pool that is shut takes nobody', () => {
  const pool = makePool({})
  const ada = add(pool, 'ada', 'a', 'ada')
  const eve = add(pool, 'eve', 'a', 'eve')
  pool.endUser('ada')
  expect([ada.state, eve.state]).toEqual(['closed', 'rendered'])
  pool.shut()
  expect(() => add(pool, 'late')).toThrow(/^PG_SHUTDOWN/)
})

test('a session that is idle lets its tree go; it is counted, kept, woken, and let go in time', async () => {
  const pool = makePool({ hibernateMilliseconds: 5000, retentionMilliseconds: 20_000 })
  const session = add(pool, 'idle')
  const one = connect(session)
  expect(session.link.canResume(1, 1)).toBe(true)
  await vi.advanceTimersByTimeAsync(10_000)
  // Its frame is not acknowledged.
  expect(pool.counts.hibernated).toBe(0)
  session.link.receive(Uint8Array.of(2 + 8, 1), one)
  await vi.advanceTimersByTimeAsync(7000)
  expect(pool.counts).toEqual({ rendered: 0, live: 1, detached: 0, hibernated: 1 })
  expect([session.rootCount, session.link.canResume(1, 1)]).toEqual([1, true])
  await session.wake()
  expect(pool.counts.hibernated).toBe(0)
  await vi.advanceTimersByTimeAsync(6000)
  expect(pool.counts.hibernated).toBe(1)
  session.link.detach(one)
  expect(pool.counts).toEqual({ rendered: 0, live: 0, detached: 1, hibernated: 1 })
  await vi.advanceTimersByTimeAsync(21_000)
  expect(session.state).toBe('closed')
  expect(pool.counts).toEqual({ rendered: 0, live: 0, detached: 0, hibernated: 0 })
})

test('what cannot let its tree go is asked again only after another such while', async () => {
  const pool = makePool({ hibernateMilliseconds: 5000 })
  const session = add(pool, 'busy')
  connect(session)
  const asked = vi.spyOn(session.link, 'hibernate')
  await vi.advanceTimersByTimeAsync(30_000)
  expect(asked.mock.calls.length).toBeLessThan(6)
})

test('a signal that thousands have read wakes them in turn', async () => {
  const pool = makePool({ hibernateMilliseconds: 1000 })
  const news = signal(0)
  const count = 35
  for (let i = 0; i < count; i++) {
    const session = add(pool, String(i), 'a', null, () => String(news.value))
    session.link.receive(Uint8Array.of(2 + 8, 1), connect(session))
  }
  await vi.advanceTimersByTimeAsync(3000)
  expect(pool.counts.hibernated).toBe(count)
  news.value = 1
  await vi.advanceTimersByTimeAsync(1)
  expect(pool.counts.hibernated).toBe(count - 10)
  await vi.advanceTimersByTimeAsync(50)
  expect(pool.counts.hibernated).toBe(count - 20)
  await vi.advanceTimersByTimeAsync(150)
  expect([pool.counts.hibernated, subscriberCount(news)]).toEqual([0, count])
  for (const session of pool.sessions()) session.close('PG_GONE', 2)
  expect(subscriberCount(news)).toBe(0)
})
