// The table of js-framework-benchmark (keyed), as every engine here renders it.
import type { Row } from '../lib/rows.ts'

export interface TableProps {
  readonly rows: readonly Row[]
  readonly selected: number
  readonly select: (id: number) => void
  readonly remove: (id: number) => void
}

export type Component = (props: TableProps) => unknown

export function Table({ rows, selected, select, remove }: TableProps) {
  return (
    <table class="table table-hover table-striped test-data">
      <tbody id="tbody">
        {rows.map(({ id, label }) => (
          <tr key={id} class={id === selected ? 'danger' : undefined}>
            <td class="col-md-1">{id}</td>
            <td class="col-md-4">
              <a class="lbl" onClick={() => select(id)}>
                {label}
              </a>
            </td>
            <td class="col-md-1">
              <a class="remove" onClick={() => remove(id)}>
                <span class="remove glyphicon glyphicon-remove" aria-hidden="true"></span>
              </a>
            </td>
            <td class="col-md-6"></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
