// Where what must outlive a process is kept: the contract of stores. Knows nothing of what is kept.
// The suite in test/store/conformance.ts says the same in tests.

/** What a store holds under a key. */
export interface Stored {
  readonly value: Uint8Array
  /**
   * Names this write among all writes of the key, also those after a deletion, or after the store has lost
   * its last writes. Opaque: only compared.
   */
  readonly version: string
}

/**
 * A place for bytes under keys that every process of an installation sees. What it must promise: a `put` is
 * all or nothing, and of several that expect the same version one at most succeeds.
 *
 * Every method may reject when the store is out of reach; then nobody knows whether a write took place.
 * Keys are 1 to 512 characters of printable ASCII, values at most 1 MiB; anything else rejects, and nothing
 * is written. A value is copied: it may be altered as soon as the call returns, and so may what `get` gave.
 *
 * @example
 * const found = await store.get('session:abc')
 * const version = await store.put('session:abc', bytes, found?.version ?? null, 3_600_000)
 * if (version === null) console.log('another process was first')
 */
export interface Store {
  /** What is kept under a key; undefined if nothing is, or its time is over. */
  get(key: string): Promise<Stored | undefined>
  /**
   * Writes if the key's version is still `expected` (null: nothing must be there). Returns the new version,
   * or null when it was refused. What has outlived its time is not there, for `expected` neither.
   *
   * @param ttl how long it is kept from now on, in milliseconds; `Infinity` for ever
   */
  put(key: string, value: Uint8Array, expected: string | null, ttl: number): Promise<string | null>
  /** Deletes if the key's version is still `expected`. Returns whether nothing is there any more. */
  delete(key: string, expected: string): Promise<boolean>
  /**
   * Carries out what was called before, then lets go of what it holds (timers, files). What is called later
   * rejects, except `close` itself.
   */
  close?(): void | Promise<void>
}
