// Uploads whose bytes go somewhere else: to another server, to a stream; and very many of them.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createUpload } from 'pantograph'
import type { UploadedFile, UploadOptions, UploadWriter } from 'pantograph'
import { streamWriter, urlWriter } from 'pantograph/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launch } from './browser.ts'
import { show } from './events/app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

interface Opened {
  readonly page: Page
  readonly done: UploadedFile[]
}

async function open(options: Partial<UploadOptions>, complains = false): Promise<Opened> {
  const done: UploadedFile[] = []
  function Files() {
    const files = createUpload({
      name: 'files',
      maxCount: 200,
      onDone: (file) => void done.push(file),
      ...options,
    })
    return () => (
      <main>
        <input type="file" {...files.input} />
        <ul>
          {files.files.map((file) => (
            <li key={file.id}>
              {file.name} {file.status} {file.error}
            </li>
          ))}
        </ul>
      </main>
    )
  }
  const { page } = await show(browser, Files, { complains })
  return { page, done }
}

const text = (name: string, content: string) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
})

/**
 * A storage that pages of other origins may send to.
 *
 * @param keeps how it keeps what has come, before it says so
 */
async function storage(
  keeps: (response: ServerResponse, path?: string) => unknown = () => {},
): Promise<{ url: string; stored: Map<string, string> }> {
  const stored = new Map<string, string>()
  const server = createServer(async (request, response) => {
    for (const header of ['Origin', 'Headers', 'Methods'])
      response.setHeader(`Access-Control-Allow-${header}`, '*')
    if (request.method === 'OPTIONS') return response.end()
    let body = ''
    for await (const chunk of request) body += String(chunk)
    stored.set(`${request.method} ${request.url} ${request.headers['x-signed']}`, body)
    await keeps(response, request.url)
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stored }
}

test('the browser sends a file to another server, which is asked whether it is there', async () => {
  const { url, stored } = await storage()
  const { page, done } = await open({
    writer: urlWriter({
      target: ({ id }) => ({ url: `${url}/${id}`, headers: { 'X-Signed': 'yes' } }),
      finish: ({ id }) => {
        if (!stored.has(`PUT /${id} yes`)) throw new Error('it is not there')
        return `store:${id}`
      },
    }),
  })
  await page.locator('input').setInputFiles([text('a.txt', 'hello'), text('b.txt', 'world')])
  await expect.poll(() => done.map(({ name }) => name).toSorted()).toEqual(['a.txt', 'b.txt'])
  expect([...stored.values()].toSorted()).toEqual(['hello', 'world'])
  expect(done[0]?.location).toBe(`store:${done[0]?.id}`)
  await expect.poll(() => page.locator('li').allInnerTexts()).toEqual(['a.txt done', 'b.txt done'])
})

test('a hundred and fifty files, three at a time, each whole and once', async () => {
  const contents = new Map<string, string>()
  let most = 0
  const underWay = new Set<string>()
  const writer = streamWriter(({ name }) => {
    underWay.add(name)
    most = Math.max(most, underWay.size)
    return new WritableStream<Uint8Array>({
      write: (chunk) => {
        contents.set(name, (contents.get(name) ?? '') + Buffer.from(chunk).toString())
        underWay.delete(name)
      },
    })
  })
  const { page, done } = await open({ writer })
  const files = Array.from({ length: 150 }, (_, i) => text(`${i}.txt`, `content ${i}`))
  await page.locator('input').setInputFiles(files)
  await expect.poll(() => done.length, { timeout: 30_000 }).toBe(150)
  expect(new Set(done.map(({ id }) => id)).size).toBe(150)
  for (const { name, buffer } of files) expect(contents.get(name)).toBe(buffer.toString())
  expect(most).toBeLessThanOrEqual(3)
  await expect.poll(() => page.locator('li', { hasText: 'done' }).count()).toBe(150)
})

test('a file that cannot be read any more is told so', async () => {
  const { page, done } = await open({})
  // As a file that was deleted or changed since it was chosen: nothing of it can be read.
  await page.evaluate(() => {
    const file = new File(['hello'], 'gone.txt')
    const fail = (): never => {
      throw new TypeError('gone')
    }
    Object.defineProperty(file, 'slice', {
      value: () => Object.defineProperty(new Blob(['x']), 'arrayBuffer', { value: fail }),
    })
    XMLHttpRequest.prototype.send = function send() {
      queueMicrotask(() => this.dispatchEvent(new ProgressEvent('loadend')))
    }
    const data = new DataTransfer()
    data.items.add(new File(['hello'], 'gone.txt'))
    const input = document.querySelector('input') as HTMLInputElement
    Object.defineProperty(input, 'files', { value: [file] })
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await expect
    .poll(() => page.locator('li').allInnerTexts())
    .toEqual(['gone.txt failed The browser cannot read this file.'])
  expect(done).toEqual([])
})

/** Nobody waits that long for a test. */
const hurry = (page: Page): Promise<unknown> =>
  page.evaluate(() => dispatchEvent(new Event('online')))

test('a writer that failed for ever was tried for ever', async () => {
  let tries = 0
  const writer: UploadWriter = {
    offset: () => Promise.resolve(0),
    append: () => {
      tries++
      return Promise.reject(new Error('the disk is full'))
    },
    finish: ({ id }) => Promise.resolve(id),
    remove: () => Promise.resolve(),
  }
  const { page } = await open({ writer }, true)
  await page.locator('input').setInputFiles([text('a.txt', 'hello')])
  await expect
    .poll(async () => {
      await hurry(page)
      return page.locator('li').allInnerTexts()
    })
    .toEqual(['a.txt failed It could not be sent.'])
  expect(tries).toBe(9)
})

test('a storage that took long to answer was sent the same bytes without end', async () => {
  let puts = 0
  const { url } = await storage(() => {
    puts++
    return new Promise((resolve) => {
      setTimeout(resolve, 2000)
    })
  })
  const { page, done } = await open({ writer: urlWriter({ target: () => ({ url }) }) })
  // As if it were twenty times as long, once all is sent: 20 s without progress are too many, but not for an answer.
  await page.evaluate(() => {
    const set = globalThis.setTimeout
    let isSent = false
    class Request extends XMLHttpRequest {
      constructor() {
        super()
        this.upload.addEventListener('progress', () => (isSent = true))
      }
    }
    const quick = (work: () => void, time = 0): unknown =>
      set(work, isSent && time >= 20_000 ? time / 20 : time)
    Object.assign(globalThis, { setTimeout: quick, XMLHttpRequest: Request })
  })
  await page.locator('input').setInputFiles([text('a.txt', 'hello')])
  await expect.poll(() => done.length).toBe(1)
  expect(puts).toBe(1)
})

test('a file that had to be sent again was sent to the address that was too old', async () => {
  const { url, stored } = await storage((response, path) => {
    if (path?.endsWith('/1')) response.statusCode = 403
    if (path?.endsWith('/2')) response.destroy()
  })
  let asked = 0
  const target = () => ({ url: `${url}/${++asked}` })
  const { page, done } = await open({ writer: urlWriter({ target }) }, true)
  await page.locator('input').setInputFiles([text('a.txt', 'hello')])
  await expect.poll(() => done.length).toBe(1)
  expect([...stored.keys()].map((key) => key.split(' ')[1])).toEqual(['/1', '/2', '/3'])
})

test('a storage that refuses a file twice, at two addresses, is believed', async () => {
  const { url, stored } = await storage((response) => (response.statusCode = 403))
  let asked = 0
  const target = () => ({ url: `${url}/${++asked}` })
  const { page } = await open({ writer: urlWriter({ target }) }, true)
  await page.locator('input').setInputFiles([text('a.txt', 'hello')])
  await expect
    .poll(() => page.locator('li').allInnerTexts())
    .toEqual(['a.txt failed It could not be sent.'])
  expect(stored.size).toBe(2)
})
