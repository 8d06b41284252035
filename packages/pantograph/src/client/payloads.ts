// What events carry, in bytes, but for the plainest (payload.ts). The kinds are those of wire/protocol.ts.
import * as P from '../wire/protocol.ts'
import type { Tools } from './lent.ts'

export function payloadOf(kind: number, event: Event, tools: Tools): readonly number[] {
  if (kind === P.PAYLOAD_KEY) return key(event as KeyboardEvent, tools)
  return kind === P.PAYLOAD_FORM ? form(event as SubmitEvent, tools) : tools.payloadOf(kind, event)
}

function key(event: KeyboardEvent, { modifiers, inline, utf8 }: Tools): number[] {
  const bits = modifiers(event) | (event.repeat ? P.KEY_REPEAT : 0)
  const { value = '' } = event.target as Partial<HTMLInputElement>
  return [bits, ...inline(event.key), ...utf8(String(value))]
}

function form(event: SubmitEvent, { inline }: Tools): number[] {
  const submitter = event.submitter as HTMLButtonElement | null
  const fields = new FormData(event.target as HTMLFormElement, submitter)
  const bytes = inline(submitter?.name || submitter?.value || '')
  for (const [name, field] of fields) {
    // A file's content does not belong into an event; its name does.
    bytes.push(...inline(name), ...inline(typeof field === 'string' ? field : field.name))
  }
  return bytes
}
