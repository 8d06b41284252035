// The benchmark's words and how it makes rows of them.
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

const oneOf = (list: readonly string[]): string =>
  list[Math.floor(Math.random() * list.length)] as string

/** `count` rows, numbered from `first`. */
export function makeRows(first: number, count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    id: first + i,
    label: `${oneOf(ADJECTIVES)} ${oneOf(COLOURS)} ${oneOf(NOUNS)}`,
  }))
}
