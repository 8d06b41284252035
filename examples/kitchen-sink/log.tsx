// What happened on the page, the newest first. Whatever shall be seen there asks for `Note`, and calls it with its event.
import { createContext, signal } from 'pantograph'
import type { PantographEvent, ReadonlySignal } from 'pantograph'

interface Line {
  readonly number: number
  readonly type: string
  /** What the event carries, as JSON. */
  readonly payload: string
  /** How often this has happened, one after another. */
  readonly times: number
}

export const Note = createContext<(event: PantographEvent) => void>('Note')

const LINES = 12
const LONGEST = 1000

export function makeLog() {
  const lines = signal<readonly Line[]>([])

  function note({ type, id: _, ...payload }: PantographEvent): void {
    const [newest, ...older] = lines.value
    const same = newest?.type === type ? newest : null
    const line: Line = {
      number: same?.number ?? (newest?.number ?? 0) + 1,
      type,
      payload: JSON.stringify(payload).slice(0, LONGEST),
      times: (same?.times ?? 0) + 1,
    }
    lines.value = [line, ...(same === null ? lines.value : older)].slice(0, LINES)
  }

  return { lines, note, clear: () => (lines.value = []) }
}

interface LogProps {
  readonly lines: ReadonlySignal<readonly Line[]>
  readonly clear: () => void
}

export function Log({ lines, clear }: LogProps) {
  return (
    <aside class="log" aria-labelledby="log">
      <h2 id="log">What happened</h2>
      {lines.value.length === 0 && <p class="hint">Nothing yet. Try anything.</p>}
      <ol tabindex={0} aria-labelledby="log">
        {lines.value.map(({ number, type, payload, times }) => (
          <li key={number}>
            <b>{type}</b>
            {times > 1 && <span> × {times}</span>} <code>{payload}</code>
          </li>
        ))}
      </ol>
      <button type="button" onClick={clear}>
        Clear
      </button>
    </aside>
  )
}
