// Chance that can be repeated: a generator that gives the same numbers for the same seed. A fault test prints its
// seed when it fails, and is run again with it. Not for secrets.
export class Rng {
  readonly seed: number
  private state: number

  /** Seeds that differ in their lowest 32 bits give different numbers. */
  constructor(seed: number) {
    this.seed = seed >>> 0
    this.state = this.seed
  }

  /** At least 0, below 1; by Mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    if (!(low <= high)) throw new RangeError(`no whole number from ${low} to ${high}`)
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** A number from `low` to `high`, `high` excluded. */
  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  /** Whether something of this probability (0 to 1) happens. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from')
    return list[this.int(0, list.length - 1)] as T
  }

  /** A generator of its own, so that one part's draws don't shift another's. */
  fork(): Rng {
    return new Rng(this.int(0, 2 ** 32 - 1))
  }
}
