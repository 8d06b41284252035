// State that pages share, when something goes wrong with one of them.
import { expect, onTestFinished, test } from 'vitest'
import { shared, signal } from 'pantograph'
import { MemoryStore } from '../../src/cluster/memory-store.ts'
import { openPage } from '../../src/testing/open.ts'
import { start } from './app.tsx'

/** Writes of shared state wait for `gate`. */
class Gated extends MemoryStore {
  gate: Promise<void> | null = null

  override async put(...args: Parameters<MemoryStore['put']>): ReturnType<MemoryStore['put']> {
    if (args[0].startsWith('pantograph:shared:')) await this.gate
    return super.put(...args)
  }
}

test('of updates that are written together, one that fails fails alone', async () => {
  let clicks = 0
  function Votes() {
    const votes = shared<unknown>('votes', 0)
    const said = signal('', { name: 'said' })
    const change = async (by: (value: unknown) => unknown): Promise<void> => {
      clicks++
      said.value = await votes.update(by).then(
        () => 'done',
        ({ message }: Error) => /no$|PG_STATE_VALUE/.exec(message)?.[0] ?? message,
      )
    }
    const fail = (): never => {
      throw new Error('no')
    }
    return () => (
      <p>
        <button onClick={() => change((n) => (n as number) + 1)}>more</button>
        <button onClick={() => change(fail)}>fail</button>
        <button onClick={() => change(() => () => {})}>no data</button>
        <b>{votes}</b> {said}
      </p>
    )
  }
  const store = new Gated(Date.now)
  const { server } = await start((app) => app.page('/', Votes), { store })
  const pages = await Promise.all(Array.from({ length: 6 }, () => openPage(server.url)))
  for (const page of pages) onTestFinished(() => page.close())
  let release = (): void => {}
  store.gate = new Promise((resolve) => (release = resolve))
  for (const [i, page] of pages.entries()) page.click([0, 1, 0, 2, 0, 0][i] as number)
  await expect.poll(() => clicks).toBe(6)
  release()
  await Promise.all(pages.map((page) => page.idle()))
  const said = (word: string): string => `morefailno data4 ${word}`
  await expect
    .poll(() => pages.map(({ text }) => text))
    .toEqual(['done', 'no', 'done', 'PG_STATE_VALUE', 'done', 'done'].map(said))
})

test('a handler that outlives its session changes nothing that another server has done since', async () => {
  const gates: (Promise<void> | null)[] = []
  const outcomes: string[] = []
  let release = (): void => {}
  gates.push(new Promise((resolve) => (release = resolve)))
  function Votes() {
    const votes = shared('votes', 0)
    const click = async (): Promise<void> => {
      const gate = gates.shift()
      await gate
      await votes.update((n) => n + 1).catch((error: Error) => outcomes.push(error.message))
      if (gate) outcomes.push('late')
    }
    return () => <button onClick={click}>{votes}</button>
  }
  const store = new MemoryStore(Date.now)
  const limits = { drainMilliseconds: 100 }
  const one = await start((app) => app.page('/', Votes), { store, limits })
  const origins = [new URL(one.server.url).origin]
  const two = await start((app) => app.page('/', Votes), { store, origins, limits })

  let { url } = one.server
  const page = await openPage(one.server.url, { reconnect: [10, 50], via: () => url })
  page.click()
  await expect.poll(() => gates.length).toBe(0)
  url = two.server.url
  const { socket } = page as unknown as { socket: WebSocket }
  socket.close()
  await page.idle()
  await expect.poll(() => page.log.entries.length).toBe(0)
  // Another page's vote: what the first page has done is on the safe side, and forgotten here.
  const other = await openPage(two.server.url)
  for (const opened of [page, other]) onTestFinished(() => opened.close())
  other.click()
  await other.idle()
  expect(other.text).toBe('2')

  release()
  await expect.poll(() => outcomes.at(-1)).toBe('late')
  other.click()
  await other.idle()
  expect(other.text).toBe('3')
})
