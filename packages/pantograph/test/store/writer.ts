// A process that counts in an SQLite store, together with others: reads a number, adds one, puts it back.
// Prints each number that was acknowledged.
//
//   node writer.ts <file> <steps>
import { writeSync } from 'node:fs'
import { sqliteStore } from '../../src/cluster/sqlite-store.ts'

const [file = '', steps = ''] = process.argv.slice(2)
const store = sqliteStore(file, { busyMilliseconds: 30_000 })

async function step(): Promise<number | undefined> {
  const found = await store.get('count')
  const next = found === undefined ? 1 : Buffer.from(found.value).readUInt32LE() + 1
  const value = Buffer.alloc(4)
  value.writeUInt32LE(next)
  const version = await store.put('count', value, found?.version ?? null, Infinity)
  return version === null ? undefined : next
}

for (let done = 0; done < Number(steps);) {
  const count = await step()
  if (count === undefined) continue
  done++
  // Not buffered: what was printed was acknowledged before the process was killed.
  writeSync(1, `${count}\n`)
}
await store.close?.()
