// The pages of the load server.
import { signal, url } from 'pantograph'
import { makeRows, sharedRows } from '../lib/rows.ts'
import type { Row } from '../lib/rows.ts'

export function Counter() {
  const count = signal(0)
  return () => <button onClick={() => count.value++}>Clicked {count} times</button>
}

/** What every open /ticker shows. */
export const ticked = signal(0)

export function Ticker() {
  return () => <p>{ticked}</p>
}

/**
 * `?n=1000`: how many rows it starts with. `&rows=shared`: they are shared by all sessions.
 * `&handlers=0`: rows without handlers.
 */
export function Table() {
  const query = url().searchParams
  const start = Number(query.get('n') ?? 0)
  const rows = signal(query.get('rows') === 'shared' ? sharedRows(start) : makeRows(start))
  const selected = signal(0)
  const nextId = signal(start + 1)

  function make(count: number): Row[] {
    nextId.value += count
    return makeRows(count, nextId.value - count)
  }

  function update(): void {
    rows.value = rows.value.map((row, i) =>
      i % 10 === 0 ? { ...row, label: `${row.label} !!!` } : row,
    )
  }

  function swap(): void {
    const last = rows.value.length - 2
    const [second, other] = [rows.value[1], rows.value[last]]
    if (second === undefined || other === undefined) return
    rows.value = rows.value.with(1, other).with(last, second)
  }

  function remove(id: number | undefined): void {
    rows.value = rows.value.filter((row) => row.id !== id)
  }

  const actions: Record<string, () => void> = {
    create: () => (rows.value = make(1000)),
    append: () => (rows.value = [...rows.value, ...make(1000)]),
    prepend: () => (rows.value = [...make(1), ...rows.value]),
    update,
    swap,
    remove: () => remove(rows.value[Math.floor(rows.value.length / 2)]?.id),
    clear: () => (rows.value = []),
  }
  const hasHandlers = query.get('handlers') !== '0'

  return () => (
    <div>
      {Object.entries(actions).map(([name, act]) => (
        <button key={name} id={name} onClick={act}>
          {name}
        </button>
      ))}
      <table class="table table-hover table-striped test-data">
        <tbody id="tbody">
          {rows.value.map(({ id, label }) =>
            hasHandlers ? (
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
            ) : (
              <tr key={id} class={id === selected.value && 'danger'}>
                <td class="col-md-1">{id}</td>
                <td class="col-md-4">
                  <a class="lbl">{label}</a>
                </td>
                <td class="col-md-1">
                  <a class="remove">
                    <span class="remove glyphicon glyphicon-remove" aria-hidden="true" />
                  </a>
                </td>
                <td class="col-md-6" />
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  )
}
