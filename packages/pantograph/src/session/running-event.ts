// Which event is handled now: for whoever must do something once for it, however often it is handled.
import { AsyncLocalStorage } from 'node:async_hooks'

/** The event that is handled now, also after an `await` in its handler. */
interface RunningEvent {
  readonly session: string
  readonly number: number
  /** How many updates it has made, by the shared state's name. */
  readonly updates: Map<string, number>
}

const running = new AsyncLocalStorage<RunningEvent>()

/** Runs a handler so that its updates of shared state are known to be of this event. */
export function inEvent<T>(session: string, number: number, run: () => T): T {
  return running.run({ session, number, updates: new Map() }, run)
}

/** The event whose handler runs; undefined elsewhere. */
export const runningEvent = (): RunningEvent | undefined => running.getStore()
