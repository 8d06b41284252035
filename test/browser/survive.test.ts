// The page /survive, with its server killed under it: everything that a user could lose is where it was.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import axe from 'axe-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { complaints, launch, live, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { ready } from './life/page.ts'

const ROOT = resolve(import.meta.dirname, '../..')

let browser: Browser
let gallery: Gallery

beforeAll(async () => {
  browser = await launch()
})

beforeEach(async () => {
  gallery = await Gallery.start()
})

afterEach(() => gallery.remove())

afterAll(() => browser.close())

/** Opens the page, and marks it, so that a reload would show. */
async function open(): Promise<Page> {
  const context = await browser.newContext()
  const page = await openLive(context, gallery.at('/survive'))
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }))
  await ready(page)
  return page
}

const isSamePage = (page: Page): Promise<boolean> => page.evaluate(() => 'isSamePage' in globalThis)

/** kill -9, `meanwhile`, and another process on the same port. */
async function crash(pages: readonly Page[], meanwhile?: () => Promise<void>): Promise<void> {
  await gallery.end('SIGKILL')
  for (const page of pages) {
    await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
  }
  await meanwhile?.()
  gallery = await gallery.again()
  for (const page of pages) await live(page)
}

const add = (page: Page, who: string): Promise<void> =>
  page.getByRole('button', { name: `${who}: add one` }).click()

const count = (page: Page, who: string): Promise<string | null> =>
  page.locator(`output[aria-labelledby=${who}]`).textContent()

/** The lines of the log, oldest first. */
const history = async (page: Page): Promise<{ text: string; id: string }[]> => {
  const lines = await page.locator('.history li').allTextContents()
  return lines.toReversed().map((line) => {
    const [, text = '', id = ''] = /^(.*) (\S+)$/.exec(line) ?? []
    return { text, id }
  })
}

test('after kill -9, everything that the page holds is as it was, in the same nodes', async () => {
  const page = await open()
  const scratch = page.getByLabel('A field without a handler')
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('Story').fill('It was a dark\nand stormy night.')
  await page.getByLabel('Colour').selectOption('Violet')
  await page.getByLabel('Large').check()
  await page.getByLabel('It is a gift').check()
  await add(page, 'This page')
  await page.getByText('Open me').click()
  await page.getByRole('button', { name: 'Star of row 150' }).click()
  const scrolled = await page.locator('.rows').evaluate((box) => box.scrollTop)
  expect(scrolled).toBeGreaterThan(1000)
  await expect.poll(() => page.locator('.history li').count()).toBe(5)
  await page.evaluate(async () => {
    const audio = document.querySelector('audio') as HTMLAudioElement
    audio.muted = true
    // It does not begin again meanwhile.
    audio.playbackRate = 0.25
    audio.currentTime = 1
    await audio.play()
  })
  // Half-typed, with a part of it selected; nobody listens to it.
  await scratch.fill('half of a sent')
  await scratch.evaluate((input: HTMLInputElement) => input.setSelectionRange(5, 7, 'backward'))
  const nodes = await page.evaluate(() => {
    const keptNodes = [...document.querySelectorAll('main, main *:not(.process *)')]
    Object.assign(globalThis, { keptNodes, pauses: 0 })
    const audio = document.querySelector('audio') as HTMLAudioElement
    audio.addEventListener('pause', () => Object.assign(globalThis, { pauses: 1 }))
    return keptNodes.length
  })
  const process = await page.locator('.process').textContent()
  const played = await page.evaluate(() => document.querySelector('audio')?.currentTime ?? 0)

  await crash([page])

  await expect.poll(() => page.locator('.process').textContent()).not.toBe(process)
  const after = await page.evaluate(() => {
    const { keptNodes, pauses } = globalThis as unknown as { keptNodes: Node[]; pauses: number }
    const now = [...document.querySelectorAll('main, main *:not(.process *)')]
    const active = document.activeElement as HTMLInputElement
    return {
      same: now.filter((node, i) => node === keptNodes[i]).length,
      count: now.length,
      pauses,
      focus: active.id,
      selection: [active.selectionStart, active.selectionEnd, active.selectionDirection],
      isOpen: document.querySelector('details')?.open,
      scrolled: document.querySelector('.rows')?.scrollTop,
      isPaused: document.querySelector('audio')?.paused,
      played: document.querySelector('audio')?.currentTime ?? 0,
    }
  })
  expect(after).toMatchObject({
    same: nodes,
    count: nodes,
    pauses: 0,
    focus: 'scratch',
    selection: [5, 7, 'backward'],
    isOpen: true,
    scrolled,
    isPaused: false,
  })
  expect(after.played).toBeGreaterThan(played)
  expect(await scratch.inputValue()).toBe('half of a sent')
  expect(await page.getByLabel('Name').inputValue()).toBe('Ada')
  expect(await page.getByLabel('Story').inputValue()).toBe('It was a dark\nand stormy night.')
  expect(await page.getByLabel('Colour').inputValue()).toBe('Violet')
  expect(await page.getByLabel('Large').isChecked()).toBe(true)
  expect(await page.getByLabel('It is a gift').isChecked()).toBe(true)
  expect(await count(page, 'mine')).toBe('1')
  const star = page.getByRole('button', { name: 'Star of row 150' })
  expect(await star.getAttribute('aria-pressed')).toBe('true')
  expect(await page.locator('.echo').textContent()).toBe(
    'The server has: Ada, Violet, Large, a gift, 31 letters of story.',
  )
  expect(await isSamePage(page)).toBe(true)
  // And it goes on: the server knows what it is told.
  await page.getByLabel('It is a gift').uncheck()
  await expect.poll(() => page.locator('.echo').textContent()).toContain('no gift')
  await page.context().close()
})

test('what is done while the server is dead is done once, and a field that is typed into is not disturbed', async () => {
  const page = await open()
  const name = page.getByLabel('Name')
  await name.fill('Grace')
  await expect.poll(() => page.locator('.echo').textContent()).toContain('Grace')
  await crash([page], async () => {
    await add(page, 'This page')
    await page.getByLabel('It is a gift').check()
    await page.getByLabel('Small').check()
    await name.focus()
    await name.press('End')
    await name.pressSequentially(' Hooper')
    // The caret is in the middle, where the user goes on.
    for (let i = 0; i < 4; i++) await name.press('ArrowLeft')
  })
  await name.press('Delete')
  await name.pressSequentially('p')
  await expect
    .poll(() => page.locator('.echo').textContent())
    .toContain('Grace Hopper, Jade, Small')
  expect(await name.inputValue()).toBe('Grace Hopper')
  expect(await name.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(9)
  expect(await count(page, 'mine')).toBe('1')
  expect(await page.locator('.echo').textContent()).toContain('a gift')
  const lines = await history(page)
  expect(lines.map(({ text }) => text)).toEqual(['This page: one more', 'Gift: yes', 'Size: Small'])
  expect(new Set(lines.map(({ id }) => id)).size).toBe(3)
  expect(await isSamePage(page)).toBe(true)
  await page.context().close()
})

test('a shared counter is exact through crashes, with two pages that click all the time', async () => {
  const pages = [await open(), await open()]
  let clicks = 0
  const click = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      for (const page of pages) await add(page, 'Everyone')
      clicks += pages.length
    }
  }
  for (let i = 0; i < 3; i++) {
    // Killed with these on their way: some are stored, some are not, some have not arrived.
    await click(4)
    await crash(pages, () => click(3))
  }
  await click(1)
  for (const page of pages) {
    await expect.poll(() => count(page, 'everyone')).toBe(String(clicks))
    expect(await isSamePage(page)).toBe(true)
  }
  await Promise.all(pages.map((page) => page.context().close()))
})

test('texts that were told are not told again after a crash', async () => {
  const page = await open()
  await page.getByLabel('Colour').selectOption('Amber')
  await page.getByLabel('Story').fill('Once')
  await expect.poll(() => page.locator('.echo').textContent()).toContain('4 letters')
  const before = await history(page)
  await crash([page])
  await page.waitForTimeout(1000)
  expect(await history(page)).toEqual(before)
  await page.context().close()
})

test('the page is accessible, as far as axe can tell, also while the server is down', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ bypassCSP: true, colorScheme })
    const page = await openLive(context, gallery.at('/survive'))
    await add(page, 'This page')
    await page.locator('.history li').waitFor()
    await ready(page)
    expect(await violations(page)).toEqual([])
    await crash([page], async () => {
      await page.locator('#pantograph-notice').waitFor()
      expect(await violations(page)).toEqual([])
    })
    await context.close()
  }
})

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe }
    const found = await inPage.run()
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })
}

/** A port that nobody has, for a process that must have the same one again and again. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Resolves when a process has printed something that matches. */
function printed(child: ChildProcess, pattern: RegExp): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let output = ''
  child.stdout?.on('data', (text: Buffer) => {
    output += text.toString()
    if (pattern.test(output)) resolve()
  })
  return promise
}

test('npm run survive: the button kills the server once, it is started again, and Ctrl-C ends it', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pantograph-survive-'))
  const port = await freePort()
  const child = spawn(process.execPath, [join(ROOT, 'scripts/survive.ts')], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await printed(child, /The Pantograph gallery is at/)
    const context = await browser.newContext()
    const page = await openLive(context, `http://127.0.0.1:${port}/survive`)
    await ready(page)
    const before = await page.locator('.process code').textContent()
    await add(page, 'This page')
    await page.getByRole('button', { name: 'Kill this server' }).click()
    const processName = () => page.locator('.process code').textContent()
    // That the page is away may be over before somebody looks.
    await expect.poll(processName, { timeout: 30_000 }).not.toBe(before)
    await live(page)
    const after = await processName()
    // The click that killed it is not handled again: the process lives on.
    await page.waitForTimeout(2000)
    await add(page, 'This page')
    await expect.poll(() => count(page, 'mine')).toBe('2')
    expect(await page.locator('.process code').textContent()).toBe(after)
    const lines = await history(page)
    expect(lines.map(({ text }) => text)).toEqual([
      'This page: one more',
      `Process ${before} killed`,
      'This page: one more',
    ])
    await context.close()
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
  } finally {
    // It ends the gallery with itself; killed, it would leave that behind.
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit')
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('in production nobody can kill the server', async () => {
  await gallery.remove()
  gallery = await Gallery.start({ NODE_ENV: 'production' })
  const page = await browser.newPage()
  const found = complaints(page)
  await page.goto(gallery.at('/survive'))
  await live(page)
  expect(await page.getByRole('button', { name: 'Kill this server' }).count()).toBe(0)
  expect(found).toEqual([])
  await page.close()
})
