// Parts of the runtime that are not there from the beginning. Each is a file of its own.

/** What is needed to come back; undefined until it is loaded. */
export let comeback: typeof import('./comeback.ts') | undefined

/** Loads it unless it is there. Rejects while the server is out of reach. */
export async function loadComeback(): Promise<void> {
  comeback ??= await import('./comeback.ts')
}
