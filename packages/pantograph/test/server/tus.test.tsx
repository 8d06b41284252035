// A client that others have written finds here what it expects: https://github.com/tus/tus-js-client
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Upload } from 'tus-js-client'
import { expect, test } from 'vitest'
import { add, addressOf, open, say, shown } from './upload-page.tsx'

const CHUNK = 10_000

/** Sends it; resolves with the offsets that the server has told. */
function send(bytes: Buffer, uploadUrl: string, stopAt = Infinity): Promise<number[]> {
  const told: number[] = []
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      uploadUrl,
      chunkSize: CHUNK,
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve(told),
      onChunkComplete: (_, accepted) => {
        told.push(accepted)
        if (accepted >= stopAt) void upload.abort().then(() => resolve(told))
      },
    })
    upload.start()
  })
}

test('tus-js-client sends a file, and goes on with what another one has begun', async () => {
  const place = await open()
  const bytes = randomBytes(35_000)
  await add(place.page, 'a', bytes.length)
  const address = addressOf(place)
  expect(await send(bytes, address, 2 * CHUNK)).toEqual([10_000, 20_000])
  expect(await send(bytes, address)).toEqual([30_000, 35_000])
  await say(place.page, 'done', shown(place.page)[0]?.id)
  expect(await readFile(place.done[0]?.location as string)).toEqual(bytes)
})
