// The public entry `pantograph/store`: where what must outlive a process is kept, and the contract for a
// store of one's own.
export { memoryStore } from './memory-store.ts'
export type { MemoryStore, MemoryStoreOptions } from './memory-store.ts'
export { sqliteStore } from './sqlite-store.ts'
export type { SqliteStoreOptions } from './sqlite-store.ts'
export type { Store, Stored } from '../session/store.ts'
