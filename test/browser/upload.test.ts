// The page /upload in a browser: what is chosen, dropped or pasted arrives, whole and once, whatever happens on the way.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, crc32 } from 'node:zlib'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { FaultyProxy } from '../faults/lib/proxy.ts'
import { assertNone, complaints, launch, live, openHeld, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { overflow, violations } from './judge.ts'
import { ready } from './life/page.ts'
import { textOf } from './stage.ts'

interface File {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const MEGABYTE = 1_000_000

const file = (name: string, size: number, mimeType = 'text/plain'): File => ({
  name,
  mimeType,
  buffer: randomBytes(size),
})

/** As the page shows it. */
const sumOf = ({ buffer }: File): string =>
  createHash('sha256').update(buffer).digest('hex').slice(0, 16)

let browser: Browser
let gallery: Gallery
let proxy: FaultyProxy
let folder: string
const open: BrowserContext[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pantograph-upload-'))
  ;[gallery, browser] = await Promise.all([Gallery.start({ TMPDIR: folder }), launch()])
  const { hostname, port } = new URL(gallery.url)
  proxy = await FaultyProxy.to({ host: hostname, port: Number(port) })
})

afterEach(async () => {
  proxy.shape({ rate: Infinity })
  await Promise.all(open.splice(0).map((context) => context.close()))
})

afterAll(async () => {
  await browser.close()
  await proxy.close()
  await gallery.remove()
  await rm(folder, { recursive: true })
})

async function visit(options: object = {}): Promise<Page> {
  const context = await browser.newContext(options)
  open.push(context)
  return openLive(context, proxy.at('/upload'))
}

const input = (page: Page): Locator => page.getByLabel('Images, PDF, text or ZIP')
const row = (page: Page, { name }: { name: string }): Locator =>
  page.getByRole('listitem').filter({ hasText: name })
const state = (page: Page, of: { name: string }): (() => Promise<string>) =>
  textOf(row(page, of).locator('.state'))
const arrived = (of: File): string => `Arrived. SHA-256: ${sumOf(of)}`

const percent = async (page: Page, of: File): Promise<number> => {
  const text = await row(page, of).locator('.state').innerText({ timeout: 1000 })
  return text.startsWith('Arrived') ? 100 : Number.parseInt(text, 10) || 0
}

/** So slow that something can happen meanwhile. */
const slowly = (rate: number): void => proxy.shape({ rate }, { way: 'up' })

/** From where each request went on, since it was called. */
function offsets(page: Page): number[] {
  const found: number[] = []
  page.on('request', (request) => {
    if (request.method() === 'PATCH') found.push(Number(request.headers()['upload-offset']))
  })
  return found
}

const parts = async (): Promise<string[]> => {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => name.endsWith('.part'))
}

/** Gives files to the page as an event that carries them. */
async function give(page: Page, selector: string, type: 'drop' | 'paste', files: readonly File[]) {
  const all = files.map(({ name, mimeType, buffer }) => [name, mimeType, buffer.toString('latin1')])
  await page.locator(selector).evaluate(
    (element, [type, all]) => {
      const data = new DataTransfer()
      for (const [name, mime, text] of all as [string, string, string][]) {
        const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
        data.items.add(new File([bytes], name, { type: mime }))
      }
      const options = { bubbles: true, cancelable: true }
      if (type === 'drop') {
        element.dispatchEvent(new DragEvent('dragover', { ...options, dataTransfer: data }))
        if (!element.hasAttribute('data-upload-over')) throw new Error('nothing shows it')
        element.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }))
      } else {
        element.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }))
      }
    },
    [type, all] as const,
  )
}

/** A picture of so many pixels. */
function picture(name: string, width: number): File {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, width, 8, 2, 0, 0, 0])
  const pixels = Buffer.alloc(width * (width * 3 + 1), 120)
  for (let y = 0; y < width; y++) pixels[y * (width * 3 + 1)] = 0
  const buffer = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return { name, mimeType: 'image/png', buffer }
}

describe.each([0, 300])('at a latency of %i ms', (latency) => {
  beforeAll(() => proxy.shape({ latency: latency / 2 }))

  test('several files arrive at once, and the page goes on', async () => {
    const page = await visit()
    const problems = complaints(page)
    const files = [file('one.txt', 2 * MEGABYTE), file('two.zip', 10), file('empty.pdf', 0)]
    await input(page).setInputFiles(files)
    for (const one of files) await expect.poll(state(page, one)).toBe(arrived(one))
    await expect.poll(textOf(page.getByRole('status').first())).toBe('3 of 3 files have arrived.')
    // Those that were chosen stay in the input.
    expect(await input(page).evaluate((one: HTMLInputElement) => one.files?.length)).toBe(3)
    // The same can be chosen again, when it was taken off the list.
    await page.getByRole('button', { name: 'Remove two.zip' }).press('Enter')
    await expect.poll(() => row(page, files[1] as File).count()).toBe(0)
    assertNone(problems)
  })

  test('what was chosen before the page was live is sent when it is', async () => {
    const context = await browser.newContext()
    open.push(context)
    const { page, release } = await openHeld(context, proxy.at('/upload'))
    const one = file('early.txt', 1000)
    await input(page).setInputFiles(one)
    await release()
    await expect.poll(state(page, one)).toBe(arrived(one))
  })

  test('progress is shown, and follows what the server has', async () => {
    const page = await visit()
    slowly(MEGABYTE)
    const one = file('long.txt', 4 * MEGABYTE)
    await input(page).setInputFiles(one)
    const seen = new Set<number>()
    await expect
      .poll(
        async () => {
          const now = await percent(page, one)
          seen.add(now)
          return now
        },
        { interval: 30 },
      )
      .toBe(100)
    expect(seen.size).toBeGreaterThan(5)
    expect([...seen]).toEqual([...seen].toSorted((a, b) => a - b))
    await expect.poll(state(page, one)).toBe(arrived(one))
  })

  test('what is dropped and pasted is sent too', async () => {
    const page = await visit()
    const dropped = [file('dropped.txt', 1000), picture('dropped.png', 20)]
    const pasted = picture('pasted.png', 30)
    await give(page, '.drop', 'drop', dropped)
    await give(page, 'body', 'paste', [pasted])
    for (const one of [...dropped, pasted]) await expect.poll(state(page, one)).toBe(arrived(one))
    expect(await page.locator('[data-upload-over]').count()).toBe(0)
  })

  test('a picture is shown before it is sent', async () => {
    const page = await visit()
    const problems = complaints(page)
    slowly(1000)
    const one = picture('picture.png', 200)
    const width = (): Promise<number> =>
      page.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)
    await input(page).setInputFiles({
      ...one,
      buffer: Buffer.concat([one.buffer, randomBytes(1e5)]),
    })
    await expect.poll(width).toBe(200)
    expect(await state(page, one)()).not.toMatch(/^(100|Arrived)/)
    proxy.shape({ rate: Infinity }, { way: 'up' })
    await expect.poll(state(page, one)).toMatch(/^Arrived/)
    await expect.poll(width).toBe(200)
    assertNone(problems)
  })

  test('what is too large, of another kind or too much is refused, and not sent', async () => {
    const page = await visit()
    const sent = offsets(page)
    const large = join(folder, `large ${latency}.zip`)
    await writeFile(large, '')
    await truncate(large, 50 * MEGABYTE + 1)
    await input(page).setInputFiles(large)
    await rm(large)
    await expect.poll(state(page, { name: `large ${latency}.zip` })).toBe('Larger than 50 MB.')
    await give(page, '.drop', 'drop', [file('program.exe', 10, 'application/x-msdownload')])
    await expect
      .poll(state(page, { name: 'program.exe' }))
      .toBe('Files of this kind are not taken.')
    expect(sent).toEqual([])
    await input(page).setInputFiles(
      Array.from({ length: 25 }, (_, i) => file(`number ${i}.txt`, 10)),
    )
    await expect.poll(textOf(page.getByRole('status').first())).toBe('10 of 10 files have arrived.')
    await expect.poll(state(page, { name: 'number 10.txt' })).toBe('Only 10 files are taken.')
    await expect.poll(state(page, { name: '5 more' })).toBe('Only 10 files are taken.')
  })

  test('who cancels stops it, and nothing stays', async () => {
    const page = await visit()
    const before = await parts()
    slowly(MEGABYTE)
    const one = file('unwanted.txt', 5 * MEGABYTE)
    await input(page).setInputFiles(one)
    await expect.poll(() => percent(page, one)).toBeGreaterThan(5)
    expect(await parts()).toHaveLength(before.length + 1)
    // By keyboard alone.
    await input(page).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => row(page, one).count()).toBe(0)
    await expect.poll(parts).toEqual(before)
    // It can be chosen again, and begins anew.
    proxy.shape({ rate: Infinity }, { way: 'up' })
    await input(page).click()
    await input(page).setInputFiles(one)
    await expect.poll(state(page, one)).toBe(arrived(one))
  })

  test('a connection that is cut goes on with the byte where it stopped', async () => {
    const page = await visit()
    await ready(page)
    const sent = offsets(page)
    slowly(2 * MEGABYTE)
    const one = file('cut.txt', 6 * MEGABYTE)
    const before = proxy.counters.up.received
    await input(page).setInputFiles(one)
    for (const at of [20, 60]) {
      await expect.poll(() => percent(page, one)).toBeGreaterThan(at)
      sent.push(-1)
      proxy.cut()
    }
    await expect.poll(state(page, one)).toBe(arrived(one))
    // Nowhere was it begun anew, and little was sent twice.
    expect(sent.lastIndexOf(0)).toBe(0)
    // A browser may send a piece again by itself, before it asks.
    const bytes = proxy.counters.up.received - before
    expect(bytes).toBeLessThan(one.buffer.length + 2 * MEGABYTE)
  })

  test('a server that is killed goes on with the byte where it stopped', async () => {
    const page = await visit()
    await ready(page)
    const sent = offsets(page)
    slowly(MEGABYTE / 2)
    const files = [file('killed.txt', 4 * MEGABYTE), file('small.txt', 1000)]
    const [one] = files as [File]
    await input(page).setInputFiles(files)
    await expect.poll(() => percent(page, one)).toBeGreaterThan(30)
    await gallery.end('SIGKILL')
    await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
    proxy.shape({ rate: Infinity }, { way: 'up' })
    const before = sent.length
    gallery = await gallery.again()
    await live(page)
    // Nobody waits that long for a test.
    await page.evaluate(() => dispatchEvent(new Event('online')))
    for (const each of files) await expect.poll(state(page, each)).toBe(arrived(each))
    expect(sent.slice(before).filter((offset) => offset > 0).length).toBeGreaterThan(0)
    expect(Math.min(...sent.slice(before))).toBeGreaterThan(MEGABYTE)
    await expect.poll(textOf(page.getByRole('status').first())).toBe('2 of 2 files have arrived.')
  })

  test('files on their way were lost when a server came back without its sessions', async () => {
    const page = await visit()
    await ready(page)
    // One is still on its way when it is seen that the other has arrived.
    slowly(MEGABYTE / 5)
    const chosen = [file('finished.txt', 1000), file('chosen.txt', 3 * MEGABYTE)]
    const dropped = file('dropped.txt', 1000)
    await input(page).setInputFiles(chosen)
    await expect.poll(state(page, chosen[0] as File)).toBe(arrived(chosen[0] as File))
    await gallery.end('SIGKILL')
    await page.locator('html[data-pantograph=reconnecting]').waitFor({ state: 'attached' })
    await give(page, '.drop', 'drop', [dropped])
    proxy.shape({ rate: Infinity }, { way: 'up' })
    await gallery.forget()
    gallery = await gallery.again()
    await live(page)
    for (const one of [chosen[1] as File, dropped])
      await expect.poll(state(page, one)).toBe(arrived(one))
    // Of what was done, the application has its own record.
    expect(await row(page, chosen[0] as File).count()).toBe(0)
  })

  test('a server that was away for long made a file fail, and left listeners', async () => {
    const page = await visit()
    await ready(page)
    await page.evaluate(() => {
      const online = new Set()
      Object.assign(globalThis, { online })
      for (const name of ['addEventListener', 'removeEventListener'] as const) {
        const change = globalThis[name].bind(globalThis) as (...given: unknown[]) => void
        Object.assign(globalThis, {
          [name]: (type: string, listener: unknown, ...rest: unknown[]) => {
            if (type === 'online') online[name === 'addEventListener' ? 'add' : 'delete'](listener)
            change(type, listener, ...rest)
          },
        })
      }
    })
    let refused = 0
    await page.route('**/upload/*', (route) =>
      ++refused <= 12 ? route.fulfill({ status: 502 }) : route.continue(),
    )
    const one = file('patient.txt', 1000)
    await input(page).setInputFiles(one)
    await expect
      .poll(async () => {
        // Nobody waits that long for a test.
        await page.evaluate(() => dispatchEvent(new Event('online')))
        return state(page, one)()
      })
      .toBe(arrived(one))
    expect(refused).toBeGreaterThan(12)
    expect(await page.evaluate('online.size')).toBe(0)
  })

  /** Loads the page again while a file is sent; tells the offsets from then on. */
  async function reload(page: Page, one: File, path: string): Promise<number[]> {
    await ready(page)
    slowly(MEGABYTE)
    await writeFile(path, one.buffer)
    await input(page).setInputFiles(path)
    await expect.poll(() => percent(page, one)).toBeGreaterThan(30)
    // Not those of the page that goes.
    await page.reload({ waitUntil: 'commit' })
    const sent = offsets(page)
    await live(page)
    proxy.shape({ rate: Infinity }, { way: 'up' })
    return sent
  }

  test('a page that is loaded again goes on by itself', async () => {
    const page = await visit()
    const one = file(`reloaded ${latency}.txt`, 5 * MEGABYTE)
    const sent = await reload(page, one, join(folder, one.name))
    await expect.poll(state(page, one)).toBe(arrived(one))
    expect(Math.min(...sent)).toBeGreaterThan(MEGABYTE)
  })

  test('where the browser keeps no files, it goes on when the file is chosen once more', async () => {
    const page = await visit()
    await page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: null }))
    await page.reload()
    await live(page)
    const one = file(`chosen again ${latency}.txt`, 5 * MEGABYTE)
    const path = join(folder, one.name)
    const sent = await reload(page, one, path)
    await expect.poll(state(page, one)).toContain('choose this file once more')
    expect(sent).toEqual([])
    await input(page).setInputFiles(path)
    await expect.poll(state(page, one)).toBe(arrived(one))
    expect(Math.min(...sent)).toBeGreaterThan(MEGABYTE)
  })
})

/** Keys of the files that the browser keeps. */
const keptBy = (page: Page): Promise<unknown[]> =>
  page.evaluate(async () => {
    const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result)
      })
    const opened = await answerOf(indexedDB.open('pantograph-uploads'))
    const found = await answerOf(opened.transaction('files').objectStore('files').getAllKeys())
    opened.close()
    return found
  })

test('files that had waited for others were asked for when their page was loaded again', async () => {
  const page = await visit()
  await ready(page)
  // None has arrived when it is looked which are kept.
  slowly(10_000)
  const files = Array.from({ length: 10 }, (_, i) => file(`waiting ${i}.txt`, 100_000))
  await input(page).setInputFiles([...files, file('too many.txt', 10)])
  await expect.poll(async () => (await keptBy(page)).length).toBe(11)
  await page.reload()
  proxy.shape({ rate: Infinity }, { way: 'up' })
  await live(page)
  for (const one of files) await expect.poll(state(page, one)).toBe(arrived(one))
  // What was refused goes with the last one; of a page that was loaded again, with time.
  await expect.poll(async () => (await keptBy(page)).length).toBe(1)
})

test('what was refused stayed with the browser', async () => {
  const page = await visit()
  const files = Array.from({ length: 11 }, (_, i) => file(`kept ${i}.txt`, 10))
  await input(page).setInputFiles(files)
  await expect.poll(textOf(page.getByRole('status').first())).toBe('10 of 10 files have arrived.')
  await expect.poll(() => keptBy(page)).toEqual([])
})

test('files that a browser kept for pages that never came back stayed for ever', async () => {
  const page = await visit()
  const keys = (): Promise<unknown[]> => keptBy(page)
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open('pantograph-uploads')
        request.onupgradeneeded = () => request.result.createObjectStore('files')
        request.onsuccess = () => {
          const change = request.result.transaction('files', 'readwrite')
          const [kept, hours] = [new File(['x'], 'x'), 3_600_000]
          change.objectStore('files').put({ file: kept, at: Date.now() - 2 * hours }, 'old')
          change.objectStore('files').put({ file: kept, at: Date.now() }, 'young')
          change.oncomplete = () => {
            request.result.close()
            resolve()
          }
        }
      }),
  )
  expect(await keys()).toEqual(['old', 'young'])
  // A page that keeps none itself.
  await page.addInitScript(() =>
    document.addEventListener('DOMContentLoaded', () =>
      document.querySelector('[data-reload]')?.removeAttribute('data-reload'),
    ),
  )
  await page.reload()
  await live(page)
  await expect.poll(keys).toEqual(['young'])
})

test('a list of files fits a phone, and is accessible', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await visit({
      viewport: { width: 375, height: 667 },
      bypassCSP: true,
      colorScheme,
    })
    slowly(100_000)
    await input(page).setInputFiles([
      picture(`a picture with a rather ${'long '.repeat(20)}name.png`, 50),
      file('big.zip', MEGABYTE),
      file('no.exe', 10, 'application/x-msdownload'),
    ])
    await expect.poll(() => page.getByRole('listitem').count()).toBe(3)
    await expect.poll(() => page.locator('.done').count()).toBe(1)
    expect(await violations(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    proxy.shape({ rate: Infinity })
  }
})
