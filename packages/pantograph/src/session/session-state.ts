// What is kept of a session, taken from it.
import type { SessionState } from './checkpoint.ts'
import type { Session } from './session.ts'

/**
 * The state of a session between two events.
 * @param user whose it is, as a hash
 * @throws PantographError `PG_STATE_KEY`
 */
export function stateOf(session: Session, user: string | null): SessionState {
  const { address, link } = session
  return {
    url: address.peek(),
    user,
    turn: link.turn,
    untold: link.untold,
    components: session.components(),
    ...(session.hasHead && { hasHead: true }),
  }
}
