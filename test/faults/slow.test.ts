// Readers that are slower than a page changes: they are late by little, cost little, and are in nobody's way.
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openPage } from 'pantograph/testing'
import type { PageClient } from 'pantograph/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { connectByHand } from './by-hand.ts'
import type { ByHand } from './by-hand.ts'
import { percentile } from './lib/percentile.ts'
import { ServerProcess } from './lib/process.ts'
import { FaultyProxy } from './lib/proxy.ts'

const RATE = 20_000
const MILLION = 1_000_000

let server: ServerProcess
let proxy: FaultyProxy

beforeAll(async () => {
  server = await ServerProcess.start({
    args: [
      '--expose-gc',
      '--import',
      'pantograph/register',
      resolve(import.meta.dirname, 'app/ticker.tsx'),
    ],
    env: { NODE_ENV: 'production' },
    cwd: resolve(import.meta.dirname, '../../examples'),
  })
  proxy = await FaultyProxy.to(server.target)
  proxy.shape({ rate: RATE }, { way: 'down' })
})

afterAll(async () => {
  await proxy?.close()
  await server?.end()
})

interface Memory {
  readonly used: number
  /** The most that waited for one socket since the last call. */
  readonly waiting: number
}

interface Frames {
  /** How often the large place was rendered. */
  readonly rendered: number
  readonly logged: readonly string[]
}

const json = async (path: string): Promise<unknown> => (await fetch(server.url + path)).json()
const memory = async (): Promise<Memory> => (await json('memory')) as Memory
const ask = async (what: 'go' | 'stop' | 'frames'): Promise<Frames> => (await json(what)) as Frames

/** When everything stood still, and for how many milliseconds: nobody can be in time then. */
const stalls: { readonly until: number; readonly lasted: number }[] = []
let lookedAt = Date.now()

function look(): number {
  const now = Date.now()
  if (now - lookedAt > 200) stalls.push({ until: now, lasted: now - lookedAt })
  lookedAt = now
  return now
}

setInterval(look, 10).unref()

/** How old something is, without the time in which everything stood still. */
function ageOf(time: number): number {
  let age = look() - time
  for (const { until, lasted } of stalls) if (until > time) age -= Math.min(lasted, until - time)
  return age
}

/** How old the newest value was that a page showed, each time that it was about to change. */
function watch(page: PageClient): number[] {
  const ages: number[] = []
  let newest = 0
  page.onFrame = (frame) => {
    const times =
      Buffer.from(frame)
        .toString('latin1')
        .match(/t\d{13}/g) ?? []
    if (newest > 0) ages.push(ageOf(newest))
    for (const time of times) newest = Math.max(newest, Number(time.slice(1)))
  }
  return ages
}

const END = Array.from({ length: 200 }, (_, i) => `end ${i};`).join('')

test('200 places that change 2,000 times a second, read at 20 kB/s', async () => {
  const slow = await openPage(proxy.at('/'))
  const fast = await openPage(server.url)
  onTestFinished(() => {
    slow.close()
    fast.close()
  })
  const ages = { slow: watch(slow), fast: watch(fast) }
  await ask('go')
  const [began, framesBefore] = [performance.now(), fast.counts.frames]
  await pause(1000)
  const before = await memory()
  await pause(5000)
  const after = await memory()
  const seconds = (performance.now() - began) / 1000
  const fastFrames = fast.counts.frames - framesBefore
  await ask('stop')
  await expect.poll(() => slow.text, { interval: 20 }).toBe(END)
  await expect.poll(() => fast.text).toBe(END)
  // The age just before the next frame: the oldest that a user ever looks at.
  expect(percentile(ages.slow, 95)).toBeLessThan(1500)
  expect(percentile(ages.fast, 95)).toBeLessThan(200)
  // Sixty a second, for what has passed by the clock.
  expect(fastFrames / seconds).toBeLessThan(62)
  expect(slow.counts.frames).toBeLessThan(fastFrames / 2)
  expect(after.waiting).toBeLessThan(MILLION)
  expect(after.used - before.used).toBeLessThan(16 * MILLION)
})

async function connect(path: string): Promise<ByHand> {
  const byHand = await connectByHand(server.url, path)
  onTestFinished(() => byHand.socket.terminate())
  return byHand
}

test('who reads nothing is sent next to nothing', async () => {
  const { socket } = await connect('/large')
  socket.pause()
  const before = await memory()
  await ask('go')
  await pause(2000)
  await ask('stop')
  const after = await memory()
  // One frame of half a megabyte may be on its way.
  expect(after.waiting).toBeLessThan(MILLION)
  expect(after.used - before.used).toBeLessThan(16 * MILLION)
})

test('who acknowledges without reading is cut before it fills the memory; others do not notice', async () => {
  const { socket, closed } = await connect('/large')
  const other = await openPage(server.url)
  onTestFinished(() => other.close())
  const ages = watch(other)
  socket.pause()
  let { rendered, logged } = await ask('frames')
  await memory()
  await ask('go')
  for (const until = Date.now() + 20_000; logged.length === 0 && Date.now() < until;) {
    const now = await ask('frames')
    const count = now.rendered - rendered
    if (count > 0) socket.send(Uint8Array.of(10, count))
    ;({ rendered, logged } = now)
  }
  await ask('stop')
  expect(logged).toEqual([expect.stringMatching(/^PG_SLOW/)])
  expect((await memory()).waiting).toBeLessThan(10 * MILLION)
  expect(percentile(ages, 95)).toBeLessThan(200)
  // It reads to the end and finds that there was no farewell.
  socket.resume()
  expect((await closed)[0]).toBe(1006)
})
