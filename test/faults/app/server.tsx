// The oracle's application: each event adds its number to the session's state and, once however often it runs,
// to a table. DATA names its folder; TROUBLE how its store misbehaves. It can be asked to suffer.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createApp } from 'pantograph/server'
import { sqliteStore } from 'pantograph/store'
import { countInstances, Flood, floods, onEffect, Oracle } from './oracle.tsx'
import { troubled } from './store.ts'
import { suffer } from './suffering.ts'

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
onEffect((marker, number, event) => void effect.run(marker, number, event))

const USER = 'somebody'
const sessions = join(folder, 'sessions.sqlite')
/** `page`: each page keeps its own checkpoint. Else how the store is used. */
const MODE = process.env['MODE'] ?? 'continuous'
const app = createApp({
  secret: process.env['SECRET'] ?? 'a secret of the oracle, which is no secret at all',
  session: () => USER,
  store: MODE === 'page' ? MODE : troubled(sqliteStore(sessions)),
  checkpoints: MODE === 'strict' || MODE === 'detach' ? MODE : 'continuous',
  limits: { eventsPerSecond: 10_000, burst: 10_000, sessionsPerAddress: 10_000 },
  log: { info() {}, warn() {}, error: (data, text) => console.error(text, data) },
})
app.page('/', Oracle)
app.page('/fresh/:marker/:last/:count/:wrong?', Oracle)
app.page('/flood', Flood)

const sockets = new Set<Socket>()

/** What the process holds, once what it may let go is gone. */
function residue(): object {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  const resources: Record<string, number> = {}
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1
  let waiting = 0
  for (const socket of sockets) waiting = Math.max(waiting, socket.writableLength)
  const memory = { used: heapUsed + arrayBuffers, waiting }
  return { ...memory, stats: app.stats(), resources, pages: countInstances() }
}

const server = createServer((request, response) => {
  const [, what = '', amount = ''] = request.url?.split('/') ?? []
  if (what === 'residue') return void response.end(JSON.stringify(residue()))
  const ask: Record<string, () => void> = {
    end: () => app.pool.endUser(USER),
    flood: () => floods(amount === 'on'),
    cut: () => {
      for (const socket of sockets) if (socket !== request.socket) socket.resetAndDestroy()
    },
    ...suffer(amount, sessions),
  }
  const run = amount === '' && what === 'flood' ? undefined : ask[what]
  if (run === undefined) return app.node(request, response)
  response.end(run)
})
server.on('connection', (socket) => {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
})
app.attach(server)
const HOST = process.env['HOST'] ?? '127.0.0.1'
server.listen(Number(process.env['PORT'] ?? 0), HOST, () => {
  console.log(`http://${HOST}:${(server.address() as AddressInfo).port}/`)
})

process.once('SIGTERM', () => {
  server.close()
  void app.close().then(() => process.exit(0))
})
