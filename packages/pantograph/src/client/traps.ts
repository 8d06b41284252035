// Where the focus can go, and keeping it in a part of the page. Part of commands.ts.

interface Trap {
  readonly element: HTMLElement
  /** What had the focus before. */
  readonly back: Element | null
}

const traps: Trap[] = []
const TAKES_FOCUS =
  'a[href],area[href],button,input,select,textarea,summary,iframe,audio[controls],video[controls],[tabindex],[contenteditable]'

export const isVisible = (element: Element): boolean =>
  element.isConnected && (element.checkVisibility?.({ visibilityProperty: true }) ?? true)

/** What the Tab key reaches in an element, in the order of the page. */
export const stopsIn = (element: Element): HTMLElement[] =>
  [...element.querySelectorAll<HTMLElement>(TAKES_FOCUS)].filter(
    (stop) => stop.tabIndex >= 0 && !stop.matches(':disabled,[inert] *') && isVisible(stop),
  )

/** From the one that has the focus to the next or the one before; around the ends. */
export function focusBeside(elements: readonly HTMLElement[], step: 1 | -1): void {
  const stops = elements.filter(isVisible)
  const at = stops.findIndex((stop) => stop.contains(document.activeElement))
  const next = at < 0 && step < 0 ? stops.length - 1 : at + step
  stops[(next + stops.length) % stops.length]?.focus()
}

export function trap(element: HTMLElement): void {
  const { activeElement } = document
  if (top()?.element !== element) traps.push({ element, back: activeElement })
  if (!element.contains(activeElement)) (stopsIn(element)[0] ?? element).focus()
}

export function release(): void {
  const { back } = traps.pop() ?? {}
  if (back?.isConnected) (back as HTMLElement).focus()
}

/** The innermost that is still shown. */
function top(): Trap | undefined {
  while (traps.length > 0 && !isVisible((traps.at(-1) as Trap).element)) traps.pop()
  return traps.at(-1)
}

/** The Tab key goes around. */
export function keepIn(event: KeyboardEvent): void {
  const element = event.key === 'Tab' && top()?.element
  if (!element) return
  const stops = stopsIn(element)
  const { activeElement } = document
  const edge = event.shiftKey ? stops[0] : stops.at(-1)
  if (activeElement !== edge && activeElement !== element && element.contains(activeElement)) return
  event.preventDefault()
  ;(event.shiftKey ? stops.at(-1) : stops[0])?.focus()
}
