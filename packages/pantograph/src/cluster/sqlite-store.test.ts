// The SQLite store: the contract, and what is special about a file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { storeConformance } from '../../test/store/conformance.ts'
import { sqliteStore } from './sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'pantograph-store-'))
let files = 0
const newFile = (): string => join(folder, `${++files}`, 'store.sqlite')

afterAll(() => {
  rmSync(folder, { recursive: true })
})

storeConformance('sqliteStore', async () => {
  let time = 1_700_000_000_000
  const options = { now: () => time }
  const file = newFile()
  const store = sqliteStore(file, options)
  const other = sqliteStore(file, options)
  return { store, other, pass: (milliseconds) => void (time += milliseconds) }
})
