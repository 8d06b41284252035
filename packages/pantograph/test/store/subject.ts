// What the conformance suite needs of a store, and what its parts share.
import type { Store } from '../../src/session/store.ts'

/** A new, empty place to test with. */
export interface Subject {
  readonly store: Store
  /** Another owner of the same place: as if another process had opened it. */
  readonly other: Store
  /** Lets time pass, for both. */
  pass(milliseconds: number): void
}

export type Open = () => Promise<Subject>

export const MINUTE = 60_000

export const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
