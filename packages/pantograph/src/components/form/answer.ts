// What `onSubmit` may answer with besides changes of state: cookies, and another page. How they reach the browser is
// the session's affair, or that of whoever takes posts.
import { PantographError } from '../../errors.ts'
import type { FormAnswer } from '../../render/tree-owner.ts'

/** Attributes of a cookie: RFC 6265, section 4.1. */
export interface CookieOptions {
  /** Seconds until the browser forgets it. Default: when the browser is closed. */
  readonly maxAge?: number
  readonly expires?: Date
  /** Default: `/`. */
  readonly path?: string
  /** Default: the host of the page alone. */
  readonly domain?: string
  /** Whether it is sent over HTTPS only. Default: false; say true wherever the page is served over HTTPS. */
  readonly secure?: boolean
  /** Whether scripts cannot read it. Default: true. */
  readonly httpOnly?: boolean
  /** Default: `lax`. */
  readonly sameSite?: 'strict' | 'lax' | 'none'
}

/** Sets and clears cookies. */
export interface Cookies {
  /** @throws PantographError `PG_COOKIE` for what cannot be in a cookie */
  set(name: string, value: string, options?: CookieOptions): void
  /** Give the `path` and `domain` that it was set with. */
  delete(name: string, options?: Pick<CookieOptions, 'path' | 'domain'>): void
}

// RFC 6265: a token; and no control characters, spaces, quotes, commas, semicolons, backslashes.
const NAME = /^[\w!#$%&'*+.^`|~-]+$/
const VALUE = /^[\u0021\u0023-\u002b\u002d-\u003a\u003c-\u005b\u005d-\u007e]*$/
const PATH = /^\/[\u0020-\u003a\u003c-\u007e]*$/
const DOMAIN = /^\.?[a-z\d-]+(\.[a-z\d-]+)*$/i
/** Browsers drop what is larger. */
const LARGEST = 4_096

export class Answer implements FormAnswer, Cookies {
  readonly cookies: string[] = []
  location: string | null = null

  set(name: string, value: string, options: CookieOptions = {}): void {
    const cookie = cookieOf(name, value, options)
    if (cookie.length > LARGEST) refuse(`${name} is larger than ${LARGEST} bytes`)
    this.cookies.push(cookie)
  }

  delete(name: string, options: Pick<CookieOptions, 'path' | 'domain'> = {}): void {
    this.set(name, '', { ...options, maxAge: 0 })
  }

  redirect(to: string): void {
    this.location = addressOf(to)
  }
}

/**
 * The address as a header may hold it. `//host` is refused: a path that was taken from a request must not lead elsewhere.
 * @throws PantographError `PG_URL` for an address that is no page's
 */
function addressOf(to: string): string {
  const base = 'http://page.invalid'
  const isElsewhere = /^https?:\/\//i.test(to)
  if ((isElsewhere || to.startsWith('/')) && URL.canParse(to, base)) {
    const { origin, href } = new URL(to, base)
    if (isElsewhere) return href
    // Browsers read `/\\host` and `/<tab>/host` like that too.
    if (origin === base) return href.slice(base.length)
  }
  throw new PantographError('PG_URL', 'redirect() takes a path from `/` on, or an http(s) address')
}

function cookieOf(name: string, value: string, options: CookieOptions): string {
  const { maxAge, expires, path = '/', domain, secure, httpOnly = true } = options
  const { sameSite = 'lax' } = options
  if (!NAME.test(name)) refuse(`${JSON.stringify(name)} is no name`)
  if (!VALUE.test(value)) refuse(`the value of ${name} needs encodeURIComponent()`)
  if (!PATH.test(path)) refuse(`${JSON.stringify(path)} is no path`)
  if (domain !== undefined && !DOMAIN.test(domain)) refuse(`${JSON.stringify(domain)} is no domain`)
  if (maxAge !== undefined && !Number.isSafeInteger(maxAge)) refuse('maxAge is a number of seconds')
  if (!/^(strict|lax|none)$/.test(sameSite)) refuse(`${JSON.stringify(sameSite)} is no sameSite`)
  const parts = [`${name}=${value}`, `Path=${path}`, `SameSite=${sameSite}`]
  if (maxAge !== undefined) parts.push(`Max-Age=${maxAge}`)
  if (expires !== undefined) parts.push(`Expires=${expires.toUTCString()}`)
  if (domain !== undefined) parts.push(`Domain=${domain}`)
  if (httpOnly) parts.push('HttpOnly')
  if (secure) parts.push('Secure')
  return parts.join('; ')
}

function refuse(why: string): never {
  throw new PantographError('PG_COOKIE', why)
}
