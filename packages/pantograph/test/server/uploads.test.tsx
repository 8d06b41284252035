// Uploads over HTTP, with a page whose browser is this file: who may send what, and what becomes of it.
import { once } from 'node:events'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createUpload, signal } from 'pantograph'
import type { UploadedFile } from 'pantograph'
import { memoryStore } from '../../src/cluster/memory-store.ts'
import { createApp, diskWriter, streamWriter, urlWriter } from '../../src/server/index.ts'
import type { PageClient } from '../../src/testing/client.ts'
import { openPage } from '../../src/testing/open.ts'
import { SECRET, start } from './app.tsx'
import {
  add,
  addressOf,
  KEY,
  open,
  orders,
  say,
  shown,
  temporary,
  urlOf,
  uploader,
} from './upload-page.tsx'
import type { Shown } from './upload-page.tsx'

const TUS = { 'Tus-Resumable': '1.0.0' }
const BYTES = { ...TUS, 'Content-Type': 'application/offset+octet-stream' }

const head = (address: string, headers = {}): Promise<Response> =>
  fetch(address, { method: 'HEAD', headers: { ...TUS, ...headers } })

const patch = (
  address: string,
  offset: number,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(address, {
    method: 'PATCH',
    body: body as string,
    headers: { ...BYTES, 'Upload-Offset': String(offset), ...headers },
  })

const offsetOf = (response: Response): [number, string | null] => [
  response.status,
  response.headers.get('upload-offset'),
]

test('a file arrives in pieces, and onDone is told once', async () => {
  const place = await open()
  const { page, folder, done } = place
  await add(page, 'a photo.jpg', 10, KEY, 'image/jpeg')
  const address = addressOf(place)
  expect(offsetOf(await head(address))).toEqual([200, '0'])
  expect(offsetOf(await patch(address, 0, 'hello'))).toEqual([204, '5'])
  await expect.poll(() => shown(page)[0]?.progress).toBe(0.5)
  expect(offsetOf(await head(address))).toEqual([200, '5'])
  expect(done).toEqual([])
  expect(offsetOf(await patch(address, 5, 'world'))).toEqual([204, '10'])
  const { id = '' } = shown(page)[0] ?? {}
  await say(page, 'done', id)
  await say(page, 'done', id)
  expect(done).toEqual([
    { id, name: 'a photo.jpg', type: 'image/jpeg', size: 10, location: join(folder, id) },
  ])
  expect(await readFile(join(folder, id), 'utf8')).toBe('helloworld')
  expect(await readdir(folder)).toEqual([id])
  expect(shown(page)).toMatchObject([{ status: 'done', progress: 1 }])
  expect(orders(page)).toEqual([])
})

test('an empty file arrives too', async () => {
  const { page, done } = await open()
  await add(page, 'empty', 0)
  await say(page, 'done', shown(page)[0]?.id)
  expect(done).toMatchObject([{ name: 'empty', size: 0 }])
  expect(await readFile((done[0] as UploadedFile).location, 'utf8')).toBe('')
})

test('a file that is not all there is not done, whatever the page says', async () => {
  const place = await open()
  await add(place.page, 'a', 10)
  await patch(addressOf(place), 0, 'hello')
  await say(place.page, 'done', shown(place.page)[0]?.id)
  expect(place.done).toEqual([])
  expect(orders(place.page)).toHaveLength(1)
})

test('what a browser calls a file names no path', async () => {
  const place = await open()
  for (const [i, name] of ['../../etc/passwd', 'C:\\x\\evil.exe', '\u202Egpj.exe', '/'].entries()) {
    await add(place.page, name, 1, `${KEY}${i}`)
  }
  expect(shown(place.page).map(({ name }) => name)).toEqual([
    'passwd',
    'evil.exe',
    'gpj.exe',
    'file',
  ])
  for (const [, , url] of orders(place.page)) await patch(urlOf(place.server, url), 0, 'x')
  for (const { id } of shown(place.page)) await say(place.page, 'done', id)
  expect((await readdir(place.folder)).toSorted()).toEqual(
    place.done.map(({ id }) => id).toSorted(),
  )
  expect(place.done.every(({ id }) => /^[\w-]{22}$/.test(id))).toBe(true)
})

test.each(['../x', '', 'a/b', 'ääääääääääääääääää'])('%j is no id to the disk', async (id) => {
  const writer = diskWriter(await temporary())
  const file = { id, name: '', type: '', size: 1 }
  await expect(writer.offset(file)).rejects.toThrow('PG_UPLOAD')
  await expect(writer.finish(file)).rejects.toThrow('PG_UPLOAD')
})

test('size, kind and count are checked, with a reason', async () => {
  const { page } = await open({ accept: ['image/*', '.pdf'], maxBytes: 100, maxCount: 2 })
  await say(
    page,
    'add',
    [
      [`${KEY}1`, 'a.png', 'image/png', 101, 1],
      [`${KEY}2`, 'a.txt', 'text/plain', 5, 1],
      [`${KEY}3`, 'A.PDF', '', 5, 1],
      [`${KEY}4`, 'b.png', 'image/png', 100, 1],
      [`${KEY}5`, 'c.png', 'image/png', 100, 1],
    ],
    3,
  )
  expect(shown(page).map(({ status, error }) => [status, error])).toEqual([
    ['refused', 'Larger than 100 bytes.'],
    ['refused', 'Files of this kind are not taken.'],
    ['waiting', undefined],
    ['waiting', undefined],
    ['refused', 'Only 2 files are taken.'],
    ['refused', 'Only 2 files are taken.'],
  ])
  expect(orders(page)).toHaveLength(2)
})

test('where there may be one file, a new one takes its place', async () => {
  const place = await open({ maxCount: 1 })
  await add(place.page, 'first', 10)
  await patch(addressOf(place), 0, 'hello')
  await add(place.page, 'second', 10, `${KEY}2`)
  expect(shown(place.page)).toMatchObject([{ name: 'second', status: 'waiting' }])
  await expect.poll(() => readdir(place.folder)).toEqual([])
})

test('a wrong offset is told the right one', async () => {
  const place = await open()
  await add(place.page, 'a', 10)
  const address = addressOf(place)
  await patch(address, 0, 'hello')
  for (const offset of [0, 4, 6]) {
    expect(offsetOf(await patch(address, offset, 'x'))).toEqual([409, '5'])
  }
})

test('more than was announced is not written', async () => {
  const place = await open()
  await add(place.page, 'a', 4)
  const address = addressOf(place)
  expect((await patch(address, 0, 'hello')).status).toBe(413)
  expect(offsetOf(await head(address))).toEqual([200, '0'])
  // Without a length, it is only known when it comes.
  const stream = new Response('hello').body as ReadableStream<Uint8Array>
  const sent = await fetch(address, {
    method: 'PATCH',
    body: stream,
    duplex: 'half',
    headers: { ...BYTES, 'Upload-Offset': '0' },
  } as RequestInit)
  expect(sent.status).toBe(413)
  expect(offsetOf(await head(address))).toEqual([200, '4'])
})

test('a ticket that was changed, or is too old, takes nothing', async () => {
  const place = await open({}, { limits: { uploadMilliseconds: 1500 } })
  await add(place.page, 'a', 4)
  const address = addressOf(place)
  const [body = '', signature] = address.split('.').slice(-2)
  const forged = address.replace(`${body}.`, `${body.slice(0, -2)}xx.`)
  expect((await head(address)).status).toBe(200)
  expect((await head(forged)).status).toBe(403)
  expect((await head(address.replace(`.${signature}`, ''))).status).toBe(403)
  await expect.poll(async () => (await head(address)).status).toBe(403)
})

test('a ticket is good for whom it was given to', async () => {
  const session = (request: Request): string | null => request.headers.get('x-user')
  const { server } = await start((app) => app.page('/', uploader({ name: 'a' })), { session })
  const page = await openPage(server.url)
  onTestFinished(() => page.close())
  await add(page, 'a', 4)
  const address = urlOf(server, orders(page)[0]?.[2] as string)
  expect((await head(address)).status).toBe(200)
  expect((await head(address, { 'x-user': 'eve' })).status).toBe(403)
})

test('pages of other sites may not send', async () => {
  const place = await open()
  await add(place.page, 'a', 4)
  const address = addressOf(place)
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ]) {
    expect((await head(address, headers)).status).toBe(403)
  }
  expect((await head(address, { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  expect((await head(address, { origin: new URL(address).origin })).status).toBe(200)
})

test('it speaks tus', async () => {
  const place = await open()
  await add(place.page, 'a', 4)
  const address = addressOf(place)
  const options = await fetch(address, { method: 'OPTIONS' })
  expect(options.status).toBe(204)
  expect(options.headers.get('tus-version')).toBe('1.0.0')
  expect(options.headers.get('tus-max-size')).toBe('100000000')
  expect((await fetch(address, { method: 'HEAD' })).status).toBe(412)
  expect((await fetch(address, { headers: TUS })).status).toBe(405)
  expect((await patch(address, 0, 'x', { 'Content-Type': 'text/plain' })).status).toBe(415)
  expect((await patch(address, 0, 'x', { 'Upload-Offset': '-1' })).status).toBe(400)
  const posted = await fetch(address, {
    method: 'POST',
    body: 'ab',
    headers: { ...BYTES, 'Upload-Offset': '0', 'X-HTTP-Method-Override': 'PATCH' },
  })
  expect(offsetOf(posted)).toEqual([204, '2'])
  const told = await head(address)
  expect(told.headers.get('upload-length')).toBe('4')
  expect(told.headers.get('cache-control')).toBe('no-store')
  expect(told.headers.get('tus-resumable')).toBe('1.0.0')
})

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** A request that sends a part of its body and then waits. */
function begin(address: string, text: string, length: number, offset = 0) {
  const request = httpRequest(address, {
    method: 'PATCH',
    headers: { ...BYTES, 'Upload-Offset': String(offset), 'Content-Length': String(length) },
  })
  const answered = new Promise<number>((resolve) => {
    request.on('response', ({ statusCode = 0 }) => resolve(statusCode))
    request.on('error', () => resolve(0))
  })
  request.write(text)
  return { request, answered }
}

const progress = (page: PageClient) => (): number | undefined => shown(page)[0]?.progress

test('a body that is cut leaves what has come', async () => {
  const place = await open()
  await add(place.page, 'a', 10)
  const address = addressOf(place)
  const { request } = begin(address, 'hello', 10)
  await expect.poll(progress(place.page)).toBe(0.5)
  request.destroy()
  expect(offsetOf(await head(address))).toEqual([200, '5'])
  expect(offsetOf(await patch(address, 5, 'world'))).toEqual([204, '10'])
})

test('of two that send the same file, the later one goes on', async () => {
  const place = await open()
  await add(place.page, 'a', 10)
  const address = addressOf(place)
  const first = begin(address, 'hello', 10)
  await expect.poll(progress(place.page)).toBe(0.5)
  expect(offsetOf(await patch(address, 5, 'world'))).toEqual([204, '10'])
  expect(await first.answered).toBe(409)
  await say(place.page, 'done', shown(place.page)[0]?.id)
  expect(await readFile(place.done[0]?.location as string, 'utf8')).toBe('helloworld')
})

test('a body that brings nothing is not waited for', async () => {
  const place = await open({}, { limits: { uploadStallMilliseconds: 50 } })
  await add(place.page, 'a', 10)
  const address = addressOf(place)
  const { answered } = begin(address, 'hello', 10)
  expect(await answered).toBe(408)
  expect(offsetOf(await head(address))).toEqual([200, '5'])
})

test('a session may send so many at once', async () => {
  const place = await open({}, { limits: { uploadsAtOnce: 1 } })
  await add(place.page, 'a', 10)
  await add(place.page, 'b', 10, `${KEY}2`)
  const [first, second] = orders(place.page).map(([, , url]) => urlOf(place.server, url))
  const { request } = begin(first as string, 'hello', 10)
  await expect.poll(progress(place.page)).toBe(0.5)
  expect((await patch(second as string, 0, 'x')).status).toBe(429)
  request.destroy()
  await expect.poll(async () => (await patch(second as string, 0, 'x')).status).toBe(204)
})

test('who cancels ends the request, and what had come is removed', async () => {
  const place = await open()
  const { page, folder } = place
  await add(page, 'a', 10)
  const address = addressOf(place)
  const { answered } = begin(address, 'hello', 10)
  await expect.poll(progress(page)).toBe(0.5)
  page.click('button')
  await page.idle()
  expect(shown(page)).toEqual([])
  expect(await answered).toBe(409)
  expect((await patch(address, 5, 'world')).status).toBe(410)
  await expect.poll(() => readdir(folder)).toEqual([])
})

test('a file that onDone had failed for stayed when it was cancelled', async () => {
  const place = await open({
    onDone: () => {
      throw new Error('it is a virus')
    },
  })
  const { page, folder } = place
  await add(page, 'a', 1)
  await patch(addressOf(place), 0, 'x')
  const { id } = shown(page)[0] as Shown
  await say(page, 'done', id)
  expect(await readdir(folder)).toEqual([id])
  page.click('button')
  await page.idle()
  await expect.poll(() => readdir(folder)).toEqual([])
})

test.each([false, true])(
  'what onDone takes off the list stays, unless it fails then: %s',
  async (fails) => {
    const folder = await temporary()
    function Files() {
      const files = createUpload({
        name: 'a',
        writer: diskWriter(folder),
        onDone: ({ id }) => {
          files.cancel(id)
          if (fails) throw new Error('no')
        },
      })
      return () => (
        <div>
          <input type="file" {...files.input} />
          <i>⟪{String(files.input['data-upload-files'] ?? '[]')}⟫</i>
        </div>
      )
    }
    const { server } = await start((app) => app.page('/', Files))
    const page = await openPage(server.url)
    onTestFinished(() => page.close())
    await add(page, 'a', 1)
    const [id = '', , url = ''] = orders(page)[0] ?? []
    await patch(urlOf(server, url), 0, 'x')
    await say(page, 'done', id)
    await pause(100)
    await expect.poll(() => readdir(folder)).toEqual(fails ? [] : [id])
  },
)

test('a file that is chosen again goes on', async () => {
  const place = await open()
  const { page } = place
  await add(page, 'a', 10)
  const address = addressOf(place)
  await patch(address, 0, 'hello')
  await expect.poll(progress(page)).toBe(0.5)
  const { id } = shown(page)[0] as Shown
  await say(page, 'lost', id)
  expect(shown(page)).toMatchObject([{ status: 'missing', progress: 0.5 }])
  expect(orders(page)).toEqual([])
  // Bytes that were still on their way change nothing in that.
  await patch(address, 5, 'w')
  await expect.poll(progress(page)).toBe(0.6)
  expect(shown(page)).toMatchObject([{ status: 'missing' }])
  await add(page, 'a', 10, `${KEY}2`)
  expect(shown(page)).toMatchObject([{ id, status: 'waiting', progress: 0.6 }])
  // It is asked how much is there.
  expect(orders(page)).toEqual([[id, `${KEY}2`, expect.any(String), 1]])
  expect(offsetOf(await patch(addressOf(place), 6, 'orld'))).toEqual([204, '10'])
})

test('what fails can be tried again', async () => {
  let isBroken = true
  const place = await open({
    onDone: () => {
      if (isBroken) throw new Error('no')
    },
  })
  const { page, log } = place
  await add(page, 'a', 1)
  await patch(addressOf(place), 0, 'x')
  const { id } = shown(page)[0] as Shown
  await say(page, 'done', id)
  expect(shown(page)).toMatchObject([{ status: 'failed', reason: 'handler' }])
  expect(log.at(-1)?.message).toContain('PG_HANDLER')
  isBroken = false
  page.click('a')
  await page.idle()
  await say(page, 'done', id)
  expect(shown(page)).toMatchObject([{ status: 'done' }])
})

test('trying again made more files than there may be', async () => {
  const { page } = await open({ maxCount: 2 })
  for (const name of ['a', 'b', 'c']) {
    await add(page, name, 10, `${KEY}${name}`)
    await say(page, 'rejected', shown(page).at(-1)?.id)
  }
  page.click('a')
  await page.idle()
  expect(shown(page).map(({ status, error }) => [status, error])).toEqual([
    ['waiting', undefined],
    ['waiting', undefined],
    ['failed', 'Only 2 files are taken.'],
  ])
})

test('what had come of failed files that are shown no more is removed', async () => {
  const place = await open({ maxCount: 1 })
  const { page, folder } = place
  await add(page, 'first', 10, `${KEY}first`)
  await patch(addressOf(place), 0, 'hello')
  await say(page, 'rejected', shown(page)[0]?.id)
  expect(await readdir(folder)).toHaveLength(1)
  for (let i = 0; i < 101; i++) {
    await add(page, `f${i}`, 10, `${KEY}${i}`)
    await say(page, 'rejected', shown(page).at(-1)?.id)
  }
  await add(page, 'last', 10, `${KEY}last`)
  await expect.poll(() => readdir(folder)).toEqual([])
})

test.each([
  'nonsense',
  '{}',
  '["add",[["short","a","",1,1]],0]',
  '["add",[["abcdefghij","a","",-1,1]],0]',
  '["add","x"]',
  '["done"]',
  '["progress","x",-1]',
])('a page that says %s is not believed', async (text) => {
  const { page, log } = await open()
  page.input(0, text, { event: 'pgupload' })
  await page.idle()
  expect(String(log.at(-1)?.data['error'])).toContain('PG_UPLOAD')
  expect(shown(page)).toEqual([])
})

test('another App with the same store and secret goes on in the middle', async () => {
  const store = memoryStore()
  const folder = await temporary()
  const done: UploadedFile[] = []
  const component = uploader({
    name: 'a',
    writer: diskWriter(folder),
    onDone: (file) => void done.push(file),
  })
  const first = await start((app) => app.page('/', component), { store })
  let { server } = first
  const page = await openPage(server.url, { reconnect: [10, 100], via: () => server.url })
  onTestFinished(() => page.close())
  await add(page, 'a', 10)
  const path = orders(page)[0]?.[2] as string
  await patch(urlOf(server, path), 0, 'hello')
  await expect.poll(progress(page)).toBe(0.5)
  const origins = [new URL(server.url).origin]
  const next = await start((app) => app.page('/', component), { store, origins })
  // Before its page has come: a ticket says enough.
  const address = urlOf(next.server, path)
  expect((await head(address)).status).toBe(503)
  server = next.server
  await first.app.close()
  await page.idle()
  expect(offsetOf(await head(address))).toEqual([200, '5'])
  await expect.poll(progress(page)).toBe(0.5)
  expect(offsetOf(await patch(address, 5, 'world'))).toEqual([204, '10'])
  await say(page, 'done', shown(page)[0]?.id)
  expect(done).toHaveLength(1)
  expect(await readFile(done[0]?.location as string, 'utf8')).toBe('helloworld')
})

test('any stream will do, and holds the sender back', async () => {
  const written: string[] = []
  let end = ''
  const writer = streamWriter(
    ({ name }) =>
      new WritableStream<Uint8Array>({
        write: (chunk) => void written.push(Buffer.from(chunk).toString()),
        close: () => void (end = `${name} is there`),
      }),
  )
  const place = await open({ writer })
  await add(place.page, 'a', 10)
  const address = addressOf(place)
  expect(offsetOf(await patch(address, 0, 'hello'))).toEqual([204, '5'])
  expect(offsetOf(await patch(address, 5, 'world'))).toEqual([204, '10'])
  const { id } = shown(place.page)[0] as Shown
  await say(place.page, 'done', id)
  expect(written.join('')).toBe('helloworld')
  expect(end).toBe('a is there')
  expect(place.done).toMatchObject([{ id, location: id }])
})

test('a stream that takes its time holds the sender back', async () => {
  const { promise: taken, resolve } = Promise.withResolvers<void>()
  const writer = streamWriter(() => new WritableStream<Uint8Array>({ write: () => taken }))
  const place = await open({ writer })
  const size = 60_000_000
  await add(place.page, 'a', size)
  const { request, answered } = begin(addressOf(place), '', size)
  const isTaken = (): boolean => request.write(Buffer.alloc(1_000_000))
  for (let left = 60; left > 0; left--) {
    // Kernels hold some megabytes, on loopback.
    if (!isTaken() && request.socket !== null)
      await Promise.race([once(request, 'drain'), pause(200)])
  }
  expect(request.writableLength).toBeGreaterThan(size / 2)
  resolve()
  request.end()
  expect(await answered).toBe(204)
})

test('a stream that fails begins anew', async () => {
  let begun = 0
  const writer = streamWriter(
    () =>
      new WritableStream<Uint8Array>({
        write: () => {
          if (begun++ === 0) throw new Error('the storage is away')
        },
      }),
  )
  const place = await open({ writer })
  await add(place.page, 'a', 10)
  const address = addressOf(place)
  expect((await patch(address, 0, 'hello')).status).toBe(500)
  expect(place.log.at(-1)?.message).toContain('PG_UPLOAD_WRITE')
  expect(offsetOf(await head(address))).toEqual([200, '0'])
  expect(offsetOf(await patch(address, 0, 'hello'))).toEqual([204, '5'])
})

test('a browser can be told to send it elsewhere', async () => {
  const place = await open({
    writer: urlWriter({
      target: ({ id }) =>
        Promise.resolve({ url: `https://store.example/${id}`, headers: { a: 'b' } }),
      finish: ({ id }) => `store:${id}`,
    }),
  })
  await add(place.page, 'a', 10)
  const { id } = shown(place.page)[0] as Shown
  await expect
    .poll(() => orders(place.page))
    .toEqual([[id, KEY, `https://store.example/${id}`, 0, 'PUT', { a: 'b' }]])
  await say(place.page, 'progress', id, 500)
  expect(shown(place.page)).toMatchObject([{ status: 'sending', progress: 0.5 }])
  await say(place.page, 'done', id)
  expect(place.done).toMatchObject([{ location: `store:${id}` }])
})

test('a browser that has to send a file elsewhere again is given another address', async () => {
  let asked = 0
  const target = () => Promise.resolve({ url: `https://store.example/${++asked}` })
  const { page } = await open({ writer: urlWriter({ target }) })
  await add(page, 'a', 10)
  const { id } = shown(page)[0] as Shown
  for (let nth = 0; nth < 3; nth++) {
    const order = [id, KEY, `https://store.example/${nth + 1}`, nth, 'PUT', {}]
    await expect.poll(() => orders(page)).toEqual([order])
    await say(page, 'again', id)
  }
})

test('under fetch, too', async () => {
  const folder = await temporary()
  const component = uploader({ name: 'a', writer: diskWriter(folder) })
  const { app, server } = await start((one) => one.page('/', component))
  const page = await openPage(server.url)
  onTestFinished(() => page.close())
  await add(page, 'a', 10)
  const address = urlOf(server, orders(page)[0]?.[2] as string)
  const send = (method: string, headers: Record<string, string>, body: string | null = null) =>
    app.fetch(new Request(address, { method, body, headers: { ...BYTES, ...headers } }))
  expect(offsetOf((await send('PATCH', { 'Upload-Offset': '0' }, 'hello')) as Response)).toEqual([
    204,
    '5',
  ])
  expect(offsetOf((await send('HEAD', {})) as Response)).toEqual([200, '5'])
  const long = await send('PATCH', { 'Upload-Offset': '5', 'Content-Length': '7' }, 'worldly')
  expect(long?.status).toBe(413)
  expect(offsetOf((await send('PATCH', { 'Upload-Offset': '5' }, 'world')) as Response)).toEqual([
    204,
    '10',
  ])
})

test('what nobody wants any more goes with time', async () => {
  const folder = await temporary()
  const old = join(folder, 'aaaaaaaaaaaaaaaaaaaaaa.part')
  await writeFile(old, 'x')
  await writeFile(join(folder, 'whole'), 'x')
  await writeFile(join(folder, 'young.part'), 'x')
  for (const name of [old, join(folder, 'whole')]) await utimes(name, 1, 1)
  const place = await open({ writer: diskWriter(folder) })
  await add(place.page, 'a', 10)
  await patch(addressOf(place), 0, 'hello')
  const left = await readdir(folder)
  expect(left).toHaveLength(3)
  expect(left).toEqual(
    expect.arrayContaining([expect.stringMatching(/^.{22}\.part$/), 'whole', 'young.part']),
  )
})

test('a component that goes takes nothing any more', async () => {
  const Files = uploader({ name: 'a', writer: diskWriter(await temporary()) })
  const { server } = await start((app) =>
    app.page('/', () => {
      const isThere = signal(true)
      return () => (
        <div>
          <button onClick={() => (isThere.value = false)}>Go</button>
          {isThere.value && <Files />}
        </div>
      )
    }),
  )
  const page = await openPage(server.url)
  onTestFinished(() => page.close())
  await add(page, 'a', 10)
  const address = urlOf(server, orders(page)[0]?.[2] as string)
  expect((await patch(address, 0, 'hello')).status).toBe(204)
  page.click('button')
  await page.idle()
  expect((await patch(address, 5, 'world')).status).toBe(410)
})

test('a session stays while a file is sent: it neither sleeps nor expires', async () => {
  const limits = { hibernateMilliseconds: 1, retentionMilliseconds: 1 }
  const place = await open({}, { limits })
  const { app, page } = place
  await add(page, 'a', 10)
  const address = addressOf(place)
  const first = begin(address, 'hello', 10)
  await expect.poll(progress(page)).toBe(0.5)
  await pause(1500)
  expect(app.pool.counts).toMatchObject({ live: 1, hibernated: 0 })
  first.request.destroy()
  await expect.poll(() => app.pool.counts.hibernated).toBe(1)
  const second = begin(address, 'wor', 5, 5)
  await expect.poll(progress(page)).toBe(0.8)
  page.close()
  await pause(1500)
  await expect.poll(() => app.pool.counts).toMatchObject({ detached: 1 })
  second.request.destroy()
  await expect.poll(() => app.pool.counts.detached).toBe(0)
})

test('a session that a file is sent to makes no room for others', async () => {
  const place = await open({}, { limits: { sessions: 1 } })
  await add(place.page, 'a', 10)
  const { request } = begin(addressOf(place), 'hello', 10)
  await expect.poll(progress(place.page)).toBe(0.5)
  place.page.close()
  await expect.poll(() => place.app.pool.counts.detached).toBe(1)
  expect((await fetch(place.server.url)).status).toBe(503)
  request.destroy()
  await expect.poll(async () => (await fetch(place.server.url)).status).toBe(200)
})

test('a server that goes down lets go of what is sent, and what had come stays', async () => {
  const place = await open()
  await add(place.page, 'a', 10)
  const { answered } = begin(addressOf(place), 'hello', 10)
  await expect.poll(progress(place.page)).toBe(0.5)
  const [, [part = '']] = await Promise.all([place.app.close(), readdir(place.folder)])
  expect(await answered).toBe(409)
  expect(await readFile(join(place.folder, part), 'utf8')).toBe('hello')
})

test('options that cannot be are named', async () => {
  for (const [options, message] of [
    [{ maxCount: 0 }, 'maxCount'],
    [{ maxBytes: 1e9 }, 'limits.uploadBytes'],
    [{ name: '' }, 'needs a name'],
  ] as const) {
    const app = createApp({ secret: SECRET, log: { info() {}, warn() {}, error() {} } })
    app.page('/', uploader({ name: 'a', ...options }))
    onTestFinished(() => app.close())
    const response = await app.fetch(new Request('http://localhost/'))
    expect(response?.status).toBe(500)
    expect(await response?.text()).toContain(message)
  }
})
