// What an event tells of a control's state: so much the browser shows already, and need not be told.
import type { Payload } from '../wire/payload.ts'

/** The value of a property, as a slot holds it; undefined when the event does not tell. */
export function reportedValue(name: string, payload: Payload): string | true | null | undefined {
  if (name === 'checked')
    return payload['checked'] === undefined ? undefined : payload['checked'] ? true : null
  if (name !== 'value') return undefined
  const { values, value } = payload
  return Array.isArray(values) ? JSON.stringify(values) : (value as string | undefined)
}
