// What the plainest events carry, in bytes. The kinds are those of wire/protocol.ts; all others are in payloads.ts.
import * as P from '../wire/protocol.ts'
import { features } from './features.ts'
import { utf8 } from './log.ts'
import { found } from './state.ts'

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

export function value(control: Control): readonly number[] {
  const { checked, type, value = '' } = control
  return type === 'select-multiple'
    ? found(features[P.FEATURE_EVENTS]).several(control)
    : [checked ? P.VALUE_CHECKED : 0, ...utf8(value)]
}
