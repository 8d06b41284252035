// What it costs that clicks survive the process: pages that click again as soon as the last click is answered, with
// continuous checkpoints in SQLite and without.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Clicker, perSecond } from './lib/clicker.ts'
import { openMany, openOurs, placeOfButton } from './lib/page.ts'
import { pinDriver, startServer } from './lib/processes.ts'
import { report } from './lib/report.ts'
import { interleave, ratios, spread } from './lib/rounds.ts'

const PAGES = 100
const ROUNDS = 8

pinDriver()
const folder = await mkdtemp(join(tmpdir(), 'pantograph-bench-'))
const kept = await startServer('ours', { STORE: join(folder, 'sessions.sqlite') })
const bare = await startServer('ours')
const place = await placeOfButton(bare)
const open = async (server: typeof kept): Promise<Clicker> =>
  new Clicker(server, await openMany(PAGES, () => openOurs(server, '/counter')), place)
const clickers = { kept: await open(kept), bare: await open(bare) }
const candidates = {
  kept: () => clickers.kept.measure(),
  bare: () => clickers.bare.measure(),
}
await interleave(candidates, 2)
const results = await interleave(candidates, ROUNDS)
kept.stop()
bare.stop()
await rm(folder, { recursive: true })

const [keptTime, bareTime] = [results['kept'] as number[], results['bare'] as number[]]
report({
  what: 'clicks per second of one core with continuous checkpoints in SQLite, beside none',
  ours: `${perSecond(spread(keptTime).median)}, ${spread(keptTime).median.toFixed(1)} µs`,
  other: `${perSecond(spread(bareTime).median)}, ${spread(bareTime).median.toFixed(1)} µs`,
  ratio: ratios(bareTime, keptTime),
  budget: '≥ 0.85 × without',
  ok: (ratio) => ratio >= 0.85,
})
process.exit()
