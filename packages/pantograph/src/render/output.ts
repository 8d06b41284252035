// What patching writes to: operations on mounted blocks. Implemented by the tree, which knows the frame.
import type { AttributeValue } from '../html/values.ts'
import type { Key } from '../template/block.ts'
import type { ControlState } from './reports.ts'
import type { SpreadChange } from './spread-changes.ts'
import type { Instance, MountedBlock, Mounted, ShownStream, ToldOp } from './nodes.ts'

export interface Output {
  /** A slot's new value: text, attribute, or content that takes the place of what was there. */
  set(owner: MountedBlock, slot: number, value: AttributeValue): void
  replace(owner: MountedBlock, slot: number, node: Mounted): void
  spread(owner: MountedBlock, slot: number, changes: readonly SpreadChange[]): void
  /** A property of a control, in a slot of its own or a spread. */
  property(state: ControlState): void
  listen(owner: MountedBlock, slot: number, value: unknown): void
  /**
   * New items of the list in a slot, before one that is there, or at its end.
   * @param keys theirs; null for one item that takes the place of the one behind it, and its key
   */
  insert(
    owner: MountedBlock,
    slot: number,
    items: readonly (MountedBlock | Instance)[],
    keys: readonly Key[] | null,
    before: MountedBlock | null,
  ): void
  move(owner: MountedBlock, slot: number, block: MountedBlock, before: MountedBlock | null): void
  remove(owner: MountedBlock, slot: number, block: MountedBlock): void
  stream(node: ShownStream, told: readonly ToldOp[]): void
}
