// What an App may be told, with defaults. Wrong options fail at once, by name.
import { PantographError, isDevelopment } from '../errors.ts'
import type { Logger } from '../session/logger.ts'
import { consoleLogger } from './console-logger.ts'

/** Bounds of everything that a browser, or many, could make grow. */
export interface Limits {
  /** Bytes of one message from a browser. */
  readonly messageBytes: number
  /** Sessions in all, in any state. */
  readonly sessions: number
  /** Sessions of one network address, in any state. */
  readonly sessionsPerAddress: number
  /** How long a rendered page may take to connect. */
  readonly adoptMilliseconds: number
  /** How long a session is kept without a connection. */
  readonly retentionMilliseconds: number
  /** How long a connection may take to say HELLO. */
  readonly helloMilliseconds: number
  /** How long a page waits for asynchronous setups before it is sent without them. */
  readonly renderMilliseconds: number
  /** How long `close()` waits for running handlers. */
  readonly drainMilliseconds: number
  /** How old a page's token may be when it asks to be mounted again. */
  readonly tokenMilliseconds: number
  /** Events of one session handled per second in the long run. */
  readonly eventsPerSecond: number
  /** Events of one session handled at once after a pause. */
  readonly burst: number
  /** Events of one session that may wait before the server stops reading from its socket. */
  readonly maxQueuedEvents: number
}

/** Options of `createApp`. All have defaults. */
export interface AppOptions {
  /**
   * Signs the tokens in pages: at least 32 characters. Of several, the first signs and all are accepted, so
   * that a secret can be replaced. Required in production; otherwise random, and pages do not survive a
   * restart.
   */
  readonly secret?: string | readonly string[] | undefined
  /** Prefix of every address of the App, such as `/demo`. */
  readonly basePath?: string
  /** Origins, besides the page's own, whose pages may connect: `https://example.com`. */
  readonly origins?: readonly string[]
  /** Believe `X-Forwarded-Host` and `X-Forwarded-For`, because a proxy of yours sets them. */
  readonly trustProxy?: boolean
  /** Whom a request belongs to. A session can only be connected by the same identity. */
  readonly session?: (
    request: Request,
  ) => string | null | undefined | Promise<string | null | undefined>
  /** Where the App reports to. Default: warnings and errors on the console. */
  readonly log?: Logger
  /** The Content-Security-Policy of pages; `false` sends none. */
  readonly contentSecurityPolicy?: string | false
  /** Sends the headers of cross-origin isolation (COOP, COEP). */
  readonly crossOriginIsolation?: boolean
  readonly limits?: Partial<Limits>
}

export type Settings = Required<Omit<AppOptions, 'secret' | 'limits' | 'session'>> & {
  readonly secrets: readonly string[]
  readonly limits: Limits
  readonly session: NonNullable<AppOptions['session']>
}

const LIMITS: Limits = {
  messageBytes: 65_536,
  sessions: 10_000,
  sessionsPerAddress: 1_000,
  adoptMilliseconds: 30_000,
  retentionMilliseconds: 120_000,
  helloMilliseconds: 10_000,
  renderMilliseconds: 5_000,
  drainMilliseconds: 10_000,
  tokenMilliseconds: 86_400_000,
  eventsPerSecond: 60,
  burst: 120,
  maxQueuedEvents: 256,
}

const POLICY =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; form-action 'self'; " +
  "frame-ancestors 'self'; require-trusted-types-for 'script'"

const SHORTEST_SECRET = 32

/** @throws PantographError `PG_OPTION` or `PG_SECRET`, naming what is wrong and what to write. */
export function settingsOf(options: AppOptions): Settings {
  const log = options.log ?? consoleLogger
  return {
    secrets: secretsOf(options.secret, log),
    basePath: basePathOf(options.basePath ?? ''),
    origins: (options.origins ?? []).map(originOf),
    trustProxy: options.trustProxy ?? false,
    session: options.session ?? (() => null),
    log,
    contentSecurityPolicy: options.contentSecurityPolicy ?? POLICY,
    crossOriginIsolation: options.crossOriginIsolation ?? false,
    limits: limitsOf(options.limits ?? {}),
  }
}

function secretsOf(secret: AppOptions['secret'], log: Logger): readonly string[] {
  const secrets = secret === undefined ? [] : typeof secret === 'string' ? [secret] : secret
  for (const one of secrets) {
    if (one.length >= SHORTEST_SECRET) continue
    throw new PantographError('PG_SECRET', `a secret needs at least ${SHORTEST_SECRET} characters`)
  }
  if (secrets.length > 0) return secrets
  if (!isDevelopment) {
    throw new PantographError(
      'PG_SECRET',
      'set `secret`: createApp({ secret: process.env.SECRET })',
    )
  }
  log.info({}, 'no secret given: a random one, so open pages will not survive a restart')
  return [crypto.randomUUID() + crypto.randomUUID()]
}

function basePathOf(path: string): string {
  if (path === '' || path === '/') return ''
  if (/^(\/[\w.~-]+)+$/.test(path)) return path
  throw new PantographError(
    'PG_OPTION',
    `basePath must look like /demo, not ${JSON.stringify(path)}`,
  )
}

function originOf(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  throw new PantographError('PG_OPTION', `${origin} is no origin; write https://example.com`)
}

function limitsOf(given: Partial<Limits>): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in LIMITS)) {
      throw new PantographError(
        'PG_OPTION',
        `there is no limit ${name}; there are ${Object.keys(LIMITS).join(', ')}`,
      )
    }
    if (typeof value !== 'number' || !(value > 0)) {
      throw new PantographError('PG_OPTION', `limits.${name} must be a number above 0`)
    }
  }
  return { ...LIMITS, ...given }
}
