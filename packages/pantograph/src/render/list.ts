// Makes a list follow a new order with the fewest moves: what keeps its relative order (a longest
// increasing subsequence of old positions) stays, everything else is moved, made or removed.
import type { Key } from '../template/block.ts'
import { itemBlock } from './content.ts'
import type { Item, List, MountedBlock } from './nodes.ts'

/** What the list's owner does for it. */
export interface ListWork {
  mount(value: unknown): Item
  patch(item: Item, value: unknown): Item
  unmount(item: Item): void
  /** The list, as it is now, takes the place of everything that was in its slot. */
  replaceAll(): void
  /** New items, which stand at `index` of the list. */
  insert(items: readonly Item[], index: number, before: MountedBlock | null): void
  move(block: MountedBlock, before: MountedBlock | null): void
  remove(block: MountedBlock): void
}

export function patchKeyed(list: List, values: unknown[], keys: Key[], work: ListWork): void {
  const old = list.items
  const oldKeys = list.keys
  const items = new Array<Item>(values.length)
  list.replace(items, keys)
  try {
    follow(old, oldKeys, items, values, keys, work)
  } catch (error) {
    // The list is of no use any more, but everything in it must still be found to be ended.
    const all = [...new Set([...old, ...items])].filter((item) => item !== undefined)
    list.replace(all, keys)
    throw error
  }
}

function follow(
  old: Item[],
  oldKeys: readonly Key[],
  items: Item[],
  values: unknown[],
  keys: readonly Key[],
  work: ListWork,
): void {
  let start = 0
  const shorter = Math.min(old.length, values.length)
  while (start < shorter && oldKeys[start] === keys[start]) {
    items[start] = work.patch(old[start] as Item, values[start])
    start++
  }
  let oldEnd = old.length
  let end = values.length
  while (oldEnd > start && end > start && oldKeys[oldEnd - 1] === keys[end - 1]) {
    items[--end] = work.patch(old[--oldEnd] as Item, values[end])
  }
  if (start === oldEnd && start === end) return

  const positions = oldPositions(oldKeys, keys, start, end, oldEnd)
  if (start === 0 && end === items.length && oldEnd === old.length && !positions.some(isOld)) {
    return replaceAll(old, values, items, work)
  }
  removeGone(old, positions, start, oldEnd, work)
  patchKept(old, items, values, positions, start, work)
  arrange(items, values, positions, start, end, work)
}

const NEW = -1
const isOld = (position: number): boolean => position !== NEW

/** For each new item between `start` and `end`: where it was, or NEW. */
function oldPositions(
  oldKeys: readonly Key[],
  keys: readonly Key[],
  start: number,
  end: number,
  oldEnd: number,
): number[] {
  const where = new Map<Key, number>()
  for (let i = start; i < oldEnd; i++) where.set(oldKeys[i] as Key, i)
  const positions: number[] = []
  for (let i = start; i < end; i++) {
    const position = where.get(keys[i] as Key)
    // Each old item serves once: a key that stands twice (an error in development) makes a new item.
    if (position !== undefined) where.delete(keys[i] as Key)
    positions.push(position ?? NEW)
  }
  return positions
}

function replaceAll(old: Item[], values: unknown[], items: Item[], work: ListWork): void {
  for (let i = 0; i < values.length; i++) items[i] = work.mount(values[i])
  work.replaceAll()
  for (const item of old) work.unmount(item)
}

function removeGone(
  old: Item[],
  positions: number[],
  start: number,
  oldEnd: number,
  work: ListWork,
): void {
  const kept = new Set(positions)
  for (let i = start; i < oldEnd; i++) {
    if (kept.has(i)) continue
    work.remove(itemBlock(old[i] as Item))
    work.unmount(old[i] as Item)
  }
}

function patchKept(
  old: Item[],
  items: Item[],
  values: unknown[],
  positions: number[],
  start: number,
  work: ListWork,
): void {
  for (const [i, position] of positions.entries()) {
    if (position !== NEW) items[start + i] = work.patch(old[position] as Item, values[start + i])
  }
}

/** From the end to the start, so that what an item goes before is in its place already. */
export function arrange(
  items: Item[],
  values: readonly unknown[],
  positions: readonly number[],
  start: number,
  end: number,
  work: Pick<ListWork, 'mount' | 'insert' | 'move'>,
): void {
  const stays = longestIncreasing(positions)
  let nextStay = stays.length - 1
  for (let i = end - 1; i >= start; i--) {
    if (positions[i - start] === NEW) {
      const last = i
      while (i > start && positions[i - 1 - start] === NEW) i--
      for (let made = i; made <= last; made++) items[made] = work.mount(values[made])
      work.insert(items.slice(i, last + 1), i, before(items, last))
    } else if (nextStay >= 0 && stays[nextStay] === i - start) nextStay--
    else work.move(itemBlock(items[i] as Item), before(items, i))
  }
}

const before = (items: Item[], i: number): MountedBlock | null =>
  i + 1 < items.length ? itemBlock(items[i + 1] as Item) : null

/** The indexes of a longest increasing subsequence, new items (−1) left out. O(n log n). */
export function longestIncreasing(positions: readonly number[]): number[] {
  const tails: number[] = []
  const previous = new Array<number>(positions.length)
  for (const [i, position] of positions.entries()) {
    if (position === NEW) continue
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((positions[tails[middle] as number] as number) < position) low = middle + 1
      else high = middle
    }
    previous[i] = low > 0 ? (tails[low - 1] as number) : NEW
    tails[low] = i
  }
  let at = tails.at(-1) ?? NEW
  for (let i = tails.length - 1; i >= 0; i--) {
    tails[i] = at
    at = previous[at] as number
  }
  return tails
}
