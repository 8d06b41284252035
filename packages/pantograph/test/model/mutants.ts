// The model without one of its rules, each with the kind of schedule that shows it. Some are how the shipped code
// was before the model found the fault: `wasShipped`.
import type { CustodyPort } from '../../src/session/custody.ts'
import { Custody } from '../../src/session/custody.ts'
import { Ledger } from '../../src/session/ledger.ts'
import { EventLog } from '../../src/wire/event-log.ts'
import type { Rules, State } from './rules.ts'
import type { Weights } from './schedule.ts'

export interface Mutant {
  readonly name: string
  readonly changes: Partial<Rules>
  readonly weights: Weights
  readonly wasShipped?: true
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
  override confirm(done: number, durable: number): void {
    super.confirm(Math.max(this.done, done), durable)
  }
}

/** A claim that was refused once believes that it has something to write. */
class Hasty extends Custody<State> {
  override written(version: string | null): void {
    if (version === null && this.state === 'claiming') this.changed()
    super.written(version)
  }
}

/** A write without an answer is taken for one that was not carried out. */
class Careless extends Custody<State> {
  override failed(): void {
    const mutable = this as unknown as { asked: string; isChanged: boolean }
    mutable.isChanged ||= mutable.asked === 'save'
    mutable.asked = 'nothing'
  }

  override loaded(record: Parameters<Custody<State>['loaded']>[0], version: string | null): void {
    // Any record that is not its own version is somebody else's.
    if (this.state === 'doubtful') this.fence()
    else super.loaded(record, version)
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

const LINES: Weights = { act: 10, cut: 4, leave: 5, delay: 2, steer: 3, silence: 1 }
const CRASHES: Weights = { act: 10, cut: 2, crash: 4, steer: 2 }
const STORE: Weights = { act: 8, cut: 3, leave: 2, slow: 2, away: 3, mute: 3, crash: 1, steer: 2 }

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the page forgets on done',
    changes: { keepsUntilDurable: false },
    weights: CRASHES,
  },
  { name: 'writes are not fenced', changes: { writesAreFenced: false }, weights: LINES },
  { name: 'no de-duplication', changes: { newLedger: () => new Forgetful() }, weights: LINES },
  { name: 'state and number apart', changes: { writesAreWhole: false }, weights: CRASHES },
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
    weights: { act: 5, leave: 6, delay: 3 },
  },
  {
    name: 'losses are not told',
    changes: { newLedger: () => new Silent() },
    weights: { act: 6, rollback: 3, cut: 3, crash: 2, steer: 2 },
  },
  {
    name: 'a claim keeps the name it finds',
    changes: { newCustody: (port: CustodyPort<State>) => new Impostor(port) },
    weights: LINES,
  },
  {
    name: 'a lost answer is taken for a refusal',
    changes: { newCustody: (port: CustodyPort<State>) => new Careless(port) },
    weights: STORE,
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
    weights: { act: 6, leave: 6, steer: 5, drain: 4, slow: 4, cut: 2 },
    wasShipped: true,
  },
  {
    name: 'an old connection is still heard',
    changes: { hearsOneConnection: false },
    weights: LINES,
    wasShipped: true,
  },
  {
    name: 'a ticket is worn out by lost welcomes',
    changes: { countsTurnsFromTicket: false },
    weights: LINES,
    wasShipped: true,
  },
  {
    name: 'a late HELLO ends the page',
    changes: { retriesAfterLateHello: false },
    weights: { act: 4, leave: 6, delay: 3 },
    wasShipped: true,
  },
  {
    name: 'frames are numbered twice',
    changes: { resumesOnce: false },
    weights: { act: 6, leave: 6, delay: 3, silence: 1 },
    wasShipped: true,
  },
  {
    name: 'sleep that a timer finds is not noticed',
    changes: { noticesSleepInTick: false },
    weights: { act: 8, pause: 3, leave: 4, delay: 1, steer: 3 },
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
    weights: { act: 6, cut: 2, away: 5 },
    wasShipped: true,
  },
  {
    name: 'what changed without the store is not written',
    changes: { savesWhatChangedAway: false },
    weights: { act: 5, cut: 4, away: 5, steer: 1 },
    wasShipped: true,
  },
  {
    name: 'a loss is told once',
    changes: { tellsLossAgain: false },
    weights: { act: 6, rollback: 3, leave: 5, silence: 3, crash: 2, steer: 2 },
    wasShipped: true,
  },
  {
    name: 'what is kept is not told when the window opens',
    changes: { tellsKeptWhenItCan: false },
    weights: { act: 6, cut: 2, delay: 3 },
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
    weights: { act: 10, cut: 3, crash: 3, leave: 1 },
    wasShipped: true,
  },
]
