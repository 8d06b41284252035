// Who waits for files on a page, and whether bytes are on their way: known to the server's uploads and to the pool, without
// a field in every session.
import type { Receiver } from './upload-writer.ts'

class Receivers {
  readonly all = new Set<Receiver>()
  /** What requests bring that are under way. */
  readonly bodies = new Set<{ readonly isStuck: boolean }>()
}

const known = new WeakMap<object, Receivers>()

/** Those of a session; undefined where none has ever been. */
export const receiversOf = (session: object): Receivers | undefined => known.get(session)

export function addReceiver(session: object, receiver: Receiver): void {
  const receivers = known.get(session) ?? new Receivers()
  known.set(session, receivers)
  receivers.all.add(receiver)
}

export function removeReceiver(session: object, receiver: Receiver): void {
  known.get(session)?.all.delete(receiver)
}

/** Whether bytes of a file are coming in for the session: then it must stay. */
export const isReceiving = (session: object): boolean =>
  [...(known.get(session)?.bodies ?? [])].some(({ isStuck }) => !isStuck)
