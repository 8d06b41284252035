// Who makes room for whom, and who is let go when.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Sealer } from '../session/seal.ts'
import { Session } from '../session/session.ts'
import { SharedStates } from '../session/shared.ts'
import type { Transport } from '../session/session.ts'
import type { Hello } from '../wire/upstream.ts'
import { limitsOf } from './limits.ts'
import type { Limits } from './limits.ts'
import { Pool } from './pool.ts'
import { Tickets } from './tickets.ts'

const log = { info: () => {}, warn: () => {}, error: vi.fn<() => void>() }
const hello: Hello = {
  type: 'hello',
  version: 1,
  mode: 1,
  url: '/',
  roots: [],
  ticket: new Uint8Array(0),
  frame: 0,
  first: 1,
  log: [],
}
const transport = (): Transport => ({ send: () => {}, close: () => {}, pause: () => {} })

const noShared = (): SharedStates =>
  new SharedStates({ store: null, sealer: new Sealer(['a secret']), isSafe: () => true })

let pools: Pool[] = []

function makePool(limits: Partial<Limits>): Pool {
  const pool = new Pool(limitsOf(limits), log, new Tickets(['a secret']), noShared())
  pools.push(pool)
  return pool
}

function add(pool: Pool, id: string, address = 'a', user: string | null = null): Session {
  const limits = limitsOf({})
  const session = new Session({ id, url: '/', user, host: pool, limits, ownsUrl: () => true })
  pool.add(session, address)
  session.addRoot(() => null, {})
  return session
}

function connect(session: Session): Transport {
  const one = transport()
  session.attach(one, hello, 'anew')
  return one
}

const detach = (session: Session): void => session.detach(connect(session))

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
