// Small shapes that nodes hold, and how what a setup has made is kept with its component and found there.
import type { Reaction } from '../reactivity/system.ts'
import type { Key } from '../template/block.ts'
import type { Template } from '../template/template.ts'

/** Where parts of many components come together. */
export interface Collection {
  /** There is one. */
  use(): void
  /** One of them says something else now, or is gone. */
  changed(): void
}

/** Something that a setup has made and that ends with its component, such as a resource. */
export interface Part {
  /** Whether something goes on that must not be let go of. */
  readonly isBusy: boolean
  /** Signals of its own, which are no state. */
  readonly signals: readonly object[]
  /** What it listens with. */
  readonly reaction: Reaction | null
  dispose(): void
}

/** What one component is given back. */
export interface Saved {
  readonly values: ReadonlyMap<string, unknown>
  /** Its names, sorted: what its setup makes must be the same. */
  readonly names: string
}

/** What blocks of one template that show their values as they are will be made of. */
export interface Resting {
  readonly template: Template
  /** For each block its values, and its key if one was given. */
  readonly values: readonly (readonly unknown[])[]
  readonly keys: readonly (Key | undefined)[]
}

interface Holder {
  parts: Part[] | null
}

/** Something ends with that component from now on. */
export function addPart<T extends Part>(holder: Holder, part: T): T {
  ;(holder.parts ??= []).push(part)
  return part
}

/** The component's own part of a kind. */
export function partOf<T extends Part>(
  { parts }: Holder,
  kind: abstract new (...made: never[]) => T,
): T | null {
  for (const part of parts ?? []) if (part instanceof kind) return part
  return null
}
