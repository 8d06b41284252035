// The secrets that sign tokens: given, or, while developing, made up. And what is made of them: a key for each
// purpose, and signatures.
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isDevelopment, PantographError } from '../errors.ts'
import type { Logger } from '../session/logger.ts'

const SHORTEST = 32

/** @throws PantographError `PG_SECRET` when one is too short, or none is given in production. */
export function secretsOf(
  secret: string | readonly string[] | undefined,
  log: Logger,
): readonly string[] {
  const secrets = secret === undefined ? [] : typeof secret === 'string' ? [secret] : secret
  for (const one of secrets) {
    if (typeof one === 'string' && one.length >= SHORTEST) continue
    throw new PantographError('PG_SECRET', `a secret needs at least ${SHORTEST} characters`)
  }
  if (secrets.length > 0) return secrets
  if (!isDevelopment) {
    throw new PantographError(
      'PG_SECRET',
      'set `secret`: createApp({ secret: process.env.SECRET })',
    )
  }
  log.warn({}, 'PG_SECRET: none given, so a random one: open pages will not survive a restart')
  return [crypto.randomUUID() + crypto.randomUUID()]
}

/** A key for one purpose: what is signed for another means nothing here. */
export const deriveKey = (secret: string, purpose: string): KeyObject =>
  // Made once: given as bytes, a key costs more at each use than all the rest.
  createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32)))

/** A signature of so many bytes. */
export const macOf = (data: string | Uint8Array, key: KeyObject, bytes: number): Buffer =>
  createHmac('sha256', key).update(data).digest().subarray(0, bytes)

/** Whether it is such a signature, by any of the keys. */
export const isMacOf = (
  signature: Uint8Array,
  data: string | Uint8Array,
  keys: readonly KeyObject[],
  bytes: number,
): boolean =>
  signature.length === bytes &&
  keys.some((key) => timingSafeEqual(macOf(data, key, bytes), signature))
