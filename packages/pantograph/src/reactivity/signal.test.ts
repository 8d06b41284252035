import { expect, test, vi } from 'vitest'
import { computed, effect, isSignal, signal, untracked } from './signal.ts'
import { Signal, subscriberCount } from './system.ts'

const tick = (): Promise<void> => Promise.resolve()

test('a signal holds what was written', () => {
  const count = signal(1)
  count.value++
  expect([count.value, count.peek()]).toEqual([2, 2])
  expect(signal().value).toBeUndefined()
})

test('a signal knows its name and whether it is transient, without a field for the latter', () => {
  const made = [
    signal(0, { name: 'a', transient: true }),
    signal(0, { transient: false }),
    signal(0),
  ] as unknown as Signal<number>[]
  expect(made.map(({ name, transient }) => [name, transient])).toEqual([
    ['a', true],
    [undefined, false],
    [undefined, false],
  ])
  expect(made.map(Object.keys)).toEqual(made.map(() => Object.keys(new Signal(0, undefined))))
  expect(Object.keys(made[0] as object)).not.toContain('transient')
})

test('a transient signal is heard like any other', async () => {
  const source = signal(1, { transient: true })
  const double = computed(() => source.value * 2)
  const seen: number[] = []
  effect(() => void seen.push(double.value))
  source.value = 2
  await tick()
  expect([seen, isSignal(source), source.peek()]).toEqual([[2, 4], true, 2])
})

test.each([
  ['the same number', 1, 1],
  ['NaN', Number.NaN, Number.NaN],
])('writing %s again runs nothing', async (_, first, second) => {
  const source = signal(first)
  const run = vi.fn<() => unknown>(() => source.value)
  effect(run)
  source.value = second
  await tick()
  expect(run).toHaveBeenCalledTimes(1)
})

test('0 and -0 differ', async () => {
  const source = signal(0)
  const run = vi.fn<() => unknown>(() => source.value)
  effect(run)
  source.value = -0
  await tick()
  expect(run).toHaveBeenCalledTimes(2)
})

test('writing another value and the old one again runs nothing', async () => {
  const source = signal(1)
  const run = vi.fn<() => unknown>(() => source.value)
  effect(run)
  source.value = 2
  source.value = 1
  await tick()
  expect(run).toHaveBeenCalledTimes(1)
})

test('peek and untracked do not listen', async () => {
  const source = signal(1)
  const run = vi.fn<() => unknown>(() => source.peek() + untracked(() => source.value))
  effect(run)
  source.value = 2
  await tick()
  expect(run).toHaveBeenCalledTimes(1)
  expect(subscriberCount(source)).toBe(0)
})

test('untracked ends with its function, also when that throws', async () => {
  const source = signal(1)
  const run = vi.fn<() => unknown>(() => {
    try {
      untracked(() => {
        throw new Error('inside')
      })
    } catch {}
    return source.value
  })
  effect(run)
  source.value = 2
  await tick()
  expect(run).toHaveBeenCalledTimes(2)
})

test('signals and computeds can be told from other values', () => {
  expect([signal(1), computed(() => 1), { value: 1 }, null, 1].map(isSignal)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
