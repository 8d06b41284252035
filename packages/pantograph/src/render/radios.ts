// The radio buttons that are bound to the same thing: when the user turns one on, the browser turns the others off and
// says nothing of it. Knows not what stands for a button in the tree.
import type { Bindable } from '../reactivity/bindable.ts'

const GROUPS = new WeakMap<Bindable<unknown>, Set<object>>()
const NOBODY: ReadonlySet<object> = new Set()

/** A radio button is bound to `source`. */
export function joinGroup(source: Bindable<unknown>, radio: object): void {
  const group = GROUPS.get(source) ?? new Set()
  GROUPS.set(source, group.add(radio))
}

export function leaveGroup(source: Bindable<unknown>, radio: object): void {
  GROUPS.get(source)?.delete(radio)
}

/** All that are bound to `source`, on whatever page. */
export const groupOf = (source: Bindable<unknown>): ReadonlySet<object> =>
  GROUPS.get(source) ?? NOBODY
