// Reads how elements listen: docs/protocol.md, "Operations".
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import type { Listening } from './model.ts'

export const LISTENS: Listening = { options: P.LISTEN_ON, details: [] }

/** Whether and how an element listens. */
export function readListening(reader: Reader): Listening {
  const options = reader.varint()
  const count = options & P.LISTEN_DETAILS ? reader.varint() : 0
  const details: string[] = []
  for (let i = 0; i < count; i++) details.push(reader.string())
  return options === P.LISTEN_ON ? LISTENS : { options, details }
}
