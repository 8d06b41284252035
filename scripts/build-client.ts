// Builds the browser runtime into packages/pantograph/dist/client: one minified file named by its content,
// features loaded on demand beside it, the same compressed ahead of time, and a manifest that names them.
//
// rolldown bundles and terser minifies: 4 % fewer bytes after brotli than either rolldown or esbuild alone.
import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import type { OutputChunk, Plugin } from 'rolldown'
import { minify } from 'terser'

const root = resolve(import.meta.dirname, '..')
const entry = join(root, 'packages/pantograph/src/client/main.ts')
const folder = join(root, 'packages/pantograph/dist/client')
const target = 'es2022'

/**
 * Properties of the runtime's own objects, which get short names. terser leaves alone what it knows of the
 * DOM; a name on this list must not be one that a server, a page or a browser gives, nor an export.
 */
const OWN =
  'strings textAt varint signed word rest newString oldString splitStrings byte unanswered sent fresh ' +
  'nodes slots prototypes payload template owner block blocks sized inline setText isTouched ' +
  'numbering $style typed heard told hasUnanswered found readSlot readInsert removeBlock losses ticket sealed ' +
  'isWelcome isOver heardAt runAfter payloadOf modifiers utf8 attend details record ' +
  'tellAddress limit observers loadedFeatures loadFeature applyValue readListen readAsText bringHome $pantograph $extras $portal $choice ' +
  'readTemplate beginNumbers keepItems via prefix nodesOf facets layers piece own trial isLeaving changedIn isLooseBox'
const MANGLED = new RegExp(`[^_]_$|^(${OWN.replaceAll('$', '\\$').replaceAll(' ', '|')})$`)

/**
 * One name cache, so that a property with a short name has the same one in every chunk. Not of variables: a function of
 * one chunk and a global of that name in another have nothing to do with each other.
 */
function minifyChunks(): Plugin {
  const nameCache = Object.defineProperty({}, 'vars', { get: () => ({}), set: () => {} })
  return {
    name: 'minify',
    async renderChunk(code) {
      const { code: minified } = await minify(code, {
        module: true,
        ecma: 2020,
        nameCache,
        compress: { passes: 3, inline: 1, unsafe: true, unsafe_arrows: true, pure_getters: true },
        mangle: { properties: { regex: MANGLED } },
      })
      return minified ?? code
    },
  }
}

async function bundle(): Promise<Chunk[]> {
  const bundled = await rolldown({
    input: { pantograph: entry },
    platform: 'browser',
    plugins: [minifyChunks()],
    transform: { target, define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await bundled.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: `feature-[name]-${UNNAMED}.js`,
    minify: false,
  })
  return named(output.filter((one) => one.type === 'chunk'))
}

/** Stands for what names the parts of a build. */
const UNNAMED = 'xxxxxx'

interface Chunk extends Pick<OutputChunk, 'exports' | 'imports' | 'isEntry'> {
  readonly fileName: string
  readonly code: string
}

const hashOf = (content: string, length: number): string =>
  createHash('sha256').update(content).digest('hex').slice(0, length)

/** By content; parts by that of all of them: the page's own file names each, and equal bytes cost it nothing. */
function named(chunks: readonly OutputChunk[]): Chunk[] {
  const parts = hashOf(chunks.map(({ code }) => code).join(''), UNNAMED.length)
  return chunks.map(({ exports, imports, isEntry, fileName, code }) => {
    const content = code.replaceAll(UNNAMED, parts)
    const name = isEntry
      ? fileName.replace('.js', `-${hashOf(content, 8)}.js`)
      : fileName.replace(UNNAMED, parts)
    return { exports, imports, isEntry, fileName: name, code: content }
  })
}

/** The names of exports stay, so what imports them must not look for short ones. */
function checkExports(chunks: readonly Chunk[]): void {
  const wrong = chunks.flatMap((chunk) => chunk.exports).filter((name) => MANGLED.test(name))
  if (wrong.length > 0) throw new Error(`exported, but shortened by the build: ${wrong.join(', ')}`)
}

/** A part that needed code of the page's own would load that a second time, or not find it. */
function checkApart(chunks: readonly Chunk[]): void {
  const wrong = chunks.filter(({ imports }) => imports.length > 0).map(({ fileName }) => fileName)
  if (wrong.length > 0) throw new Error(`imports code of the page's own: ${wrong.join(', ')}`)
}

function nameOfMain(chunks: readonly Chunk[]): string {
  const main = chunks.find(({ isEntry }) => isEntry)
  if (main === undefined) throw new Error(`no output for ${entry}`)
  const [shared] = main.imports
  if (shared === undefined) return main.fileName
  throw new Error(
    `the browser runtime would need a second request (${shared}) before the page is live: ` +
      'a feature loaded on demand must be handed what it shares with src/client/main.ts',
  )
}

/** Writes a file, with `file.br` and `file.gz` beside it; returns what the manifest says about it. */
async function write(name: string, code: string) {
  const content = Buffer.from(code)
  await writeFile(join(folder, name), content)
  const brotli = brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  })
  const gzip = gzipSync(content, { level: 9 })
  await writeFile(join(folder, `${name}.br`), brotli)
  await writeFile(join(folder, `${name}.gz`), gzip)
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`
  console.log(`${name}  ${content.length} B, gzip ${gzip.length} B, brotli ${brotli.length} B`)
  return { integrity, bytes: content.length, gzip: gzip.length, brotli: brotli.length }
}

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const chunks = await bundle()
checkExports(chunks)
const main = nameOfMain(chunks)
checkApart(chunks)
const files: Record<string, Awaited<ReturnType<typeof write>>> = {}
for (const { fileName, code } of chunks) files[fileName] = await write(fileName, code)
await writeFile(join(folder, 'manifest.json'), `${JSON.stringify({ main, files }, null, 2)}\n`)
// `pantograph/client.js`: a name that does not change, for those who bundle the runtime themselves.
await writeFile(join(folder, 'index.js'), `import './${main}'\n`)
