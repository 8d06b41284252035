// A chart that uPlot draws, and what the server knows of it.
import { computed, hook, hookRef, onMount, signal } from 'pantograph'
import { asset } from '../lib/assets.ts'
import { follow, newest, powerAt } from '../svg/readings.ts'
import type { ChartKind } from './kinds.ts'

const Plot = hook<ChartKind>(asset('widgets/chart.js'))
const SECONDS = 60

const clock = (second: number): string => new Date(second * 1000).toISOString().slice(11, 19)
const say = (second: number): string => `${clock(second)}: ${powerAt('Wind', second).toFixed(1)} MW`

export function Chart() {
  const now = newest()
  const plot = hookRef(Plot)
  const selected = signal<number | null>(null)
  const first = computed(() => now.value - SECONDS + 1)
  const values = computed(() =>
    Array.from({ length: SECONDS }, (_, i) => Number(powerAt('Wind', first.value + i).toFixed(2))),
  )
  const marked = computed(() => {
    const { value } = selected
    return value !== null && value >= first.value ? value : null
  })
  const findHighest = (): void => {
    selected.value = first.value + values.value.indexOf(Math.max(...values.value))
    plot.push('flash', selected.value)
  }
  const select = (second: unknown): string => {
    const at = Number(second)
    if (!(at >= first.value && at <= now.value)) return 'gone'
    selected.value = at
    return say(at)
  }

  onMount(follow)

  return () => (
    <section class="panel live" aria-labelledby="wind">
      <h2 id="wind">Wind, in megawatts</h2>
      <div
        class="plot"
        role="img"
        aria-label={`Power of the last minute, at most ${Math.max(...values.value)} megawatts`}
        hook={Plot(
          { first: first.value, values: values.value, selected: marked.value },
          { select },
        )}
        ref={plot}
        owned
      />
      <p class="line">
        <button type="button" onClick={findHighest}>
          Find the highest
        </button>
        <output>{say(marked.value ?? now.value)}</output>
      </p>
      <p>
        <label for="moment">Moment</label>
        <input
          id="moment"
          type="range"
          min={0}
          max={SECONDS - 1}
          value={(marked.value ?? now.value) - first.value}
          onInput={({ value }) => (selected.value = first.value + Number(value))}
        />
      </p>
      <details>
        <summary>As a table</summary>
        <Table first={first.value} values={values.value} />
      </details>
    </section>
  )
}

function Table({ first, values }: { first: number; values: readonly number[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">UTC</th>
          <th scope="col">MW</th>
        </tr>
      </thead>
      <tbody>
        {values.map((value, i) => (
          <tr key={first + i}>
            <th scope="row">{clock(first + i)}</th>
            <td>{value.toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
