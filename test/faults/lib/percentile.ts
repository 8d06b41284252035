// What a list of measurements comes to: the median and other percentiles, by linear interpolation between the
// closest ranks (definition 7 of Hyndman and Fan, as R, NumPy and spreadsheets have it).

/** `percent` from 0 (the smallest) to 100 (the largest); `NaN` for no values. The list stays as it is. */
export function percentile(values: readonly number[], percent: number): number {
  return atRank(ascending(values), percent)
}

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The figures that a test prints. */
export interface Summary {
  readonly count: number
  readonly min: number
  readonly median: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export function summarize(values: readonly number[]): Summary {
  const sorted = ascending(values)
  return {
    count: sorted.length,
    min: atRank(sorted, 0),
    median: atRank(sorted, 50),
    p95: atRank(sorted, 95),
    p99: atRank(sorted, 99),
    max: atRank(sorted, 100),
  }
}

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b)

function atRank(sorted: readonly number[], percent: number): number {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`${percent} is no percentage`)
  if (sorted.length === 0) return Number.NaN
  const rank = (percent / 100) * (sorted.length - 1)
  const below = sorted[Math.floor(rank)] as number
  const above = sorted[Math.ceil(rank)] as number
  return below + (above - below) * (rank - Math.floor(rank))
}
