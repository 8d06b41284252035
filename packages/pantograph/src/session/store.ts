// Where what must outlive a process is kept: the contract of stores. Knows nothing of what is kept.

/** What a store holds under a key. */
export interface Stored {
  readonly value: Uint8Array
  /**
   * Names this write among all writes of the key, also those after a deletion. Opaque: only compared.
   */
  readonly version: string
}

/**
 * A place for bytes under keys that every process of an installation sees. What it must promise: a `put` is
 * all or nothing, and of several that expect the same version one at most succeeds.
 *
 * Every method may reject when the store is out of reach; then nobody knows whether a write took place.
 * Keys are at most 512 characters of printable ASCII, values at most 1 MiB.
 */
export interface Store {
  /** What is kept under a key; undefined if nothing is, or its time is over. */
  get(key: string): Promise<Stored | undefined>
  /**
   * Writes if the key's version is still `expected` (null: nothing must be there). Returns the new version,
   * or null when it was refused.
   *
   * @param ttl how long it is kept, in milliseconds; `Infinity` for ever
   */
  put(key: string, value: Uint8Array, expected: string | null, ttl: number): Promise<string | null>
  /** Deletes if the key's version is still `expected`. Returns whether nothing is there any more. */
  delete(key: string, expected: string): Promise<boolean>
  /** Lets go of what it holds (timers, files). What is called later rejects. */
  close?(): void | Promise<void>
}
