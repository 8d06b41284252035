// What the plainest events carry, in bytes. The kinds are those of wire/protocol.ts; all others are in payloads.ts.
import * as P from '../wire/protocol.ts'
import { inline, utf8 } from './log.ts'

type Control = HTMLInputElement & HTMLSelectElement

export const payloadOf = (kind: number, event: Event): readonly number[] =>
  kind === P.PAYLOAD_MOUSE ? mouse(event as MouseEvent) : kind ? value(event.target as Control) : []

export const modifiers = (event: MouseEvent | KeyboardEvent | TouchEvent): number =>
  (event.altKey ? P.MOD_ALT : 0) |
  (event.ctrlKey ? P.MOD_CTRL : 0) |
  (event.metaKey ? P.MOD_META : 0) |
  (event.shiftKey ? P.MOD_SHIFT : 0)

/** A plain click carries nothing. */
export function mouse(event: MouseEvent): number[] {
  const bits = modifiers(event) | ((event.button & 15) << 4)
  return bits ? [bits] : []
}

export function value({ checked, multiple, selectedOptions, value = '' }: Control): number[] {
  const bits = checked ? P.VALUE_CHECKED : 0
  return multiple && selectedOptions
    ? [bits | P.VALUE_MULTIPLE, ...[...selectedOptions].flatMap(({ value }) => inline(value))]
    : [bits, ...utf8(value)]
}
