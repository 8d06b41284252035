// The browser runtime as files: named by content, so that a browser may keep them forever, and compressed
// ahead of time. Read once, when the App is made.
import { existsSync, readFileSync } from 'node:fs'
import { PantographError } from '../errors.ts'

/** A file with its compressed forms. */
interface ClientFile {
  readonly plain: Buffer
  readonly encoded: ReadonlyMap<string, Buffer>
}

interface Manifest {
  readonly main: string
  readonly files: Readonly<Record<string, unknown>>
}

export class ClientFiles {
  /** The script that pages load. */
  readonly main: string
  private readonly files = new Map<string, ClientFile>()

  constructor() {
    // The same distance from src/server and from dist/server.
    const folder = new URL('../../dist/client/', import.meta.url)
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

  /** The response for a file, or undefined when there is none of that name. */
  respond(name: string, request: Request): Response | undefined {
    const file = this.files.get(name)
    if (file === undefined) return undefined
    const headers = new Headers({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      ETag: `"${name}"`,
      Vary: 'Accept-Encoding',
    })
    if (request.headers.get('if-none-match') === `"${name}"`)
      return new Response(null, { status: 304, headers })
    const encoding = chooseEncoding(request.headers.get('accept-encoding') ?? '', file.encoded)
    const body = encoding === null ? file.plain : (file.encoded.get(encoding) as Buffer)
    if (encoding !== null) headers.set('Content-Encoding', encoding)
    headers.set('Content-Length', String(body.length))
    return new Response(new Uint8Array(body), { headers })
  }
}

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

/** The first of ours, best first, that the browser accepts. RFC 9110, 12.5.3. */
function chooseEncoding(accept: string, ours: ReadonlyMap<string, Buffer>): string | null {
  const accepted = new Map<string, number>()
  for (const part of accept.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
    accepted.set(name, quality === undefined ? 1 : Number(quality))
  }
  for (const encoding of ours.keys()) {
    if ((accepted.get(encoding) ?? accepted.get('*') ?? 0) > 0) return encoding
  }
  return null
}
