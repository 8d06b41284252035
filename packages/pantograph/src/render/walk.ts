// Walking the mounted tree.
import { CHILD } from '../template/slot.ts'
import { ChildBinding, Instance, List, MountedBlock } from './nodes.ts'

/** Visits every block of a node, outer ones first. */
export function forEachBlock(node: unknown, visit: (block: MountedBlock) => void): void {
  while (node instanceof Instance || node instanceof ChildBinding) node = node.child
  if (node instanceof List) for (const item of node.items) forEachBlock(item, visit)
  if (!(node instanceof MountedBlock)) return
  visit(node)
  for (const slot of node.template.slots) {
    if (slot.kind === CHILD) forEachBlock(node.values[slot.index], visit)
  }
}
