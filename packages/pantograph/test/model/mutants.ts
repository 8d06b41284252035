// The model without one of its rules, each with the kind of schedule that shows it. Some are how the shipped code
// was before the model found the fault: `wasShipped`.
import type { CustodyPort } from '../../src/session/custody.ts'
import { Custody } from '../../src/session/custody.ts'
import { Ledger } from '../../src/session/ledger.ts'
import { EventLog } from '../../src/wire/event-log.ts'
import type { Rules, State } from './rules.ts'
import { direct, generate } from './schedule.ts'
import type { Beat, Schedule, Weights } from './schedule.ts'
import { act, AWAY, BACK, CRASHES, LATE, LINES, slowly, stay } from './scripts.ts'

export interface Mutant {
  readonly name: string
  readonly changes: Partial<Rules>
  /** What goes wrong how often, or a script. */
  readonly weights: Weights | readonly Beat[]
  readonly wasShipped?: true
}

export function scheduleFor({ weights }: Mutant, seed: number): Schedule {
  return Array.isArray(weights)
    ? direct(seed, weights as readonly Beat[])
    : generate(seed, weights as Weights)
}

/** No de-duplication: whatever is sent again is run again. */
class Forgetful extends Ledger {
  override accept(): boolean {
    this.next()
    return true
  }
}

/** Losses are not told. */
class Silent extends Ledger {
  override missing(first: number): number {
    super.missing(first)
    return 0
  }
}

/** The page believes that what was done once stays done. */
class Proud extends EventLog<number> {
  override confirm(done: number, durable: number): number[] {
    return super.confirm(Math.max(this.done, done), durable)
  }
}

/** A claim that was refused once believes that it has something to write. */
class Hasty extends Custody<State> {
  override written(version: string | null): void {
    if (version === null && this.state === 'claiming') this.changed()
    super.written(version)
  }
}

/** A read that was asked for before the doubt is taken for the truth. */
class Trusting extends Custody<State> {
  override loaded(...answer: Parameters<Custody<State>['loaded']>): void {
    Object.assign(this, { isStale: false })
    super.loaded(...answer)
  }
}

/** A claim does not raise the epoch's name: it goes on under what it has found. */
class Impostor extends Custody<State> {
  override loaded(record: Parameters<Custody<State>['loaded']>[0], version: string | null): void {
    if (this.state === 'claiming' && record !== null) {
      this.nonce = record.nonce
      this.epoch = record.epoch
    }
    super.loaded(record, version)
  }
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the page forgets on done',
    changes: { keepsUntilDurable: false },
    weights: CRASHES,
  },
  { name: 'writes are not fenced', changes: { writesAreFenced: false }, weights: LINES },
  { name: 'no de-duplication', changes: { newLedger: () => new Forgetful() }, weights: LINES },
  {
    name: 'state and number apart',
    changes: { writesAreWhole: false },
    weights: [
      [20, 60, act(1)],
      [400, 600, { do: 'slow', for: 3_000, time: 300 }],
      [0, 3, act(3)],
      [100, 800, { do: 'crash', node: 'owner', for: 1 }],
    ],
  },
  {
    name: 'saves while a handler runs',
    changes: { savesBetweenEvents: false },
    weights: { act: 6, crash: 3, cut: 2 },
  },
  {
    name: 'takes pages in while draining',
    changes: { refusesWhileDraining: false },
    weights: { act: 4, drain: 3, cut: 3, slow: 2 },
  },
  {
    name: 'no verification after sleep',
    changes: { doubtsAfterSleep: false },
    weights: { act: 8, pause: 3, leave: 4, delay: 1, steer: 3 },
  },
  {
    name: 'no verification on resume',
    changes: { verifiesOnResume: false, doubtsAfterSleep: false },
    weights: { act: 6, leave: 5, steer: 4, pause: 2 },
  },
  {
    name: 'old tickets are good',
    changes: { refusesOldTickets: false },
    weights: [...LATE.slice(0, 5), [50, 300, act(1)], [60, 100, act(2)]],
  },
  {
    name: 'losses are not told',
    changes: { newLedger: () => new Silent() },
    weights: BACK,
  },
  {
    name: 'a claim keeps the name it finds',
    changes: { newCustody: (port: CustodyPort<State>) => new Impostor(port) },
    weights: LINES,
  },
  {
    name: 'a lost arrival deletes the checkpoint',
    changes: { outlivesLostArrival: false },
    weights: { act: 6, cut: 4, leave: 4, steer: 4, slow: 3, crash: 1 },
    wasShipped: true,
  },
  {
    name: 'a refused claim writes an empty state',
    changes: {
      newCustody: (port: CustodyPort<State>) => new Hasty(port),
      savesOnlyWhatIs: false,
    },
    weights: [
      [20, 60, act(3)],
      [600, 900, { do: 'slow', for: 4_000, time: 300 }],
      [0, 3, { do: 'steer', node: 1 }],
      [0, 3, { do: 'leave', late: 250, isSeen: true }],
      [500, 1_300, { do: 'drain', node: 'owner', for: 1_000 }],
    ],
    wasShipped: true,
  },
  {
    name: 'an old connection is still heard',
    changes: { hearsOneConnection: false },
    weights: [
      [20, 60, act(1)],
      stay,
      slowly,
      [100, 200, { do: 'cut' }],
      [1_500, 2_500, act(3)],
      [1, 100, { do: 'leave', late: 600, isSeen: false }],
    ],
    wasShipped: true,
  },
  {
    name: 'a ticket is worn out by lost welcomes',
    changes: { countsTurnsFromTicket: false },
    weights: [
      [20, 60, act(1)],
      stay,
      slowly,
      [600, 900, { do: 'cut' }],
      [210, 450, { do: 'leave', late: 0, isSeen: true }],
      [210, 650, { do: 'leave', late: 0, isSeen: true }],
      [410, 900, { do: 'leave', late: 0, isSeen: true }],
    ],
    wasShipped: true,
  },
  {
    name: 'a late HELLO ends the page',
    changes: { retriesAfterLateHello: false },
    weights: LATE,
    wasShipped: true,
  },
  {
    name: 'frames are numbered twice',
    changes: { resumesOnce: false },
    weights: [
      [20, 60, act(10)],
      stay,
      slowly,
      [1_500, 1_600, { do: 'cut' }],
      [1_000, 1_500, act(1)],
      [350, 700, { do: 'cut' }],
      [215, 300, { do: 'leave', late: 500, isSeen: false }],
      [0, 9, act(1)],
    ],
    wasShipped: true,
  },
  {
    name: 'sleep that a timer finds is not noticed',
    changes: { noticesSleepInTick: false },
    weights: { act: 8, pause: 3, leave: 4, delay: 1, steer: 3 },
    wasShipped: true,
  },
  {
    name: 'an answer from before the sleep counts',
    changes: { newCustody: (port: CustodyPort<State>) => new Trusting(port) },
    weights: [
      [1_500, 1_530, act(3)],
      [1_780, 1_800, { do: 'cut' }],
      [110, 120, { do: 'slow', for: 2_346, time: 2_500 }],
      [20, 25, act(4)],
      [733, 740, act(5)],
      [1_500, 1_520, { do: 'pause', node: 'owner', for: 2_247, timersFirst: true }],
      [170, 175, act(3)],
      [800, 810, { do: 'cut' }],
      [900, 910, act(2)],
    ],
    wasShipped: true,
  },
  {
    name: 'a session in doubt does not ask again',
    changes: { retriesInDoubt: false },
    weights: { act: 6, cut: 4, leave: 2, away: 4, steer: 2 },
    wasShipped: true,
  },
  {
    name: 'a session without its store stays so',
    changes: { returnsToStore: false },
    weights: [AWAY, [0, 9, act(2)], [10_400, 12_500, act(1)], [3_000, 3_000, act(1)]],
    wasShipped: true,
  },
  {
    name: 'what changed without the store is not written',
    changes: { savesWhatChangedAway: false },
    weights: [
      [20, 60, act(2)],
      [700, 900, { do: 'pause', node: 'owner', for: 1_300, timersFirst: false }],
      [0, 9, { do: 'away', node: null, for: 14_500 }],
      [200, 1_200, act(1)],
      [12_000, 12_500, act(1)],
      [3_500, 3_500, { do: 'steer', node: null }],
    ],
    wasShipped: true,
  },
  {
    name: 'a loss is told once',
    changes: { tellsLossAgain: false },
    weights: [
      ...BACK,
      [100, 205, { do: 'leave', late: 0, isSeen: true }],
      [200, 405, { do: 'leave', late: 0, isSeen: true }],
    ],
    wasShipped: true,
  },
  {
    name: 'what is kept is not told when the window opens',
    changes: { tellsKeptWhenItCan: false },
    weights: [
      slowly,
      [0, 9, { do: 'cut' }],
      [900, 2_000, act(1)],
      [5, 40, act(1)],
      [5, 40, act(1)],
      [5, 40, act(1)],
    ],
    wasShipped: true,
  },
  {
    name: 'an ended session is given to a page',
    changes: { givesOnlyLiving: false },
    weights: { act: 4, cut: 5, evict: 4, slow: 3 },
    wasShipped: true,
  },
  {
    name: 'the page counts what was undone',
    changes: { newLog: () => new Proud() },
    weights: [
      [20, 60, act(14)],
      [0, 400, { do: 'away', node: 'owner', for: 4_000 }],
      [1_800, 3_200, { do: 'crash', node: 'owner', for: 1 }],
    ],
    wasShipped: true,
  },
]
