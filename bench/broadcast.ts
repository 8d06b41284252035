// One change of a shared number on 2,000 open pages: the server's processor time per page, against a bare `ws`
// server that sends the same bytes to everybody.
import { framed } from './lib/connection.ts'
import type { Connection } from './lib/connection.ts'
import { openFloor, openMany, openOurs } from './lib/page.ts'
import { cpuOf, get, pinDriver, startServer } from './lib/processes.ts'
import type { Server } from './lib/processes.ts'
import { report } from './lib/report.ts'
import { interleave, ratios, spread } from './lib/rounds.ts'

const PAGES = 2000
const TICKS = 10
const ROUNDS = 8

pinDriver()
const ours = await startServer('ours')
const floor = await startServer('floor')

/** Two frames are acknowledged. */
const ACK = framed([10, 2])

let arrived = 0
let acknowledge = true
let all: (() => void) | null = null

function start(connection: Connection): void {
  let frames = 0
  connection.onMessage = () => {
    // As a browser does.
    if (++frames % 2 === 0 && acknowledge) connection.write(ACK)
    if (++arrived === PAGES) all?.()
  }
}

for (const connection of await openMany(PAGES, () => openOurs(ours, '/ticker'))) start(connection)
for (const connection of await openMany(PAGES, () => openFloor(floor, '/ticker'))) start(connection)

let number = 0
const delays: Record<string, number[]> = {}

/** µs of the server's processor time per page and tick. */
async function measure(name: string, server: Server, acknowledges: boolean): Promise<number> {
  acknowledge = acknowledges
  const before = await cpuOf(server)
  for (let i = 0; i < TICKS; i++) {
    arrived = 0
    const done = new Promise<void>((resolve) => (all = resolve))
    const began = performance.now()
    await get(server, `tick?n=${(number++ % 60) + 1}`)
    await done
    ;(delays[name] ??= []).push(performance.now() - began)
  }
  // Acknowledgements are on their way still.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return ((await cpuOf(server)) - before) / TICKS / PAGES
}

const candidates = {
  ours: () => measure('ours', ours, true),
  floor: () => measure('floor', floor, false),
  acknowledged: () => measure('acknowledged', floor, true),
}
await interleave(candidates, 2)
for (const list of Object.values(delays)) list.length = 0
const results = await interleave(candidates, ROUNDS)
ours.stop()
floor.stop()

const [mine, bare, acknowledged] = ['ours', 'floor', 'acknowledged'].map(
  (name) => results[name] as number[],
) as [number[], number[], number[]]
const microseconds = (values: readonly number[]): string => `${spread(values).median.toFixed(1)} µs`
report({
  what: 'one change to 2,000 pages, per page',
  ours: microseconds(mine),
  other: microseconds(bare),
  ratio: ratios(mine, bare),
  budget: '≤ 1.3 × floor',
  ok: (ratio) => ratio <= 1.3,
  published: 'Phoenix and LiveViewJS 18–22 µs, floor 9–11',
})
report({
  what: '– floor that is acknowledged too',
  ours: microseconds(mine),
  other: microseconds(acknowledged),
  ratio: ratios(mine, acknowledged),
})
report({
  what: '– until the last page has it',
  ours: `${spread(delays['ours'] as number[]).median.toFixed(0)} ms`,
  other: `${spread(delays['floor'] as number[]).median.toFixed(0)} ms`,
})
process.exit()
