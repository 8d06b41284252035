// Interleaved rounds: every candidate runs in every round, so that what the machine does meanwhile meets all.

export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] as number
  return { median: at(0.5), low: at(0.1), high: at(0.9) }
}

/** Round by round the ratio of two candidates: what both met in a round cancels out. */
export function ratios(of: readonly number[], to: readonly number[]): Spread {
  return spread(of.map((value, round) => value / (to[round] as number)))
}

/** Runs each candidate once per round; returns its results, round by round. */
export async function interleave(
  candidates: Readonly<Record<string, () => number | Promise<number>>>,
  rounds: number,
): Promise<Record<string, number[]>> {
  const results: Record<string, number[]> = {}
  for (const name of Object.keys(candidates)) results[name] = []
  for (let round = 0; round < rounds; round++) {
    const names = Object.keys(candidates)
    // Whoever goes first meets a different machine: take turns.
    const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)]
    for (const name of turned) results[name]?.push(await (candidates[name] as () => number)())
  }
  return results
}
