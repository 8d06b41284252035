// Items in order, by key, at most so many: what a stream's operations do, whoever does them. The browser does the
// same with what it shows. Knows no blocks and no wire.

/** What names an item of a stream. */
export type StreamKey = string | number

/** Where an item goes that is not there yet. */
export type Place =
  | 'end'
  | 'start'
  | { readonly before: StreamKey }
  /** Counted from 0. */
  | { readonly at: number }

export class Shelf<T> {
  keys: StreamKey[] = []
  values: T[] = []
  private readonly known = new Set<StreamKey>()
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  /** The same items, each made into something else. */
  map<U>(make: (value: T) => U): Shelf<U> {
    const shelf = new Shelf<U>(this.limit)
    shelf.keys = [...this.keys]
    shelf.values = this.values.map(make)
    for (const key of this.keys) shelf.known.add(key)
    return shelf
  }

  /** An item that is there is updated where it stands; else one too many goes at the other end. */
  put(key: StreamKey, value: T, place: Place): void {
    if (this.update(key, value)) return
    const at = this.indexFor(place)
    this.known.add(key)
    this.keys.splice(at, 0, key)
    this.values.splice(at, 0, value)
    if (this.keys.length > this.limit) this.drop(place === 'end' ? 0 : this.limit)
  }

  /** False when it is not there. */
  update(key: StreamKey, value: T): boolean {
    const isThere = this.known.has(key)
    if (isThere) this.values[this.keys.indexOf(key)] = value
    return isThere
  }

  delete(key: StreamKey): void {
    if (this.known.has(key)) this.drop(this.keys.indexOf(key))
  }

  clear(): void {
    this.keys = []
    this.values = []
    this.known.clear()
  }

  private drop(at: number): void {
    this.known.delete(this.keys[at] as StreamKey)
    this.keys.splice(at, 1)
    this.values.splice(at, 1)
  }

  private indexFor(place: Place): number {
    if (place === 'start') return 0
    if (typeof place === 'object') {
      const at = 'at' in place ? place.at : this.keys.indexOf(place.before)
      if (at >= 0) return Math.min(at, this.keys.length)
    }
    return this.keys.length
  }
}
