// Whom a request belongs to, by the application's word.
import { PantographError } from '../errors.ts'
import type { Settings } from './options.ts'
import type { Visit } from './visit.ts'

/** @throws PantographError `PG_IDENTITY` when the `session` option failed or gave something else. */
export async function identityOf(
  { session }: Pick<Settings, 'session'>,
  visit: Visit,
): Promise<string | null> {
  if (session === null) return null
  const user: unknown = await ask(session, visit)
  if (user === undefined || user === null) return null
  if (typeof user === 'string') return user
  throw new PantographError(
    'PG_IDENTITY',
    `the session option must give a string (such as the user's id) or null, not ${typeof user}`,
  )
}

async function ask(session: NonNullable<Settings['session']>, visit: Visit): Promise<unknown> {
  try {
    return await session(visit.request())
  } catch (cause) {
    throw new PantographError('PG_IDENTITY', 'the session option failed', { cause })
  }
}
