// The signed token in a root's `data-session`: what is needed to connect to its session, and to mount the
// same component again when that is gone. Signed, not secret: it holds nothing the page may not know.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { PantographError } from '../errors.ts'
import type { Props } from '../template/block.ts'

/** What a token says. */
export interface TokenContent {
  /** The session. */
  readonly session: string
  /** The component's registered name. */
  readonly component: string
  readonly props: Props
  /** Whom the session belongs to, as a hash; null for nobody. */
  readonly user: string | null
  /** When it was made, in milliseconds since 1970. */
  readonly at: number
}

const MAC_BYTES = 18

/** Signs and checks tokens. */
export class Tokens {
  private readonly keys: readonly Buffer[]
  private readonly maxAge: number

  constructor(secrets: readonly string[], maxAge: number) {
    this.keys = secrets.map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'pantograph page token', 32)),
    )
    this.maxAge = maxAge
  }

  /** @throws PantographError `PG_PROPS` when the props would not survive JSON. */
  sign(content: TokenContent): string {
    assertPlain(content.props, 'props')
    const { session, component, props, user, at } = content
    const body = Buffer.from(JSON.stringify([session, component, props, user, at])).toString(
      'base64url',
    )
    return `${body}.${this.mac(body, this.keys[0] as Buffer).toString('base64url')}`
  }

  /** @throws PantographError `PG_TOKEN_INVALID` or `PG_TOKEN_EXPIRED`. */
  verify(token: string): TokenContent {
    const [body = '', mac = '', more] = token.split('.')
    if (more !== undefined || !this.isSigned(body, Buffer.from(mac, 'base64url'))) throw invalid()
    const [session, component, props, user, at] = JSON.parse(
      Buffer.from(body, 'base64url').toString(),
    ) as [string, string, Props, string | null, number]
    if (Date.now() - at > this.maxAge) {
      throw new PantographError(
        'PG_TOKEN_EXPIRED',
        'the page is older than limits.tokenMilliseconds',
      )
    }
    return { session, component, props, user, at }
  }

  /** What stands for an identity in a token. */
  hashUser(user: string | null): string | null {
    return user === null
      ? null
      : this.mac(`user ${user}`, this.keys[0] as Buffer).toString('base64url')
  }

  /** Whether an identity is the one that a token names, under any of the secrets. */
  isUser(user: string | null, hash: string | null): boolean {
    if (user === null || hash === null) return user === hash
    return this.keys.some((key) => this.mac(`user ${user}`, key).toString('base64url') === hash)
  }

  private isSigned(body: string, mac: Buffer): boolean {
    if (mac.length !== MAC_BYTES) return false
    return this.keys.some((key) => timingSafeEqual(this.mac(body, key), mac))
  }

  private mac(text: string, key: Buffer): Buffer {
    return createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES)
  }
}

const invalid = (): PantographError =>
  new PantographError('PG_TOKEN_INVALID', 'the token was not signed with any of the secrets')

/** Props of roots travel in the page, so they must be JSON. */
function assertPlain(value: unknown, path: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (Array.isArray(value)) return value.forEach((item, i) => assertPlain(item, `${path}[${i}]`))
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined
  if (prototype === Object.prototype || prototype === null) {
    for (const [name, item] of Object.entries(value as object)) {
      if (item !== undefined) assertPlain(item, `${path}.${name}`)
    }
    return
  }
  throw new PantographError(
    'PG_PROPS',
    `${path} is not plain JSON; a root's props must be, because they travel in the page. Pass an id and load the rest in setup.`,
  )
}
