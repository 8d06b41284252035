// Controls that hold several values: `<select multiple>`. Part of events.ts.
import * as P from '../wire/protocol.ts'
import type { Tools } from './lent.ts'

/** What is selected, as an event tells it. */
export const valuesOf = ({ selectedOptions }: HTMLSelectElement, { inline }: Tools): number[] => [
  P.VALUE_MULTIPLE,
  ...[...selectedOptions].flatMap(({ value }) => inline(value)),
]
