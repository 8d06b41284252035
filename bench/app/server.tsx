// A small server for load drivers: no compression, no rate limits. See bench/README.md.
import { createServer } from 'node:http'
import { createApp } from 'pantograph/server'
import { sqliteStore } from 'pantograph/store'
import { control, listen } from '../lib/control.ts'
import { Counter, Table, ticked, Ticker } from './pages.tsx'
import { Streamed } from './streamed.tsx'

// Not Infinity for the rate: the bucket of tokens would become NaN within one millisecond.
const limits = {
  sessions: 1e9,
  sessionsPerAddress: 1e9,
  eventsPerSecond: 1e9,
  burst: 1e9,
  hibernateMilliseconds: Number(process.env['HIBERNATE'] ?? 3_600_000),
}

const file = process.env['STORE']
const app = createApp({
  secret: 'only for benchmarks, so it may be known',
  limits,
  ...(file ? { store: sqliteStore(file) } : {}),
})
app.page('/counter', Counter)
app.page('/ticker', Ticker)
app.page('/table', Table)
app.page('/streamed', Streamed)

const server = createServer((req, res) => {
  const answered = control(req, res, {
    tick: (n) => (ticked.value = n),
    counts: () => app.stats(),
  })
  if (!answered) app.node(req, res)
})
app.attach(server)
listen(server, 4000)
