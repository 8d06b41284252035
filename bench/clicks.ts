// Clicks per second on one core: pages that click again as soon as the last click is answered, against a bare
// `ws` server that gets and sends the same bytes.
import { Clicker, perSecond } from './lib/clicker.ts'
import { openFloor, openMany, openOurs, placeOfButton } from './lib/page.ts'
import { pinDriver, startServer } from './lib/processes.ts'
import { report } from './lib/report.ts'
import { interleave, ratios, spread } from './lib/rounds.ts'

const PAGES = 100
const ROUNDS = 8

pinDriver()
const servers = { ours: await startServer('ours'), floor: await startServer('floor') }
const place = await placeOfButton(servers.ours)
const ours = new Clicker(
  servers.ours,
  await openMany(PAGES, () => openOurs(servers.ours, '/counter')),
  place,
)
const floor = new Clicker(
  servers.floor,
  await openMany(PAGES, () => openFloor(servers.floor, '/counter')),
  place,
)
const candidates = { ours: () => ours.measure(), floor: () => floor.measure() }
await interleave(candidates, 2)
for (const { rates } of [ours, floor]) rates.length = 0
const results = await interleave(candidates, ROUNDS)
for (const server of Object.values(servers)) server.stop()

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
  ours: `${(spread(ours.rates).median / 1000).toFixed(1)}k/s`,
  other: `${(spread(floor.rates).median / 1000).toFixed(1)}k/s`,
  ratio: ratios(ours.rates, floor.rates),
})
process.exit()
