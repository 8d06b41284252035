// Finds a block by where it stands, when its number is of no use: after a crash, or on another server.
import type { Path, Step } from '../wire/upstream.ts'
import { keyHash } from './keys.ts'
import { contentOf, itemBlock } from './content.ts'
import { List, MountedBlock } from './nodes.ts'
import type { Mounted } from './nodes.ts'

/** The block at the end of a path; null when the way there is not what it was. */
export function follow(roots: readonly MountedBlock[], { root, steps }: Path): MountedBlock | null {
  let block = roots[root] ?? null
  for (const step of steps) block = block && stepTo(block, step)
  return block
}

/** What stands in a slot, if it has that key and template. */
function stepTo(block: MountedBlock, { slot, key, template }: Step): MountedBlock | null {
  const node = contentOf(block.values[slot] as Mounted)
  const found = key === null ? node : node instanceof List ? itemWith(node, key) : null
  return found instanceof MountedBlock && found.template.hash === template ? found : null
}

/** The only item whose key travels as this. */
function itemWith({ items, keys }: List, key: number): MountedBlock | null {
  const at = keys.findIndex((one) => keyHash(one) === key)
  if (at < 0 || keys.findLastIndex((one) => keyHash(one) === key) !== at) return null
  return itemBlock(items[at] as MountedBlock)
}
