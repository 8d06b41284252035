// The SQLite store: the contract, and what is special about a file.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import type { Store } from '../session/store.ts'
import { storeConformance } from '../../test/store/conformance.ts'
import { sqliteStore } from './sqlite-store.ts'
import type { SqliteStoreOptions } from './sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'pantograph-store-'))
const one = Uint8Array.of(1)
const two = Uint8Array.of(2)

let files = 0
const newFile = (): string => join(folder, `${++files}`, 'store.sqlite')

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** A store that is closed when the test ends. */
function open(file: string, options?: SqliteStoreOptions): Store {
  const store = sqliteStore(file, options)
  onTestFinished(() => store.close?.())
  return store
}

/** The file as another program sees it. */
function openRaw(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  onTestFinished(() => database.close())
  return database
}

const rowsIn = (file: string): unknown =>
  openRaw(file).prepare('SELECT count(*) AS n FROM pantograph_store_1').get()?.['n']

storeConformance('sqliteStore', async () => {
  let time = 1_700_000_000_000
  const options = { now: () => time }
  const file = newFile()
  const store = sqliteStore(file, options)
  const other = sqliteStore(file, options)
  return { store, other, pass: (milliseconds) => void (time += milliseconds) }
})

test('makes directories and keeps what was put after it is closed, versions too', async () => {
  const file = join(folder, 'some', 'where', 'deep', 'store.sqlite')
  const first = sqliteStore(file)
  const version = await first.put('key', one, null, 60_000)
  await first.close?.()
  expect(readdirSync(dirname(file))).toEqual(['store.sqlite'])
  const second = open(file)
  expect(await second.get('key')).toEqual({ value: one, version })
  expect(await second.put('key', two, version, 60_000)).not.toBeNull()
})

test('the puts of one tick are one transaction', async () => {
  const file = newFile()
  const store = open(file)
  const before = statSync(`${file}-wal`).size
  const keys = Array.from({ length: 100 }, (_, i) => `key ${i}`)
  await Promise.all(keys.map((key) => store.put(key, one, null, Infinity)))
  const together = statSync(`${file}-wal`).size - before
  for (const key of keys.slice(0, 10)) await store.put(`${key} again`, one, null, Infinity)
  const apart = statSync(`${file}-wal`).size - before - together
  // Ten transactions write the page that they change ten times over.
  expect(together).toBeLessThan(apart)
})

test('a write that fails does not fail the others of its tick', async () => {
  const file = newFile()
  const store = open(file)
  openRaw(file).exec(`CREATE TRIGGER damage BEFORE INSERT ON pantograph_store_1
    WHEN new.key = 'bad' BEGIN SELECT raise(FAIL, 'no luck'); END`)
  const keys = ['first', 'bad', 'second', 'bad', 'third']
  const results = await Promise.allSettled(keys.map((key) => store.put(key, one, null, Infinity)))
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  const failed = results.find((result) => result.status === 'rejected')
  expect(String(failed?.reason)).toMatch(/PG_STORE: .*store\.sqlite: no luck$/)
  expect((await store.get('third'))?.value).toEqual(one)
  expect(await store.put('later', one, null, Infinity)).not.toBeNull()
})

test('waits for a program that has the file locked, without blocking', async () => {
  const file = newFile()
  const store = open(file, { busyMilliseconds: 30_000 })
  const raw = openRaw(file)
  raw.exec('BEGIN IMMEDIATE')
  const put = store.put('key', one, null, Infinity)
  // The share of the time in which nothing else could be done; in one try of three, everything may stall.
  let busy = 1
  for (let i = 0; i < 3 && busy >= 0.8; i++) {
    const before = performance.eventLoopUtilization()
    await sleep(400)
    busy = performance.eventLoopUtilization(before).utilization
  }
  expect(busy).toBeLessThan(0.8)
  expect(await store.get('key')).toBeUndefined()
  raw.exec('COMMIT')
  expect(await put).not.toBeNull()
})

test('opening waits for a program that has the file locked, for as long as it may', async () => {
  const file = newFile()
  mkdirSync(dirname(file))
  const code = `
    const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync(${JSON.stringify(file)})
    database.exec('BEGIN EXCLUSIVE')
    const { parentPort } = require('node:worker_threads')
    parentPort.once('message', () => setTimeout(() => database.close(), 600))
    parentPort.postMessage('locked')`
  const locking = new Worker(code, { eval: true })
  onTestFinished(async () => void (await locking.terminate()))
  await once(locking, 'message')
  expect(() => sqliteStore(file, { busyMilliseconds: 10 })).toThrow(/^PG_STORE: .*locked/)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is no window
  locking.postMessage('let go soon')
  expect(await open(file).put('key', one, null, Infinity)).not.toBeNull()
})

test('gives up when the file is locked too long, and recovers', async () => {
  const file = newFile()
  const store = open(file, { busyMilliseconds: 150 })
  const raw = openRaw(file)
  raw.exec('BEGIN IMMEDIATE')
  const puts = ['a', 'b'].map((key) => store.put(key, one, null, Infinity))
  for (const { reason } of (await Promise.allSettled(puts)) as PromiseRejectedResult[]) {
    expect(String(reason)).toMatch(/PG_STORE: .*locked/)
  }
  raw.exec('COMMIT')
  expect(await store.get('a')).toBeUndefined()
  expect(await store.put('a', one, null, Infinity)).not.toBeNull()
})

test('close gives up too, and lets go of the file', async () => {
  const file = newFile()
  const store = open(file, { busyMilliseconds: 100 })
  const raw = openRaw(file)
  raw.exec('BEGIN IMMEDIATE')
  const put = store.put('key', one, null, Infinity)
  const [refused] = await Promise.allSettled([put, store.close?.()])
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'PG_STORE' } })
  raw.exec('COMMIT')
})

test('deletes what has expired, whoever put it, a little at a time', async () => {
  const file = newFile()
  let time = 1_700_000_000_000
  const now = (): number => time
  const writer = open(file, { now, purgeMilliseconds: 1_000_000 })
  const keys = Array.from({ length: 250 }, (_, i) => `key ${i}`)
  await Promise.all(keys.map((key) => writer.put(key, one, null, 1000)))
  await writer.put('kept', one, null, 2000)
  time += 1000
  open(file, { now, purgeMilliseconds: 10 })
  await vi.waitFor(() => expect(rowsIn(file)).toBeLessThan(251), { interval: 5, timeout: 10_000 })
  expect(rowsIn(file)).toBeGreaterThan(1)
  await vi.waitFor(() => expect(rowsIn(file)).toBe(1), 10_000)
  expect((await writer.get('kept'))?.value).toEqual(one)
})

test('a file that is no database', () => {
  const file = newFile()
  mkdirSync(dirname(file))
  writeFileSync(file, 'this is a text '.repeat(1000))
  expect(() => sqliteStore(file)).toThrow(/^PG_STORE: .*store\.sqlite: file is not a database$/)
  expect(readFileSync(file, 'utf8')).toMatch(/^this is a text/)
})

test('a directory in its place, a file in place of the directory, a file of zeros', () => {
  const file = newFile()
  mkdirSync(file, { recursive: true })
  expect(() => sqliteStore(file)).toThrow(/^PG_STORE: .*unable to open/)
  writeFileSync(join(file, 'plain'), '')
  expect(() => sqliteStore(join(file, 'plain', 'x'))).toThrow(/^PG_STORE: .*plain/)
  writeFileSync(join(file, 'zeros'), new Uint8Array(8192))
  expect(() => sqliteStore(join(file, 'zeros'))).toThrow(/^PG_STORE: .*not a database/)
})

test('a table of that name with other columns', () => {
  const file = newFile()
  mkdirSync(dirname(file))
  openRaw(file).exec('CREATE TABLE pantograph_store_1 (expires)')
  expect(() => sqliteStore(file)).toThrow(/^PG_STORE: .*no such column/)
})

test('beside the tables of others', async () => {
  const file = newFile()
  mkdirSync(dirname(file))
  openRaw(file).exec('CREATE TABLE mine (x)')
  expect(await open(file).put('key', one, null, Infinity)).not.toBeNull()
})

/** A file with some 80 pages, closed. */
async function filled(): Promise<string> {
  const file = newFile()
  const store = sqliteStore(file)
  const keys = Array.from({ length: 500 }, (_, i) => `key ${i}`)
  await Promise.all(keys.map((key) => store.put(key, randomBytes(500), null, Infinity)))
  await store.close?.()
  return file
}

test('a damaged file rejects, whatever is called, and does not crash', async () => {
  const file = await filled()
  const content = readFileSync(file)
  // The first four pages hold the schema and the roots of the tables.
  const sound = content.subarray(0, 4 * 4096)
  writeFileSync(file, Buffer.concat([sound, randomBytes(content.length - sound.length)]))
  const damaged = open(file)
  await expect(damaged.get('key 250')).rejects.toThrow(/^PG_STORE: .*malformed/)
  await expect(damaged.put('key 250', one, null, 1)).rejects.toThrow(/^PG_STORE: .*malformed/)
  await expect(damaged.delete('key 250', 'x')).rejects.toThrow(/^PG_STORE: .*malformed/)
})

test('a file that was cut short', async () => {
  const file = await filled()
  writeFileSync(file, readFileSync(file).subarray(0, 100_000))
  expect(() => sqliteStore(file)).toThrow(/^PG_STORE: .*malformed/)
})

test('needs a path and sensible options', () => {
  for (const path of ['', ':memory:', undefined as never, 7 as never]) {
    expect(() => sqliteStore(path)).toThrow(/^PG_OPTION/)
  }
  for (const wrong of [0, -1, NaN, Infinity, '5' as never, null as never]) {
    const file = newFile()
    expect(() => sqliteStore(file, { busyMilliseconds: wrong })).toThrow(/^PG_OPTION: busy/)
    expect(() => sqliteStore(file, { purgeMilliseconds: wrong })).toThrow(/^PG_OPTION: purge/)
    expect(existsSync(file)).toBe(false)
  }
})

test('a Node without SQLite says so when a store is opened', () => {
  const without = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
  onTestFinished(() => without.mockRestore())
  expect(() => sqliteStore(newFile())).toThrow(/^PG_STORE: this Node .* has no node:sqlite$/)
})
