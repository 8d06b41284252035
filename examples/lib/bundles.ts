// The gallery's own modules for the browser, with what they use from npm: bundled when the first of them is asked for.
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
  if (!path.startsWith(PREFIX)) return void next?.()
  files ??= bundle()
  files.then(
    (all) => {
      const code = all.get(path.slice(PREFIX.length))
      if (code === undefined) return next?.()
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8')
      response.setHeader('Cache-Control', 'max-age=60')
      response.end(code)
    },
    (error: unknown) => {
      console.error(error)
      response.statusCode = 500
      response.end()
    },
  )
}
