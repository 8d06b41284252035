// What is chosen in selects: options may come, go and change at any time, and what was told of their select holds for
// those that are there then. Part of extras.ts.
import type { Tools } from './lent.ts'
import type { Block, ListeningElement } from './state.ts'

type Select = HTMLSelectElement & ListeningElement

let tools: Tools
/** Selects that the current operation may give other options. */
const unsettled = new Set<Select>()

export function lendToSelects(lent: Tools): void {
  tools = lent
  document.addEventListener('input', ({ target }) => notice(target as Select), true)
}

/** From now on it is the user's choice that holds. */
function notice(select: Select): void {
  if (select.$choice) select.$choice = chosenIn(select)
}

const chosenIn = ({ selectedOptions }: Select): string[] =>
  [...selectedOptions].map(({ value }) => value)

/** The server tells what is chosen: several values travel as JSON. */
export function choose(element: Element, value: string): void {
  const select = element as Select
  // Of a select in the page's HTML it tells what that has said, and the user may have been faster.
  if (!select.$choice && !tools.heard.has(select) && tools.isTouched(select)) {
    tools.typed.add(select)
    select.$choice = chosenIn(select)
  } else select.$choice = select.multiple ? (JSON.parse(value || '[]') as string[]) : [value]
  unsettled.add(select)
}

/** An operation on a block, which may stand in a select. */
export function touch({ nodes, first }: Block, slot: number): void {
  const select = (nodes[slot] ?? first).parentElement?.closest('select')
  if (select) unsettled.add(select)
}

/** The options are there now. Where none has the value, the browser takes one, as in the first HTML. */
export function settleSelects(): void {
  for (const { options, $choice } of unsettled) {
    if ($choice) for (const option of options) option.selected = $choice.includes(option.value)
  }
  unsettled.clear()
}
