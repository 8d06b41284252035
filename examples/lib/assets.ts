// Style sheets: the gallery's own, and those of TodoMVC and uPlot as their packages have them.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import type { RequestHandler } from 'sirv'
import { href } from './config.ts'

// Who changes a file while the gallery runs sees that with the next request.
const dev = process.env['NODE_ENV'] !== 'production'
const OPTIONS = { dev, etag: true, maxAge: 60, gzip: false, brotli: false }
const todomvcCss = fileURLToPath(import.meta.resolve('todomvc-app-css/index.css'))
const uplotCss = fileURLToPath(import.meta.resolve('uplot/dist/uPlot.min.css'))

const FOLDERS = [
  { prefix: href('/assets/todomvc-app-css'), serve: sirv(dirname(todomvcCss), OPTIONS) },
  { prefix: href('/assets/uplot'), serve: sirv(dirname(uplotCss), OPTIONS) },
  { prefix: href('/assets'), serve: sirv(join(import.meta.dirname, '../public'), OPTIONS) },
] as const

/** The address of one of these files. */
export const asset = (name: string): string => href(`/assets/${name}`)

/** Answers a request for a file; calls `next` for any other. */
export const assets: RequestHandler = (request, response, next) => {
  const path = request.url ?? '/'
  const folder = FOLDERS.find(({ prefix }) => path.startsWith(`${prefix}/`))
  if (folder === undefined) {
    next?.()
    return
  }
  request.url = path.slice(folder.prefix.length)
  folder.serve(request, response, () => {
    request.url = path
    next?.()
  })
}
