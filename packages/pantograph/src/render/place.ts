// Where a component stands on its page, told without what stands beside it.
import type { Key } from '../template/block.ts'
import { keyStep } from './keys.ts'
import type { Instance, Place } from './nodes.ts'

/**
 * The components, slots and keys from the root to a component. It has the same whenever its page is mounted again,
 * whatever has come or gone beside it; only items of one list without keys have the same.
 */
export function pathOf({ parent, owner, slot, item, type, key }: Instance): string {
  const steps = [stepOf(key, type.name)]
  let at: Place | null = { owner, slot, item }
  // What a component shows stands in its own place.
  while (at !== null && at.owner !== parent?.owner) {
    const { owner: block, slot: step }: Place = at
    steps.push(stepOf(block.key, String(step)))
    at = block.owner && { owner: block.owner, slot: block.slot, item: false }
  }
  return `${parent === null ? '' : pathOf(parent)}/${steps.toReversed().join('.')}`
}

const stepOf = (key: Key | undefined, name: string): string =>
  key === undefined ? name : keyStep(key) + name
