import { afterEach, expect, test, vi } from 'vitest'
import { EffectQueue, runInScope } from './scope.ts'
import type { Scope } from './scope.ts'
import { batch, computed, effect, signal } from './signal.ts'
import { subscriberCount } from './system.ts'

const tick = (): Promise<void> => Promise.resolve()

class TestScope implements Scope {
  readonly errors: unknown[] = []
  readonly effects = new EffectQueue((error) => this.errors.push(error))
  private readonly owned: (() => void)[] = []

  own(dispose: () => void): void {
    this.owned.push(dispose)
  }

  end(): void {
    for (const dispose of this.owned) dispose()
  }
}

afterEach(() => {
  vi.restoreAllMocks()
})

test('runs at once, then once per microtask however much was written', async () => {
  const [a, b] = [signal(1), signal(1)]
  const seen: number[] = []
  effect(() => seen.push(a.value + b.value))
  a.value = 2
  b.value = 2
  a.value = 3
  expect(seen).toEqual([2])
  await tick()
  expect(seen).toEqual([2, 5])
})

test('writes after an await are gathered like those before it', async () => {
  const source = signal(0)
  const seen: number[] = []
  effect(() => seen.push(source.value))
  const write = async (): Promise<void> => {
    source.value = 1
    source.value = 2
    await new Promise(setImmediate)
    source.value = 3
    source.value = 4
  }
  await write()
  await tick()
  expect(seen).toEqual([0, 2, 4])
})

test('cleans up before the next run and at the end, in that order', async () => {
  const source = signal(1)
  const steps: string[] = []
  const stop = effect(() => {
    const { value } = source
    steps.push(`run ${value}`)
    return () => steps.push(`clean ${value}`)
  })
  source.value = 2
  await tick()
  stop()
  stop()
  source.value = 3
  await tick()
  expect(steps).toEqual(['run 1', 'clean 1', 'run 2', 'clean 2'])
})

test('what a clean-up reads is not listened to', async () => {
  const [source, read] = [signal(1), signal(1)]
  const run = vi.fn<() => unknown>(() => {
    void source.value
    return () => void read.value
  })
  effect(run)
  source.value = 2
  await tick()
  read.value = 2
  await tick()
  expect(run).toHaveBeenCalledTimes(2)
  expect(subscriberCount(read)).toBe(0)
})

test('an effect stopped while it was due does not run', async () => {
  const source = signal(1)
  const run = vi.fn<() => unknown>(() => source.value)
  const stop = effect(run)
  source.value = 2
  stop()
  await tick()
  expect(run).toHaveBeenCalledTimes(1)
})

test('an effect may stop itself', async () => {
  const source = signal(0)
  const run = vi.fn<(value?: unknown) => void>()
  const stop: () => void = effect(() => {
    run(source.value)
    if (source.value === 1) stop()
  })
  for (const next of [1, 2]) {
    source.value = next
    await tick()
  }
  expect(run).toHaveBeenCalledTimes(2)
  expect(subscriberCount(source)).toBe(0)
})

test('an effect that has stopped itself listens to nothing that it reads afterwards, and cleans up', async () => {
  const over = signal(false)
  const other = signal(0)
  const cleaned: boolean[] = []
  const stop = effect(() => {
    if (over.value) stop()
    const last = other.value === 0 && over.value
    return () => void cleaned.push(last)
  })
  over.value = true
  await tick()
  expect([subscriberCount(over), subscriberCount(other)]).toEqual([0, 0])
  expect(cleaned).toEqual([false, true])
})

test('an effect that writes what another reads runs that too', async () => {
  const [source, copy] = [signal(1), signal(0)]
  const seen: number[] = []
  effect(() => seen.push(copy.value))
  effect(() => {
    copy.value = source.value
  })
  source.value = 2
  await tick()
  await tick()
  expect(seen.at(-1)).toBe(2)
})

test('effects that keep triggering each other are reported and stopped', async () => {
  const scope = new TestScope()
  const [a, b] = [signal(0), signal(0)]
  runInScope(scope, () => {
    effect(() => {
      b.value = a.value + 1
    })
    effect(() => {
      a.value = b.value + 1
    })
  })
  await tick()
  expect(scope.errors).toEqual([
    expect.objectContaining({ message: expect.stringContaining('each other') }),
  ])
})

test('an effect that changes what it has read runs again until it is content, whoever else reads that', async () => {
  const count = signal(0)
  const from = signal(0)
  effect(() => {
    if (from.value > count.value) count.value++
  })
  from.value = 5
  await tick()
  expect(count.peek()).toBe(5)
  effect(() => void count.value)
  from.value = 8
  await tick()
  expect(count.value).toBe(8)
})

test('an effect that is never content is PG_LOOP', async () => {
  const scope = new TestScope()
  const all = signal<number[]>([])
  const next = signal(0)
  runInScope(scope, () => effect(() => void (all.value = [...all.value, next.value])))
  await tick()
  expect(scope.errors).toEqual([expect.objectContaining({ code: 'PG_LOOP' })])
})

test('what an effect writes before it reads it, or only peeks at, does not run it again', async () => {
  const source = signal(1)
  const [copy, sum] = [signal(0), signal(0)]
  const seen: number[] = []
  effect(() => {
    copy.value = source.value
    sum.value = sum.peek() + copy.value
    seen.push(sum.peek())
  })
  source.value = 2
  await tick()
  source.value = 3
  await tick()
  expect(seen).toEqual([1, 3, 6])
})

test('an effect that throws is reported, stays alive, and keeps no other from running', async () => {
  const scope = new TestScope()
  const source = signal(0)
  const seen: number[] = []
  runInScope(scope, () => {
    effect(() => {
      if (source.value === 1) throw new Error('one')
    })
    effect(() => seen.push(source.value))
    effect(() => {
      if (source.value === 2) throw new Error('two')
    })
  })
  for (const next of [1, 2, 3]) {
    source.value = next
    await tick()
  }
  expect(seen).toEqual([0, 1, 2, 3])
  expect(scope.errors.map(String)).toEqual(['Error: one', 'Error: two'])
})

test('an effect of nobody that throws is printed, and ends nothing', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const source = signal(0)
  const stop = effect(() => {
    if (source.value === 1) throw new Error('one')
  })
  source.value = 1
  await tick()
  expect(print).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'one' }))
  stop()
})

test('an effect whose first run threw kept listening', () => {
  const source = signal(0)
  expect(() =>
    effect(() => {
      void source.value
      throw new Error('at once')
    }),
  ).toThrow('at once')
  expect(subscriberCount(source)).toBe(0)
})

test('effects end with their scope', async () => {
  const scope = new TestScope()
  const source = signal(0)
  const clean = vi.fn<(value?: unknown) => void>()
  runInScope(scope, () =>
    effect(() => {
      void source.value
      return clean
    }),
  )
  scope.end()
  expect(clean).toHaveBeenCalledTimes(1)
  expect(subscriberCount(source)).toBe(0)
})

test('a scope is still there after an await, also beside another one', async () => {
  const scopes = [new TestScope(), new TestScope()]
  const source = signal(0)
  await Promise.all(
    scopes.map((scope) =>
      runInScope(scope, async () => {
        await tick()
        await new Promise(setImmediate)
        effect(() => void source.value)
      }),
    ),
  )
  expect(subscriberCount(source)).toBe(2)
  scopes[0]?.end()
  expect(subscriberCount(source)).toBe(1)
  scopes[1]?.end()
  expect(subscriberCount(source)).toBe(0)
})

test('a batch runs the effects of its scope when the outermost one ends, also when it throws', () => {
  const scope = new TestScope()
  const source = signal(0)
  const seen: number[] = []
  runInScope(scope, () => {
    effect(() => seen.push(source.value))
    batch(() => {
      source.value = 1
      batch(() => (source.value = 2))
      expect(seen).toEqual([0])
    })
    expect(seen).toEqual([0, 2])
    expect(() =>
      batch(() => {
        source.value = 3
        throw new Error('inside')
      }),
    ).toThrow('inside')
  })
  expect(seen).toEqual([0, 2, 3])
  expect(batch(() => 7)).toBe(7)
})

test('a batch of one scope does not run, delay or lose the effects of another', async () => {
  const [one, other] = [new TestScope(), new TestScope()]
  const source = signal(0)
  const seen: number[] = []
  runInScope(other, () => effect(() => seen.push(source.value)))
  runInScope(one, () => batch(() => (source.value = 1)))
  expect(seen).toEqual([0])
  await tick()
  expect(seen).toEqual([0, 1])
})

test('an async batch holds nothing back after its first await', async () => {
  const scope = new TestScope()
  const source = signal(0)
  const seen: number[] = []
  let finish = (): void => {}
  const waiting = new Promise<void>((resolve) => (finish = resolve))
  const batched = runInScope(scope, () => {
    effect(() => seen.push(source.value))
    return batch(async () => {
      source.value = 1
      await waiting
      source.value = 2
    })
  })
  expect(seen).toEqual([0, 1])
  source.value = 5
  await tick()
  expect(seen).toEqual([0, 1, 5])
  finish()
  await batched
  await tick()
  expect(seen).toEqual([0, 1, 5, 2])
})

test('an effect of one scope that throws leaves another one running', async () => {
  const [one, other] = [new TestScope(), new TestScope()]
  const source = signal(0)
  const seen: number[] = []
  runInScope(one, () =>
    effect(() => {
      if (source.value > 0) throw new Error('mine')
    }),
  )
  runInScope(other, () => effect(() => seen.push(source.value)))
  source.value = 1
  await tick()
  expect(seen).toEqual([0, 1])
  expect([one.errors.length, other.errors.length]).toEqual([1, 0])
})

test("an effect made by an effect of nobody was owned by whoever's write had run it", async () => {
  const scope = new TestScope()
  const [outer, inner] = [signal(0), signal(0)]
  const seen: number[] = []
  const stop = effect(() => {
    if (outer.value === 1) effect(() => seen.push(inner.value))
  })
  await runInScope(scope, async () => {
    outer.value = 1
    await tick()
  })
  scope.end()
  inner.value = 1
  await tick()
  expect(seen).toEqual([0, 1])
  stop()
})

test('an effect runs in its own scope, whoever wrote', async () => {
  const [mine, writers] = [new TestScope(), new TestScope()]
  const source = signal(0)
  const owned = vi.spyOn(mine, 'own')
  runInScope(mine, () =>
    effect(() => {
      if (source.value === 1) effect(() => {})
    }),
  )
  owned.mockClear()
  runInScope(writers, () => (source.value = 1))
  await tick()
  expect(owned).toHaveBeenCalledTimes(1)
})

test('what an effect returns to be awaited begins, and what it fails with is told', async () => {
  const scope = new TestScope()
  // oxlint-disable-next-line unicorn/no-thenable -- that is what is tested
  const query = { then: (_: unknown, failed: (error: unknown) => void) => failed('down') }
  runInScope(scope, () => effect(() => query as never))
  await vi.waitFor(() => expect(scope.errors).toEqual(['down']))
  scope.end()
})

test('nothing is left of 10,000 effects and computeds', () => {
  const source = signal(0)
  const shared = computed(() => source.value + 1)
  for (let i = 0; i < 10_000; i++) {
    const scope = new TestScope()
    runInScope(scope, () => effect(() => computed(() => shared.value + source.value).value))
    scope.end()
  }
  expect([subscriberCount(source), subscriberCount(shared)]).toEqual([0, 0])
})
