// What is left of a tree that is let go while its page stays as it is: which numbers its blocks have, and
// what would change it. Knows no state and no encoding.
import type { ReadonlySignal } from '../reactivity/signal.ts'
import { signalsBehind } from '../reactivity/system.ts'
import type { Reaction } from '../reactivity/system.ts'
import type { KnownTemplates } from './known-templates.ts'
import { AttributeBinding, ChildBinding, Instance, List, MountedBlock, UNSENT } from './nodes.ts'
import { SpreadBinding } from './spread-binding.ts'
import type { Part } from './part.ts'
import type { Numbers } from './numbers.ts'
import { forEachBlock } from './walk.ts'

/** How the browser names what the tree shows. */
export interface Numbering {
  /** The lowest number that no block has had; then runs in the order of the blocks: first number, length. */
  readonly blocks: string
  /** What the browser knows of templates. */
  readonly templates: ReturnType<KnownTemplates['all']>
}

/** Pages that do the same know the same templates: they share one list. */
const lists = new Map<string, Numbering['templates']>()
const MOST_LISTS = 256

export function sharedList(list: Numbering['templates']): Numbering['templates'] {
  const name = list.map((part) => (typeof part === 'number' ? part : `#${part.hash}`)).join(' ')
  const known = lists.get(name)
  if (known?.every((part, i) => part === list[i])) return known
  if (lists.size >= MOST_LISTS) lists.clear()
  lists.set(name, list)
  return list
}

/** The numbers of all blocks, outer ones first; null when the browser does not know one of them. */
export function numbersOf(roots: readonly MountedBlock[], fresh: number): string | null {
  const runs = [fresh]
  let next = UNSENT
  let isComplete = true
  for (const root of roots) {
    forEachBlock(root, ({ number }) => {
      isComplete &&= number !== UNSENT
      if (number === next) (runs[runs.length - 1] as number)++
      else runs.push(number, 1)
      next = number + 1
    })
  }
  return isComplete ? runs.join(' ') : null
}

/** Gives blocks the numbers that those in their places had. */
export function renumber(
  roots: readonly MountedBlock[],
  text: string,
  numbers: Numbers,
): (MountedBlock | undefined)[] {
  const [fresh = 0, ...runs] = text.split(' ').map(Number)
  const blocks: (MountedBlock | undefined)[] = []
  let at = 0
  let used = 0
  for (const root of roots) {
    forEachBlock(root, (block) => {
      block.number = (runs[at] as number) + used
      blocks[block.number] = block
      if (++used < (runs[at + 1] as number)) return
      at += 2
      used = 0
    })
  }
  numbers.restore(fresh, (number) => blocks[number] !== undefined)
  return blocks
}

/**
 * The signals that the tree reads and that are not its own; null when it does or holds something besides
 * showing its state: functions for its connection or its end, effects, state that no checkpoint has.
 *
 * @param own what belongs to the page besides what setups have made
 */
export function outsideOf(
  roots: readonly MountedBlock[],
  own: readonly object[],
): readonly ReadonlySignal<unknown>[] | null {
  const survey = new Survey(own)
  for (const root of roots) survey.node(root)
  if (survey.isBusy) return null
  return [...signalsBehind(survey.reactions)].filter((signal) => !survey.own.has(signal))
}

class Survey {
  readonly own: Set<object>
  readonly reactions: Reaction[] = []
  isBusy = false

  constructor(own: readonly object[]) {
    this.own = new Set(own)
  }

  node(node: unknown): void {
    if (node instanceof MountedBlock) for (const value of node.values) this.node(value)
    else if (node instanceof List) for (const item of node.items) this.node(item)
    else if (node instanceof AttributeBinding || node instanceof SpreadBinding) {
      this.reactions.push(node)
    } else if (node instanceof ChildBinding || node instanceof Instance) {
      this.reactions.push(node)
      if (node instanceof Instance) this.instance(node)
      this.node(node.child)
    }
  }

  private instance({ signals, propsVersion, disposers, mounts, abort, parts }: Instance): void {
    for (const part of parts ?? []) this.part(part)
    for (const signal of signals ?? []) {
      this.own.add(signal)
      this.isBusy ||= signal.transient
    }
    if (propsVersion !== null) this.own.add(propsVersion)
    this.isBusy ||= disposers !== null || mounts !== null || abort !== null
  }

  private part({ isBusy, signals, reaction }: Part): void {
    this.isBusy ||= isBusy
    for (const signal of signals) this.own.add(signal)
    if (reaction !== null) this.reactions.push(reaction)
  }
}
