// Wrong nesting, in Chromium and in a process of its own: an error in development that says where; in production the
// page is repaired and works.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { launch, openLive } from '../browser.ts'

/** Starts the App; resolves with its URL, and what it logs from then on. */
async function start(mode: string): Promise<{ url: string; log: () => string }> {
  const child = spawn(process.execPath, ['--import', 'pantograph/register', 'server.tsx'], {
    cwd: import.meta.dirname,
    env: { ...process.env, NODE_ENV: mode },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(async () => {
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (log += text.toString()))
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('http')) return { url: line, log: () => log }
  }
  throw new Error(log)
}

test('in development, the page is an error that says where', async () => {
  const { url, log } = await start('development')
  expect((await fetch(url)).status).toBe(500)
  await expect
    .poll(log)
    .toMatch(/PG_NESTING: .*content\/server\.tsx:15:9: <tr> stands inside <table>/)
})

test('in production, the page is repaired and works', async () => {
  const { url } = await start('production')
  const browser = await launch()
  onTestFinished(() => browser.close())
  const page = await openLive(browser, url)
  // The parser had put a `<tbody>` around it.
  await expect.poll(() => page.locator('table > tr > #cell').count()).toBe(1)
  for (const count of ['1', '2']) {
    await page.getByRole('button', { name: 'Add' }).click()
    await expect.poll(() => page.locator('#box').textContent()).toBe(count)
    await expect.poll(() => page.locator('#cell').textContent()).toBe(count)
  }
  expect(await page.locator('#outer').textContent()).toBe('before 2 after')
})
