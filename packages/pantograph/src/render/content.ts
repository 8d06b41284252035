// What stands in the slots of a mounted tree, in the end: components, bindings and refs stand for something else.
import type { AttributeValue } from '../html/values.ts'
import { HookUse } from '../template/hook.ts'
import { template } from '../template/template.ts'
import { AttributeBinding, ChildBinding, Instance } from './nodes.ts'
import type { Mounted, MountedBlock } from './nodes.ts'
import { RefBinding } from './ref.ts'

/** What an attribute or property slot shows: it may hold what authors write for absence, a signal, a ref, or a hook. */
export function attributeOf(value: unknown): AttributeValue {
  if (value instanceof AttributeBinding) return value.current
  if (value instanceof RefBinding) return null
  if (value instanceof HookUse) return value.text
  return value === false || value === undefined ? null : (value as AttributeValue)
}

/** Makes a block of what is none, so that it can be an item of a list. */
export const ITEM_TEMPLATE = template(['', ''], [''])

/** What a node shows in the end: components and bindings stand for what is in them. */
export function contentOf(node: Mounted): Exclude<Mounted, Instance | ChildBinding> {
  while (node instanceof Instance || node instanceof ChildBinding) node = node.child
  return node
}

/** The block that stands for an item on the wire. */
export function itemBlock(item: MountedBlock | Instance): MountedBlock {
  let node: Mounted = item
  while (node instanceof Instance) node = node.child
  return node as MountedBlock
}
