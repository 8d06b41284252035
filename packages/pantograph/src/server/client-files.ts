// The browser runtime as files: named by content, so that a browser may keep them forever, and compressed
// ahead of time. Read once, when they are first needed.
import { existsSync, readFileSync } from 'node:fs'
import { PantographError } from '../errors.ts'
import { FEATURE_NAMES } from '../wire/protocol.ts'
import { chooseEncoding } from './accept-encoding.ts'
import { answer, isRead, methodNotAllowed } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Visit } from './visit.ts'

/** A file with its compressed forms. */
interface ClientFile {
  readonly plain: Buffer
  readonly encoded: ReadonlyMap<string, Buffer>
}

interface Manifest {
  readonly main: string
  readonly files: Readonly<Record<string, unknown>>
}

// The same distance from src/server and from dist/server.
const BUILT = new URL('../../dist/client/', import.meta.url)

/** The runtime of some build, ours or another. */
const ANY_MAIN = /^pantograph-[0-9a-f]+\.js$/

/** A part of the runtime of some build that is loaded on demand. */
const ANY_FEATURE = /^feature-[a-z]+-[0-9a-f]+\.js$/
/**
 * For a page of another build that has not got it in time. It is live as long as its connection lasts; then only a
 * reload helps. What it asked for must fail: a module without its exports would look like the real one.
 */
const STRANDED =
  "setInterval(()=>document.documentElement.dataset.pantograph!='live'&&location.reload(),5e3);" +
  "throw Error('PG_VERSION: the server has another build')"
const STRANDED_HEADERS = {
  'Content-Type': 'text/javascript; charset=utf-8',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
}

export class ClientFiles {
  /** The script that pages load. */
  readonly main: string
  private readonly files = new Map<string, ClientFile>()

  /** @throws PantographError `PG_CLIENT_MISSING` */
  constructor(folder = BUILT) {
    const manifest = new URL('manifest.json', folder)
    if (!existsSync(manifest)) {
      throw new PantographError(
        'PG_CLIENT_MISSING',
        'the browser runtime is not built; run `npm run build`',
      )
    }
    const { main, files } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
    this.main = main
    for (const name of Object.keys(files)) this.files.set(name, readFile(new URL(name, folder)))
  }

  /** The files of features, given as bits: 1 << a feature's number. */
  features(needs: number): string[] {
    const wanted = FEATURE_NAMES.filter(([number]) => needs & (1 << number))
    return wanted.flatMap(([, name]) =>
      [...this.files.keys()].filter((file) => file.startsWith(`feature-${name}-`)),
    )
  }

  /** The answer for a file, or undefined when there is none of that name. */
  answer(name: string, visit: Visit): Answer | undefined {
    const file = this.files.get(name)
    if (file !== undefined)
      return isRead(visit.method) ? fileAnswer(name, file, visit) : methodNotAllowed()
    // While servers are being replaced, pages of the other build ask here too. With our runtime they are
    // told to reload; with none they would look alive and stay dead.
    if (ANY_FEATURE.test(name)) return answer(200, Buffer.from(STRANDED), STRANDED_HEADERS)
    return ANY_MAIN.test(name) ? this.instead(visit) : undefined
  }

  private instead(visit: Visit): Answer | undefined {
    const ours = this.answer(this.main, visit)
    return (
      ours && { ...ours, headers: { ...ours.headers, 'Cache-Control': 'no-store', ETag: '""' } }
    )
  }
}

function fileAnswer(name: string, file: ClientFile, visit: Visit): Answer {
  const encoding = chooseEncoding(visit.header('accept-encoding') ?? '', file.encoded.keys())
  // Weak, because the compressed forms have it too. RFC 9110, section 8.8.3.3.
  const tag = `"${name}"`
  const headers = {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    ETag: `W/${tag}`,
    Vary: 'Accept-Encoding',
  }
  if (hasTag(visit.header('if-none-match'), tag)) return { status: 304, headers, body: null }
  if (encoding === null) return answer(200, file.plain, headers)
  const body = file.encoded.get(encoding) as Buffer
  return answer(200, body, { ...headers, 'Content-Encoding': encoding })
}

/** Whether an If-None-Match names the tag. Weak comparison: RFC 9110, section 13.1.2. */
const hasTag = (header: string | null, tag: string): boolean =>
  header !== null &&
  header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag)

function readFile(url: URL): ClientFile {
  const encoded = new Map<string, Buffer>()
  for (const [encoding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    const compressed = new URL(url.href + ending)
    if (existsSync(compressed)) encoded.set(encoding, readFileSync(compressed))
  }
  return { plain: readFileSync(url), encoded }
}
