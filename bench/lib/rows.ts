// The rows of js-framework-benchmark, from its words, by a seeded generator: the same in every run.
// https://github.com/krausest/js-framework-benchmark
const words = (text: string): readonly string[] => text.split(' ')

const ADJECTIVES = words(
  'pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd ' +
    'unsightly adorable important inexpensive cheap expensive fancy',
)
const COLOURS = words('red yellow blue green pink brown purple brown white black orange')
const NOUNS = words(
  'table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard',
)

export interface Row {
  readonly id: number
  readonly label: string
}

/** Mulberry32. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** A string put together from pieces is a tree inside; data from a database is not. */
const flat = (text: string): string => Buffer.from(text).toString()

/** `count` rows, numbered from `first`. */
export function makeRows(count: number, first = 1): Row[] {
  const random = generator(first)
  const oneOf = (list: readonly string[]): string => list[random(list.length)] as string
  return Array.from({ length: count }, (_, i) => ({
    id: first + i,
    label: flat(`${oneOf(ADJECTIVES)} ${oneOf(COLOURS)} ${oneOf(NOUNS)}`),
  }))
}

const shared = new Map<number, readonly Row[]>()

/** Rows that belong to no session, to measure what a session costs over its data. */
export function sharedRows(count: number): readonly Row[] {
  const rows = shared.get(count) ?? makeRows(count)
  shared.set(count, rows)
  return rows
}
