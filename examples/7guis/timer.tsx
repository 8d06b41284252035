// Task 4: time goes on while the user acts.
import { onMount, signal } from 'pantograph'

const TICK = 100

export function Timer() {
  const elapsed = signal(0)
  const duration = signal(15_000)

  onMount(() => {
    let last = Date.now()
    const timer = setInterval(() => {
      const now = Date.now()
      // At the end this writes what is there already: nothing happens until the duration is made longer.
      if (elapsed.value < duration.value)
        elapsed.value = Math.min(duration.value, elapsed.value + now - last)
      last = now
    }, TICK)
    return () => clearInterval(timer)
  })

  return () => (
    <div class="stack">
      <label for="elapsed">Elapsed time</label>
      <progress id="elapsed" value={Math.min(elapsed.value, duration.value)} max={duration.value} />
      <output for="duration">{(elapsed.value / 1000).toFixed(1)} s</output>
      <label for="duration">Duration: {(duration.value / 1000).toFixed(0)} s</label>
      <input
        id="duration"
        type="range"
        min={1000}
        max={30_000}
        step={1000}
        value={duration.value}
        onInput={({ value }) => (duration.value = Number(value))}
      />
      <button type="button" onClick={() => (elapsed.value = 0)}>
        Reset
      </button>
    </div>
  )
}
