// Parts of the runtime that are not there from the beginning. Each is a file of its own.

import type * as Comeback from './comeback.ts'

/** What is needed to come back; undefined until it is loaded. */
export let comeback: typeof Comeback | undefined

/** Loads it unless it is there. Rejects while the server is out of reach. */
export async function loadComeback(): Promise<void> {
  comeback ??= await import('./comeback.ts')
}
