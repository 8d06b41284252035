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

const SPECS = fc.array(fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)), {
  minLength: 1,
  maxLength: 8,
})

/** Sources and what is computed from them, and the same by plain recursion. */
function graphOf(wanted: readonly Spec[]) {
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
  return { sources, nodes, plain }
}

test('readers see what plain recursion gives, and are told of every change', async () => {
  const writes = fc.array(fc.tuple(fc.nat(SOURCES - 1), fc.nat(9), fc.boolean()), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(SPECS, writes, async (wanted, changes) => {
      const { sources, nodes, plain } = graphOf(wanted)
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

test('so do readers that come and go, and those who only look', async () => {
  const steps = fc.array(
    fc.tuple(fc.constantFrom('write', 'look', 'listen', 'stop', 'wait'), fc.nat(99), fc.nat(9)),
    { maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(SPECS, steps, async (wanted, script) => {
      const { sources, nodes, plain } = graphOf(wanted)
      const looked: [at: number, seen: number | string, wanted: number | string][] = []
      const listening: { at: number; seen: number | string; stop: () => void }[] = []
      const check = (): void =>
        expect(listening.map(({ seen }) => seen)).toEqual(
          listening.map(({ at }) => outcome(plain[at] as () => number)),
        )
      for (const [what, number, value] of script) {
        const at = number % nodes.length
        const node = nodes[at] as ReadonlySignal<number>
        if (what === 'write') (sources[number % SOURCES] as { value: number }).value = value
        else if (what === 'look')
          looked.push([
            at,
            outcome(() => (value % 2 ? node.value : node.peek())),
            outcome(plain[at] as () => number),
          ])
        else if (what === 'stop') listening.splice(number % (listening.length || 1), 1)[0]?.stop()
        else if (what === 'listen') {
          const one = { at, seen: 0 as number | string, stop: () => {} }
          one.stop = effect(() => void (one.seen = outcome(() => node.value)))
          listening.push(one)
        } else {
          await Promise.resolve()
          check()
        }
      }
      await Promise.resolve()
      check()
      expect(looked.filter(([, seen, wanted]) => seen !== wanted)).toEqual([])
      for (const { stop } of listening) stop()
      expect(nodes.map(subscriberCount)).toEqual(nodes.map(() => 0))
    }),
    { seed: 1, numRuns: 2000 },
  )
})
