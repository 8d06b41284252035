// What is chosen in selects: options may come, go and change at any time, and what was told of their select holds for
// those that are there then. So do the limits of a bound slider. Part of extras.ts.
import type { Tools } from './lent.ts'
import type { Block, ListeningElement } from './state.ts'

type Select = HTMLSelectElement & ListeningElement
type Slider = HTMLInputElement & ListeningElement

let tools: Tools
/** What the current operation may give other options, or other limits. */
const unsettled = new Set<Select | Slider>()

export function lendToSelects(lent: Tools): void {
  tools = lent
  document.addEventListener('input', ({ target }) => notice(target as Select | Slider), true)
}

/** From now on it is the user's choice that holds. */
function notice(control: Select | Slider): void {
  if (control.$choice) control.$choice = chosenIn(control)
}

const chosenIn = (control: Select | Slider): string[] =>
  isSlider(control) ? [control.value] : [...control.selectedOptions].map(({ value }) => value)

const isSlider = (node: unknown): node is Slider => (node as Slider).type === 'range'

/** A slider is bound, or told another value, which its limits may not allow yet. */
export function slide(element: Element, value: string): void {
  if (isSlider(element) && !tools.hasUnanswered(element)) element.$choice = [value]
}

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
  const node = nodes[slot] ?? first
  const control = isSlider(node) ? node : node.parentElement?.closest('select')
  if (control) unsettled.add(control)
}

/** The options are there now. Where none has the value, the browser takes one, as in the first HTML. */
export function settleSelects(): void {
  for (const control of unsettled) {
    if (isSlider(control)) settleSlider(control)
    else settleSelect(control)
  }
  unsettled.clear()
}

function settleSelect({ options, $choice }: Select): void {
  if ($choice) for (const option of options) option.selected = $choice.includes(option.value)
}

/** One that nobody has moved yet shows what its HTML says. */
function settleSlider(slider: Slider): void {
  const { typed, told } = tools
  const isAsGiven = !typed.has(slider) && !told.has(slider)
  const value = slider.$choice?.[0] ?? (isAsGiven && slider.defaultValue)
  if (value && slider.value !== value) slider.value = value
}
