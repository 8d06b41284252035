// Deletes what a store holds of a session, if nobody else has claimed it.
import type { RecordCodec } from './checkpoint.ts'
import type { Store } from './store.ts'

/** How often a deletion is tried that a write was quicker than. */
const TRIES = 3

/** @param owner whose record it must be; what was being written meanwhile is deleted too */
export async function erase(
  store: Store,
  codec: RecordCodec,
  key: string,
  owner: { readonly epoch: number; readonly nonce: string },
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const stored = await store.get(key)
    if (stored === undefined) return
    const { epoch, nonce } = codec.decode(key, stored.value)
    if (epoch !== owner.epoch || nonce !== owner.nonce) return
    if (await store.delete(key, stored.version)) return
  }
}
