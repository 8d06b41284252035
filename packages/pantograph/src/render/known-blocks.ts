// The blocks that the browser knows, by the numbers under which it does.
import { renumber } from './dormant.ts'
import { UNSENT } from './nodes.ts'
import type { MountedBlock } from './nodes.ts'
import { Numbers } from './numbers.ts'

export class KnownBlocks {
  readonly numbers = new Numbers()
  private blocks: (MountedBlock | undefined)[] = []

  /** @param roots have the first numbers */
  constructor(roots: readonly MountedBlock[] = []) {
    const first = this.numbers.take(roots.length)
    for (const [i, root] of roots.entries()) this.name(first + i, root)
  }

  /** The block with that number, or undefined when it is gone or never was. */
  find(number: number): MountedBlock | undefined {
    return this.blocks[number]
  }

  knows(block: MountedBlock): boolean {
    return block.number !== UNSENT && this.blocks[block.number] === block
  }

  name(number: number, block: MountedBlock): void {
    block.number = number
    this.blocks[number] = block
  }

  /** Its number can be used again when the browser knows that it is gone, or if it never heard of it. */
  forget(block: MountedBlock): void {
    if (block.number === UNSENT) return
    this.blocks[block.number] = undefined
    this.numbers.release(block.number)
    block.number = UNSENT
  }

  /** The browser has numbered `count` blocks by itself: it names some of them so, and others are gone. */
  recognise(
    known: Iterable<readonly [number: number, block: MountedBlock]>,
    gone: Iterable<number>,
    count: number,
  ): void {
    this.numbers.take(count)
    for (const [number, block] of known) this.name(number, block)
    for (const number of gone) this.numbers.release(number)
  }

  /** Gives the blocks of a tree the numbers that those in their places had: see dormant.ts. */
  restore(roots: readonly MountedBlock[], text: string): void {
    this.blocks = renumber(roots, text, this.numbers)
  }
}
