// A store in the memory of one process: for tests, for development, and for an app that is one process and
// may lose what it kept when that ends.
import { PantographError } from '../errors.ts'
import type { Store, Stored } from '../session/store.ts'
import { assertKey, copyOf, expiryOf } from './accepted.ts'
import { versions } from './versions.ts'

const SWEEP_MILLISECONDS = 10_000
// One sweep looks at a tenth of the entries, but at this many at least.
const SWEEP_ENTRIES = 1000

/** Options of `memoryStore`. */
export interface MemoryStoreOptions {
  /** The clock, in milliseconds. By default `Date.now`. */
  readonly now?: () => number
}

interface Entry extends Stored {
  readonly expires: number
}

/**
 * A store that keeps everything in the memory of this process. What has expired is let go of when it is
 * asked for, or within some two minutes.
 *
 * @example
 * const store = memoryStore()
 * const version = await store.put('key', new Uint8Array([1, 2, 3]), null, 60_000)
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new MemoryStore(options.now ?? Date.now)
}

/** What `memoryStore` makes. */
export class MemoryStore implements Store {
  private readonly now: () => number
  private readonly nextVersion = versions()
  private entries = new Map<string, Entry>()
  private round: Round | undefined
  private timer: NodeJS.Timeout | undefined
  private closed = false

  /** @internal */
  constructor(now: () => number) {
    this.now = now
  }

  async get(key: string): Promise<Stored | undefined> {
    const entry = this.find(key)
    return entry && { value: new Uint8Array(entry.value), version: entry.version }
  }

  async put(
    key: string,
    value: Uint8Array,
    expected: string | null,
    ttl: number,
  ): Promise<string | null> {
    const entry = this.find(key)
    const copy = copyOf(value)
    const expires = expiryOf(this.now(), ttl)
    if ((entry?.version ?? null) !== expected) return null
    const version = this.nextVersion()
    this.entries.set(key, { value: copy, version, expires })
    this.startSweeping()
    return version
  }

  async delete(key: string, expected: string): Promise<boolean> {
    const entry = this.find(key)
    if (entry === undefined) return true
    return entry.version === expected && this.entries.delete(key)
  }

  close(): void {
    this.closed = true
    this.entries.clear()
    this.stopSweeping()
  }

  /** How many entries are held, expired ones too. @internal */
  get size(): number {
    return this.entries.size
  }

  /**
   * Remembers what is kept now. Calling what it returns brings that back, as when a machine goes down before
   * its last writes are on the disk.
   *
   * @internal
   */
  snapshot(): () => void {
    const kept = new Map(this.entries)
    return () => {
      this.entries = new Map(kept)
      this.stopSweeping()
      this.startSweeping()
    }
  }

  private find(key: string): Entry | undefined {
    if (this.closed) throw new PantographError('PG_STORE', 'the store is closed')
    assertKey(key)
    const entry = this.entries.get(key)
    if (entry === undefined || this.now() < entry.expires) return entry
    this.entries.delete(key)
    return undefined
  }

  private startSweeping(): void {
    this.timer ??= setInterval(() => this.sweep(), SWEEP_MILLISECONDS).unref()
  }

  private stopSweeping(): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.round = undefined
  }

  /** Looks at a part of the entries, and goes on where the last sweep stopped. */
  private sweep(): void {
    const now = this.now()
    const round = (this.round ??= new Round(this.entries))
    for (const [key, { expires }] of round.next()) {
      if (expires <= now) this.entries.delete(key)
    }
    if (round.isOver) this.round = undefined
    if (this.entries.size === 0) this.stopSweeping()
  }
}

/** One look at all entries that a map has now, part by part. A map's iterator survives its changes. */
class Round {
  private readonly iterator: MapIterator<[string, Entry]>
  private readonly part: number
  private left: number

  constructor(entries: Map<string, Entry>) {
    this.iterator = entries.entries()
    this.part = Math.max(SWEEP_ENTRIES, Math.ceil(entries.size / 10))
    // Not until the iterator ends: as long as entries are added, it does not.
    this.left = entries.size
  }

  get isOver(): boolean {
    return this.left <= 0
  }

  *next(): Generator<[string, Entry]> {
    const part = Math.min(this.part, this.left)
    this.left -= part
    for (let looked = 0; looked < part; looked++) {
      const { value, done } = this.iterator.next()
      if (done === true) return
      yield value
    }
  }
}
