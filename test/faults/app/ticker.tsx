// A page of 200 places that change 2,000 times a second, each to the time of its change; and one whose single
// place is large. `/go` and `/stop` start and end the changes; `/memory` tells what waits in the process, `/frames` what was
// rendered and logged.
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { signal } from 'pantograph'
import { createApp } from 'pantograph/server'

const PLACES = 200
const PER_SECOND = 2000
const LARGE = 500_000

const places = Array.from({ length: PLACES }, () => signal('-'))
const large = signal('')

function Places() {
  return () => (
    <ul>
      {places.map((place, i) => (
        <li key={i}>{place}</li>
      ))}
    </ul>
  )
}

/** How often it was rendered: once for the HTML, then once for each frame. */
let rendered = 0

function Large() {
  return () => {
    rendered++
    return <p>{large.value}</p>
  }
}

const logged: string[] = []
const log = (_: object, message: string): void => void logged.push(message)
const app = createApp({
  secret: 'a secret of a test, which is no secret at all',
  log: { info() {}, warn: log, error: log },
})
app.page('/', Places)
app.page('/large', Large)

let timer: NodeJS.Timeout | undefined
let next = 0

/** No two values are equal: frames would tell them once. */
function change(number: number, now: number): void {
  ;(places[number % PLACES] as { value: string }).value = `t${now} number ${number}`
}

/** Late timers make up for what they have missed. */
function go(): void {
  const began = Date.now()
  let changes = 0
  timer = setInterval(() => {
    const now = Date.now()
    const due = Math.min(PLACES, ((now - began) * PER_SECOND) / 1000 - changes)
    changes += due
    for (let i = 0; i < due; i++) change(next++, now)
    large.value = `${next}`.padEnd(LARGE)
  }, 2)
}

function stop(): void {
  clearInterval(timer)
  for (const [i, place] of places.entries()) place.value = `end ${i};`
}

const sockets = new Set<Socket>()
let mostWaiting = 0
setInterval(() => {
  for (const socket of sockets) mostWaiting = Math.max(mostWaiting, socket.writableLength)
}, 10)

function memory(): object {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  const waiting = mostWaiting
  mostWaiting = 0
  return { used: heapUsed + arrayBuffers, waiting }
}

const server = createServer((request, response) => {
  if (request.url === '/go') go()
  else if (request.url === '/stop') stop()
  else if (request.url === '/memory') return response.end(JSON.stringify(memory()))
  else if (request.url !== '/frames') return app.node(request, response)
  response.end(JSON.stringify({ rendered, logged }))
})
server.on('connection', (socket) => {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
})
app.attach(server)
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})

process.once('SIGTERM', () => {
  server.close()
  void app.close().then(() => process.exit(0))
})
