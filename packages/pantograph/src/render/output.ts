// What patching writes to: operations on mounted blocks. Implemented by the tree, which knows the frame.
import type { AttributeValue } from '../html/values.ts'
import type { SpreadState } from './attributes.ts'
import type { Instance, MountedBlock, Mounted } from './nodes.ts'

export interface Output {
  /** A slot's new value: text, attribute, or content that takes the place of what was there. */
  set(owner: MountedBlock, slot: number, value: AttributeValue): void
  replace(owner: MountedBlock, slot: number, node: Mounted): void
  spread(owner: MountedBlock, slot: number, before: SpreadState, after: SpreadState): void
  listen(owner: MountedBlock, slot: number, value: unknown): void
  /** New items of the list in a slot, before one that is there, or at its end. */
  insert(
    owner: MountedBlock,
    slot: number,
    items: readonly (MountedBlock | Instance)[],
    before: MountedBlock | null,
  ): void
  move(block: MountedBlock, before: MountedBlock | null): void
  remove(block: MountedBlock): void
}
