// The oracle's page: follows numbers that should be 1, 2, 3 … What it shows is what the oracle reads. BUILD says
// which of two builds it is of: `next` has other signals, and `migrate` knows what they were before.
import { signal } from 'pantograph'

interface Tally {
  /** The last number, how many there were, and each that was out of order. */
  readonly last: number
  readonly count: number
  readonly wrong: readonly number[]
  /** Numbers that came a second time, or after a later one. */
  readonly again: number
}

interface Props {
  /** The state to begin with: `marker`, `last`, `count`, `wrong`. */
  readonly params: Readonly<Record<string, string | undefined>>
}

type Effect = (marker: string, number: number, event: string) => void

let effect: Effect = () => {}

/** What an event does outside of the session's state. */
export function onEffect(run: Effect): void {
  effect = run
}

const instances = new Set<WeakRef<object>>()

/** How many pages are in memory, as the garbage collector sees it. */
export function countInstances(): number {
  for (const instance of instances) if (instance.deref() === undefined) instances.delete(instance)
  return instances.size
}

/** Every page listens to it: one that is let go must not be held by it. */
export const everybody = signal('')

const beginning = ({ params }: Props): Tally => ({
  last: Number(params['last'] ?? 0),
  count: Number(params['count'] ?? 0),
  wrong: params['wrong']?.split('-').map(Number) ?? [],
  again: 0,
})

function next(tally: Tally, number: number): Tally {
  const { last, count, wrong, again } = tally
  return {
    last: Math.max(last, number),
    count: number > last ? count + 1 : count,
    wrong: number === last + 1 ? wrong : [...wrong, number].slice(0, 10),
    again: number > last ? again : again + 1,
  }
}

interface Controls {
  readonly add: (event: { id: string; value: string }) => void
  readonly show: () => readonly [marker: string, tally: Tally]
}

function view({ add, show }: Controls) {
  const instance = {}
  instances.add(new WeakRef(instance))
  return () => {
    const [marker, { last, count, wrong, again }] = show()
    return (
      <main data-alive={instance !== null}>
        <input onInput={add} />
        <output>
          marker={marker} last={last} count={count} again={again} wrong=
          {wrong.join('-')}.
        </output>
        <ul>
          {Array.from({ length: last % 7 }, (_, i) => (
            <li key={i}>row {i}</li>
          ))}
        </ul>
        <p>{everybody.value}</p>
      </main>
    )
  }
}

/** What a page keeps beside its numbers: BULK characters. */
const BULK = Number(process.env['BULK'] ?? 0)

const thisBuild = {
  Oracle(props: Props) {
    const tally = signal(beginning(props))
    const marker = signal(props.params['marker'] ?? '')
    const bulk = signal('')
    const add = (event: { id: string; value: string }): void => {
      const [name = '', text] = event.value.split(' ')
      marker.value = name
      tally.value = next(tally.value, Number(text))
      if (bulk.peek().length < BULK) bulk.value = 'x'.repeat(BULK)
      effect(name, Number(text), event.id)
    }
    return view({ add, show: () => [marker.value, tally.value] })
  },
}

const nextBuild = {
  Oracle(props: Props) {
    const sums = signal(beginning(props))
    const label = signal(props.params['marker'] ?? '')
    const add = (event: { id: string; value: string }): void => {
      const [name = '', text] = event.value.split(' ')
      label.value = name
      sums.value = next(sums.value, Number(text))
      effect(name, Number(text), event.id)
    }
    return view({ add, show: () => [label.value, sums.value] })
  },
}

if (process.env['BUILD'] === 'migrate') {
  Object.assign(nextBuild.Oracle, {
    migrate: (old: Record<string, unknown>) => ({ sums: old['tally'], label: old['marker'] }),
  })
}

export const { Oracle } = process.env['BUILD'] === undefined ? thisBuild : nextBuild

const flood = signal('')
let timer: NodeJS.Timeout | undefined

/** A large text that keeps changing, or rests. */
export function floods(isOn: boolean): void {
  clearInterval(timer)
  let tick = 0
  if (isOn) timer = setInterval(() => (flood.value = `${tick++}`.padEnd(200_000)), 10)
}

export function Flood() {
  return () => <p>{flood.value}</p>
}
