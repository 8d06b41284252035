// Clicks per second on one core: pages that click again as soon as the last click is answered, against a bare
// `ws` server that gets and sends the same bytes.
import { openPage } from 'pantograph/testing'
import { framed } from './lib/connection.ts'
import type { Connection } from './lib/connection.ts'
import { openFloor, openMany, openOurs } from './lib/page.ts'
import { cpuOf, pinDriver, startServer } from './lib/processes.ts'
import type { Server } from './lib/processes.ts'
import { report } from './lib/report.ts'
import { interleave, ratios, spread } from './lib/rounds.ts'

const PAGES = 100
const MILLISECONDS = 1000
const ROUNDS = 8

pinDriver()
const ours = await startServer('ours')
const floor = await startServer('floor')

/** Where the button's handler is. */
const page = await openPage(`${ours.url}counter`)
const { block, slot } = page.listener('click', 'button')
page.close()

/** The click that acknowledges the frame of the one before, as a browser sends it. */
const CLICK = framed([8, 1, block, slot])
const FIRST = framed([0, block, slot])

let answered = 0
let clicking = false

function start(connection: Connection): void {
  connection.onMessage = () => {
    answered++
    if (clicking) connection.write(CLICK)
  }
}

const pages = {
  ours: await openMany(PAGES, () => openOurs(ours, '/counter')),
  floor: await openMany(PAGES, () => openFloor(floor, '/counter')),
}
for (const connection of [...pages.ours, ...pages.floor]) start(connection)
// One frame that is not acknowledged, so that every click afterwards has one to acknowledge.
for (const connection of pages.ours) connection.write(FIRST)
await pause(200)

/** µs of the server's processor time per click; beside it, clicks per second. */
const rates: Record<string, number[]> = { ours: [], floor: [] }

async function measure(which: 'ours' | 'floor', server: Server): Promise<number> {
  const before = await cpuOf(server)
  answered = 0
  clicking = true
  const began = performance.now()
  for (const connection of pages[which]) connection.write(CLICK)
  await pause(MILLISECONDS)
  clicking = false
  await pause(100)
  const used = (await cpuOf(server)) - before
  const seconds = (performance.now() - began - 100) / 1000
  rates[which]?.push(answered / seconds)
  return used / answered
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

const candidates = {
  ours: () => measure('ours', ours),
  floor: () => measure('floor', floor),
}
await interleave(candidates, 2)
for (const list of Object.values(rates)) list.length = 0
const results = await interleave(candidates, ROUNDS)
ours.stop()
floor.stop()

const perSecond = (microseconds: number): string => `${(1000 / microseconds).toFixed(1)}k/s`
const [oursTime, floorTime] = [results['ours'] as number[], results['floor'] as number[]]
report({
  what: 'clicks per second of one core',
  ours: `${perSecond(spread(oursTime).median)}, ${spread(oursTime).median.toFixed(1)} µs`,
  other: `${perSecond(spread(floorTime).median)}, ${spread(floorTime).median.toFixed(1)} µs`,
  ratio: ratios(floorTime, oursTime),
  budget: '≥ 0.75 × floor',
  ok: (ratio) => ratio >= 0.75,
  published: 'Phoenix 17k, LiveViewJS 33k, floor 54–66k',
})
report({
  what: '– by the clock, with this driver',
  ours: `${(spread(rates['ours'] as number[]).median / 1000).toFixed(1)}k/s`,
  other: `${(spread(rates['floor'] as number[]).median / 1000).toFixed(1)}k/s`,
  ratio: ratios(rates['ours'] as number[], rates['floor'] as number[]),
})
process.exit()
