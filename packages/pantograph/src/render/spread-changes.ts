// What a spread slot has put on its element, before and after: the entries that the browser must be told.
import * as P from '../wire/protocol.ts'
import type { SpreadState } from './attributes.ts'
import { sameListen } from './listening.ts'

export interface SpreadChange {
  readonly kind: number
  readonly name: string
  readonly value: unknown
  /** Of an event, where it is not what its name says. */
  readonly payload?: number
}

/** A control that tells a new value many times a second. */
function pace(state: SpreadState, changes: SpreadChange[]): SpreadChange[] {
  if (state.binding?.control.isFast !== true) return changes
  return changes.map((change) =>
    change.kind === P.SLOT_EVENT && change.name === 'input'
      ? { ...change, payload: P.PAYLOAD_RANGE }
      : change,
  )
}

/** The entries of a spread slot that the browser must be told. */
export function spreadChanges(before: SpreadState, after: SpreadState): SpreadChange[] {
  return pace(after, [
    ...mapChanges(P.SLOT_ATTRIBUTE, before.attributes, after.attributes, Object.is),
    ...mapChanges(P.SLOT_PROPERTY, before.properties, after.properties, Object.is),
    ...mapChanges(P.SLOT_EXTRA, before.extras, after.extras, Object.is),
    ...mapChanges(P.SLOT_EVENT, before.events, after.events, sameListen),
  ])
}

function mapChanges(
  kind: number,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  same: (a: unknown, b: unknown) => boolean,
): SpreadChange[] {
  const changes: SpreadChange[] = []
  for (const [name, value] of after) {
    if (!same(before.get(name) ?? null, value)) changes.push({ kind, name, value })
  }
  for (const name of before.keys()) if (!after.has(name)) changes.push({ kind, name, value: null })
  return changes
}

/** What a spread slot says now of what was changed. */
export function spreadNow(state: SpreadState, changes: Iterable<SpreadChange>): SpreadChange[] {
  const maps = [state.attributes, state.properties, [], state.events, state.extras] as const
  const now = [...changes].map(({ kind, name }) => {
    const map = maps[kind] as ReadonlyMap<string, unknown>
    return { kind, name, value: map.get(name) ?? null }
  })
  return pace(state, now)
}
