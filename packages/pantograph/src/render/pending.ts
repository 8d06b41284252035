// What is still to come: asynchronous setups and data. Counts it, tells the nearest gate, and lets others wait.
import type { Reaction } from '../reactivity/system.ts'
import { nearestGate } from './gate.ts'
import type { Awaited } from './awaiting.ts'
import type { Instance } from './nodes.ts'

export class Pending implements Awaited<Instance | null> {
  count = 0
  private waiting: (() => void)[] | null = null
  private reactions: Map<Reaction, () => void> | null = null
  private readonly owner: { onComplete(): void }

  /** @param owner is told when nothing is to come any more */
  constructor(owner: { onComplete(): void }) {
    this.owner = owner
  }

  add(near: Instance | null): () => void {
    const gate = nearestGate(near)
    this.count++
    gate?.enter()
    return () => {
      gate?.leave()
      this.count--
      this.poke()
      if (this.count === 0) this.owner.onComplete()
    }
  }

  awaits(reaction: Reaction, near: Instance | null): void {
    const reactions = (this.reactions ??= new Map<Reaction, () => void>())
    if (!reactions.has(reaction)) reactions.set(reaction, this.add(near))
  }

  awaitsNothing(reaction: Reaction): void {
    const { reactions } = this
    const done = reactions?.get(reaction)
    if (reactions === null || done === undefined) return
    reactions.delete(reaction)
    if (reactions.size === 0) this.reactions = null
    done()
  }

  /** Those who wait look again. */
  poke(): void {
    const { waiting } = this
    this.waiting = null
    for (const resolve of waiting ?? []) resolve()
  }

  /** Resolves when nothing is to come, after `milliseconds` at most. `catchUp` runs what has become due. */
  async settle(milliseconds: number, catchUp: () => void): Promise<void> {
    const deadline = performance.now() + milliseconds
    // Who is due already is not told of again.
    catchUp()
    for (let left = milliseconds; this.count > 0 && left > 0;) {
      await this.next(left)
      catchUp()
      left = deadline - performance.now()
    }
    catchUp()
  }

  /** Resolves when something has come, after `milliseconds` at most. */
  private next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      ;(this.waiting ??= []).push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
