// Actions that the page could not take because too many waited. The user is told, and fields are told again, as they
// are by then, when there is room. Loaded with comeback.ts.
import type { EventLog } from '../wire/event-log.ts'
import type { Entry } from './lent.ts'
import { showFault, showFull } from './notice.ts'

const refused = new Set<Element>()

/** An event did not fit; by itself, perhaps, never will. */
export function refuse(element: Element | null, isTooLarge: boolean): void {
  if (isTooLarge) return showFault('PG_TOO_LARGE')
  if (element?.matches('input,textarea,select')) refused.add(element)
  showFull(true)
}

/** Takes actions again when no more than half of the room is taken. */
export function admit({ entries }: EventLog<Entry>, limit: number): void {
  if (entries.length > limit / 2) return
  showFull(false)
  const again = [...refused]
  refused.clear()
  for (const element of again) {
    for (const type of ['input', 'change']) {
      element.dispatchEvent(new Event(type, { bubbles: true }))
    }
  }
}
