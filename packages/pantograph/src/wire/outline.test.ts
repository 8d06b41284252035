// What a browser writes as an outline is read as the same, and whatever else comes ends in a WireError.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeOutline, sumOf } from './outline.ts'
import type { Outline, RootOutline } from './outline.ts'
import { readOutline } from './read-outline.ts'
import type { ToldBlock } from './read-outline.ts'
import { Reader, WireError } from './reader.ts'

const sum = fc.nat(2 ** 31 - 1).map((low) => low * 2 ** 17 + 5)
/** By hash: all blocks of a template have the same skeleton and slots. */
const TEMPLATES = [
  { template: 0xffff_ffff, skeleton: 2 ** 48 - 1, slots: 0, isSpread: false },
  { template: 7, skeleton: 0, slots: 1, isSpread: true },
  { template: 8, skeleton: 3, slots: 3, isSpread: false },
]

const { block } = fc.letrec<{ block: Outline; content: Outline[] }>((tie) => ({
  block: fc
    .tuple(fc.nat(2), sum, sum, fc.array(tie('content'), { minLength: 3, maxLength: 3 }))
    .map(([which, own, spread, contents]) => {
      const { template, skeleton, slots, isSpread } = TEMPLATES[which] as (typeof TEMPLATES)[0]
      const inner = contents.slice(0, slots)
      return {
        template,
        key: null,
        skeleton,
        own,
        spread: isSpread ? spread : null,
        contents: inner,
      }
    }),
  content: fc.oneof(
    { depthSize: 'small' as const },
    fc.constant<Outline[]>([]),
    tie('block').map((one) => [one]),
    fc.tuple(fc.nat(2 ** 32 - 20), fc.array(tie('block'), { maxLength: 6 })).map(keyed),
  ),
}))

/** Keys in runs: every third is out of order. */
function keyed([first, blocks]: [number, Outline[]]): Outline[] {
  return blocks.map((one, i) => ({ ...one, key: first + (i % 3 === 2 ? i + 7 : i) }))
}

const roots = fc.array(
  fc.record({
    own: sum,
    content: fc.oneof(
      fc.constant([]),
      block.map((one) => [one]),
    ),
  }),
  { minLength: 1, maxLength: 3 },
)

/** Without numbers, and without the holes that stand for nothing. */
const plain = (
  { number: _, contents, ...rest }: ToldBlock,
  { contents: like }: Outline,
): Outline => ({
  ...rest,
  contents: like.map((content, i) =>
    (contents[i] ?? []).map((one, at) => plain(one, content[at] as Outline)),
  ),
})

const read = (bytes: readonly number[], count: number) =>
  readOutline(new Reader(Uint8Array.from(bytes)), count)

test('what is written is read; blocks are numbered by their order', () => {
  fc.assert(
    fc.property(roots, (given) => {
      const { told, count } = read(encodeOutline(given) as number[], given.length)
      const again = told.map(({ own, content }, i) => ({
        own,
        content: content.map((one, at) =>
          plain(one, (given[i] as RootOutline).content[at] as Outline),
        ),
      }))
      expect(again).toEqual(given)
      expect(again.map(sumOf)).toEqual(given.map(sumOf))
      const numbers: number[] = []
      const visit = (one: ToldBlock): void => {
        numbers.push(one.number)
        for (const content of one.contents) for (const inner of content ?? []) visit(inner)
      }
      for (const { content } of told) content.forEach(visit)
      expect(numbers).toEqual(
        Array.from({ length: count - given.length }, (_, i) => given.length + i),
      )
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('blocks of a template that do not look alike are no outline', () => {
  const one = { template: 1, key: 0, skeleton: 1, own: 1, spread: null, contents: [] }
  expect(encodeOutline([{ own: 1, content: [one, { ...one, key: 1, skeleton: 2 }] }])).toBe(null)
})

/** Anything but a WireError fails the test. */
function outcome(bytes: readonly number[], count: number): string {
  try {
    read(bytes, count)
    return 'read'
  } catch (error) {
    if (error instanceof WireError) return error.message
    throw error
  }
}

test('random bytes, and outlines with a byte changed or cut, are an outline or a WireError', () => {
  const outcomes = new Set<string>()
  fc.assert(
    fc.property(roots, fc.nat(), fc.nat(255), fc.array(fc.nat(255)), (given, at, byte, noise) => {
      const bytes = encodeOutline(given) as number[]
      outcomes.add(outcome(noise, 1))
      outcomes.add(outcome(bytes.with(at % bytes.length, byte), given.length))
      outcomes.add(outcome(bytes.slice(0, at % bytes.length), given.length))
    }),
    { seed: 1, numRuns: 2000 },
  )
  expect([...outcomes]).toEqual(expect.arrayContaining(['read', 'truncated', 'template', 'items']))
})

test('blocks in blocks, deeper than any page, are refused', () => {
  const template = [1, ...new Array<number>(10).fill(0), 2]
  const nested = Array.from({ length: 5000 }, () => [1, 0, ...new Array<number>(6).fill(0), 1, 0])
  expect(outcome([...template, ...new Array<number>(6).fill(0), ...nested.flat(), 0], 1)).toBe(
    'depth',
  )
})
