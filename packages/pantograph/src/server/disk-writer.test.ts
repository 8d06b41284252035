// Files of this machine: whose folder it is, and what becomes of what is in it.
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { diskWriter, temporaryWriter } from './disk-writer.ts'

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

test('a request that came late made a second, empty file of one that was done', async () => {
  const folder = await temporary()
  const writer = diskWriter(folder)
  await writer.append(file(), 0, bytesOf())
  const location = await writer.finish(file())
  await writer.append(file(), 3, bytesOf('d'))
  expect(await readdir(folder)).toEqual([file().id])
  expect(await readFile(location, 'utf8')).toBe('abc')
  expect(await writer.offset(file())).toBe(3)
})

test('an App that keeps temporary files for a second removed those of another', async () => {
  vi.stubEnv('TMPDIR', await temporary())
  onTestFinished(() => void vi.unstubAllEnvs())
  const [long, short] = [temporaryWriter(86_400_000), temporaryWriter(1000)]
  await long.append(file(), 0, bytesOf())
  const location = await long.finish(file())
  await utimes(location, Date.now() / 1000 - 10, Date.now() / 1000 - 10)
  await short.append(file('b'), 0, bytesOf())
  expect(await readFile(location, 'utf8')).toBe('abc')
})

test('of the first files, only one waited until there was a folder', async () => {
  const writer = diskWriter(join(await temporary(), 'a', 'b', 'c'))
  await Promise.all(['a', 'b', 'c'].map((one) => writer.append(file(one), 0, bytesOf())))
  expect(await writer.offset(file('c'))).toBe(3)
})
