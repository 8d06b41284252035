// What the model is made of: the protocol code that ships, and one switch for each rule that surrounds it in the
// shipped glue. A mutant takes one out.
import { Custody } from '../../src/session/custody.ts'
import type { CustodyPort } from '../../src/session/custody.ts'
import { Ledger } from '../../src/session/ledger.ts'
import { EventLog } from '../../src/wire/event-log.ts'

/** Mirrors SessionState of session/checkpoint.ts; null where a claim found nothing. */
export type State = {
  readonly turn: number
  readonly untold: number
  readonly list: readonly number[]
} | null

export const RULES = {
  newLog: (): EventLog<number> => new EventLog<number>(),
  newLedger: (): Ledger => new Ledger(),
  newCustody: (port: CustodyPort<State>): Custody<State> => new Custody<State>(port),
  /** R1: the page keeps an event until it is durable, not only done. */
  keepsUntilDurable: true,
  /** R6: every write to the store is conditional. */
  writesAreFenced: true,
  /** R7: state and `done` are written at once. */
  writesAreWhole: true,
  /** R3: a checkpoint is taken only between handlers. */
  savesBetweenEvents: true,
  /** R8: who slept makes sure of the session before the next event (Safe.mayRun). */
  doubtsAfterSleep: true,
  /** The same where the timers run before the sockets (Safekeeping.tick). */
  noticesSleepInTick: true,
  /** R5: a page that comes back to the same node is checked with the store (isOurs). */
  verifiesOnResume: true,
  /** R11: nobody is taken in while draining (Pool.add, Sockets.shut). */
  refusesWhileDraining: true,
  /** R14: a ticket that was followed by a newer one is refused (Session.accepts, Arrivals.assertMine). */
  refusesOldTickets: true,
  /** A page that went before it was welcomed does not end the session for good (LIVES_ON). */
  outlivesLostArrival: true,
  /** What still comes from a connection that was replaced is not heard (Session.receive). */
  hearsOneConnection: true,
  /** A ticket stays good until the browser was heard with a newer one (Session.attach). */
  countsTurnsFromTicket: true,
  /** A page whose own older HELLO was late keeps its session (Session.attach). */
  retriesAfterLateHello: true,
  /** A session that is without its store tries again until it is back (Safe.isSaved). */
  returnsToStore: true,
  /** A session that is claimed and not yet made writes nothing (Safe.snapshot). */
  savesOnlyWhatIs: true,
  /** A session in doubt asks again (Safe.isSaved). */
  retriesInDoubt: true,
  /** What changes meanwhile is written when it is back (Safe.changed). */
  savesWhatChangedAway: true,
  /** What is kept is told when the window opens (Session.acknowledge). */
  tellsKeptWhenItCan: true,
  /** Frames are numbered once for each ticket: a second connection with it is told everything (Session.attach). */
  resumesOnce: true,
  /** A loss is told until the browser was heard (Session.onLost). */
  tellsLossAgain: true,
  /** A session that was ended while it was verified is not given to anybody (isOurs). */
  givesOnlyLiving: true,
}

export type Rules = typeof RULES
