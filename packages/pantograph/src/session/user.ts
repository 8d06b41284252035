// Whom the page belongs to, for components.
import { currentInstance } from '../render/lifecycle.ts'
import { PantographError } from '../errors.ts'
import { Session } from './session.ts'

/**
 * The identity that the App's `session` option gave for this page's request; null for nobody.
 *
 * @throws PantographError `PG_NO_COMPONENT` outside a component; `PG_NO_SESSION` without a page.
 * @example
 * const todos = await loadTodos(user())
 */
export function user(): string | null {
  const { owner } = currentInstance('user()').queue
  if (owner instanceof Session) return owner.user
  throw new PantographError('PG_NO_SESSION', 'user() needs a page')
}
