// What every store accepts: keys, values and times to live within the limits of the contract
// (session/store.ts), so that what works with one store works with all.
import { PantographError } from '../errors.ts'

const LONGEST_KEY = 512
const LARGEST_VALUE = 1024 * 1024
const KEY = new RegExp(`^[ -~]{1,${LONGEST_KEY}}$`)

/** @throws PantographError `PG_STORE_LIMIT` */
export function assertKey(key: string): void {
  if (typeof key === 'string' && KEY.test(key)) return
  throw beyond(`a key is 1 to ${LONGEST_KEY} characters of printable ASCII`)
}

/** A copy of a value. @throws PantographError `PG_STORE_LIMIT` */
export function copyOf(value: Uint8Array): Uint8Array {
  if (!(value instanceof Uint8Array)) throw beyond('a value is a Uint8Array')
  if (value.length <= LARGEST_VALUE) return new Uint8Array(value)
  throw beyond(`a value has at most ${LARGEST_VALUE} bytes, not ${value.length}`)
}

/** When a value's time is over. @throws PantographError `PG_STORE_LIMIT` */
export function expiryOf(now: number, ttl: number): number {
  if (typeof ttl === 'number' && !Number.isNaN(ttl)) return now + ttl
  throw beyond('a time to live is a number of milliseconds, or Infinity')
}

const beyond = (limit: string): PantographError => new PantographError('PG_STORE_LIMIT', limit)
