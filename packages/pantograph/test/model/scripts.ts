// What goes wrong for the mutants: weights, and pieces of scripts.
import type { Beat, Weights } from './schedule.ts'

export const LINES: Weights = { act: 10, cut: 4, leave: 5, delay: 2, steer: 3, silence: 1 }
export const CRASHES: Weights = { act: 10, cut: 2, crash: 4, steer: 2 }

export const act = (times: number): Beat[2] => ({ do: 'act', times })
export const stay: Beat = [0, 3, { do: 'steer', node: 'owner' }]
export const slowly: Beat = [0, 3, { do: 'delay', time: 600 }]

/** The page goes while its HELLO is on the way; that arrives after the next one. */
export const LATE: readonly Beat[] = [
  [20, 60, act(2)],
  stay,
  slowly,
  [300, 400, { do: 'cut' }],
  [130, 300, { do: 'leave', late: 500, isSeen: false }],
  [50, 300, act(1)],
  [200, 400, act(2)],
  [50, 300, { do: 'cut' }],
]

/** The session is the older for a second, its node gone. */
export const BACK: readonly Beat[] = [
  [300, 300, act(3)],
  [280, 500, act(1)],
  [10, 400, { do: 'rollback' }],
  [0, 60, { do: 'crash', node: 'owner', for: 1 }],
]

/** The store is away for long. */
export const AWAY: Beat = [600, 800, { do: 'away', node: null, for: 13_000 }]
