// When frames are sent, and what becomes of a browser that does not acknowledge them.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { signal } from '../index.ts'
import type { WritableSignal } from '../reactivity/signal.ts'
import { FRAME, PING } from '../wire/protocol.ts'
import type { Hello } from '../wire/upstream.ts'
import { Session } from './session.ts'

const hello: Hello = {
  type: 'hello',
  version: 1,
  mode: 0,
  url: '/',
  roots: [],
  ticket: new Uint8Array(0),
  checkpoint: new Uint8Array(0),
  frame: 0,
  first: 1,
  log: [],
}
const CLICK = Uint8Array.of(0, 1, 0)

interface Page {
  readonly session: Session
  readonly value: WritableSignal<string>
  /** Milliseconds at which frames came, and PINGs. */
  readonly frames: number[]
  readonly pings: number[]
  readonly closed: number[]
  /** A message of the browser. */
  receive(bytes: Uint8Array): void
  /** Acknowledges that many frames. */
  acknowledge(count: number): void
}

const turn = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await Promise.resolve()
}

/** Time goes on, one millisecond after another. */
async function pass(milliseconds: number, each?: (now: number) => void): Promise<void> {
  for (let i = 0; i < milliseconds; i++) {
    vi.advanceTimersByTime(1)
    each?.(Date.now())
    await turn()
  }
}

async function open(acknowledges: boolean, handler?: () => void): Promise<Page> {
  const value = signal('')
  const session: Session = new Session('test', '/', null, {
    limits: { eventsPerSecond: 1e9, burst: 1e9, maxQueuedEvents: 100 },
    host: {
      log: { info() {}, warn() {}, error() {} },
      onClosed() {},
      onDetached() {},
      ticket: () => new Uint8Array(0),
      tellKept() {},
      shared: () => ({ isLoaded: true, load: () => Promise.resolve() }),
    },
    ownsUrl: () => true,
  })
  session.addRoot(() => <button onClick={handler}>{value}</button>, {})
  const page: Page = {
    session,
    value,
    frames: [],
    pings: [],
    closed: [],
    receive: (bytes) => session.link.receive(bytes, transport),
    acknowledge: (count) => page.receive(Uint8Array.of(10, count)),
  }
  const transport = {
    send(bytes: Uint8Array) {
      const type = (bytes[0] as number) & 7
      if (type === PING) page.pings.push(Date.now())
      if (type !== FRAME) return
      page.frames.push(Date.now())
      if (acknowledges) queueMicrotask(() => page.acknowledge(1))
    },
    close: (code: number) => void page.closed.push(code),
    pause() {},
  }
  session.link.attach(transport, hello, 'adopt')
  await turn()
  return page
}

const heartbeats =
  ({ session }: Page) =>
  (now: number): void => {
    if (now % 1000 === 0) session.link.heartbeat(now)
  }

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('what changes every millisecond is told sixty times a second, and then to its end', async () => {
  const { value, frames } = await open(true)
  await pass(1000, (now) => (value.value = `${now}`))
  expect(frames.length).toBeGreaterThan(58)
  expect(frames.length).toBeLessThan(62)
  await pass(17)
  const { length } = frames
  await pass(100)
  expect(frames.length).toBe(length)
  expect(vi.getTimerCount()).toBe(0)
})

test('what changes seldom is told at once, without a timer', async () => {
  const { value, frames } = await open(true)
  for (let i = 0; i < 10; i++) {
    await pass(20)
    value.value = `${i}`
    await turn()
    expect(frames.at(-1)).toBe(Date.now())
    expect(vi.getTimerCount()).toBe(0)
  }
})

test('the answer to an event never waits, whatever else changes', async () => {
  const { receive, value, frames } = await open(true)
  await pass(200, (now) => {
    value.value = `${now}`
    if (now % 7 === 0) receive(CLICK)
  })
  for (let now = 7; now <= 200; now += 7) expect(frames).toContain(now)
})

test('what a handler shows before it waits is an answer too', async () => {
  const page: Page = await open(true, async () => {
    page.value.value = 'busy'
    await new Promise((resolve) => setTimeout(resolve, 500))
  })
  page.value.value = 'a push'
  await turn()
  page.receive(CLICK)
  await turn()
  expect(page.frames).toEqual([0, 0])
})

test('a frame that is not acknowledged for 10 s is asked for; after 20 s more the page is let go', async () => {
  const page = await open(false)
  const stay = await open(true)
  page.value.value = stay.value.value = 'a'
  await pass(30_000, (now) => {
    heartbeats(page)(now)
    heartbeats(stay)(now)
  })
  expect([page.pings, page.closed]).toEqual([[11_000], []])
  await pass(1000, heartbeats(page))
  expect([page.closed, page.session.state]).toEqual([[4002], 'detached'])
  // The ordinary heartbeat, as it was heard in the first second.
  expect([stay.pings, stay.session.state]).toEqual([[21_000], 'live'])
})

test('one that answers the PING stays', async () => {
  const page = await open(false)
  page.value.value = 'a'
  await pass(12_000, heartbeats(page))
  page.receive(Uint8Array.of(11, 1))
  await pass(15_000, heartbeats(page))
  expect([page.pings.length, page.session.state]).toEqual([1, 'live'])
})

test('a process that was suspended asks before it lets go', async () => {
  const page = await open(false)
  page.value.value = 'a'
  await pass(1000, heartbeats(page))
  page.session.link.heartbeat(41_000)
  expect([page.pings, page.closed]).toEqual([[1000], []])
})

test('a frame that fills the window alone is asked for at once, when another one waits', async () => {
  const { value, frames, pings, acknowledge } = await open(false)
  value.value = 'x'.repeat(100_000)
  await pass(100)
  expect(pings).toEqual([])
  value.value = 'y'
  await turn()
  expect([frames.length, pings.length]).toEqual([1, 1])
  acknowledge(1)
  await turn()
  expect(frames.length).toBe(2)
})
