// Keys of items: they stay with their items, and are never used twice.
import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { keysFor, moved, withKey, withoutKey } from './keys.ts'
import type { ListKeys } from './keys.ts'

const NOTHING: ListKeys = { keys: [], next: 1 }

test('a list that nothing was done to has the same keys each time', () => {
  expect(keysFor(undefined, 3)).toEqual({ keys: [1, 2, 3], next: 4 })
  expect(keysFor({ keys: [2], next: 3 }, 3)).toEqual({ keys: [2, 3, 4], next: 5 })
  expect(keysFor({ keys: [2, 7], next: 8 }, 1)).toEqual({ keys: [2], next: 8 })
})

test('whatever is done, keys go with their items, and no item gets the key of another', () => {
  const step = fc.record({ kind: fc.nat(2), a: fc.nat(), b: fc.nat() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let list = NOTHING
      let items: string[] = []
      const keyOf = new Map<string, number>()
      for (const [count, { kind, a, b }] of steps.entries()) {
        const [from, to] = [a % Math.max(items.length, 1), b % Math.max(items.length, 1)]
        if (kind === 0 || items.length === 0) {
          const at = a % (items.length + 1)
          items = items.toSpliced(at, 0, `item ${count}`)
          list = withKey(list, at)
          keyOf.set(`item ${count}`, list.keys[at] as number)
        } else if (kind === 1) {
          items = items.toSpliced(from, 1)
          list = withoutKey(list, from)
        } else {
          items = moved(items, from, to)
          list = { ...list, keys: moved(list.keys, from, to) }
        }
      }
      expect(list.keys).toEqual(items.map((item) => keyOf.get(item)))
      expect(new Set(keyOf.values()).size).toBe(keyOf.size)
    }),
  )
})
