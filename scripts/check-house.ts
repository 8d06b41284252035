// Checks the house rule (scripts/house.ts) for packages/pantograph/src. Tests are exempt.
import { globSync, readFileSync } from 'node:fs'
import { posix, relative, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { brokenImports, cycles } from './house.ts'
import type { Import } from './house.ts'

const packageFolder = resolve(import.meta.dirname, '../packages/pantograph')
const source = resolve(packageFolder, 'src')

/** `pantograph/server` → `server/index.ts`, read from the exports of the package. */
function readEntries(): Map<string, string> {
  const { exports } = JSON.parse(readFileSync(resolve(packageFolder, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>
  }
  return new Map(
    Object.entries(exports).flatMap(([name, target]): [string, string][] => {
      if (typeof target === 'string') return []
      const file = target.types.replace('./dist/', '').replace(/\.d\.ts$/, '.ts')
      return [[posix.join('pantograph', name), file]]
    }),
  )
}

const entries = readEntries()

function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return entries.get(specifier)
  return posix.join(posix.dirname(from), specifier)
}

interface Found {
  specifier: string
  start: number
}

/** Every module that a file names: imports, re-exports, `import()` of values and of types. */
function specifiersIn(file: string, text: string): Found[] {
  const { module, program, errors } = parseSync(file, text)
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`)
  const found: Found[] = []
  for (const { moduleRequest } of module.staticImports) {
    found.push({ specifier: moduleRequest.value, start: moduleRequest.start })
  }
  for (const { moduleRequest } of module.staticExports.flatMap((one) => one.entries)) {
    if (moduleRequest) found.push({ specifier: moduleRequest.value, start: moduleRequest.start })
  }
  collectInline(program, found)
  return found
}

function collectInline(node: unknown, found: Found[]): void {
  if (typeof node !== 'object' || node === null) return
  const { type, source: named } = node as {
    type?: string
    source?: { value?: unknown; start: number }
  }
  if (
    (type === 'ImportExpression' || type === 'TSImportType') &&
    typeof named?.value === 'string'
  ) {
    found.push({ specifier: named.value, start: named.start })
  }
  for (const child of Object.values(node)) collectInline(child, found)
}

function importsOf(file: string): Import[] {
  const text = readFileSync(resolve(source, file), 'utf8')
  const seen = new Set<string>()
  return specifiersIn(file, text).flatMap(({ specifier, start }) => {
    const line = text.slice(0, start).split('\n').length
    if (seen.has(`${specifier}:${line}`)) return []
    seen.add(`${specifier}:${line}`)
    return [{ from: file, line, specifier, to: resolveImport(file, specifier) }]
  })
}

const files = globSync('**/*.{ts,tsx}', { cwd: source })
  .map((file) => relative(source, resolve(source, file)).replaceAll('\\', '/'))
  .filter((file) => !/\.test(-d)?\./.test(file))
  .toSorted()
const imports = files.flatMap(importsOf)
const problems = [...brokenImports(imports), ...cycles(imports)]
for (const problem of problems) console.error(`packages/pantograph/src/${problem}`)
console.log(`${files.length} files, ${imports.length} imports, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0
