// Bytes on the wire, exactly: payloads without the headers of the WebSocket, read by the page client of
// `pantograph/testing`. The same budgets are tests (packages/pantograph/test/rendering/budgets.test.tsx).
import { readFileSync } from 'node:fs'
import { openPage } from 'pantograph/testing'
import type { PageClient } from 'pantograph/testing'
import { get, startServer } from './lib/processes.ts'
import { report } from './lib/report.ts'

const server = await startServer('ours')

/** Bytes up and down of what `act` causes, acknowledgements that travel alone left out. */
async function cost(page: PageClient, act: () => void): Promise<{ up: number; down: number }> {
  const { eventBytes, frameBytes } = page.counts
  act()
  await page.idle()
  return { up: page.counts.eventBytes - eventBytes, down: page.counts.frameBytes - frameBytes }
}

function bytes(what: string, size: number, limit: number | null, published?: string): void {
  report({
    what,
    ours: `${size.toLocaleString('en')} B`,
    ...(limit === null ? {} : { budget: `≤ ${limit.toLocaleString('en')} B`, met: size <= limit }),
    ...(published === undefined ? {} : { published }),
  })
}

const counter = await openPage(`${server.url}counter`)
const most = { up: 0, down: 0 }
for (let i = 0; i < 1000; i++) {
  const { up, down } = await cost(counter, () => counter.click('button'))
  most.up = Math.max(most.up, up)
  most.down = Math.max(most.down, down)
}
if (counter.text !== 'Clicked 1000 times') throw new Error(counter.text)
bytes('counter click, up (most of 1,000)', most.up, 5, 'Phoenix 96, Dioxus ~450')
bytes('counter click, down (most of 1,000)', most.down, 8, 'Phoenix 94, Dioxus 58')
counter.close()

const ticker = await openPage(`${server.url}ticker`)
const framed = new Promise<number>((resolve) => {
  ticker.onFrame = (frame) => resolve(frame.length)
})
await get(server, 'tick?n=12345')
bytes('pushed number, down', await framed, 6, 'Phoenix 53, Dioxus 58')
ticker.close()

const table = await openPage(`${server.url}table?n=1000`)
const adoption = table.counts.bytesDown
const steps = [
  ['swap', 'swap two of 1,000 rows', 16, 'Phoenix 133, LiveViewJS 41,166'],
  ['remove', 'remove one', 8, 'Phoenix 9,865'],
  ['prepend', 'prepend one', 60, 'Phoenix 9,934'],
  ['update', 'every 10th label', 2700, 'Phoenix 3,661'],
  ['clear', 'clear', null, undefined],
  ['create', 'create 1,000', 32_000, 'LiveViewJS 40,949, Phoenix 80,838'],
] as const
for (const [button, what, limit, published] of steps) {
  const { down } = await cost(table, () => table.click(`#${button}`))
  bytes(`${what}, down`, down, limit, published)
}
bytes(
  `adopting 1,000 rows after ${Math.round(table.html.length / 1000)} kB of HTML`,
  adoption,
  2000,
  'Phoenix 81,231',
)
table.close()
server.stop()

interface Manifest {
  readonly main: string
}

const client = new URL('./client/', import.meta.resolve('pantograph'))
const { main } = JSON.parse(readFileSync(new URL('manifest.json', client), 'utf8')) as Manifest
const size = readFileSync(new URL(`${main}.br`, client)).length
bytes('browser runtime, minified, brotli', size, 6000, 'Dioxus 6.8 kB, Phoenix 40 kB')
process.exit()
