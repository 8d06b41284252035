// Bounds of everything that a browser, or many, could make grow: what they mean, and their defaults.
import { PantographError } from '../errors.ts'

/** Limits of an App. All have defaults; durations are in milliseconds, sizes in bytes. */
export interface Limits {
  /** Bytes of one message from a browser; the tokens of a page may take half of it. Default: 131,072. */
  readonly messageBytes: number
  /** Bytes of a form that is sent as a plain POST, files and all. Default: 1,048,576. */
  readonly formBytes: number
  /** Sessions in all, in any state. Default: 10,000. */
  readonly sessions: number
  /** Sessions of one network address, in any state. Default: 1,000. */
  readonly sessionsPerAddress: number
  /** How long a rendered page may take to connect. Default: 30 seconds. */
  readonly adoptMilliseconds: number
  /** How long a session is kept without a connection. Default: 2 minutes. */
  readonly retentionMilliseconds: number
  /**
   * How long a live session must have been idle before it lets its tree go, until it is needed again. A very
   * large number: never. Default: a minute.
   */
  readonly hibernateMilliseconds: number
  /** How long a connection may take to say HELLO. Default: 10 seconds. */
  readonly helloMilliseconds: number
  /** How long a page waits for asynchronous setups before it is sent without them. Default: 5 seconds. */
  readonly renderMilliseconds: number
  /** How long `close()` waits for running handlers. Default: 10 seconds. */
  readonly drainMilliseconds: number
  /** How old a page's token may be when it asks to be mounted again. Default: a day. */
  readonly tokenMilliseconds: number
  /** How long a checkpoint is kept, or taken back from a page, after its last write. Default: a day. */
  readonly checkpointMilliseconds: number
  /** Events of one session handled per second in the long run. Default: 60. */
  readonly eventsPerSecond: number
  /** Events of one session handled at once after a pause. Default: 120. */
  readonly burst: number
  /** Events of one session that may wait before the server stops reading from its socket. Default: 256. */
  readonly maxQueuedEvents: number
  /** Bytes of one file that is uploaded. Default: 100,000,000. */
  readonly uploadBytes: number
  /** Bytes of a file that browsers send in one request. Proxies may take less than that: nginx a MiB. Default: 1,048,576. */
  readonly uploadChunkBytes: number
  /** Requests of one session that bring bytes of files, at the same time. Default: 6. */
  readonly uploadsAtOnce: number
  /** How long a request may bring nothing of a file, or of a form. Default: 30 seconds. */
  readonly uploadStallMilliseconds: number
  /** How long after it was chosen a file may be sent. Default: a day. */
  readonly uploadMilliseconds: number
}

const DEFAULTS: Limits = {
  messageBytes: 131_072,
  formBytes: 1_048_576,
  sessions: 10_000,
  sessionsPerAddress: 1_000,
  adoptMilliseconds: 30_000,
  retentionMilliseconds: 120_000,
  hibernateMilliseconds: 60_000,
  helloMilliseconds: 10_000,
  renderMilliseconds: 5_000,
  drainMilliseconds: 10_000,
  tokenMilliseconds: 86_400_000,
  checkpointMilliseconds: 86_400_000,
  eventsPerSecond: 60,
  burst: 120,
  maxQueuedEvents: 256,
  uploadBytes: 100_000_000,
  uploadChunkBytes: 1_048_576,
  uploadsAtOnce: 6,
  uploadStallMilliseconds: 30_000,
  uploadMilliseconds: 86_400_000,
}

/** A timer that is set beyond this fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1
/** Events per second: the pause after one must fit into a timer. */
const SLOWEST = 0.001
const TIMERS = new Set([
  'helloMilliseconds',
  'renderMilliseconds',
  'drainMilliseconds',
  'uploadStallMilliseconds',
])

/** @throws PantographError `PG_OPTION`, naming the limit. */
export function limitsOf(given: Partial<Limits>): Limits {
  for (const [name, value] of Object.entries(given)) {
    const problem = problemOf(name, value)
    if (problem !== null) throw new PantographError('PG_OPTION', problem)
  }
  return { ...DEFAULTS, ...given }
}

function problemOf(name: string, value: unknown): string | null {
  if (!Object.hasOwn(DEFAULTS, name)) {
    return `there is no limit ${name}; there are ${Object.keys(DEFAULTS).join(', ')}`
  }
  if (typeof value !== 'number' || !(value > 0)) return `limits.${name} must be a number above 0`
  if (name === 'eventsPerSecond') {
    return value >= SLOWEST && value < Infinity
      ? null
      : `limits.${name} may be ${SLOWEST} to any number`
  }
  if (!Number.isSafeInteger(value)) {
    return `limits.${name} must be a whole number`
  }
  const isTooLong = TIMERS.has(name) && value > LONGEST_TIMER
  return isTooLong ? `limits.${name} may be ${LONGEST_TIMER} at most` : null
}
