// Parts of the runtime that are not there from the beginning. Each is a file of its own.

import type * as Comeback from './comeback.ts'
import type { Line, Tools } from './lent.ts'

/** What is needed to come back; undefined until it is loaded. */
export let comeback: typeof Comeback | undefined

/** Loads it unless it is there. Rejects while the server is out of reach. */
export async function loadComeback(line: Line, tools: Tools): Promise<void> {
  if (comeback) return
  const loaded = await import('./comeback.ts')
  await loaded.begin(line, tools)
  comeback = loaded
}
