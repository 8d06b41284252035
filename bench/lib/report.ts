// A line of the table. Parts run as processes of their own and hand lines to the runner.
import type { Spread } from './rounds.ts'

export interface Line {
  readonly what: string
  readonly ours: string
  /** The floor or the peer, measured in the same run. */
  readonly other?: string
  readonly ratio?: Spread
  readonly budget?: string
  /** Whether the budget is met. */
  readonly met?: boolean
  /** What others have published. */
  readonly published?: string
}

/** Hands a line to the runner, or prints it when the part was started by hand. */
export function report(
  line: Omit<Line, 'met'> & { ok?: (ratio: number) => boolean; met?: boolean },
): void {
  const { ok, ...rest } = line
  const met = ok === undefined || rest.ratio === undefined ? rest.met : ok(rest.ratio.median)
  const full = { ...rest, ...(met === undefined ? {} : { met }) }
  if (process.send === undefined) console.log(full)
  else process.send(full)
}
