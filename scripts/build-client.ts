// Builds the browser runtime into packages/pantograph/dist/client: one minified file named by its content,
// features loaded on demand beside it, the same compressed ahead of time, and a manifest that names them.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Metafile } from 'esbuild'

const root = resolve(import.meta.dirname, '..')
const source = 'packages/pantograph/src/client/main.ts'
const target = 'packages/pantograph/dist/client'

interface ClientFile {
  integrity: string
  bytes: number
  gzip: number
  brotli: number
}

async function bundle(): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { pantograph: source },
    entryNames: '[name]-[hash]',
    chunkNames: 'feature-[name]-[hash]',
    outdir: target,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    // Properties that end in one underscore are private to the runtime and get short names.
    mangleProps: /[^_]_$/,
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
  })
  return metafile
}

function mainFile({ outputs }: Metafile): string {
  for (const [file, output] of Object.entries(outputs)) {
    if (output.entryPoint !== source) continue
    const shared = output.imports.find(({ kind }) => kind === 'import-statement')
    if (shared === undefined) return basename(file)
    throw new Error(
      `the browser runtime would need a second request (${shared.path}) before the page is live: ` +
        'a feature loaded on demand must be handed what it shares with src/client/main.ts',
    )
  }
  throw new Error(`esbuild made no output for ${source}`)
}

/** Writes `file.br` and `file.gz` beside a built file. */
async function compress(file: string): Promise<ClientFile> {
  const content = await readFile(file)
  const brotli = brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  })
  const gzip = gzipSync(content, { level: 9 })
  await writeFile(`${file}.br`, brotli)
  await writeFile(`${file}.gz`, gzip)
  const digest = createHash('sha384').update(content).digest('base64')
  return {
    integrity: `sha384-${digest}`,
    bytes: content.length,
    gzip: gzip.length,
    brotli: brotli.length,
  }
}

if (!existsSync(join(root, source))) {
  console.warn(`build-client: ${source} does not exist yet, nothing built`)
  process.exit(0)
}
const folder = join(root, target)
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const metafile = await bundle()
const main = mainFile(metafile)
const files: Record<string, ClientFile> = {}
for (const name of Object.keys(metafile.outputs)
  .map((file) => basename(file))
  .toSorted()) {
  files[name] = await compress(join(folder, name))
}
await writeFile(join(folder, 'manifest.json'), `${JSON.stringify({ main, files }, null, 2)}\n`)
// `pantograph/client.js`: a name that does not change, for those who bundle the runtime themselves.
await writeFile(join(folder, 'index.js'), `import './${main}'\n`)
for (const [name, { bytes, gzip, brotli }] of Object.entries(files)) {
  console.log(`${name}  ${bytes} B, gzip ${gzip} B, brotli ${brotli} B`)
}
