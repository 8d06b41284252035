// Checkpoints that pages keep: for how long they are accepted.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RecordCodec } from './checkpoint.ts'
import { PageKeeping } from './page-keeping.ts'
import { Sealer } from './seal.ts'
import type { Session } from './session.ts'

const TTL = 60_000
let keeping: PageKeeping
let given: Uint8Array[]

beforeEach(() => {
  vi.useFakeTimers()
  given = []
  const codec = new RecordCodec(new Sealer(['a secret of at least 32 characters, yes']))
  const log = { info() {}, warn() {}, error() {} }
  keeping = new PageKeeping({ codec, log, ttl: TTL, hashUser: () => null })
})

afterEach(() => {
  keeping.close()
  vi.useRealTimers()
})

function keep(): NonNullable<Session['keeper']> {
  const session = {
    id: 's',
    state: 'live',
    user: null,
    isBetweenEvents: true,
    ledger: { done: 3 },
    address: { peek: () => '/' },
    link: { turn: 1, untold: 0, down: { handOver: (sealed: Uint8Array) => given.push(sealed) } },
    components: () => [],
  } as unknown as Session
  keeping.keep(session)
  return session.keeper as NonNullable<Session['keeper']>
}

test('a checkpoint is accepted until its time is over', async () => {
  keep().changed()
  await vi.advanceTimersByTimeAsync(1_000)
  const sealed = given[0] as Uint8Array
  expect(keeping.read('s', sealed)?.done).toBe(3)
  expect(keeping.read('other', sealed)).toBe(null)
  await vi.advanceTimersByTimeAsync(TTL + 1_000)
  expect(keeping.read('s', sealed)).toBe(null)
})

test('a live page that nobody touches has one whose time is not over', async () => {
  const keeper = keep()
  keeper.changed()
  for (let seconds = 0; seconds < 150; seconds++) {
    await vi.advanceTimersByTimeAsync(1_000)
    keeper.refresh(performance.now())
  }
  expect(keeping.read('s', given.at(-1) as Uint8Array)?.done).toBe(3)
  expect(given.length).toBeLessThan(10)
})
