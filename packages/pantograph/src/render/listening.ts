// How an element listens: what the browser is told of a handler and its options.
import { needsOfHandler } from '../template/needs.ts'
import { detailsOf, handlerOf, optionsOf } from '../template/on.ts'
import * as P from '../wire/protocol.ts'
import type { Writer } from '../wire/writer.ts'

/** Whether two values of an event slot look alike to the browser. */
export function sameListen(a: unknown, b: unknown): boolean {
  if ((handlerOf(a) === null) !== (handlerOf(b) === null)) return false
  if (optionsOf(a) === optionsOf(b)) return true
  return JSON.stringify(listening(a)) === JSON.stringify(listening(b))
}

/** What the browser does with an event slot: bits of LISTEN, and what else it is told. */
export function listening(value: unknown): { options: number; details: readonly string[] } {
  if (handlerOf(value) === null) return { options: 0, details: [] }
  const { preventDefault, stopPropagation } = optionsOf(value) ?? {}
  const details = detailsOf(value)
  const options =
    P.LISTEN_ON |
    (preventDefault ? P.LISTEN_PREVENT : 0) |
    (stopPropagation ? P.LISTEN_STOP : 0) |
    (details.length > 0 ? P.LISTEN_DETAILS : 0)
  return { options, details }
}

export function writeListen(writer: Writer, value: unknown): void {
  const { options, details } = listening(value)
  writer.need(needsOfHandler(value))
  writer.varint(options)
  if (details.length === 0) return
  writer.varint(details.length)
  for (const detail of details) writer.string(detail)
}
