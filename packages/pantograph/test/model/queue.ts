// Virtual time: what is to happen, in order. A binary heap, because a hundred thousand schedules go through it.

interface Entry {
  readonly time: number
  /** Those of one instant happen as they were asked for. */
  readonly order: number
  readonly run: () => void
}

const isBefore = (a: Entry, b: Entry): boolean =>
  a.time < b.time || (a.time === b.time && a.order < b.order)

export class Queue {
  now = 0
  private readonly heap: Entry[] = []
  private order = 0

  /** Calls `run` so many milliseconds from now; whole ones, so that sums of them are exact. */
  after(delay: number, run: () => void): void {
    this.push({ time: this.now + Math.ceil(delay), order: this.order++, run })
  }

  /** Lets the next thing happen, unless it lies behind `end`. Returns whether one did. */
  step(end: number): boolean {
    const next = this.heap[0]
    if (next === undefined || next.time > end) return false
    this.pop()
    this.now = next.time
    next.run()
    return true
  }

  private push(entry: Entry): void {
    const { heap } = this
    let at = heap.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Entry
      if (!isBefore(entry, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = entry
  }

  private pop(): void {
    const { heap } = this
    const last = heap.pop() as Entry
    const { length } = heap
    if (length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= length) break
      if (child + 1 < length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++
      if (!isBefore(heap[child] as Entry, last)) break
      heap[at] = heap[child] as Entry
      at = child
    }
    heap[at] = last
  }
}
