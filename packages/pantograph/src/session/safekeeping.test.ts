// What the random model (docs/model.md) has found in Safe, played with the real one.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MemoryStore } from '../cluster/memory-store.ts'
import { encodeState, RecordCodec } from './checkpoint.ts'
import { Ledger } from './ledger.ts'
import { Safekeeping } from './safekeeping.ts'
import { Sealer } from './seal.ts'
import type { Session } from './session.ts'

const KEY = 'pantograph:session:s'
const codec = new RecordCodec(new Sealer(['a secret of at least 32 characters, yes']))

class Troubled extends MemoryStore {
  isAway = false
  failsNext = false
  beforePut: (() => Promise<unknown>) | null = null
  beforeDelete: ((expected: string) => Promise<unknown>) | null = null

  override async get(...args: Parameters<MemoryStore['get']>): ReturnType<MemoryStore['get']> {
    this.assertThere()
    return super.get(...args)
  }

  override async put(...args: Parameters<MemoryStore['put']>): ReturnType<MemoryStore['put']> {
    this.assertThere()
    const { beforePut } = this
    this.beforePut = null
    await beforePut?.()
    return super.put(...args)
  }

  override async delete(key: string, expected: string): Promise<boolean> {
    const { beforeDelete } = this
    this.beforeDelete = null
    await beforeDelete?.(expected)
    return super.delete(key, expected)
  }

  private assertThere(): void {
    const fails = this.isAway || this.failsNext
    this.failsNext = false
    if (fails) throw new Error('away')
  }
}

let store: Troubled
let keeping: Safekeeping

beforeEach(() => {
  vi.useFakeTimers()
  store = new Troubled(Date.now)
  const log = { info() {}, warn() {}, error() {} }
  const options = { store, codec, mode: 'continuous', log, ttl: 60_000 } as const
  keeping = new Safekeeping({ ...options, hashUser: () => null })
})

afterEach(() => {
  keeping.close()
  store.close()
  vi.useRealTimers()
})

function sessionOf(ledger: Ledger): Session {
  return {
    id: 's',
    state: 'live',
    user: null,
    link: { turn: 1, untold: 0 },
    isBetweenEvents: true,
    ledger,
    address: { peek: () => '/' },
    components: () => [],
    onKept: (done: number) => ledger.kept(done),
    onSure: () => {},
    fenced: () => {},
  } as unknown as Session
}

async function storedDone(): Promise<number | undefined> {
  const stored = await store.get(KEY)
  return stored && codec.decode(KEY, stored.value).done
}

function handle(ledger: Ledger): void {
  ledger.next()
  ledger.finish()
}

test('a session in doubt asks again when the store did not answer', async () => {
  const safe = keeping.keep(sessionOf(new Ledger()))
  safe.changed()
  await vi.advanceTimersByTimeAsync(1_000)
  store.failsNext = true
  void safe.verify(2_000)
  await vi.advanceTimersByTimeAsync(3_000)
  expect(safe.custody.state).toBe('owned')
  expect(safe.mayRun()).toBe(true)
})

test('what changed while the store was away is written when it is back', async () => {
  const ledger = new Ledger()
  const safe = keeping.keep(sessionOf(ledger))
  safe.changed()
  await vi.advanceTimersByTimeAsync(1_000)
  store.isAway = true
  void safe.verify(2_000)
  await vi.advanceTimersByTimeAsync(12_000)
  expect(safe.mayRun()).toBe(true)
  handle(ledger)
  safe.changed()
  expect(ledger.durable).toBe(1)
  store.isAway = false
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await storedDone()).toBe(1)
})

test('a claim that was refused once writes nothing before its session is made', async () => {
  const state = encodeState({ url: '/', user: null, turn: 1, components: [] })
  const record = { epoch: 1, nonce: 'other', done: 7, state }
  const version = await store.put(KEY, codec.encode(KEY, record), null, 60_000)
  store.beforePut = () => store.put(KEY, codec.encode(KEY, record), version, 60_000)
  await keeping.claim('s', () => {})
  await vi.advanceTimersByTimeAsync(2_000)
  const stored = await store.get(KEY)
  expect(stored && codec.decode(KEY, stored.value)).toMatchObject({ epoch: 2, done: 7, state })
})

test('a process that slept makes sure of its sessions, also where a timer was first', async () => {
  const safe = keeping.keep(sessionOf(new Ledger()))
  expect(safe.mayRun()).toBe(true)
  // Stopped: the clock goes on, timers don't run.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000)
  await vi.advanceTimersByTimeAsync(50)
  expect(safe.mayRun()).toBe(false)
  vi.restoreAllMocks()
})

test('what is forgotten is deleted, also when a write was under way; what another has claimed stays', async () => {
  const safe = keeping.keep(sessionOf(new Ledger()))
  safe.changed()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await store.get(KEY)).toBeDefined()
  const { epoch, nonce } = safe
  const record = { epoch, nonce, done: 1, state: '' }
  store.beforeDelete = (expected) => store.put(KEY, codec.encode(KEY, record), expected, 60_000)
  safe.forget()
  await vi.advanceTimersByTimeAsync(10)
  expect(await store.get(KEY)).toBeUndefined()
  await store.put(KEY, codec.encode(KEY, { ...record, nonce: 'other' }), null, 60_000)
  safe.forget()
  await vi.advanceTimersByTimeAsync(10)
  expect(await store.get(KEY)).toBeDefined()
})

test('a process that slept and has events to handle asks once, although no timer runs before the answer', async () => {
  const ledger = new Ledger()
  const session = sessionOf(ledger)
  const safe = keeping.keep(session)
  handle(ledger)
  safe.changed()
  await vi.advanceTimersByTimeAsync(1_000)
  // As a session does: when it is sure of itself it goes on with its events.
  let events = 10
  session.onSure = () => void (events-- > 0 && safe.mayRun())
  const get = vi.spyOn(store, 'get')
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000)
  expect(safe.mayRun()).toBe(false)
  for (let i = 0; i < 100; i++) await Promise.resolve()
  expect(get).toHaveBeenCalledTimes(1)
  expect(safe.mayRun()).toBe(true)
  vi.restoreAllMocks()
})

/** Asks the store for something that it will never answer. */
function block(what: 'get' | 'put'): () => void {
  let answer = (): void => {}
  const blocked = new Promise<void>((resolve) => (answer = resolve))
  const original = store[what].bind(store) as (...args: unknown[]) => Promise<never>
  store[what] = (async (...args: unknown[]) => {
    await blocked
    return original(...args)
  }) as never
  return answer
}

test('a store that never answers is as good as none after ten seconds, and used again when it answers', async () => {
  const ledger = new Ledger()
  const safe = keeping.keep(sessionOf(ledger))
  const answer = block('put')
  handle(ledger)
  safe.changed()
  await vi.advanceTimersByTimeAsync(9_000)
  expect(ledger.durable).toBe(0)
  expect(safe.mayRun()).toBe(false)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(ledger.durable).toBe(1)
  expect(safe.mayRun()).toBe(true)
  handle(ledger)
  safe.changed()
  answer()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await storedDone()).toBe(2)
  expect(safe.isSaved).toBe(true)
})

test('whoever claims from a store that never answers is sent away, and a late answer makes no owner', async () => {
  const ledger = new Ledger()
  const safe = keeping.keep(sessionOf(ledger))
  handle(ledger)
  safe.changed()
  await vi.advanceTimersByTimeAsync(1_000)
  const before = await store.get(KEY)
  const answer = block('get')
  const claim = keeping.claim('s', () => {}).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(6_000)
  expect(await claim).toMatchObject({ code: 'PG_STORE_AWAY' })
  answer()
  await vi.advanceTimersByTimeAsync(1_000)
  expect((await store.get(KEY))?.version).toBe(before?.version)
})

test('what is forgotten while its first write is under way is deleted when that is done', async () => {
  const safe = keeping.keep(sessionOf(new Ledger()))
  let release = (): void => {}
  store.beforePut = () => new Promise<void>((resolve) => (release = resolve))
  safe.changed()
  await vi.advanceTimersByTimeAsync(1_000)
  safe.forget()
  await vi.advanceTimersByTimeAsync(10)
  release()
  await vi.advanceTimersByTimeAsync(10)
  expect(store.size).toBe(0)
})

test('a page whose handlers follow each other without a pause is kept between two of them', async () => {
  const ledger = new Ledger()
  const session = sessionOf(ledger) as { isBetweenEvents: boolean } & Session
  const safe = keeping.keep(session)
  session.isBetweenEvents = false
  await vi.advanceTimersByTimeAsync(1_000)
  for (let i = 0; i < 3; i++) {
    handle(ledger)
    session.isBetweenEvents = true
    safe.changed()
    session.isBetweenEvents = false
    await vi.advanceTimersByTimeAsync(300)
  }
  expect(await storedDone()).toBeGreaterThan(1)
})

test('a page that nobody touches for long is kept as long as it is live', async () => {
  const safe = keeping.keep(sessionOf(new Ledger()))
  safe.changed()
  for (let seconds = 0; seconds < 150; seconds++) {
    await vi.advanceTimersByTimeAsync(1_000)
    safe.refresh(performance.now())
  }
  expect(await storedDone()).toBe(0)
})
