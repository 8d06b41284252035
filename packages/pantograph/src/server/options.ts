// What an App may be told, with defaults. Wrong options fail at once, by name.
import { PantographError } from '../errors.ts'
import type { Logger } from '../session/logger.ts'
import type { CheckpointMode } from '../session/safe.ts'
import type { Store } from '../session/store.ts'
import { consoleLogger } from './console-logger.ts'
import { limitsOf } from './limits.ts'
import type { Limits } from './limits.ts'
import { secretsOf } from './secrets.ts'

/** Options of `createApp`. All have defaults. */
export interface AppOptions {
  /**
   * Signs the tokens in pages: at least 32 characters. Of several, the first signs and all are accepted, so
   * that a secret can be replaced. Required in production; otherwise random, and pages do not survive a
   * restart.
   */
  readonly secret?: string | readonly string[] | undefined
  /** Prefix of every address of the App, such as `/demo`. Default: none. */
  readonly basePath?: string
  /** Origins, besides the page's own, whose pages may connect: `https://example.com`. */
  readonly origins?: readonly string[]
  /**
   * Believe `X-Forwarded-Host`, `-Proto` and `-For`, because a proxy of yours sets them. A number says how
   * many proxies stand in a row; the browser's address is the one that the outermost has seen. Default: false.
   */
  readonly trustProxy?: boolean | number
  /**
   * Whom a request belongs to: an id, or null for nobody. Asked for each page and each connection; a session
   * can only be connected by the same identity. What it throws is logged, and the request fails.
   */
  readonly session?: (
    request: Request,
  ) => string | null | undefined | Promise<string | null | undefined>
  /**
   * Where checkpoints of sessions are kept, so that pages survive a crash, a deploy, or a move to another
   * server: `memoryStore()`, `sqliteStore(file)`, or any other `Store`. `'page'` needs none: each page keeps its
   * own checkpoint, sealed, and hands it back; whoever has the page can hand back an older one. Default: none,
   * then a session lives as long as its process.
   */
  readonly store?: Store | 'page'
  /**
   * When checkpoints are written: `continuous` (behind every change, within a quarter of a second), `strict`
   * (an event counts as done only when it is stored) or `detach` (when the browser or the server goes).
   * Default: continuous.
   */
  readonly checkpoints?: CheckpointMode
  /** Where the App reports to. Default: warnings and errors on the console, a line of JSON each. */
  readonly log?: Logger
  /** The Content-Security-Policy of pages; `false` sends none. Default: a strict one. */
  readonly contentSecurityPolicy?: string | false
  /** Sends the headers of cross-origin isolation (COOP, COEP) with pages. Default: false. */
  readonly crossOriginIsolation?: boolean
  /**
   * Hibernates about half of the connected pages each second, whether they are idle or not. For development: what
   * is kept in plain variables instead of signals is soon missing. Default: false.
   */
  readonly hibernateAtRandom?: boolean
  readonly limits?: Partial<Limits>
}

/** Options with their defaults. */
export interface Settings {
  readonly secrets: readonly string[]
  readonly basePath: string
  readonly origins: readonly string[]
  readonly trustProxy: boolean | number
  readonly session: NonNullable<AppOptions['session']> | null
  readonly store: Store | 'page' | null
  readonly checkpoints: CheckpointMode
  readonly log: Logger
  readonly contentSecurityPolicy: string | false
  readonly crossOriginIsolation: boolean
  readonly hibernateAtRandom: boolean
  readonly limits: Limits
}

const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; object-src 'none'; form-action 'self'; " +
  "frame-ancestors 'self'; require-trusted-types-for 'script'"

type Check = (value: unknown) => boolean

const isFlag: Check = (value) => typeof value === 'boolean'

/** What each option must be, in words and in code. */
const OPTIONS: Readonly<Record<keyof AppOptions, readonly [string, Check]>> = {
  secret: ['a string or an array of strings', (v) => typeof v === 'string' || Array.isArray(v)],
  basePath: ['like /demo', (v) => /^\/?$|^(\/[\w.~-]+)+$/.test(String(v))],
  origins: ['an array like ["https://example.com"]', Array.isArray],
  trustProxy: ['true, false or a number of proxies', (v) => isFlag(v) || isCount(v)],
  session: ['a function', (v) => typeof v === 'function'],
  store: ["'page', or an object with the functions get, put and delete", isStore],
  checkpoints: ['continuous, strict or detach', (v) => MODES.has(String(v))],
  log: ['an object with the functions info, warn and error', isLogger],
  contentSecurityPolicy: ['a policy or false', (v) => v === false || isHeader(v)],
  crossOriginIsolation: ['true or false', isFlag],
  hibernateAtRandom: ['true or false', isFlag],
  limits: ['an object', (v) => typeof v === 'object' && v !== null],
}

/** @throws PantographError `PG_OPTION` or `PG_SECRET`, naming what is wrong and what to write. */
export function settingsOf(options: AppOptions): Settings {
  for (const [name, value] of Object.entries(options)) checkOption(name, value)
  const log = options.log ?? consoleLogger
  return {
    secrets: secretsOf(options.secret, log),
    basePath: options.basePath === '/' ? '' : (options.basePath ?? ''),
    origins: (options.origins ?? []).map(checkOrigin),
    trustProxy: options.trustProxy ?? false,
    session: options.session ?? null,
    store: options.store ?? null,
    checkpoints: options.checkpoints ?? 'continuous',
    log,
    contentSecurityPolicy: options.contentSecurityPolicy ?? POLICY,
    crossOriginIsolation: options.crossOriginIsolation ?? false,
    hibernateAtRandom: options.hibernateAtRandom ?? false,
    limits: limitsOf(options.limits ?? {}),
  }
}

function checkOption(name: string, value: unknown): void {
  if (!Object.hasOwn(OPTIONS, name)) {
    fail(`there is no option ${name}; there are ${Object.keys(OPTIONS).join(', ')}`)
  }
  const [expected, check] = OPTIONS[name as keyof AppOptions]
  if (value === undefined || check(value)) return
  fail(`${name} must be ${expected}, not ${JSON.stringify(value) ?? typeof value}`)
}

function checkOrigin(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  return fail(`${origin} is no origin; write https://example.com`)
}

const MODES = new Set(['continuous', 'strict', 'detach'])

function isStore(value: unknown): boolean {
  if (value === 'page') return true
  const store = value as Partial<Record<string, unknown>> | null
  return ['get', 'put', 'delete'].every((name) => typeof store?.[name] === 'function')
}

function isLogger(value: unknown): boolean {
  const log = value as Partial<Record<string, unknown>> | null
  return ['info', 'warn', 'error'].every((name) => typeof log?.[name] === 'function')
}

const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0

const isHeader: Check = (value) => typeof value === 'string' && /^[\t\x20-\x7e]+$/.test(value)

function fail(message: string): never {
  throw new PantographError('PG_OPTION', message)
}
