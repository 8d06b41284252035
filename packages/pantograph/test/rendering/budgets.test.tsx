// The exact budgets in bytes of DESIGN.md section 12: what an event and its frame cost, and what a page of
// js-framework-benchmark costs. Acknowledgements on their own are counted apart.
import { describe, expect, test } from 'vitest'
import { signal } from 'pantograph'
import { ACK } from '../../src/wire/protocol.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'
import { makeRows, Table } from './table.tsx'
import type { RowData } from './table.tsx'

/** Budgets are for compiled pages; the plain front end makes a block of each element. */
const compiled = process.env['PANTOGRAPH_FRONT_END'] === 'compiled'

const sizeOf = (messages: readonly Uint8Array[]): number =>
  messages.reduce((sum, { length }) => sum + length, 0)

/** Bytes up and down that `act` causes. */
async function cost(page: TestPage, act: () => void): Promise<{ up: number; down: number }> {
  const [up, down] = [page.up.length, page.down.length]
  act()
  await page.settle()
  const events = page.up.slice(up).filter((message) => ((message[0] as number) & 7) !== ACK)
  return { up: sizeOf(events), down: sizeOf(page.down.slice(down)) }
}

describe('small changes', { timeout: 60_000 }, () => {
  function Counter() {
    const count = signal(0)
    return () => <button onClick={() => count.value++}>Clicked {count} times</button>
  }

  test('a click on a counter: 5 bytes up, 8 down', async () => {
    const page = await open(Counter)
    let most = { up: 0, down: 0 }
    for (let i = 0; i < 1000; i++) {
      const { up, down } = await cost(page, () => page.find('button').click())
      most = { up: Math.max(most.up, up), down: Math.max(most.down, down) }
    }
    expect(page.find('button').textContent).toBe('Clicked 1000 times')
    expect(most.up).toBeLessThanOrEqual(5)
    expect(most.down).toBeLessThanOrEqual(8)
  })

  test('a number that the server pushes: 6 bytes', async () => {
    const number = signal(0)
    const page = await open(() => () => <p>{number}</p>)
    for (const next of [1, 1000, 12_345]) {
      const { down } = await cost(page, () => (number.value = next))
      expect(page.find('p').textContent).toBe(String(next))
      expect(down).toBeLessThanOrEqual(6)
    }
  })

  test('an event that changes nothing: 3 bytes down', async () => {
    const page = await open(() => () => <button onClick={() => {}}>Nothing</button>)
    const { up, down } = await cost(page, () => page.find('button').click())
    expect(up).toBe(3)
    expect(down).toBeGreaterThan(0)
    expect(down).toBeLessThanOrEqual(3)
  })
})

describe('1,000 rows', { timeout: 60_000 }, () => {
  const rows = signal<readonly RowData[]>([])
  const selected = signal<number | null>(null)
  const App = () => () => <Table rows={rows.value} selected={selected} />

  async function openWith(count: number): Promise<TestPage> {
    rows.value = makeRows(count)
    selected.value = null
    return open(App)
  }

  /** Bytes down when the rows change; the page shows the new ones. */
  async function change(page: TestPage, next: readonly RowData[]): Promise<number> {
    const { down } = await cost(page, () => (rows.value = next))
    const shown = [...page.find('tbody').children].map((row) => row.textContent)
    expect(shown).toEqual(next.map(({ id, label }) => `${id}${label}`))
    return down
  }

  test('adopting them: 2,000 bytes', async () => {
    const page = await openWith(1000)
    expect(page.log).toEqual([])
    expect(sizeOf(page.down)).toBeLessThanOrEqual(2000)
  })

  test('swapping two: 16 bytes', async () => {
    const page = await openWith(1000)
    const next = [...rows.value]
    ;[next[1], next[998]] = [next[998] as RowData, next[1] as RowData]
    expect(await change(page, next)).toBeLessThanOrEqual(16)
  })

  test('removing one: 8 bytes', async () => {
    const page = await openWith(1000)
    expect(await change(page, rows.value.toSpliced(500, 1))).toBeLessThanOrEqual(8)
  })

  test('one more in front: 60 bytes', async () => {
    const page = await openWith(1000)
    const next = [...makeRows(1, 1001), ...rows.value]
    expect(await change(page, next)).toBeLessThanOrEqual(compiled ? 60 : 190)
  })

  test('every tenth label changed: 2,700 bytes', async () => {
    const page = await openWith(1000)
    const longer = ({ id, label }: RowData): RowData => ({ id, label: `${label} !!!` })
    const next = rows.value.map((row, i) => (i % 10 === 0 ? longer(row) : row))
    expect(await change(page, next)).toBeLessThanOrEqual(2700)
  })

  test('creating them: 32,000 bytes', async () => {
    const page = await openWith(0)
    expect(await change(page, makeRows(1000))).toBeLessThanOrEqual(compiled ? 32_000 : 41_000)
  })

  test('selecting one, then another: 16 bytes', async () => {
    const page = await openWith(1000)
    await cost(page, () => (selected.value = 5))
    const { down } = await cost(page, () => (selected.value = 900))
    expect(page.find('.danger').firstElementChild?.textContent).toBe('900')
    expect(down).toBeLessThanOrEqual(16)
  })
})
