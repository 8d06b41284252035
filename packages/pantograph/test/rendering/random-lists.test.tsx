// Random keyed lists: rows that stay keep their element, and no more of them are moved than must be.
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signal } from 'pantograph'
import { subscriberCount } from '../../src/reactivity/system.ts'
import { COMPARED, WELCOME } from '../../src/wire/protocol.ts'
import { agree, fresh, shown } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

/** `SEED=…` tries other cases; a failure prints the seed and path that show it again. */
const SEED = Number(process.env['SEED'] ?? 20_200)
const RUNS = Number(process.env['RUNS'] ?? 1)

let page: TestPage
beforeAll(async () => {
  page = await open(List)
  console.log(`seed ${SEED}`)
})
afterAll(() => page.session.close('PG_GONE', 2))

interface Row {
  readonly key: number
  readonly text: string
}
const rows = signal<readonly Row[]>([])
const rowLists = fc.array(
  fc.uniqueArray(fc.record({ key: fc.nat(12), text: fc.constantFrom('a', 'b') }), {
    selector: ({ key }) => key,
  }),
  { minLength: 2, maxLength: 5 },
)

function List() {
  return () => (
    <ul>
      {rows.value.map(({ key, text }) => (
        <li key={key} data-key={key}>
          {text}
        </li>
      ))}
    </ul>
  )
}

/** The length of a longest increasing subsequence, by trying all pairs. */
function longestRun(numbers: readonly number[]): number {
  const lengths: number[] = []
  for (const number of numbers) {
    lengths.push(1 + Math.max(0, ...lengths.filter((_, j) => (numbers[j] as number) < number)))
  }
  return Math.max(0, ...lengths)
}

const elements = (): Map<string, Element> =>
  new Map(
    [...page.find('ul').children].map((element) => [
      element.getAttribute('data-key') as string,
      element,
    ]),
  )

test(
  'rows that stay keep their element, and no more rows are moved than must be',
  async () => {
    await fc.assert(
      fc.asyncProperty(rowLists, async ([first = [], ...others]) => {
        rows.value = first
        await page.visit(List)
        const move = vi.spyOn(page.session.tree.output, 'move')
        for (const list of others) {
          const before = elements()
          const oldOrder = rows.peek().map(({ key }) => key)
          rows.value = list
          move.mockClear()
          await page.settle()
          const kept = list
            .map(({ key }) => oldOrder.indexOf(key))
            .filter((position) => position >= 0)
          expect(move).toHaveBeenCalledTimes(kept.length - longestRun(kept))
          for (const [key, element] of elements()) expect(before.get(key) ?? element).toBe(element)
          expect(await shown(page)).toBe((await fresh(page, List)).dom)
          await agree(page)
        }
      }),
      { seed: SEED, numRuns: Math.ceil(1000 * RUNS) },
    )
  },
  120_000 * Math.max(1, RUNS),
)

test(
  'rows keep their element while the server dies and another one tells what differs',
  async () => {
    await fc.assert(
      fc.asyncProperty(rowLists, async ([first = [], ...others]) => {
        rows.value = first
        await page.visit(List)
        for (const list of others) {
          const before = elements()
          await page.moveOn()
          rows.value = list
          page.down.length = 0
          page.reconnect()
          await page.settle()
          for (const [key, element] of elements()) expect(before.get(key) ?? element).toBe(element)
          expect(await shown(page)).toBe((await fresh(page, List)).dom)
          await agree(page)
          expect(beginnings()).toEqual([COMPARED])
        }
      }),
      { seed: SEED, numRuns: Math.ceil(300 * RUNS) },
    )
  },
  120_000 * Math.max(1, RUNS),
)

/** How the page was welcomed. */
const beginnings = (): (number | undefined)[] =>
  page.down.filter(([head = 0]) => (head & 7) === WELCOME).map(([, how]) => how)

test('nothing listens to the rows once their sessions have ended', async () => {
  page.session.close('PG_GONE', 2)
  expect(subscriberCount(rows)).toBe(0)
})
