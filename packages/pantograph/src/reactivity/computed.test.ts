import { expect, test, vi } from 'vitest'
import { computed, effect, signal } from './signal.ts'
import type { ReadonlySignal } from './signal.ts'
import { subscriberCount } from './system.ts'

const tick = (): Promise<void> => Promise.resolve()

test('is computed when it is read, and again only after a change', () => {
  const source = signal(1)
  const getter = vi.fn<() => unknown>(() => source.value * 2)
  const double = computed(getter)
  expect(getter).not.toHaveBeenCalled()
  const stop = effect(() => double.value)
  expect([double.value, double.peek()]).toEqual([2, 2])
  expect(getter).toHaveBeenCalledTimes(1)
  source.value = 2
  expect(double.value).toBe(4)
  expect(getter).toHaveBeenCalledTimes(2)
  stop()
})

test('follows its sources when nobody listens', () => {
  const source = signal(1)
  const double = computed(() => source.value * 2)
  expect(double.peek()).toBe(2)
  source.value = 2
  expect(double.peek()).toBe(4)
  expect(double.value).toBe(4)
})

test('a diamond is seen whole, and runs its end once', async () => {
  const source = signal(1)
  const left = computed(() => source.value + 1)
  const right = computed(() => source.value * 10)
  const seen: string[] = []
  effect(() => seen.push(`${left.value},${right.value}`))
  source.value = 2
  await tick()
  expect(seen).toEqual(['2,10', '3,20'])
})

test('an unchanged result stops the change there', async () => {
  const source = signal(1)
  const isOdd = computed(() => source.value % 2 === 1)
  const run = vi.fn<() => unknown>(() => isOdd.value)
  effect(run)
  source.value = 3
  await tick()
  expect(run).toHaveBeenCalledTimes(1)
  source.value = 4
  await tick()
  expect(run).toHaveBeenCalledTimes(2)
})

test('what was not read in the last run is not listened to', async () => {
  const which = signal(true)
  const [a, b] = [signal('a'), signal('b')]
  const chosen = computed(() => (which.value ? a.value : b.value))
  const run = vi.fn<() => unknown>(() => chosen.value)
  effect(run)
  expect([subscriberCount(a), subscriberCount(b)]).toEqual([1, 0])
  which.value = false
  await tick()
  expect([subscriberCount(a), subscriberCount(b)]).toEqual([0, 1])
  a.value = 'not seen'
  await tick()
  expect(run).toHaveBeenCalledTimes(2)
})

test('lets go of its sources when the last listener has gone, and works on', async () => {
  const source = signal(1)
  const double = computed(() => source.value * 2)
  const stop = effect(() => double.value)
  stop()
  expect([subscriberCount(source), subscriberCount(double)]).toEqual([0, 0])
  source.value = 4
  expect(double.value).toBe(8)
})

test('an unread computed in a chain leaves nothing behind', () => {
  const source = signal(1)
  const chain = computed(() => computed(() => source.value).value)
  const stop = effect(() => chain.value)
  stop()
  expect(subscriberCount(source)).toBe(0)
})

test('an error reaches every reader until the getter succeeds', () => {
  const source = signal(-1)
  const root = computed(() => {
    if (source.value < 0) throw new Error('negative')
    return Math.sqrt(source.value)
  })
  expect(() => root.value).toThrow('negative')
  expect(() => root.value).toThrow('negative')
  source.value = 4
  expect(root.value).toBe(2)
  source.value = -4
  expect(() => root.peek()).toThrow('negative')
})

test('a reader that survived an error runs when the getter succeeds again', async () => {
  const source = signal(-1)
  const root = computed(() => {
    if (source.value < 0) throw new Error('negative')
    return Math.sqrt(source.value)
  })
  const seen: unknown[] = []
  effect(() => {
    try {
      seen.push(root.value)
    } catch {
      seen.push('failed')
    }
  })
  for (const next of [4, -1, 9]) {
    source.value = next
    await tick()
  }
  expect(seen).toEqual(['failed', 2, 'failed', 3])
})

test('reading itself is PG_CYCLE', () => {
  const first: { value: number } = computed(() => second.value + 1)
  const second = computed(() => first.value + 1)
  expect(() => first.value).toThrow(expect.objectContaining({ code: 'PG_CYCLE' }))
  expect(() => second.value).toThrow(expect.objectContaining({ code: 'PG_CYCLE' }))
})

test('what a getter reads after an error is listened to again', async () => {
  const fails = signal(true)
  const source = signal(1)
  const picky = computed(() => {
    if (fails.value) throw new Error('no')
    return source.value
  })
  const seen: unknown[] = []
  effect(() => {
    try {
      seen.push(picky.value)
    } catch {
      seen.push(null)
    }
  })
  fails.value = false
  await tick()
  source.value = 2
  await tick()
  expect(seen).toEqual([null, 1, 2])
})

test('a computed that nobody listens to does not listen itself: it would be kept', () => {
  const shared = signal(1)
  let runs = 0
  const double = computed(() => (runs++, shared.value * 2))
  const next = computed(() => double.value + 1)
  expect(next.value).toBe(3)
  expect(next.peek()).toBe(3)
  expect(runs).toBe(1)
  expect(subscriberCount(shared)).toBe(0)
  shared.value = 2
  expect(next.value).toBe(5)
  expect(runs).toBe(2)
  const stop = effect(() => void next.value)
  expect(subscriberCount(shared)).toBe(1)
  stop()
  expect(subscriberCount(shared)).toBe(0)
  shared.value = 3
  expect(next.peek()).toBe(7)
  expect(subscriberCount(shared)).toBe(0)
})

test('a computed that sleeps knows what it was computed from', () => {
  const [a, b, isOn] = [signal(1), signal(1), signal(true)]
  const runs = { double: 0, sum: 0 }
  const double = computed(() => (runs.double++, a.value * 2))
  const sum = computed(() => (runs.sum++, isOn.value ? double.value + b.value : 0))
  expect([sum.value, double.value, sum.value]).toEqual([3, 2, 3])
  expect(runs).toEqual({ double: 1, sum: 1 })
  b.value = 2
  expect([sum.value, double.value]).toEqual([4, 2])
  expect(runs).toEqual({ double: 1, sum: 2 })
  const stop = effect(() => void sum.value)
  expect(runs).toEqual({ double: 1, sum: 2 })
  a.value = 2
  expect(sum.value).toBe(6)
  expect(runs).toEqual({ double: 2, sum: 3 })
  stop()
  expect(sum.value).toBe(6)
  expect(runs).toEqual({ double: 2, sum: 3 })
  isOn.value = false
  expect(sum.value).toBe(0)
  a.value = 3
  expect(sum.value).toBe(0)
  expect(runs).toEqual({ double: 2, sum: 4 })
  for (const source of [a, b, isOn]) expect(subscriberCount(source)).toBe(0)
})

test('a computed that nobody listens to throws anew only when something has changed', () => {
  const source = signal(0)
  let runs = 0
  const fails = computed(() => {
    runs++
    if (source.value === 0) throw new Error('nothing')
    return source.value
  })
  expect(() => fails.value).toThrow('nothing')
  expect(() => fails.peek()).toThrow('nothing')
  expect(runs).toBe(1)
  source.value = 1
  expect(fails.value).toBe(1)
})

test('a computed that listens again hears what differs from what it remembers, whatever was read between', async () => {
  const isOpen = signal(true)
  const same = computed(() => isOpen.value)
  same.peek()
  isOpen.value = false
  void isOpen.value
  isOpen.value = true
  let seen: boolean | undefined
  const stop = effect(() => void (seen = same.value))
  isOpen.value = false
  await tick()
  expect([seen, same.peek()]).toEqual([false, false])
  stop()
})

test('a cycle below a chain is found at once', () => {
  let runs = 0
  const first: ReadonlySignal<number> = computed(() => (runs++, second.value))
  const second: ReadonlySignal<number> = computed(() => (runs++, first.value))
  let top = first
  for (let i = 0; i < 16; i++) {
    const below = top
    top = computed(() => (runs++, below.value + 1))
  }
  expect(() => top.value).toThrow('reads itself')
  expect(runs).toBe(18)
})
