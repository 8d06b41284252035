// The table of pages.tsx as a stream: the page keeps its rows, the server does not.
import { signal, stream, url } from 'pantograph'
import { sharedRows } from '../lib/rows.ts'
import type { Row } from '../lib/rows.ts'

/** `?n=1000`: how many rows, which are the same for all sessions. Each has two handlers. */
export function Streamed() {
  const rows = stream<Row, number>({ key: ({ id }) => id })
  const selected = signal(0)
  const select = rows.on((_, id) => (selected.value = id))
  const remove = rows.on((_, id) => rows.delete(id))
  rows.append(...sharedRows(Number(url().searchParams.get('n') ?? 0)))

  return () => (
    <div>
      <p>Selected: {selected}</p>
      <table class="table table-hover table-striped test-data">
        <tbody id="tbody">
          {rows.show(({ id, label }) => (
            <tr>
              <td class="col-md-1">{id}</td>
              <td class="col-md-4">
                <a class="lbl" onClick={select}>
                  {label}
                </a>
              </td>
              <td class="col-md-1">
                <a class="remove" onClick={remove}>
                  <span class="remove glyphicon glyphicon-remove" aria-hidden="true" />
                </a>
              </td>
              <td class="col-md-6" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
