// Cookies for a page that is connected: sealed by its session, posted by the page, and set by the answer to that.
import { PantographError } from '../errors.ts'
import type { FormAnswer } from '../render/tree-owner.ts'
import type { Sealer } from '../session/seal.ts'

/** How long the page may take to post it, in milliseconds. */
const PATIENCE = 60_000

/** It opens for the identity alone that the session belongs to. */
const contextOf = (user: string | null): string => `form answer:${JSON.stringify(user)}`

export function sealAnswer(sealer: Sealer, user: string | null, answer: FormAnswer): string {
  const { cookies, location } = answer
  const bytes = Buffer.from(JSON.stringify([Date.now(), cookies, location]))
  return Buffer.from(sealer.seal(bytes, contextOf(user))).toString('base64url')
}

/** @throws PantographError `PG_SEAL`, also for somebody else's; `PG_FORM_EXPIRED` */
export function openAnswer(sealer: Sealer, user: string | null, text: string): FormAnswer {
  const bytes = sealer.open(Buffer.from(text, 'base64url'), contextOf(user))
  const [at, cookies, location] = JSON.parse(Buffer.from(bytes).toString()) as [
    number,
    string[],
    string | null,
  ]
  if (Date.now() - at <= PATIENCE) return { cookies, location }
  throw new PantographError('PG_FORM_EXPIRED', 'the page has taken too long to post it')
}
