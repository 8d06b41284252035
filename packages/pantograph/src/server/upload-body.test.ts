// The bytes of a request on their way to a writer.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { UploadBody } from './upload-body.ts'

test('a long request kept all that it had brought in memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const chunks: WeakRef<Uint8Array>[] = []
  async function* source(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 100; i++) {
      const chunk = new Uint8Array(10)
      chunks.push(new WeakRef(chunk))
      yield await Promise.resolve(chunk)
    }
  }
  let told = 0
  const body = new UploadBody(source(), 1e9, 30_000, (bytes) => (told += bytes))
  let kept = 100
  for await (const chunk of body) {
    if (told + chunk.length < 1000) continue
    await pause(10)
    collect()
    kept = chunks.filter((one) => one.deref() !== undefined).length
  }
  expect([told, body.ending]).toEqual([1000, 'all'])
  expect(kept).toBeLessThan(10)
})

test.each(['before', 'while'])('who stops it %s it waits is not held up', async (when) => {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1)
    await new Promise(() => {})
  }
  const body = new UploadBody(source(), 10, 30_000, () => {})
  const bytes = body[Symbol.asyncIterator]()
  await bytes.next()
  if (when === 'before') body.stop()
  const next = bytes.next()
  body.stop()
  expect(await next).toEqual({ done: true, value: undefined })
  expect(body.ending).toBe('stopped')
})
