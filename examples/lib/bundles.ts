// The gallery's own modules for the browser, with what they use from npm: bundled when the first of them is asked for.
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { RequestHandler } from 'sirv'
import { rolldown } from 'rolldown'
import { href } from './config.ts'

const FOLDER = join(import.meta.dirname, '../widgets/browser')
const PREFIX = href('/assets/widgets/')
const NAMES = ['chart', 'editor', 'star-rating']

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const bundled = await rolldown({
    input: Object.fromEntries(NAMES.map((name) => [name, join(FOLDER, `${name}.ts`)])),
    platform: 'browser',
  })
  const { output } = await bundled.generate({ format: 'es', minify: true })
  await bundled.close()
  return new Map(output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one.code]] : [])))
}

let files: Promise<ReadonlyMap<string, string>> | undefined

/** Answers a request for one of them; calls `next` for any other. */
export const bundles: RequestHandler = (request, response, next) => {
  const path = request.url ?? ''
  if (path.startsWith(PREFIX)) send(path.slice(PREFIX.length), response).catch(console.error)
  else next?.()
}

async function send(name: string, response: ServerResponse): Promise<void> {
  const code = (await (files ??= bundle())).get(name)
  response.statusCode = code === undefined ? 404 : 200
  response.setHeader('Content-Type', 'text/javascript; charset=utf-8')
  response.setHeader('Cache-Control', code === undefined ? 'no-store' : 'max-age=60')
  response.end(code)
}
