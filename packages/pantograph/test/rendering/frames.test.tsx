// Frames that arrive damaged: the browser runtime notices, begins again, and the page is right afterwards.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { on, signal } from 'pantograph'
import { inStep } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

const rows = signal<readonly number[]>([])
const big = signal(false)

function App() {
  return () => (
    <main class={{ big: big.value }}>
      {rows.value.map((row) => (
        <p key={row} title={`row ${row}`} onClick={on(() => {}, { key: ['a', 'b'], once: true })}>
          row {row} {big.value ? <b>{row * 1000}</b> : 'small'}
        </p>
      ))}
      {big.value && [1, 'two', <i key="i">3</i>]}
    </main>
  )
}

let page: TestPage

/** Shows the page anew and damages the frame that changes it. */
async function damage(change: (frame: Uint8Array) => Uint8Array): Promise<void> {
  rows.value = [1, 2]
  big.value = false
  await page.visit(App)
  damageNext(change)
  rows.value = [2, 3]
  big.value = true
  await page.settle()
}

function damageNext(change: (frame: Uint8Array) => Uint8Array): void {
  page.onTheWay = (message) => {
    page.onTheWay = (next) => next
    return change(message)
  }
}

beforeAll(async () => {
  page = await open(App)
})
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
})

/**
 * Comes back if the runtime gave the connection up; the page then is what the server holds.
 * @param patience milliseconds: what the runtime needs for that may still be on its way
 */
async function recover(patience: number): Promise<'noticed' | 'not noticed'> {
  const began = performance.now()
  do await page.settle()
  while (page.socket?.readyState === 1 && performance.now() - began < patience)
  if (page.socket?.readyState === 1) return 'not noticed'
  page.reconnect()
  await page.settle()
  await inStep(page)
  expect(page.ended).toBeNull()
  return 'noticed'
}

test('a frame cut at any offset is noticed', async () => {
  await damage((frame) => frame)
  await inStep(page)
  const { length } = page.down.at(-1) as Uint8Array
  expect(length).toBeGreaterThan(40)
  for (let end = 0; end < length; end++) {
    await damage((frame) => frame.subarray(0, end))
    expect([end, await recover(10_000)]).toEqual([end, 'noticed'])
  }
}, 60_000)

test('a frame with a byte changed leaves a runtime that can begin again', async () => {
  // A changed byte may be a change of the address; this page must stay where it is.
  for (const method of ['pushState', 'replaceState'] as const) {
    vi.spyOn(page.window.history, method).mockImplementation(() => {})
  }
  await damage((frame) => frame)
  const { length } = page.down.at(-1) as Uint8Array
  const outcomes = new Set<string>()
  for (let at = 1; at < length; at++) {
    await damage((frame) => frame.with(at, (frame[at] as number) ^ 1))
    outcomes.add(await recover(5))
    // What passed for a frame may have told anything: from here on the page is told anew.
    await page.tellAnew()
    if (page.ended === null) await inStep(page)
  }
  expect(outcomes).toContain('noticed')
}, 60_000)

test('a WELCOME cut at any offset is noticed', async () => {
  await page.visit(App)
  const { length } = page.down[0] as Uint8Array
  for (let end = 1; end < length; end++) {
    damageNext((message) => message.subarray(0, end))
    await page.visit(App)
    expect([end, await recover(10_000)]).toEqual([end, 'noticed'])
  }
}, 60_000)
