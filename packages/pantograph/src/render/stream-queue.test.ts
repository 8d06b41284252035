// What waits for a page that is slow: as if everything had been done, and no more than the page could show.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { StreamQueue } from './stream-queue.ts'
import type { StreamOp } from './stream-queue.ts'
import { Shelf } from './stream-shelf.ts'
import type { Place } from './stream-shelf.ts'
import * as P from '../wire/protocol.ts'

type Step =
  | { readonly does: 'put'; readonly key: number; readonly place: Place }
  | { readonly does: 'update'; readonly key: number }
  | { readonly does: 'delete'; readonly key: number }
  | { readonly does: 'clear' }

const key = fc.nat(6)
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.constantFrom('end' as const, 'start' as const),
  fc.record({ before: key }),
  fc.record({ at: fc.nat(4) }),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('put' as const), key, place }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constantFrom('update' as const, 'delete' as const), key }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('clear' as const) }) },
)

function act(step: Step, value: number, shelf: Shelf<number>): void {
  if (step.does === 'clear') shelf.clear()
  else if (step.does === 'delete') shelf.delete(step.key)
  else if (step.does === 'update') shelf.update(step.key, value)
  else shelf.put(step.key, value, step.place)
}

function wait(step: Step, value: number, queue: StreamQueue<number | null>): void {
  if (step.does === 'clear') queue.clear(null)
  else if (step.does === 'delete') queue.delete(step.key, null)
  else if (step.does === 'update') queue.update(step.key, value)
  else queue.put(step.key, value, step.place)
}

function apply({ code, key, value, place }: StreamOp<number | null>, shelf: Shelf<number>): void {
  if (code === P.STREAM_CLEAR) shelf.clear()
  else if (value === null) shelf.delete(key)
  else if (code === P.STREAM_UPDATE) shelf.update(key, value)
  else shelf.put(key, value, place)
}

test('what waited, done late, gives what doing it at once gives', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 12 }),
      fc.array(step, { maxLength: 12 }),
      (first, later) => {
        const atOnce = new Shelf<number>(100)
        const late = new Shelf<number>(100)
        for (const [i, one] of first.entries()) {
          act(one, i, atOnce)
          act(one, i, late)
        }
        const queue = new StreamQueue<number | null>(100)
        for (const [i, one] of later.entries()) {
          act(one, 100 + i, atOnce)
          wait(one, 100 + i, queue)
        }
        for (const op of queue.take()) apply(op, late)
        expect([late.keys, late.values]).toEqual([atOnce.keys, atOnce.values])
      },
    ),
    { numRuns: 5000 },
  )
})

test('however much waits, it is no more than a few times the limit, or a thousand of each change', () => {
  const queue = new StreamQueue<number | null>(10)
  for (let i = 0; i < 2000; i++) {
    queue.put(i, i, 'end')
    queue.put(-i, i, 'start')
    queue.put(10_000 + i, i, { at: 3 })
    queue.update(20_000 + i, i)
    queue.delete(30_000 + i, null)
  }
  expect(queue.size).toBeLessThanOrEqual(30 + 2 * 1000)
  queue.clear(null)
  expect(queue.take().map(({ code }) => code)).toEqual([P.STREAM_CLEAR])
})

test('of many that go to the end, those that the page would show are told', () => {
  const queue = new StreamQueue<number | null>(10)
  const shelf = new Shelf<number>(10)
  for (let i = 0; i < 1000; i++) queue.put(i, i, 'end')
  for (const op of queue.take()) apply(op, shelf)
  expect(shelf.values).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999])
})
