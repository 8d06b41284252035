// Who is logged in: a name in a cookie that is signed, so that nobody can make one up. A real application keeps a
// session in its database instead, and looks it up.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { secret } from '../lib/secret.ts'

/** The cookie that says it. */
export const MEMBER = 'member'

const COOKIE = /(?:^|;\s*)member=([\w%-]+)\.([\w-]{43})(?:;|$)/
/** Between the profile and the member in an identity. Neither can contain it. */
const SEPARATOR = ' '

const signature = (name: string): string =>
  createHmac('sha256', `member ${secret()}`).update(name).digest('base64url')

/** What the cookie holds for a member. */
export const memberCookie = (name: string): string =>
  `${encodeURIComponent(name).replaceAll('.', '%2E')}.${signature(name)}`

/** The identity of somebody with that profile, who may be logged in. */
export function identityOf(profile: string | null, cookies: string | null): string | null {
  const [, encoded = '', signed = ''] = COOKIE.exec(cookies ?? '') ?? []
  if (profile === null || encoded === '') return profile
  const name = decodeURIComponent(encoded)
  const isTrue = timingSafeEqual(Buffer.from(signature(name)), Buffer.from(signed))
  return isTrue ? profile + SEPARATOR + name : profile
}

/** The profile in an identity, logged in or not. */
export const profileIn = (identity: string | null): string | null =>
  identity?.split(SEPARATOR, 1)[0] ?? null

/** The member in an identity; null while nobody is logged in. */
export function memberIn(identity: string | null): string | null {
  const at = identity?.indexOf(SEPARATOR) ?? -1
  return at === -1 ? null : (identity as string).slice(at + 1)
}
