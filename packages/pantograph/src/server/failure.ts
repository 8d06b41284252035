// What is answered instead of a page that could not be shown: a code and a number. Everything else goes to
// the log, under the same number.
import { isDevelopment, PantographError } from '../errors.ts'
import { escapeText } from '../html/escape.ts'
import { answer } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Settings } from './options.ts'

/** Not the page's fault: another try may succeed. */
const BUSY = new Set(['PG_POOL_FULL', 'PG_EVICTED', 'PG_SHUTDOWN'])
const RETRY_SECONDS = '10'

export function failureAnswer(
  error: unknown,
  path: string,
  { log }: Pick<Settings, 'log'>,
  headers: Readonly<Record<string, string>>,
): Answer {
  const code = error instanceof PantographError ? error.code : 'PG_COMPONENT_FAILED'
  const isBusy = BUSY.has(code)
  const id = crypto.randomUUID().slice(0, 8)
  log[isBusy ? 'warn' : 'error']({ error, id, path }, `${code}: a page could not be shown`)
  const detail = isDevelopment && error instanceof Error ? error.message : null
  const body = Buffer.from(errorDocument(code, id, detail))
  if (!isBusy) return answer(500, body, headers)
  return answer(503, body, { ...headers, 'Retry-After': RETRY_SECONDS })
}

function errorDocument(code: string, id: string, detail: string | null): string {
  const more = detail === null ? '' : `<pre>${escapeText(detail)}</pre>`
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<title>Something went wrong</title></head><body><main><h1>Something went wrong</h1>' +
    `<p>The page could not be shown. If you report this, please give the code <code>${code}</code> ` +
    `and the number <code>${id}</code>.</p>${more}</main></body></html>`
  )
}
