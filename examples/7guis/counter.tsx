// Task 1: the basic ideas.
import { signal } from 'pantograph'

export function Counter() {
  const count = signal(0)

  return () => (
    <p class="line">
      <output aria-label="Count">{count}</output>
      <button type="button" onClick={() => count.value++}>
        Count
      </button>
    </p>
  )
}
