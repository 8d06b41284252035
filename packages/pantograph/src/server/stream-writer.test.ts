// Files that are uploaded, as streams.
import { expect, test } from 'vitest'
import { streamWriter } from './stream-writer.ts'

const file = { id: 'a'.repeat(22), name: '', type: '', size: 3 }

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from('abc'))
}

test('who finished a stream twice got a second, empty one', async () => {
  const said: string[] = []
  const writer = streamWriter(() => {
    said.push('begin')
    return new WritableStream({
      write: (chunk) => void said.push(Buffer.from(chunk as Uint8Array).toString()),
      close: () => void said.push('close'),
      abort: () => void said.push('abort'),
    })
  })
  await writer.append(file, 0, bytes())
  await Promise.all([writer.finish(file), writer.finish(file)])
  // As after an onDone that has failed.
  expect(await writer.offset(file)).toBe(3)
  expect(await writer.finish(file)).toBe(file.id)
  await writer.append(file, 3, bytes())
  await writer.remove(file)
  expect(said).toEqual(['begin', 'abc', 'close'])
})

test('a stream that was stuck held the request when its file was not wanted any more', async () => {
  const stuck = Promise.withResolvers<WritableStreamDefaultController>()
  const writer = streamWriter(
    () =>
      new WritableStream({
        write: (_, controller) => {
          stuck.resolve(controller)
          return new Promise(() => {})
        },
      }),
  )
  const appended = writer.append(file, 0, bytes())
  const { signal } = await stuck.promise
  void writer.remove(file)
  await expect(appended).rejects.toThrow('not wanted any more')
  expect(signal.aborted).toBe(true)
})
