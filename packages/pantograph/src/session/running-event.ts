// Which event is handled now: for whoever must do something once for it, however often it is handled.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Sealer } from './seal.ts'
import type { Store } from './store.ts'

/** Where it is noted what was done for an event. */
export interface Marks {
  readonly store: Store
  readonly sealer: Sealer
  /** How long notes are kept, in milliseconds. */
  readonly ttl: number
}

/** Where an event is handled. */
export interface EventSource {
  /** Whether it is still to be handled there: the session may have ended since, or another process has it now. */
  isOurs(): Promise<boolean>
}

/** The event that is handled now, also after an `await` in its handler. */
export interface RunningEvent {
  readonly session: string
  readonly number: number
  readonly source: EventSource
  /** Null where no event is ever handled again. */
  readonly marks: Marks | null
  /** How often it has done something, by a name for that. */
  counts: Map<string, number> | null
}

const running = new AsyncLocalStorage<RunningEvent>()

/** Runs a handler so that what it does is known to be done for this event. */
export function inEvent<T>(event: Omit<RunningEvent, 'counts'>, run: () => T): T {
  return running.run({ ...event, counts: null }, run)
}

/** The event whose handler runs; undefined elsewhere. */
export const runningEvent = (): RunningEvent | undefined => running.getStore()

/** How often it was asked before for this event and name: handled again, it asks in the same order. */
export function ordinalOf(event: RunningEvent, name: string): number {
  const counts = (event.counts ??= new Map())
  const ordinal = counts.get(name) ?? 0
  counts.set(name, ordinal + 1)
  return ordinal
}
