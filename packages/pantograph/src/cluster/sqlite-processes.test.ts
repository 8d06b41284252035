// The SQLite store among processes: none loses a step of another, and one that is killed loses nothing that
// was acknowledged.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { sqliteStore } from './sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'pantograph-processes-'))
const script = join(import.meta.dirname, '../../test/store/writer.ts')

afterAll(() => {
  rmSync(folder, { recursive: true })
})

interface Writer {
  /** What it was told has been written. */
  readonly acknowledged: () => number[]
  readonly kill: () => void
  readonly ended: Promise<{ code: number | null; errors: string }>
}

function start(file: string, steps: number): Writer {
  const child = spawn(process.execPath, [script, file, `${steps}`])
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, errors }))
  return {
    acknowledged: () => output.split('\n').slice(0, -1).map(Number),
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}

async function countIn(file: string): Promise<number> {
  const store = sqliteStore(file)
  onTestFinished(() => store.close?.())
  const found = await store.get('count')
  return found === undefined ? 0 : Buffer.from(found.value).readUInt32LE()
}

test('four that open a new file at once and count together lose no step', async () => {
  const file = join(folder, 'together', 'store.sqlite')
  const writers = Array.from({ length: 4 }, () => start(file, 100))
  for (const { ended } of writers) {
    const { code, errors } = await ended
    expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' })
  }
  const acknowledged = writers.flatMap((writer) => writer.acknowledged())
  const steps = Array.from({ length: 400 }, (_, i) => i + 1)
  expect(acknowledged.toSorted((a, b) => a - b)).toEqual(steps)
  expect(await countIn(file)).toBe(400)
}, 60_000)

test('one that is killed loses nothing that was acknowledged, and harms nobody', async () => {
  const file = join(folder, 'killed', 'store.sqlite')
  const killed = start(file, 1_000_000)
  await expect.poll(() => killed.acknowledged().length, { timeout: 20_000 }).toBeGreaterThan(50)
  const other = start(file, 50)
  await expect.poll(() => other.acknowledged().length, { timeout: 20_000 }).toBeGreaterThan(5)
  killed.kill()
  await killed.ended
  expect((await other.ended).code).toBe(0)
  const highest = Math.max(...killed.acknowledged(), ...other.acknowledged())
  // The one that was killed may have written once more without having been told.
  expect(await countIn(file)).toBeGreaterThanOrEqual(highest)
  expect(await countIn(file)).toBeLessThanOrEqual(highest + 1)
}, 60_000)
