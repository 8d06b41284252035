// The names of cells: A0 to Z99.
export const COLUMNS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
export const ROWS = Array.from({ length: 100 }, (_, row) => row)

const REF = /^([A-Z])(\d{1,2})$/i

/** `b07` → `B7`; null for what is no cell. */
export function refOf(text: string): string | null {
  const [, column, row] = REF.exec(text.trim()) ?? []
  return column === undefined ? null : column.toUpperCase() + Number(row)
}

/** All cells between two corners; null if one of them is no cell. */
export function rangeOf(from: string, to: string): string[] | null {
  const [one, other] = [placeOf(from), placeOf(to)]
  if (one === null || other === null) return null
  const [left, right] = ascending(one.column, other.column)
  const [top, bottom] = ascending(one.row, other.row)
  return ROWS.slice(top, bottom + 1).flatMap((row) =>
    COLUMNS.slice(left, right + 1).map((column) => column + row),
  )
}

function placeOf(text: string): { column: number; row: number } | null {
  const ref = refOf(text)
  return ref === null ? null : { column: COLUMNS.indexOf(ref.charAt(0)), row: Number(ref.slice(1)) }
}

const ascending = (a: number, b: number): [number, number] => (a <= b ? [a, b] : [b, a])
