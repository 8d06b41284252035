// The state of a mounted tree as values: what setup made signals of, by the place of the component and the
// signal's name. Taken between two events; restoration.ts gives it back. Knows no encoding.
import { PantographError } from '../errors.ts'
import type { Component, Key } from '../template/block.ts'
import { CHILD } from '../template/slot.ts'
import { gateOf } from './gate.ts'
import { keyStep, POSITION } from './keys.ts'
import { ChildBinding, Instance, List, MountedBlock } from './nodes.ts'
import type { Saved } from './part.ts'

/** The state of one component. */
export interface ComponentState {
  /** Where it stands: components and list keys from the root on, and which of several alike. */
  readonly path: string
  /** What its setup looked like, if it has signals without a name: then only the same source gets them back. */
  readonly source: number | null
  readonly names: readonly string[]
  readonly values: readonly unknown[]
}

/** The step of a component among those below one parent. Keys are those of the lists between them. */
const stepOf = (type: Component, keys: readonly Key[]): string =>
  keys.map(keyStep).join('') + type.name

/** Tells components alike below one parent apart, by the order in which they stand. */
export class Steps {
  private readonly counts = new Map<string, number>()

  path(parent: string, type: Component, keys: readonly Key[]): string {
    const path = `${parent}/${stepOf(type, keys)}`
    const count = this.counts.get(path) ?? 0
    this.counts.set(path, count + 1)
    return count === 0 ? path : `${path}~${count}`
  }
}

/**
 * The state of everything that is mounted below the roots.
 * @throws PantographError `PG_STATE_KEY` for a component with state in a list without keys
 */
export function collectState(roots: readonly MountedBlock[]): ComponentState[] {
  const collector = new Collector()
  for (const [i, root] of roots.entries()) collector.node(root.values[0], String(i), [])
  return collector.states
}

class Collector {
  readonly states: ComponentState[] = []
  private readonly steps = new Steps()

  node(node: unknown, path: string, keys: readonly Key[]): void {
    if (node instanceof Instance) this.instance(node, path, keys)
    else if (node instanceof ChildBinding) this.node(node.child, path, keys)
    else if (node instanceof List) {
      // A list at rest holds no components.
      if (node.resting !== null) return
      for (const [i, item] of node.items.entries()) {
        this.node(item, path, [...keys, node.keys[i] as Key])
      }
    } else if (node instanceof MountedBlock) {
      for (const { kind, index } of node.template.slots) {
        if (kind === CHILD) this.node(node.values[index], path, keys)
      }
    }
  }

  private instance(instance: Instance, parent: string, keys: readonly Key[]): void {
    const path = this.steps.path(parent, instance.type, keys)
    const { saved } = instance
    const kept = instance.signals?.filter((signal) => !signal.transient) ?? []
    // Its setup goes on: what it was given back is all that it has.
    if (saved !== null) this.states.push(stateOf(path, saved, instance.type))
    else if (kept.length > 0) {
      if (keys.some(isPosition)) throw new PantographError('PG_STATE_KEY', withoutKey(instance))
      const names = namesOf(kept)
      const isNamed = kept.every((signal) => signal.name !== undefined)
      const source = isNamed ? null : sourceOf(instance.type)
      this.states.push({ path, source, names, values: kept.map((signal) => signal.peek()) })
    }
    this.node(gateOf(instance)?.hidden ?? instance.child, path, [])
  }
}

function stateOf(path: string, { values }: Saved, type: Component): ComponentState {
  const names = [...values.keys()]
  const isNamed = names.every((name) => !name.startsWith('#'))
  return { path, source: isNamed ? null : sourceOf(type), names, values: [...values.values()] }
}

const isPosition = (key: Key): boolean => typeof key === 'string' && key.startsWith(POSITION)

const withoutKey = ({ type }: Instance): string =>
  `<${type.name}> has state and stands in a list without a key, so it cannot be found again after a crash; ` +
  'give it a key'

/** Names with an ordinal, so that the second signal of a name is another one. */
export function namesOf(signals: readonly { readonly name: string | undefined }[]): string[] {
  const counts = new Map<string, number>()
  return signals.map(({ name = '' }) => {
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    return `${name}#${count}`
  })
}

export function sourceOf(type: Component): number {
  let hash = 0
  for (const unit of String(type)) hash = (Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)) | 0
  return hash
}
