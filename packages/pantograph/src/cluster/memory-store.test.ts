// The memory store: the contract, what it holds on to, and the loss of recent writes.
import { afterEach, expect, test, vi } from 'vitest'
import { storeConformance } from '../../test/store/conformance.ts'
import { rewindableStore } from '../../test/store/rewindable.ts'
import { memoryStore } from './memory-store.ts'

const one = Uint8Array.of(1)
const two = Uint8Array.of(2)

afterEach(() => {
  vi.useRealTimers()
})

storeConformance('memoryStore', async () => {
  let time = 1_700_000_000_000
  const store = memoryStore({ now: () => time })
  return { store, other: store, pass: (milliseconds) => void (time += milliseconds) }
})

test('sweeps what nobody asks for, with one timer that ends when nothing is left', async () => {
  vi.useFakeTimers()
  const store = memoryStore()
  expect(vi.getTimerCount()).toBe(0)
  for (let i = 0; i < 50; i++) await store.put(`${i}`, one, null, i < 40 ? 1000 : 120_000)
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(20_000)
  expect(store.size).toBe(10)
  vi.advanceTimersByTime(130_000)
  expect(store.size).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('one sweep looks at a part only; all have been looked at within two minutes', async () => {
  vi.useFakeTimers()
  const store = memoryStore()
  for (let i = 0; i < 20_000; i++) await store.put(`${i}`, one, null, i % 2 === 0 ? 1000 : Infinity)
  vi.advanceTimersByTime(10_000)
  expect(store.size).toBeGreaterThan(18_000)
  vi.advanceTimersByTime(110_000)
  expect(store.size).toBe(10_000)
})

test('close lets go of the timer and of the entries', async () => {
  vi.useFakeTimers()
  const store = memoryStore()
  await store.put('key', one, null, 1000)
  store.close()
  expect(vi.getTimerCount()).toBe(0)
  expect(store.size).toBe(0)
})

test('loss of recent writes: they are gone, and their versions do not come again', async () => {
  const store = rewindableStore()
  const kept = await store.put('key', one, null, Infinity)
  const lose = store.snapshot()
  const lost = await store.put('key', two, kept, Infinity)
  await store.put('new', two, null, Infinity)
  lose()
  expect(await store.get('key')).toEqual({ value: one, version: kept })
  expect(await store.get('new')).toBeUndefined()
  const next = await store.put('key', two, kept, Infinity)
  expect(next).not.toBe(lost)
  expect(await store.put('key', one, lost, Infinity)).toBeNull()
})

test('loss of recent writes: deletions are undone, and it can happen twice', async () => {
  const store = rewindableStore()
  const version = (await store.put('key', one, null, Infinity)) as string
  const lose = store.snapshot()
  for (let times = 0; times < 2; times++) {
    await store.delete('key', version)
    expect(await store.get('key')).toBeUndefined()
    lose()
    expect(await store.get('key')).toEqual({ value: one, version })
  }
})
