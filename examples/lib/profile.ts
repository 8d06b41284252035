// Whom a browser profile is: a random id in a cookie that scripts cannot read. There are no accounts here; a
// real application would take the id from its log-in.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { href } from './config.ts'

const COOKIE = /(?:^|;\s*)profile=([\w-]{22})(?:;|$)/
const YEAR = 365 * 24 * 60 * 60

/** The id in a `Cookie` header; null if there is none. */
export function profileOf(cookies: string | null | undefined): string | null {
  return COOKIE.exec(cookies ?? '')?.[1] ?? null
}

/** Gives a new profile its cookie, and lets the request that is being answered have it already. */
export function ensureProfile(request: IncomingMessage, response: ServerResponse): void {
  const { headers } = request
  if (profileOf(headers.cookie) !== null) return
  const cookie = `profile=${randomBytes(16).toString('base64url')}`
  headers.cookie = headers.cookie ? `${headers.cookie}; ${cookie}` : cookie
  response.appendHeader(
    'Set-Cookie',
    `${cookie}; Path=${href('/')}; Max-Age=${YEAR}; HttpOnly; SameSite=Lax`,
  )
}
