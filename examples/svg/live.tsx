// A chart that goes on while you look at it, and stands still when it is told to.
import { computed, onMount, signal } from 'pantograph'
import { Page } from '../lib/page.tsx'
import { Chart } from './chart.tsx'
import type { Series } from './chart.tsx'
import { follow, newest, PLANTS, powerAt } from './readings.ts'
import type { Plant } from './readings.ts'

const SECONDS = 60
const ROWS = 10

export function LiveChart() {
  const now = newest()
  const pausedAt = signal<number | null>(null)
  const hidden = signal<readonly Plant[]>([])
  /** A second of the world's time, so that the mark moves with its reading. */
  const selected = signal<number | null>(null)

  const last = computed(() => pausedAt.value ?? now.value)
  const first = computed(() => last.value - SECONDS + 1)
  const seconds = computed(() => Array.from({ length: SECONDS }, (_, i) => first.value + i))
  const series = computed<Series[]>(() =>
    PLANTS.filter((plant) => !hidden.value.includes(plant)).map((name) => ({
      name,
      values: seconds.value.map((second) => powerAt(name, second)),
    })),
  )
  /** What was selected and has left the chart is not selected any more. */
  const marked = computed(() => seconds.value.find((second) => second === selected.value) ?? null)

  onMount(follow)

  return () => (
    <Page
      title="Live chart"
      lead="Drawn by the server, as SVG elements that components give. Each second the paths change; the elements stay."
    >
      <section class="panel" aria-label="Power of the last minute">
        <Chart
          id="power"
          title="Power of the last minute"
          description={`Lines of the power in megawatts of ${series.value.map(({ name }) => name).join(', ') || 'nothing'}, a reading a second. The table below has the newest readings.`}
          unit="MW"
          count={SECONDS}
          series={series.value}
          moments={['60 s ago', '30 s ago', pausedAt.value === null ? 'now' : 'paused']}
          selected={marked.value === null ? null : marked.value - first.value}
          select={(moment) => (selected.value = first.value + moment)}
        />
        <Readout second={marked.value ?? last.value} series={series.value} first={first.value} />
        <div class="line">
          <button
            type="button"
            aria-pressed={pausedAt.value === null ? 'false' : 'true'}
            onClick={() => (pausedAt.value = pausedAt.value === null ? now.value : null)}
          >
            Pause
          </button>
          {PLANTS.map((plant) => (
            <label class={`choice ${plant.toLowerCase()}`}>
              <input
                type="checkbox"
                checked={!hidden.value.includes(plant)}
                onChange={({ checked }) => {
                  const others = hidden.value.filter((one) => one !== plant)
                  hidden.value = checked ? others : [...others, plant]
                }}
              />{' '}
              {plant}
            </label>
          ))}
        </div>
        <p class="moment">
          <label for="moment">Moment</label>
          <input
            id="moment"
            type="range"
            min={0}
            max={SECONDS - 1}
            value={(marked.value ?? last.value) - first.value}
            onInput={({ value }) => (selected.value = first.value + Number(value))}
          />
        </p>
      </section>
      <section class="panel" aria-labelledby="table">
        <h2 id="table">As a table</h2>
        <Table seconds={seconds.value.slice(-ROWS).toReversed()} series={series.value} />
      </section>
    </Page>
  )
}

const clock = (second: number): string => new Date(second * 1000).toISOString().slice(11, 19)
const megawatts = (power: number): string => power.toFixed(1)

interface ReadoutProps {
  readonly second: number
  readonly first: number
  readonly series: readonly Series[]
}

function Readout({ second, first, series }: ReadoutProps) {
  return (
    <dl class="readout">
      <div>
        <dt>UTC</dt>
        <dd>{clock(second)}</dd>
      </div>
      {series.map(({ name, values }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{megawatts(values[second - first] ?? 0)} MW</dd>
        </div>
      ))}
    </dl>
  )
}

interface TableProps {
  readonly seconds: readonly number[]
  readonly series: readonly Series[]
}

function Table({ seconds, series }: TableProps) {
  return (
    <table class="readings">
      <thead>
        <tr>
          <th scope="col">UTC</th>
          {series.map(({ name }) => (
            <th scope="col">{name}, MW</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {seconds.map((second, i) => (
          <tr key={second}>
            <th scope="row">{clock(second)}</th>
            {series.map(({ values }) => (
              <td>{megawatts(values.at(-1 - i) ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
