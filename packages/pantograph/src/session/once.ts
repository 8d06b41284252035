// Work that must not be done twice, although the event that asked for it may be handled again after a crash:
// a mark in the store is written before it begins, and its result afterwards.
import { parse, stringify } from 'devalue'
import { PantographError } from '../errors.ts'
import { ordinalOf, runningEvent } from './running-event.ts'
import type { Marks } from './running-event.ts'

/** Options of `once`. */
export interface OnceOptions<T> {
  /**
   * The process died while the work was under way: nobody knows whether it was done. Finds that out, or
   * decides what is shown; what it returns counts as the result. Without it, `once` rejects.
   */
  readonly onUncertain?: () => T | Promise<T>
}

type Mark = readonly ['begun'] | readonly ['done', unknown]

/**
 * Does `work` at most once for the event whose handler calls it, also when the event is handled again after
 * a crash or on another server: then the result of the first time is returned. For payments, mails, and
 * whatever else cannot be taken back. Several calls in one handler are told apart by their order.
 *
 * The mark needs the App's store. Without one, or where pages keep their own checkpoints, an event that is handled
 * again after a crash does its work again.
 *
 * @param work its result must be data that a checkpoint can keep
 * @throws PantographError `PG_UNCERTAIN` (as a rejection) when nobody knows whether it was done, and there is
 *   no `onUncertain`; `PG_STORE_AWAY` when the mark cannot be written, then the work was not begun;
 *   `PG_STATE_VALUE` when the result is no data, then the work is done; `PG_NO_EVENT` outside a handler
 * @example
 * onClick={async () => {
 *   receipt.value = await once(() => pay(order), { onUncertain: () => findReceipt(order) })
 * }}
 */
export async function once<T>(
  work: () => T | Promise<T>,
  options: OnceOptions<T> = {},
): Promise<T> {
  const event = runningEvent()
  if (event === undefined) {
    throw new PantographError('PG_NO_EVENT', 'once() was called outside a handler')
  }
  if (event.marks === null) return work()
  const key = `pantograph:once:${event.session}:${event.number}:${ordinalOf(event, 'once')}`
  const begun = await write(event.marks, key, ['begun'], null)
  if (begun === null) return before(event.marks, key, options)
  return finish(event.marks, key, begun, await work())
}

/** The event was handled before. */
async function before<T>(marks: Marks, key: string, { onUncertain }: OnceOptions<T>): Promise<T> {
  const stored = await answered(marks.store.get(key))
  const mark =
    stored && (parse(Buffer.from(marks.sealer.open(stored.value, key)).toString()) as Mark)
  if (mark?.[0] === 'done') return mark[1] as T
  if (onUncertain === undefined) {
    throw new PantographError(
      'PG_UNCERTAIN',
      'the process died while once() was at work, and there is no onUncertain to find out what came of it',
    )
  }
  const result = await onUncertain()
  return stored ? finish(marks, key, stored.version, result) : result
}

async function finish<T>(marks: Marks, key: string, version: string, result: T): Promise<T> {
  // The work is done: if this cannot be noted, it is uncertain to whoever comes after us, but not to us.
  await write(marks, key, ['done', result], version).catch(() => null)
  return result
}

function write(
  { store, sealer, ttl }: Marks,
  key: string,
  mark: Mark,
  expected: string | null,
): Promise<string | null> {
  const sealed = sealer.seal(Buffer.from(encode(mark)), key)
  return answered(store.put(key, sealed, expected, ttl))
}

function encode(mark: Mark): string {
  try {
    return stringify(mark)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new PantographError(
      'PG_STATE_VALUE',
      `once() has done its work, whose result is no data: ${why}`,
    )
  }
}

function answered<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((error: unknown) => {
    throw new PantographError('PG_STORE_AWAY', `the store does not answer: ${String(error)}`)
  })
}
