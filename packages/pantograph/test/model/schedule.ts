// What goes wrong, and when: a list of plain steps that can be printed, kept and played again.
import { Rng } from '../../../../test/faults/lib/rng.ts'

export const NODES = 3

/** A node by its number; `owner` is the one that the page was connected to last. */
export type Where = number | 'owner'

export type Step = { readonly at: number } & (
  | { readonly do: 'act'; readonly times: number }
  /** The connection breaks, and both sides see it. */
  | { readonly do: 'cut' }
  /** It goes silent, in one or both directions, and both sides believe in it. */
  | { readonly do: 'silence'; readonly lane: 'up' | 'down' | 'both' }
  /** The page sees it break; what it has sent arrives, so much later; the end is seen as late, or never. */
  | { readonly do: 'leave'; readonly late: number; readonly isSeen: boolean }
  /** Connections take so long from now on. */
  | { readonly do: 'delay'; readonly time: number }
  /** The next connections go there. */
  | { readonly do: 'steer'; readonly node: Where | null }
  | { readonly do: 'crash' | 'drain'; readonly node: Where; readonly for: number }
  | {
      readonly do: 'pause'
      readonly node: Where
      readonly for: number
      readonly timersFirst: boolean
    }
  | { readonly do: 'evict'; readonly node: Where }
  | { readonly do: 'slow'; readonly for: number; readonly time: number }
  /** `away`: requests fail. `mute`: they are carried out, and mostly not answered. */
  | { readonly do: 'away' | 'mute'; readonly node: Where | null; readonly for: number }
  | { readonly do: 'rollback' }
)

export type StepKind = Step['do']

export interface Schedule {
  /** For what is left to chance: delays, nodes, pauses. */
  readonly seed: number
  readonly steps: readonly Step[]
  /** How long handlers take at most; every third does. */
  readonly longest: number
}

/** How likely each step is, compared to the others. */
export type Weights = Readonly<Partial<Record<StepKind, number>>>

export const ALL: Weights = {
  act: 12,
  cut: 4,
  silence: 1,
  leave: 3,
  delay: 1,
  steer: 3,
  crash: 2,
  drain: 1,
  pause: 1,
  evict: 1,
  slow: 1,
  away: 1,
  mute: 1,
  rollback: 0.1,
}

/** Two moments of interest are mostly near one another: shorter than, or about as long as what the protocol does. */
const GAPS = [1, 5, 20, 60, 200, 300, 1_000, 2_500]

export function generate(seed: number, weights: Weights = ALL): Schedule {
  const rng = new Rng(seed)
  const kinds = Object.entries(weights) as [StepKind, number][]
  const total = kinds.reduce((sum, [, weight]) => sum + weight, 0)
  const steps: Step[] = []
  let at = 0
  for (let left = rng.int(4, 16); left > 0; left--) {
    at += rng.between(0, rng.pick(GAPS))
    steps.push(step(rng, pickKind(rng, kinds, total), Math.round(at)))
  }
  return { seed, steps, longest: rng.pick([0, 0, 30, 700]) }
}

type Without<T> = T extends Step ? Omit<T, 'at'> : never

/** A step, after so many milliseconds (from, to). */
export type Beat = readonly [number, number, Without<Step>]

/** Schedules of one shape, whose times are left to chance. */
export function direct(seed: number, beats: readonly Beat[]): Schedule {
  const rng = new Rng(seed)
  let at = 0
  const steps = beats.map(
    ([low, high, body]) => ({ at: (at += rng.int(low, high)), ...body }) as Step,
  )
  return { seed, steps, longest: rng.pick([30, 700, 700]) }
}

function pickKind(rng: Rng, kinds: readonly [StepKind, number][], total: number): StepKind {
  let at = rng.between(0, total)
  for (const [kind, weight] of kinds) if ((at -= weight) < 0) return kind
  return 'act'
}

function step(rng: Rng, kind: StepKind, at: number): Step {
  const node = rng.chance(0.6) ? 'owner' : rng.int(0, NODES - 1)
  switch (kind) {
    case 'act':
      return { at, do: kind, times: rng.int(1, 4) }
    case 'cut':
    case 'rollback':
      return { at, do: kind }
    case 'silence':
      return { at, do: kind, lane: rng.pick(['up', 'down', 'both']) }
    case 'leave':
      return { at, do: kind, late: rng.int(0, rng.pick(GAPS)), isSeen: rng.chance(0.7) }
    case 'delay':
      return { at, do: kind, time: rng.pick([1, 10, 100, 600]) }
    case 'steer':
      return { at, do: kind, node: rng.pick([null, node]) }
    case 'crash':
    case 'drain':
      return { at, do: kind, node, for: rng.int(1, 4_000) }
    case 'pause':
      return { at, do: kind, node, for: rng.int(20, 9_000), timersFirst: rng.chance(0.5) }
    case 'evict':
      return { at, do: kind, node }
    case 'slow':
      return { at, do: kind, for: rng.int(50, 6_000), time: rng.pick([30, 300, 2_500]) }
    case 'away':
      return { at, do: kind, node: rng.pick([null, node]), for: rng.pick([20, 900, 4_000, 13_000]) }
    case 'mute':
      return { at, do: kind, node: rng.pick([null, node]), for: rng.pick([20, 900, 4_000]) }
  }
}
