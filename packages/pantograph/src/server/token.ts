// The signed token in a root's `data-session`: what is needed to connect to its session, and to mount the
// same component again when that is gone. Signed, not secret: it holds nothing the page may not know.
import type { KeyObject } from 'node:crypto'
import { PantographError } from '../errors.ts'
import type { Props } from '../template/block.ts'
import { assertPlain } from './plain-json.ts'
import { deriveKey, isMacOf, macOf } from './secrets.ts'

/** What a token says. */
export interface TokenContent {
  /** The session. */
  readonly session: string
  /** Which of the session's roots it is. */
  readonly root: number
  /** The component's registered name. */
  readonly component: string
  readonly props: Props
  /** Whom the session belongs to, as a hash; null for nobody. */
  readonly user: string | null
  /** When it was made, in milliseconds since 1970. */
  readonly at: number
}

const MAC_BYTES = 18

// What a token holds is part of its purpose: tokens of an older layout are not signed with these keys.
const PAGE = 'pantograph page token 2'
const USER = 'pantograph page token 2: user'

/** Signs and checks tokens. */
export class Tokens {
  private readonly keys: readonly KeyObject[]
  private readonly userKeys: readonly KeyObject[]
  private readonly maxAge: number

  /** @param secrets the first signs, all are accepted */
  constructor(secrets: readonly string[], maxAge: number) {
    this.keys = secrets.map((secret) => deriveKey(secret, PAGE))
    this.userKeys = secrets.map((secret) => deriveKey(secret, USER))
    this.maxAge = maxAge
  }

  /** @throws PantographError `PG_PROPS` when the props would not survive JSON. */
  sign(content: TokenContent): string {
    assertPlain(content.props, 'props')
    const { session, root, component, props, user, at } = content
    const fields = JSON.stringify([session, root, component, props, user, at])
    const body = Buffer.from(fields).toString('base64url')
    return `${body}.${mac(body, this.keys[0]).toString('base64url')}`
  }

  /** What a token says, however old it is. @throws PantographError `PG_TOKEN_INVALID` */
  verify(token: string): TokenContent {
    const [body = '', signature = '', more] = token.split('.')
    const given = Buffer.from(signature, 'base64url')
    if (more !== undefined || !isMacOf(given, body, this.keys, MAC_BYTES)) {
      throw new PantographError(
        'PG_TOKEN_INVALID',
        'the token was not signed with any of the secrets',
      )
    }
    const [session, root, component, props, user, at] = JSON.parse(
      Buffer.from(body, 'base64url').toString(),
    ) as [string, number, string, Props, string | null, number]
    return { session, root, component, props, user, at }
  }

  /** @throws PantographError `PG_TOKEN_EXPIRED` */
  assertFresh({ at }: TokenContent): void {
    if (Date.now() - at <= this.maxAge) return
    throw new PantographError('PG_TOKEN_EXPIRED', 'the page is older than limits.tokenMilliseconds')
  }

  /** What stands for an identity in a token. */
  hashUser(user: string | null): string | null {
    return user === null ? null : mac(user, this.userKeys[0]).toString('base64url')
  }

  /** Whether an identity is the one that a token names, under any of the secrets. */
  isUser(user: string | null, hash: string | null): boolean {
    if (user === null || hash === null) return user === hash
    return this.userKeys.some((key) => mac(user, key).toString('base64url') === hash)
  }
}

const mac = (text: string, key: KeyObject | undefined): Buffer =>
  macOf(text, key as KeyObject, MAC_BYTES)
