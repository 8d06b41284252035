// Loss of recent writes, for tests: a memory store that can be brought back to an earlier moment, as a
// database is after a power cut, a fail-over, or the return to a backup.
import { memoryStore } from '../../src/cluster/memory-store.ts'
import type { MemoryStoreOptions } from '../../src/cluster/memory-store.ts'
import type { Store } from '../../src/session/store.ts'

export interface RewindableStore extends Store {
  /** Remembers this moment; calling what it returns, also repeatedly, loses every write since. */
  snapshot(): () => void
}

/**
 * @example
 * const store = rewindableStore()
 * const lose = store.snapshot()
 * await store.put('key', bytes, null, Infinity)
 * lose()
 * await store.get('key') // undefined
 */
export const rewindableStore = (options?: MemoryStoreOptions): RewindableStore =>
  memoryStore(options)
