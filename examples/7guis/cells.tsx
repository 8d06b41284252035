// Task 7: a spreadsheet. The state is what was written; what follows from it is sheet.ts's part. Each cell is bound to
// its value, so that a change goes over the wire as the new texts of the cells that show something else now.
import { computed, on, signal } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import { COLUMNS, refOf, ROWS } from './refs.ts'
import { Sheet } from './sheet.ts'
import type { Written } from './sheet.ts'

const LONGEST = 120

const EXAMPLE: Written = {
  A0: 'Item',
  B0: 'Price',
  C0: 'Number',
  D0: 'Sum',
  A1: 'Pencils',
  B1: '1.2',
  C1: '30',
  D1: '=B1*C1',
  A2: 'Paper',
  B2: '4.5',
  C2: '12',
  D2: '=B2*C2',
  A3: 'Total',
  D3: '=SUM(D1:D2)',
}

export function Cells() {
  const written = signal(EXAMPLE)
  const selected = signal('A0')
  const editing = signal<string | null>(null)
  const sheet = new Sheet(written)

  function write(ref: string, text: string): void {
    const others = Object.entries(written.value).filter(([one]) => one !== ref)
    if (text !== '') others.push([ref, text.slice(0, LONGEST)])
    written.value = Object.fromEntries(others)
  }

  return () => (
    <div class="cells">
      <FormulaBar selected={selected} written={written.value} write={write} />
      <div class="grid" tabindex={0} role="region" aria-label="Spreadsheet">
        <table>
          <thead>
            <tr>
              <td />
              {COLUMNS.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map((row) => (
              <Row
                key={row}
                row={row}
                sheet={sheet}
                written={written}
                selected={selected}
                editing={editing}
                write={write}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

interface RowProps {
  readonly row: number
  readonly sheet: Sheet
  readonly written: WritableSignal<Written>
  readonly selected: WritableSignal<string>
  readonly editing: WritableSignal<string | null>
  readonly write: (ref: string, text: string) => void
}

function Row({ row, sheet, written, selected, editing, write }: RowProps) {
  const refs = COLUMNS.map((column) => column + row)
  // Other rows' views do not run when these change.
  const selectedHere = computed(() => refs.find((ref) => ref === selected.value))
  const editedHere = computed(() => refs.find((ref) => ref === editing.value))

  function leave(ref: string, text: string | null): void {
    if (editing.value !== ref) return
    editing.value = null
    if (text !== null) write(ref, text)
  }

  return () => (
    <tr>
      <th scope="row">{row}</th>
      {refs.map((ref) => (
        <td
          class={ref === selectedHere.value && 'selected'}
          onClick={() => (selected.value = ref)}
          onDblClick={() => (editing.value = ref)}
        >
          {ref === editedHere.value ? (
            <Editor
              cell={ref}
              text={written.peek()[ref] ?? ''}
              leave={(text) => leave(ref, text)}
            />
          ) : (
            sheet.value(ref)
          )}
        </td>
      ))}
    </tr>
  )
}

interface EditorProps {
  readonly cell: string
  readonly text: string
  /** With null, what was there stays. */
  readonly leave: (text: string | null) => void
}

function Editor({ cell, text, leave }: EditorProps) {
  return (
    <input
      class="editor"
      aria-label={`Formula of ${cell}`}
      autocomplete="off"
      autofocus
      maxlength={LONGEST}
      value={text}
      onKeyDown={on(({ key, value }) => leave(key === 'Enter' ? value : null), {
        key: ['Enter', 'Escape'],
      })}
      onBlur={({ value }) => leave(value)}
    />
  )
}

interface BarProps {
  readonly selected: WritableSignal<string>
  readonly written: Written
  readonly write: (ref: string, text: string) => void
}

/** The way to a cell for those who have no mouse. */
function FormulaBar({ selected, written, write }: BarProps) {
  const ref = selected.value
  return (
    <form class="line" onSubmit={({ data }) => write(ref, String(data['formula'] ?? ''))}>
      <label>
        Cell{' '}
        <input
          class="ref"
          size={4}
          autocomplete="off"
          value={ref}
          onChange={({ value }) => (selected.value = refOf(value) ?? ref)}
        />
      </label>
      <label class="formula">
        Formula{' '}
        <input
          key={ref}
          name="formula"
          autocomplete="off"
          maxlength={LONGEST}
          value={written[ref] ?? ''}
        />
      </label>
      <button>Set</button>
    </form>
  )
}
