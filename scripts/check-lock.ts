// Checks that package-lock.json names the native parts of every platform, and no registry. npm can leave out
// the optional packages of other platforms (npm/cli#4828), and `npm ci` then fails there.
//
//   node scripts/check-lock.ts --fix    adds what is missing, without a checksum
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

interface Entry {
  version?: string
  resolved?: string
  cpu?: string[]
  dev?: boolean
  libc?: string[]
  license?: string
  optional?: boolean
  optionalDependencies?: Record<string, string>
  os?: string[]
  engines?: Record<string, string>
}

interface Missing {
  /** The place that the entry should have. */
  at: string
  name: string
  version: string
  /** A part for another platform, of the same package. */
  like: Entry
}

const file = resolve(import.meta.dirname, '../package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> }

/** Where `name` is found from `path`, looking in the `node_modules` of each folder upwards. */
function find(path: string, name: string): string | undefined {
  const at = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`
  if (lock.packages[at] !== undefined) return at
  if (path === '') return undefined
  return find(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}

function missingParts(path: string, { optionalDependencies = {} }: Entry): Missing[] {
  const names = Object.keys(optionalDependencies)
  const like = names.map((name) => find(path, name)).find((at) => at !== undefined)
  const folder = like?.slice(0, like.lastIndexOf('node_modules/')) ?? ''
  return names
    .filter((name) => find(path, name) === undefined)
    .map((name) => ({
      at: `${folder}node_modules/${name}`,
      name,
      version: (optionalDependencies[name] ?? '').replace(/^[~^]/, ''),
      like: lock.packages[like ?? ''] ?? {},
    }))
}

/** `@scope/binding-linux-x64-musl` says where it runs. */
function entryFor({ name, version, like }: Missing): Entry {
  const [os, cpu, abi] = name.replace(/^.*\/[a-z]+-/, '').split('-')
  const { dev, license, engines } = like
  if (os === undefined || cpu === undefined) throw new Error(`${name} names no platform`)
  const libc = os === 'linux' && /^(gnu|musl)$/.test(abi ?? '')
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(libc && { libc: [abi === 'gnu' ? 'glibc' : 'musl'] }),
    ...(license && { license }),
    optional: true,
    os: [os],
    ...(engines && { engines }),
  }
}

const entries = Object.entries(lock.packages)
const missing = entries.flatMap(([path, entry]) => missingParts(path, entry))
const registries = entries.filter(([, { resolved }]) => resolved?.startsWith('http'))

if (process.argv.includes('--fix')) {
  for (const part of missing) lock.packages[part.at] = entryFor(part)
  for (const [, entry] of registries) delete entry.resolved
  const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(
    file,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
  )
  console.log(`${missing.length} added, ${registries.length} addresses removed`)
} else {
  for (const { at } of missing) console.error(`package-lock.json: no entry for ${at}`)
  for (const [at] of registries) console.error(`package-lock.json: ${at} names a registry`)
  const problems = missing.length + registries.length
  console.log(problems === 0 ? 'complete' : 'to repair it: node scripts/check-lock.ts --fix')
  process.exitCode = problems === 0 ? 0 : 1
}
