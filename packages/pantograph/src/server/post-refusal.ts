// What a browser without JavaScript is told when its form was not handled: what happened, what to do, and what was
// entered where the page cannot show it.
import { escapeAttribute, escapeText } from '../html/escape.ts'
import { OWN } from '../components/form/sent.ts'
import { answer } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Fields } from './body.ts'

const STILL_HERE = 'What you entered is still here: please check it and send it again.'

/** By code: the answer's status, and what the user reads. */
const REFUSALS: Readonly<Record<string, readonly [status: number, text: string]>> = {
  PG_FORM_ORIGIN: [403, 'The form was not sent from a page of this site, so nothing was done.'],
  PG_FORM_TOKEN: [
    403,
    `It is not certain that you have sent this form, so nothing was done. ${STILL_HERE}`,
  ],
  PG_FORM_EXPIRED: [403, `The page was open for too long, so nothing was done. ${STILL_HERE}`],
  PG_FORM_UNKNOWN: [
    409,
    'The page has changed since you opened it, and the form that you sent is not on it any more. Nothing was done.',
  ],
  PG_FORM_SIZE: [413, 'What you sent is larger than this page takes, so nothing was done.'],
  PG_FORM_STALLED: [408, 'What you sent did not arrive as a whole, so nothing was done.'],
  PG_FORM_FIELDS: [413, 'What you sent has more fields than this page takes, so nothing was done.'],
  PG_FORM_BODY: [400, 'What was sent is no form, so nothing was done.'],
  PG_HANDLER: [500, `Something went wrong. ${STILL_HERE}`],
}

/** There may be more of it, which nobody reads any more. */
const UNREAD = new Set(['PG_FORM_SIZE', 'PG_FORM_STALLED'])

const refusalOf = (code: string): readonly [status: number, text: string] =>
  REFUSALS[code] ?? [400, 'The form could not be taken, so nothing was done.']

/**
 * What stands above the page.
 * @param lost what the page cannot show any more
 * @param secrets the names of its password fields, as far as they are known
 */
export function noticeOf(
  code: string,
  lost?: Fields,
  secrets?: ReadonlySet<string>,
): { status: number; html: string } {
  const [status, text] = refusalOf(code)
  const more = lost === undefined ? '' : listOf(lost, secrets)
  const html =
    `<div role="alert" data-refused="${escapeAttribute(code)}">` +
    `<p>${escapeText(text)}</p>${more}</div>`
  return { status, html }
}

/** Instead of the page. */
export function refusalAnswer(code: string, path: string, lost?: Fields): Answer {
  const { status, html } = noticeOf(code, lost)
  // `//host` would lead elsewhere.
  const href = path.startsWith('//') ? `/.${path}` : path
  const body =
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<title>The form was not sent</title></head><body><main><h1>The form was not sent</h1>' +
    `${html}<p><a href="${escapeAttribute(href)}">Open the page again</a></p></main></body></html>`
  const connection: Record<string, string> = UNREAD.has(code) ? { Connection: 'close' } : {}
  return answer(status, Buffer.from(body), {
    ...connection,
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'self'",
  })
}

/** Is not to be seen on a screen. */
const SECRET = /pass|pwd|kennwort|secret|token|pin\b|cvc|cvv|card/i

/** What was entered, to be copied. A password may have been entered again under another name. */
function listOf(fields: Fields, secrets?: ReadonlySet<string>): string {
  const isSecret = (name: string): boolean => SECRET.test(name) || secrets?.has(name) === true
  const hidden = new Set([...fields].flatMap(([name, values]) => (isSecret(name) ? values : [])))
  const rows = [...fields]
    .filter(([name]) => !name.startsWith(OWN) && !isSecret(name))
    .flatMap(([name, values]) => values.map((value) => [name, value] as const))
    .filter(([, value]) => value !== '' && !hidden.has(value))
  if (rows.length === 0) return ''
  const items = rows.map(
    ([name, value]) => `<dt>${escapeText(name)}</dt><dd>${escapeText(value)}</dd>`,
  )
  return `<p>This is what you entered:</p><dl>${items.join('')}</dl>`
}
