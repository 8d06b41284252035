// What a page that has come back shows, beside what it should show: finds the blocks that are on both sides,
// and what must be told of them. Decides; frame-output.ts tells.
import { CHILD, EVENT } from '../template/slot.ts'
import type { ToldBlock, ToldRoot } from '../wire/read-outline.ts'
import { keyHash } from './keys.ts'
import { contentOf, itemBlock } from './content.ts'
import { List } from './nodes.ts'
import type { Item, Mounted, MountedBlock } from './nodes.ts'
import { isBlocks, skeletonOf, spreadsOf, sumOfSlots } from './outline.ts'
import { forEachBlock } from './walk.ts'

/** What must be told of a block that is on both sides. */
export type Difference =
  /** Its texts, attributes and properties; `kept` slots hold blocks on one side at least. */
  | { readonly kind: 'slots'; readonly block: MountedBlock; readonly kept: ReadonlySet<number> }
  | { readonly kind: 'listen'; readonly block: MountedBlock; readonly slot: number }
  | { readonly kind: 'content'; readonly block: MountedBlock; readonly slot: number }
  /** Some items are on both sides: where each item was, and the numbers of those that are gone. */
  | {
      readonly kind: 'items'
      readonly block: MountedBlock
      readonly slot: number
      readonly list: List
      readonly positions: readonly number[]
      readonly gone: readonly number[]
    }

const NEW = -1
const NONE: readonly ToldBlock[] = []

export class Comparison {
  readonly differences: Difference[] = []
  /** Blocks on both sides, with their numbers. */
  readonly known: [number: number, block: MountedBlock][] = []
  /** Numbers of blocks that only the browser has. */
  readonly gone: number[] = []
  /** False when no block can be trusted. */
  isPossible = true

  root(root: MountedBlock, { own, content }: ToldRoot): void {
    const isText = content.length === 0 && !isBlocks(contentOf(root.values[0] as Mounted))
    if (!isText) this.content(root, 0, content)
    else if (own !== sumOfSlots(root)) this.replace(root, 0, content)
  }

  /** What stands in a child slot, on both sides. */
  private content(block: MountedBlock, slot: number, told: readonly ToldBlock[]): void {
    const content = contentOf(block.values[slot] as Mounted)
    if (!isBlocks(content)) {
      if (told.length > 0) this.replace(block, slot, told)
      return
    }
    if (content instanceof List) return this.list(block, slot, content, told)
    const [only] = told
    const mounted = content as MountedBlock
    if (only?.key === null && isSame(mounted, only)) this.block(mounted, only)
    else this.replace(block, slot, told)
  }

  private replace(block: MountedBlock, slot: number, told: readonly ToldBlock[]): void {
    this.differences.push({ kind: 'content', block, slot })
    for (const one of told) this.lose(one)
  }

  private lose({ number, contents }: ToldBlock): void {
    this.gone.push(number)
    for (const content of contents) for (const one of content ?? NONE) this.lose(one)
  }

  private list(block: MountedBlock, slot: number, list: List, told: readonly ToldBlock[]): void {
    const { items, keys } = list
    const places = placesOf(told)
    const positions = items.map((item: Item, i) => {
      const hash = keyHash(keys[i] as string)
      const at = places.get(hash) ?? NEW
      // Each serves once.
      places.delete(hash)
      return at !== NEW && isSame(itemBlock(item), told[at] as ToldBlock) ? at : NEW
    })
    const kept = new Set(positions)
    if (positions.every((at) => at === NEW)) return this.replace(block, slot, told)
    const gone = told.filter((_, i) => !kept.has(i))
    for (const one of gone) this.lose(one)
    for (const [i, at] of positions.entries()) {
      if (at !== NEW) this.block(itemBlock(items[i] as Item), told[at] as ToldBlock)
    }
    if (gone.length === 0 && positions.every((at, i) => at === i)) return
    const numbers = gone.map(({ number }) => number)
    this.differences.push({ kind: 'items', block, slot, list, positions, gone: numbers })
  }

  private block(block: MountedBlock, told: ToldBlock): void {
    this.known.push([told.number, block])
    const { template, values } = block
    if (told.skeleton !== skeletonOf(template) || told.spread !== spreadsOf(block)) {
      this.isPossible = false
    }
    const children = template.slots.filter(({ kind }) => kind === CHILD)
    if (told.own !== sumOfSlots(block)) {
      const kept = children.filter(({ index }, i) => {
        const isHere = isBlocks(contentOf(values[index] as Mounted))
        return isHere || (told.contents[i] ?? NONE).length > 0
      })
      const slots = new Set(kept.map(({ index }) => index))
      this.differences.push({ kind: 'slots', block, kept: slots })
      for (const { kind, index } of template.slots) {
        if (kind === EVENT) this.differences.push({ kind: 'listen', block, slot: index })
      }
    }
    for (const [i, { index }] of children.entries()) {
      this.content(block, index, told.contents[i] ?? NONE)
    }
  }
}

/** What is on both sides; null when the page was altered in a way that only telling everything repairs. */
export function compare(
  roots: readonly MountedBlock[],
  told: readonly ToldRoot[],
): Comparison | null {
  const comparison = new Comparison()
  for (const [i, root] of roots.entries()) comparison.root(root, told[i] as ToldRoot)
  return comparison.isPossible ? comparison : null
}

/** Both sides show the same. Returns also how many blocks there are. */
export function allKnown(roots: readonly MountedBlock[]): { same: Comparison; count: number } {
  const same = new Comparison()
  let count = roots.length
  for (const { values } of roots) {
    forEachBlock(values[0], (block) => same.known.push([count++, block]))
  }
  return { same, count }
}

const isSame = ({ template }: MountedBlock, told: ToldBlock): boolean =>
  template.hash === told.template

/** Where items stand, by key. One of several with the same key is of no use. */
function placesOf(told: readonly ToldBlock[]): Map<number, number> {
  const places = new Map<number, number>()
  const twice = new Set<number>()
  for (const [i, { key }] of told.entries()) {
    if (key === null) continue
    if (places.has(key)) twice.add(key)
    places.set(key, i)
  }
  for (const key of twice) places.delete(key)
  return places
}
