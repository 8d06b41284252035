// The table of js-framework-benchmark: its markup, and labels made of its words by a seeded generator.
import type { WritableSignal } from 'pantograph'

export interface RowData {
  readonly id: number
  readonly label: string
}

const ADJECTIVES =
  'pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd unsightly adorable important inexpensive cheap expensive fancy'.split(
    ' ',
  )
const COLOURS = 'red yellow blue green pink brown purple brown white black orange'.split(' ')
const NOUNS =
  'table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard'.split(' ')

/** Mulberry32: the same labels in every run. */
function generator(seed: number): (max: number) => number {
  let state = seed
  return (max) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % max
  }
}

export function makeRows(count: number, firstId = 1): RowData[] {
  const random = generator(firstId)
  const pick = (words: readonly string[]): string => words[random(words.length)] as string
  return Array.from({ length: count }, (_, i) => ({
    id: firstId + i,
    label: `${pick(ADJECTIVES)} ${pick(COLOURS)} ${pick(NOUNS)}`,
  }))
}

export function Table({
  rows,
  selected,
}: {
  rows: readonly RowData[]
  selected: WritableSignal<number | null>
}) {
  return (
    <table class="table table-hover table-striped test-data">
      <tbody>
        {rows.map(({ id, label }) => (
          <tr key={id} class={selected.value === id ? 'danger' : null}>
            <td class="col-md-1">{id}</td>
            <td class="col-md-4">
              <a onClick={() => (selected.value = id)}>{label}</a>
            </td>
            <td class="col-md-1">
              <a onClick={() => {}}>
                <span class="glyphicon glyphicon-remove" aria-hidden="true"></span>
              </a>
            </td>
            <td class="col-md-6"></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
