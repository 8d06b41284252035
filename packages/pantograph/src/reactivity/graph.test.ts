// Random graphs with changing dependencies and failing getters, against plain recursion.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { computed, effect, signal } from './signal.ts'
import type { ReadonlySignal } from './signal.ts'
import { subscriberCount } from './system.ts'

const SOURCES = 3

/** A node reads the first dependency; if that is odd the second, else the third. It fails at 7. */
type Spec = readonly [number, number, number]

function combine(read: (index: number) => number, [first, odd, even]: Spec): number {
  const chosen = read(first)
  const result = (chosen % 2 ? read(odd) + 1 : read(even) + chosen) % 10
  if (result === 7) throw new Error('seven')
  return result
}

const outcome = (read: () => number): number | string => {
  try {
    return read()
  } catch (error) {
    return String(error)
  }
}

test('readers see what plain recursion gives, and are told of every change', async () => {
  const specs = fc.array(fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)), {
    minLength: 1,
    maxLength: 8,
  })
  const writes = fc.array(fc.tuple(fc.nat(SOURCES - 1), fc.nat(9), fc.boolean()), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(specs, writes, async (wanted, changes) => {
      const sources = Array.from({ length: SOURCES }, () => signal(0))
      const nodes: ReadonlySignal<number>[] = [...sources]
      const plain: (() => number)[] = sources.map((source) => () => source.peek())
      for (const spec of wanted) {
        const known = nodes.length
        const at = spec.map((index) => index % known) as unknown as Spec
        nodes.push(
          computed(() => combine((index) => (nodes[index] as ReadonlySignal<number>).value, at)),
        )
        plain.push(() => combine((index) => (plain[index] as () => number)(), at))
      }
      const seen: (number | string)[] = []
      const stops = nodes.map(
        (node, i) => effect(() => (seen[i] = outcome(() => node.value))) as () => void,
      )
      for (const [index, value, wait] of changes) {
        ;(sources[index] as { value: number }).value = value
        if (!wait) continue
        await Promise.resolve()
        expect(seen).toEqual(plain.map(outcome))
      }
      for (const stop of stops) stop()
      expect(nodes.map(subscriberCount)).toEqual(nodes.map(() => 0))
      expect(nodes.map((node) => outcome(() => node.peek()))).toEqual(plain.map(outcome))
    }),
    { seed: 1, numRuns: 1000 },
  )
})
