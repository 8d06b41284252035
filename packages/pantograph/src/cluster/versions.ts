// Names for writes that never come twice, in no process and after no loss: a counter in the store would go
// back with the store.
import { randomBytes } from 'node:crypto'

/** A source of versions: random per source, counted within it. */
export function versions(): () => string {
  const source = randomBytes(12).toString('base64url')
  let count = 0
  return () => `${source}.${(++count).toString(36)}`
}
