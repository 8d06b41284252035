// Sessions that outlive their process: restored by another App with the same store, or from what the page kept.
import { expect, onTestFinished, test } from 'vitest'
import { hook, onMount, once, shared, signal } from 'pantograph'
import type { Arrival } from 'pantograph'
import { memoryStore } from '../../src/cluster/memory-store.ts'
import type { AppOptions, Listening } from '../../src/server/index.ts'
import type { Component } from '../../src/template/block.ts'
import { openPage } from '../../src/testing/open.ts'
import type { OpenOptions } from '../../src/testing/open.ts'
import type { PageClient } from '../../src/testing/client.ts'
import { start } from './app.tsx'

const arrivals: Arrival[] = []

function Counter() {
  const count = signal(0, { name: 'count' })
  onMount((arrival) => void arrivals.push(arrival))
  return () => (
    <p>
      <button onClick={() => count.value++}>more</button>
      <b>{count}</b>
    </p>
  )
}

interface Two {
  readonly page: PageClient
  readonly move: () => Promise<Listening>
  readonly log: { level: string; message: string }[]
}

/** A page on one App; `move` ends that and makes another with the same options. */
async function open(
  component: Component,
  options: AppOptions,
  opening: OpenOptions = {},
): Promise<Two> {
  const first = await start((app) => app.page('/', component), options)
  let server = first.server
  const log = first.log
  const page = await openPage(server.url, {
    reconnect: [10, 100],
    via: () => server.url,
    ...opening,
  })
  onTestFinished(() => page.close())
  const move = async (): Promise<Listening> => {
    const { app } = first
    const next = await start((one) => one.page('/', component), {
      ...options,
      origins: [new URL(first.server.url).origin],
      log: {
        info() {},
        warn: (_, text) => log.push({ level: 'warn', message: text, data: {} }),
        error() {},
      },
    })
    server = next.server
    await app.close()
    return server
  }
  return { page, move, log }
}

const more = async (page: PageClient, times: number): Promise<void> => {
  for (let i = 0; i < times; i++) page.click('button')
  await page.idle()
}

test.each([
  ['the store', () => ({ store: memoryStore() }), 'store'],
  ['the page', () => ({ store: 'page' as const }), 'token'],
])('state that %s keeps goes on in another App', async (_, options, arrival) => {
  arrivals.length = 0
  const { page, move } = await open(Counter, options())
  await more(page, 3)
  expect(page.text).toContain('3')
  await move()
  await more(page, 2)
  expect(page.text).toContain('5')
  expect(arrivals).toEqual(['first', arrival])
})

test('without a store the page is mounted again, and what its user does meanwhile is done', async () => {
  arrivals.length = 0
  const { page, move } = await open(Counter, {})
  await more(page, 3)
  await move()
  await more(page, 2)
  expect(page.text).toContain('2')
  expect(arrivals).toEqual(['first', 'remount'])
})

interface Adding {
  readonly data: number
  readonly push: { add(by: number): number }
}

test('what hooks push is done once, and what is the browser’s is not compared', async () => {
  const Add = hook<Adding>('/add.js')
  const Page = () => {
    const count = signal(0, { name: 'count' })
    const add = (by: number): number => (count.value += by)
    return () => (
      <p>
        <b>{count}</b>
        <i hook={Add(count.value, { add })} owned>
          Loading <u>now</u>
        </i>
        <s owned>static</s>
      </p>
    )
  }
  const { page, move } = await open(Page, { store: memoryStore() })
  const push = async (by: number): Promise<void> => {
    page.fire(':push', 'i', [1, 3, ...Buffer.from('add'), ...Buffer.from(String(by))])
    await page.idle()
  }
  await push(2)
  await push(3)
  expect(page.text).toContain('5')
  const { outline } = page
  expect(outline).toContain('/add.js 5')
  await move()
  await expect.poll(() => page.isLive).toBe(true)
  await page.idle()
  // It shows what the next one shows: nothing is told anew.
  expect(page.began).toBe(4)
  expect(page.outline).toBe(outline)
  await push(4)
  expect(page.outline).toContain('/add.js 9')
  expect(page.url).toBe('/')
})

test('a page whose server goes down has another connection before that one ends', async () => {
  const { page, move } = await open(Counter, { store: memoryStore() })
  let losses = 0
  const { onLost } = page
  page.onLost = () => {
    losses++
    onLost?.()
  }
  await more(page, 2)
  await move()
  await expect.poll(() => page.isLive && page.text).toBe('more2')
  await more(page, 1)
  expect(page.text).toBe('more3')
  expect(losses).toBe(0)
})

test('in strict mode an event is done when it is stored', async () => {
  const store = memoryStore()
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const slow = {
    get: store.get.bind(store),
    delete: store.delete.bind(store),
    async put(...args: Parameters<typeof store.put>) {
      await released
      return store.put(...args)
    },
  }
  const { page } = await open(Counter, { store: slow, checkpoints: 'strict' })
  page.click('button')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect([page.done, page.text]).toEqual([0, 'more0'])
  release()
  await page.idle()
  expect([page.done, page.text]).toEqual([1, 'more1'])
})

test('somebody else does not get the session, whatever they have of the page', async () => {
  const options: AppOptions = {
    store: memoryStore(),
    session: (request) => request.headers.get('cookie'),
  }
  const { page, move } = await open(Counter, options, { cookie: 'ada' })
  await more(page, 1)
  expect(page.text).toContain('1')
  Object.assign(options, { session: () => 'eve' })
  await move()
  await expect.poll(() => page.ended).toBe('PG_IDENTITY')
})

test('a signal that holds no data makes the page volatile, and the log names it', async () => {
  function Bad() {
    const count = signal(0, { name: 'count' })
    signal({ call: () => {} }, { name: 'callback' })
    return () => <button onClick={() => count.value++}>{count}</button>
  }
  const { page, log } = await open(Bad, { store: memoryStore() })
  await more(page, 2)
  await expect
    .poll(() => log.map(({ message }) => message).join('\n'))
    .toMatch(/PG_STATE_VALUE.*callback.*0\/Bad/)
  await more(page, 1)
  expect(page.text).toBe('3')
  expect(page.log.entries).toEqual([])
})

test('a page that says so is not kept', async () => {
  const store = memoryStore()
  const { server } = await start((app) => app.page('/', Counter, { checkpoint: false }), { store })
  const page = await openPage(server.url)
  await more(page, 2)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(store.size).toBe(0)
  page.close()
})

test('what is done once is not done again when its event is', async () => {
  const done: string[] = []
  let isSlow = true
  function Pay() {
    const receipt = signal('none', { name: 'receipt' })
    return () => (
      <button
        onClick={async () => {
          receipt.value = await once(() => {
            done.push('paid')
            return `receipt ${done.length}`
          })
          // The process dies here, before a checkpoint contains the event.
          if (isSlow) await new Promise(() => {})
        }}
      >
        {receipt}
      </button>
    )
  }
  const { page, move } = await open(Pay, {
    store: memoryStore(),
    limits: { drainMilliseconds: 100 },
  })
  page.click('button')
  await expect.poll(() => done).toEqual(['paid'])
  isSlow = false
  await move()
  await page.idle()
  expect([done, page.text]).toEqual([['paid'], 'receipt 1'])
})

test('the result of what is done once must be data, and is said to be none', async () => {
  function Pay() {
    const said = signal('', { name: 'said' })
    const pay = async (): Promise<void> => {
      said.value = await once(() => () => {}).then(
        () => 'paid',
        (error: Error) => error.message,
      )
    }
    return () => <button onClick={pay}>{said}</button>
  }
  const { page } = await open(Pay, { store: memoryStore() })
  page.click('button')
  await page.idle()
  await expect.poll(() => page.text).toMatch(/^PG_STATE_VALUE: once/)
})

test('a page that keeps itself is given checkpoints between handlers that follow each other', async () => {
  function Busy() {
    const count = signal(0, { name: 'count' })
    const work = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      count.value++
    }
    return () => <button onClick={work}>{count}</button>
  }
  const { page } = await open(Busy, { store: 'page' })
  for (let i = 0; i < 40; i++) page.click('button')
  await expect.poll(() => page.log.first).toBeGreaterThan(1)
  expect(page.done).toBeLessThan(40)
})

test('shared state is changed once by an event that is handled again', async () => {
  const store = memoryStore()
  let hangs = true
  function Votes() {
    const votes = shared('votes', 0)
    return () => (
      <button
        onClick={async () => {
          await votes.update((n) => n + 1)
          if (hangs) await new Promise(() => {})
        }}
      >
        {votes}
      </button>
    )
  }
  const { page, move } = await open(Votes, { store, limits: { drainMilliseconds: 100 } })
  page.click('button')
  await expect.poll(() => page.text).toBe('1')
  hangs = false
  await move()
  await page.idle()
  expect(page.text).toBe('1')
  page.click('button')
  await page.idle()
  expect(page.text).toBe('2')
})
