// Two hundred rows in a box that scrolls. Every tenth has state of its own: it stands in a list, so it needs a key, by
// which a checkpoint finds it again.
import { signal } from 'pantograph'
import type { Note } from './survive.tsx'

const NUMBERS = Array.from({ length: 200 }, (_, i) => i + 1)

export function Rows({ note }: { note: Note }) {
  return (
    <section class="panel" aria-labelledby="rows">
      <h2 id="rows">Two hundred rows</h2>
      <p class="hint">Every tenth has a star of its own.</p>
      <ul class="rows" tabindex={0} aria-labelledby="rows">
        {NUMBERS.map((number) =>
          number % 10 === 0 ? (
            <StarRow key={number} number={number} note={note} />
          ) : (
            <li key={number}>Row {number}</li>
          ),
        )}
      </ul>
    </section>
  )
}

function StarRow({ number, note }: { number: number; note: Note }) {
  const isOn = signal(false)

  return () => (
    <li class="star-row">
      Row {number}
      <button
        type="button"
        aria-label={`Star of row ${number}`}
        aria-pressed={isOn.value ? 'true' : 'false'}
        onClick={(event) => {
          isOn.value = !isOn.value
          note(event.id, `Row ${number}: ${isOn.value ? 'star' : 'no star'}`)
        }}
      >
        {isOn.value ? '★' : '☆'}
      </button>
    </li>
  )
}
