// Memory per live counter session over the bare `ws` socket: the slope between 1,000 and 5,000 connections,
// after everything that can be collected was. Then sessions that show 1,000 rows which all share, as a list and as a
// stream.
import { openFloor, openMany, openOurs } from './lib/page.ts'
import type { Connection } from './lib/connection.ts'
import { get, memoryOf, pinDriver, startServer } from './lib/processes.ts'
import type { Memory, Server } from './lib/processes.ts'
import { report } from './lib/report.ts'

const FEW = 1000
const MANY = 5000
const FEW_TABLES = 20
const MANY_TABLES = 120
/** Digits after the point are worth something below that many bytes. */
const SMALL = 10_000

pinDriver()

interface Slope {
  /** Heap and what belongs to it outside, in bytes. */
  readonly heap: number
  readonly rss: number
}

async function slope(
  server: Server,
  few: number,
  many: number,
  open: () => Promise<Connection>,
  memory: (server: Server) => Promise<Memory> = settled,
): Promise<Slope> {
  const connections = await openMany(few, open)
  const before = await memory(server)
  connections.push(...(await openMany(many - few, open)))
  const after = await memory(server)
  for (const connection of connections) connection.close()
  const per = (of: (memory: Memory) => number): number => (of(after) - of(before)) / (many - few)
  return { heap: per(({ heapUsed, external }) => heapUsed + external), rss: per(({ rss }) => rss) }
}

/** What requests left behind goes with time. */
async function settled(server: Server): Promise<Memory> {
  await new Promise((resolve) => setTimeout(resolve, 500))
  await get(server, 'gc')
  return memoryOf(server)
}

/** As `settled`, when every session has let its tree go. */
async function asleep(server: Server): Promise<Memory> {
  for (;;) {
    const memory = await settled(server)
    const { live, hibernated } = memory.sessions ?? { live: 0, hibernated: 0 }
    if (hibernated === live) return memory
  }
}

async function measure(
  which: 'ours' | 'floor',
  path: string,
  few: number,
  many: number,
): Promise<Slope> {
  const server = await startServer(which)
  const open = which === 'ours' ? () => openOurs(server, path) : () => openFloor(server, path)
  const result = await slope(server, few, many, open)
  server.stop()
  return result
}

/** Counters that have been idle. */
async function measureHibernated(): Promise<Slope> {
  const server = await startServer('ours', { HIBERNATE: '500' })
  const result = await slope(server, FEW, MANY, () => openOurs(server, '/counter'), asleep)
  server.stop()
  return result
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(2)} kB`

const floor = await measure('floor', '/counter', FEW, MANY)
const ours = await measure('ours', '/counter', FEW, MANY)
report({
  what: 'memory per counter session over the bare socket',
  ours: `${kilobytes(ours.heap - floor.heap)} (${kilobytes(ours.heap)} in all)`,
  other: `${kilobytes(floor.heap)}`,
  budget: '≤ 4 kB',
  met: ours.heap - floor.heap <= 4000,
  published: 'LiveViewJS 3–10, Phoenix 28–36, Blazor ~250',
})
report({
  what: '– resident size',
  ours: `${kilobytes(ours.rss - floor.rss)} (${kilobytes(ours.rss)} in all)`,
  other: kilobytes(floor.rss),
})
const hibernated = await measureHibernated()
report({
  what: 'memory per hibernated counter session over the bare socket',
  ours: `${kilobytes(hibernated.heap - floor.heap)} (${kilobytes(hibernated.heap)} in all)`,
  other: `${kilobytes(floor.heap)}`,
  budget: '≤ 1 kB',
  met: hibernated.heap - floor.heap <= 1000,
})

const TABLES = [
  {
    what: '1,000 rows, 2 handlers each',
    path: '/table?n=1000&rows=shared&handlers=2',
    budget: 300,
    few: FEW_TABLES,
    many: MANY_TABLES,
    published: 'Phoenix 408–470, LiveViewJS 220',
  },
  {
    what: '1,000 rows, 0 handlers each',
    path: '/table?n=1000&rows=shared&handlers=0',
    budget: 80,
    few: FEW_TABLES,
    many: MANY_TABLES,
  },
  // So little for each needs many of them.
  {
    what: '1,000 rows as a stream, 2 handlers each',
    path: '/streamed?n=1000',
    budget: 8,
    few: FEW,
    many: MANY,
  },
]

for (const { what, path, budget, few, many, ...others } of TABLES) {
  const { heap, rss } = await measure('ours', path, few, many)
  const own = heap - floor.heap
  report({
    what: `memory of a session with ${what}`,
    ours: `${(own / 1000).toFixed(own < SMALL ? 1 : 0)} kB (resident ${(rss / 1000).toFixed(0)} kB)`,
    budget: `≤ ${budget} kB`,
    met: own <= budget * 1000,
    ...others,
  })
}
process.exit()
