// The oracle's application: each event adds its number to the session's state and, once however often it runs,
// to a table. What it shows is what the oracle reads. DATA names its folder; STORE how its store misbehaves.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { signal } from 'pantograph'
import { createApp } from 'pantograph/server'
import { sqliteStore } from 'pantograph/store'
import { troubled } from './store.ts'

const folder = process.env['DATA'] as string

// The time of day is off by what a file says.
const now = Date.now
let shift = 0
Date.now = () => now() + shift
setInterval(() => {
  shift = existsSync(join(folder, 'clock'))
    ? Number(readFileSync(join(folder, 'clock'), 'utf8'))
    : 0
}, 100).unref()

const database = new DatabaseSync(join(folder, 'oracle.sqlite'))
database.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS effects (marker TEXT, number INTEGER, event TEXT UNIQUE, runs INTEGER)`)
const effect = database.prepare(
  'INSERT INTO effects VALUES (?, ?, ?, 1) ON CONFLICT (event) DO UPDATE SET runs = runs + 1',
)

interface Tally {
  /** The last number, how many there were, and each that was out of order. */
  readonly last: number
  readonly count: number
  readonly wrong: readonly number[]
}

/** Follows numbers that should be 1, 2, 3 … */
function Oracle() {
  const tally = signal<Tally>({ last: 0, count: 0, wrong: [] })
  const marker = signal('')
  const add = (event: { id: string; value: string }): void => {
    const [name = '', text] = event.value.split(' ')
    const number = Number(text)
    const { last, count, wrong } = tally.value
    marker.value = name
    tally.value = {
      last: number,
      count: count + 1,
      wrong: number === last + 1 ? wrong : [...wrong, number].slice(0, 10),
    }
    effect.run(name, number, event.id)
  }
  return () => (
    <main>
      <input onInput={add} />
      <output>
        marker={marker.value} last={tally.value.last} count={tally.value.count} wrong=
        {tally.value.wrong.join(',')}.
      </output>
      <ul>
        {Array.from({ length: tally.value.last % 7 }, (_, i) => (
          <li key={i}>row {i}</li>
        ))}
      </ul>
    </main>
  )
}

const app = createApp({
  secret: 'a secret of the oracle, which is no secret at all',
  store: troubled(sqliteStore(join(folder, 'sessions.sqlite'))),
  limits: { eventsPerSecond: 10_000, burst: 10_000, sessionsPerAddress: 10_000 },
  log: { info() {}, warn() {}, error: (data, text) => console.error(text, data) },
})
app.page('/', Oracle)

const server = createServer((request, response) => {
  if (request.url === '/stats') return void response.end(JSON.stringify(app.stats()))
  if (request.url?.startsWith('/block/')) {
    response.end()
    const until = Date.now() + Number(request.url.slice(7))
    // A handler of somebody's that does not let go of the process.
    while (Date.now() < until);
    return
  }
  app.node(request, response)
})
app.attach(server)
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})

process.once('SIGTERM', () => {
  server.close()
  void app.close().then(() => process.exit(0))
})
