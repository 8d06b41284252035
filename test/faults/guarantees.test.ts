// docs/guarantees.md: its example is a program that does what is said of it, and what it refers to is there.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openPage } from 'pantograph/testing'
import { expect, onTestFinished, test } from 'vitest'
import { ServerProcess } from './lib/process.ts'
import { FAULTS } from './matrix.ts'

const root = resolve(import.meta.dirname, '../..')
const example = join(import.meta.dirname, 'app/orders.tsx')
const guarantees = await readFile(join(root, 'docs/guarantees.md'), 'utf8')

test('the example is the program that is tested', async () => {
  const [, code] = /```tsx orders\n([^]*?)```/.exec(guarantees) ?? []
  expect(code).toBe(await readFile(example, 'utf8'))
})

test('every fault that is referred to is one of the matrix', () => {
  const rows = [...guarantees.matchAll(/^\|.*fault: (.*?)\s*\|$/gm)].map(([, name]) => name)
  expect(rows.length).toBeGreaterThan(20)
  const names = FAULTS.map(({ name }) => name)
  for (const row of rows) for (const name of row?.split('; ') ?? []) expect(names).toContain(name)
})

test('an order is made once for each click, although its handler runs again', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'pantograph-orders-'))
  const register = pathToFileURL(join(root, 'packages/pantograph/dist/compiler/register.js')).href
  const server = await ServerProcess.start({
    args: ['--import', register, example],
    env: { SECRET: 'a secret of a shop, which is no secret at all' },
    cwd,
  })
  onTestFinished(async () => {
    await server.end('SIGKILL')
    await rm(cwd, { recursive: true })
  })
  const page = await openPage(server.url, { reconnect: [20, 200] })
  onTestFinished(() => page.close())
  let again = 0
  for (let clicks = 1; clicks <= 8; clicks++) {
    page.click('button')
    await page.idle()
    // Handled, and in no checkpoint yet: it will be handled again.
    again += page.log.entries.length
    await server.restart('SIGKILL')
    await expect.poll(() => page.isLive && page.text).toBe(`Ordered ${clicks}`)
  }
  expect(again).toBeGreaterThan(0)
  const database = new DatabaseSync(join(cwd, 'orders.sqlite'))
  onTestFinished(() => database.close())
  expect(database.prepare('SELECT count(*) AS orders FROM orders').get()).toEqual({ orders: 8 })
})
