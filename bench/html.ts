// HTML of the 1,000-row table as bytes ready to send, per second of processor time.
import { BASE, ENGINES, OURS } from './html/names.ts'
import { ask, startWorker } from './lib/processes.ts'
import type { Worker } from './lib/processes.ts'
import { report } from './lib/report.ts'
import { interleave, ratios, spread } from './lib/rounds.ts'

const WARM_UP = 5
const ROUNDS = 20

const workers = new Map<string, Worker>()
for (const name of ENGINES) workers.set(name, await startWorker('html-worker.ts', [name]))

const html = async (name: string): Promise<unknown> => ask(workers.get(name) as Worker, 'html')
const expected = await html(BASE)
for (const name of ENGINES) {
  if ((await html(name)) !== expected) throw new Error(`${name} renders something else`)
}

const candidates = Object.fromEntries(
  [...workers].map(([name, worker]) => [
    name,
    async () => (await ask(worker, 'measure')) as number,
  ]),
)
await interleave(candidates, WARM_UP)
const results = await interleave(candidates, ROUNDS)
for (const worker of workers.values()) worker.disconnect()

const base = results[BASE] as number[]
for (const [name, values] of Object.entries(results)) {
  if (name === BASE) continue
  report({
    what: `HTML of 1,000 rows: ${name}`,
    ours: `${spread(values).median.toFixed(0)}/s`,
    other: `${spread(base).median.toFixed(0)}/s`,
    ratio: ratios(values, base),
    ...(name === OURS
      ? { budget: '≥ 1.2 × concatenation', ok: (ratio: number) => ratio >= 1.2 }
      : {}),
  })
}
