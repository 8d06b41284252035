// A page that shows something at once, or when a button is pressed, and changes it step by step.
import { signal } from 'pantograph'
import type { Child } from 'pantograph'

/** `make` is given the number of the step. */
export function pageOf(make: (n: number) => Child, isShown: boolean) {
  return function Page() {
    const shown = signal(isShown)
    const n = signal(0)
    return () => (
      <main>
        <button id="show" onClick={() => (shown.value = true)}>
          Show
        </button>
        <button id="next" onClick={() => n.value++}>
          Next
        </button>
        <div id="here">{shown.value ? make(n.value) : null}</div>
        {shown.value ? <output id={`step-${n.value}`}>{n.value}</output> : null}
      </main>
    )
  }
}
