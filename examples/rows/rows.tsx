// The page of js-framework-benchmark, keyed. Rows are plain data in one view: a row that is as it was costs a
// comparison of its five slots, and nothing on the wire.
import { signal } from 'pantograph'
import { makeRows } from './data.ts'
import type { Row } from './data.ts'

export function Rows() {
  const { rows, selected, remove, actions } = makeTable()

  return () => (
    <div id="main">
      <div class="container">
        <Jumbotron actions={actions} />
        <table class="table table-hover table-striped test-data">
          <tbody id="tbody">
            {rows.value.map(({ id, label }) => (
              <tr key={id} class={id === selected.value && 'danger'}>
                <td class="col-md-1">{id}</td>
                <td class="col-md-4">
                  <a class="lbl" onClick={() => (selected.value = id)}>
                    {label}
                  </a>
                </td>
                <td class="col-md-1">
                  <a class="remove" onClick={() => remove(id)}>
                    <span class="remove glyphicon glyphicon-remove" aria-hidden="true" />
                  </a>
                </td>
                <td class="col-md-6" />
              </tr>
            ))}
          </tbody>
        </table>
        <span class="preloadicon glyphicon glyphicon-remove" aria-hidden="true" />
      </div>
    </div>
  )
}

interface Action {
  readonly id: string
  readonly text: string
  readonly run: () => void
}

/** The table's state and what can be done to it; called in setup, so each page has its own. */
function makeTable() {
  const rows = signal<readonly Row[]>([])
  const selected = signal(0)
  const nextId = signal(1)

  function make(count: number): Row[] {
    const made = makeRows(nextId.value, count)
    nextId.value += count
    return made
  }

  function show(shown: readonly Row[]): void {
    rows.value = shown
    selected.value = 0
  }

  function append(more: readonly Row[]): void {
    rows.value = [...rows.value, ...more]
  }

  function update(): void {
    rows.value = rows.value.map((row, i) =>
      i % 10 === 0 ? { ...row, label: `${row.label} !!!` } : row,
    )
  }

  function swap(): void {
    const [second, last] = [rows.value[1], rows.value[998]]
    if (second === undefined || last === undefined) return
    rows.value = rows.value.with(1, last).with(998, second)
  }

  function remove(id: number): void {
    rows.value = rows.value.filter((row) => row.id !== id)
  }

  const actions: readonly Action[] = [
    { id: 'run', text: 'Create 1,000 rows', run: () => show(make(1000)) },
    { id: 'runlots', text: 'Create 10,000 rows', run: () => show(make(10_000)) },
    { id: 'add', text: 'Append 1,000 rows', run: () => append(make(1000)) },
    { id: 'update', text: 'Update every 10th row', run: update },
    { id: 'clear', text: 'Clear', run: () => show([]) },
    { id: 'swaprows', text: 'Swap Rows', run: swap },
  ]
  return { rows, selected, remove, actions }
}

function Jumbotron({ actions }: { actions: readonly Action[] }) {
  return (
    <div class="jumbotron">
      <div class="row">
        <div class="col-md-6">
          <h1>Pantograph keyed</h1>
        </div>
        <div class="col-md-6">
          <div class="row">
            {actions.map(({ id, text, run }) => (
              <div class="col-sm-6 smallpad">
                <button type="button" class="btn btn-primary btn-block" id={id} onClick={run}>
                  {text}
                </button>
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}
