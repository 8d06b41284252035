// Files of this machine: whose folder it is, and what becomes of what is in it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { diskWriter } from './disk-writer.ts'

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pantograph-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

const file = (letter = 'a') => ({ id: letter.repeat(22), name: '', type: '', size: 3 })

async function* bytesOf(text = 'abc'): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text))
}

test('a folder that could not be prepared once was taken for prepared for ten minutes', async () => {
  const folder = join(await temporary(), 'files')
  await writeFile(folder, 'in the way')
  const writer = diskWriter(folder)
  const refused = 'EEXIST'
  await expect(writer.append(file(), 0, bytesOf())).rejects.toThrow(refused)
  await expect(writer.append(file(), 0, bytesOf())).rejects.toThrow(refused)
  await rm(folder)
  await writer.append(file(), 0, bytesOf())
  expect(await writer.offset(file())).toBe(3)
})

test('of the first files, only one waited until there was a folder', async () => {
  const writer = diskWriter(join(await temporary(), 'a', 'b', 'c'))
  await Promise.all(['a', 'b', 'c'].map((one) => writer.append(file(one), 0, bytesOf())))
  expect(await writer.offset(file('c'))).toBe(3)
})
