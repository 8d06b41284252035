// Which errors mean that no page of ours has sent this.
import { PantographError } from '../errors.ts'
import { WireError } from '../wire/reader.ts'

const CODES = new Set(['PG_WIRE', 'PG_UNKNOWN_BLOCK', 'PG_NO_HANDLER'])

/** The code of input that no page of ours sends; null for any other error. */
export function illegalCode(error: unknown): string | null {
  if (error instanceof WireError) return 'PG_WIRE'
  return error instanceof PantographError && CODES.has(error.code) ? error.code : null
}
