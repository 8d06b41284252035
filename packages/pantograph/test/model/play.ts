// Plays many schedules: for the test and for scripts/soak.ts.
import { World } from './model.ts'
import { generate } from './schedule.ts'

export interface Found {
  readonly seed: number
  readonly failure: string
}

/** The first schedule that fails, of those with these seeds; null if none does. */
export function findFailure(count: number, first: number): Found | null {
  for (let seed = first; seed < first + count; seed++) {
    const failure = new World(generate(seed)).run()
    if (failure !== null) return { seed, failure }
  }
  return null
}

/** What is said of it: enough to play it again. */
export function describe({ seed, failure }: Found): string {
  const steps = generate(seed).steps.map((step) => `  ${JSON.stringify(step)}`)
  return [`${failure}`, ...steps, `again: npm run soak -- 1 ${seed}`].join('\n')
}
