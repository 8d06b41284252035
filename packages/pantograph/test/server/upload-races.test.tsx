// Uploads when several things happen at once, or in an order that nobody has thought of: what was taken stays as it was.
import { readFile, readdir } from 'node:fs/promises'
import { request } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { diskWriter, streamWriter } from '../../src/server/index.ts'
import type { Session } from '../../src/session/session.ts'
import { add, addressOf, open, orders, say, shown, temporary, urlOf } from './upload-page.tsx'

const BYTES = {
  'Tus-Resumable': '1.0.0',
  'Content-Type': 'application/offset+octet-stream',
  'Upload-Offset': '0',
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text))
}

/** A request for ten bytes, of which some are sent at once. */
function begin(address: string, text: string): ClientRequest {
  const sent = request(address, {
    method: 'PATCH',
    headers: { ...BYTES, 'Content-Length': '10' },
  })
  sent.on('error', () => {})
  onTestFinished(() => void sent.destroy())
  sent.flushHeaders()
  sent.write(text)
  return sent
}

test('of two requests that came together, one wrote into the file that the other had finished', async () => {
  // An application that asks once for requests that come together.
  let asked: Promise<null> | null = null
  const ask = (): Promise<null> =>
    (asked ??= pause(100).then(() => {
      asked = null
      return null
    }))
  const place = await open({}, { session: ask })
  const { page, folder, done } = place
  await add(page, 'a', 10)
  const address = addressOf(place)
  await pause(150)
  const slow = begin(address, 'e')
  const quick = begin(address, 'helloworld')
  await Promise.all([slow, quick].map((one) => new Promise((seen) => one.on('response', seen))))
  await say(page, 'done', shown(page)[0]?.id)
  expect(done).toHaveLength(1)
  slow.write('vilevil!!')
  await pause(50)
  expect(await readFile(done[0]?.location as string, 'utf8')).toBe('helloworld')
  expect(await readdir(folder)).toHaveLength(1)
})

test('files that were cancelled were taken again when their page had gone', async () => {
  const place = await open()
  const { app, page, folder } = place
  await add(page, 'a', 10)
  const address = addressOf(place)
  page.click('button')
  await page.idle()
  page.close()
  for (const session of app.pool.sessions()) (session as Session).close('PG_EXPIRED', 0)
  const answer = await fetch(address, { method: 'PATCH', body: 'helloworld', headers: BYTES })
  expect(answer.status).toBe(410)
  expect(await readdir(folder)).toEqual([])
})

test('a request that was open in another process wrote into the file that was done', async () => {
  const folder = await temporary()
  const info = { id: 'a'.repeat(22), name: 'n', type: '', size: 10 }
  const [one, two] = [diskWriter(folder), diskWriter(folder)]
  const gate = Promise.withResolvers<void>()
  async function* late(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('h')
    await gate.promise
    yield Buffer.from('evil')
  }
  const slow = two.append(info, 0, late())
  await expect.poll(() => two.offset(info)).toBe(1)
  await one.append(info, 0, bytesOf('helloworld'))
  const location = await one.finish(info)
  gate.resolve()
  await slow
  expect(await readFile(location, 'utf8')).toBe('helloworld')
})

/** A sink that never takes what it is given; tells whether it was let go of. */
function stuckSink() {
  const given = Promise.withResolvers<AbortSignal>()
  const writer = streamWriter(
    () =>
      new WritableStream<Uint8Array>({
        write: (_, { signal }) => {
          given.resolve(signal)
          return new Promise(() => {})
        },
      }),
  )
  return { writer, given: given.promise }
}

test('a stream that was stuck kept its file for ever, and was never told that it was cancelled', async () => {
  const { writer, given } = stuckSink()
  const place = await open({ writer }, { limits: { uploadStallMilliseconds: 100 } })
  const { page } = place
  await add(page, 'a', 10)
  const address = addressOf(place)
  begin(address, 'hello')
  const signal = await given
  // Who asks, and who would go on, is told so.
  for (const method of ['HEAD', 'PATCH', 'HEAD']) {
    const body = method === 'HEAD' ? null : 'helloworld'
    expect((await fetch(address, { method, body, headers: BYTES })).status).toBe(500)
  }
  expect(signal.aborted).toBe(false)
  page.click('button')
  await page.idle()
  await expect.poll(() => signal.aborted).toBe(true)
})

test('a stream that was stuck kept the session of its page for ever', async () => {
  const { writer, given } = stuckSink()
  const limits = { retentionMilliseconds: 1, uploadStallMilliseconds: 100 }
  const place = await open({ writer }, { limits })
  await add(place.page, 'a', 10)
  const sent = begin(addressOf(place), 'hello')
  const signal = await given
  sent.destroy()
  place.page.close()
  await expect.poll(() => place.app.pool.sessions()).toEqual([])
  await expect.poll(() => signal.aborted).toBe(true)
})

test('a stream whose page had gone was open for another hour', async () => {
  let aborted = 0
  const sink = (): WritableStream<Uint8Array> => new WritableStream({ abort: () => void aborted++ })
  const place = await open({ writer: streamWriter(sink) })
  const { app, page } = place
  await add(page, 'a', 10)
  await fetch(addressOf(place), { method: 'PATCH', body: 'hello', headers: BYTES })
  for (const session of app.pool.sessions()) (session as Session).close('PG_EXPIRED', 0)
  await expect.poll(() => aborted).toBe(1)
})

test('files were taken after their user had been ended', async () => {
  const place = await open({}, { session: () => 'anna' })
  const { app, page, folder } = place
  await add(page, 'a', 10)
  await add(page, 'b', 10, 'fedcba9876543210')
  const [first = '', second = ''] = orders(page).map(([, , url]) => urlOf(place.server, url))
  const sent = begin(first, 'hello')
  const answered = new Promise<IncomingMessage>((resolve) => sent.on('response', resolve))
  await expect.poll(() => readdir(folder)).toHaveLength(1)
  app.pool.endUser('anna')
  expect((await answered).statusCode).toBe(409)
  for (const address of [first, second]) {
    const answer = await fetch(address, { method: 'PATCH', body: 'helloworld', headers: BYTES })
    expect(answer.status).toBe(410)
  }
})
