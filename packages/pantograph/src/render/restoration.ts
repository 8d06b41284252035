// Gives state back to a tree that is mounted again, by the same paths and names under which it was taken.
import type { Component, Key } from '../template/block.ts'
import type { Restorer } from './nodes.ts'
import type { Saved } from './part.ts'
import type { Instance } from './nodes.ts'
import { namesOf, sourceOf, Steps } from './state.ts'
import type { ComponentState } from './state.ts'

/** A component may say how its older state becomes what it keeps now. */
interface Migrating {
  migrate?(old: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null
}

/** State on its way back into a tree that is mounted again. */
export class Restoration implements Restorer {
  private readonly states: Map<string, ComponentState>
  private readonly steps = new Steps()
  /** Whether everything is mounted, or waits for something that is to come. */
  isMounted = false
  /** The root that is mounted now. */
  root = 0
  /** Keys of lists between the component that is mounted and its parent. */
  private keys: Key[] = []
  /** Components that have begun afresh, because they keep something else now. */
  readonly resets: string[] = []

  constructor(states: readonly ComponentState[]) {
    this.states = new Map(states.map((state) => [state.path, state]))
  }

  /** The state of components that are not mounted yet: they may stand in something that is still to come. */
  get left(): ComponentState[] {
    return [...this.states.values()]
  }

  item<T>(key: Key, mount: () => T): T {
    this.keys.push(key)
    try {
      return mount()
    } finally {
      this.keys.pop()
    }
  }

  component<T>(instance: Instance, mount: () => T): T {
    const { keys } = this
    const parent = instance.parent === null ? String(this.root) : (instance.parent.path ?? '')
    instance.path = this.steps.path(parent, instance.type, keys)
    const state = this.states.get(instance.path)
    this.states.delete(instance.path)
    instance.saved = state === undefined ? null : savedOf(state, instance.type)
    this.keys = []
    try {
      return mount()
    } finally {
      this.keys = keys
    }
  }

  fits(instance: Instance): boolean {
    const { saved } = instance
    if (saved === null) return true
    const kept = instance.signals?.filter((signal) => !signal.transient) ?? []
    return signature(namesOf(kept)) === saved.names
  }

  migrated(instance: Instance): Saved | null {
    const { migrate } = instance.type as Migrating
    const old = [...(instance.saved?.values ?? [])].map(([name, value]) => [plain(name), value])
    const now = migrate?.(Object.fromEntries(old) as Record<string, unknown>)
    if (now)
      return {
        values: new Map(Object.entries(now).map(([name, value]) => [`${name}#0`, value])),
        names: '',
      }
    this.resets.push(instance.path ?? '')
    return null
  }
}

/** The first signal of a name goes by that name. */
const plain = (name: string): string => name.replace(/#0$/, '')

function savedOf({ names, values, source }: ComponentState, type: Component): Saved | null {
  if (source !== null && source !== sourceOf(type)) return null
  return { values: new Map(names.map((name, i) => [name, values[i]])), names: signature(names) }
}

const signature = (names: readonly string[]): string => names.toSorted().join('\n')
