// Walking the mounted tree, in the order of the document.
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

/** Visits every component that is shown; what no browser knows of yet is not. */
export function forEachInstance(node: unknown, visit: (instance: Instance) => void): void {
  if (node instanceof Instance) visit(node)
  if (node instanceof Instance || node instanceof ChildBinding) forEachInstance(node.child, visit)
  else if (node instanceof List && node.resting === null) {
    for (const item of node.items) forEachInstance(item, visit)
  } else if (node instanceof MountedBlock && !node.isAsDescribed) {
    for (const value of node.values) forEachInstance(value, visit)
  }
}
