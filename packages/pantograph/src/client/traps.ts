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
export function stopsIn(element: ParentNode): HTMLElement[] {
  const stops: HTMLElement[] = []
  for (const one of element.querySelectorAll<HTMLElement>('*')) {
    if (isStop(one)) stops.push(one)
    if (one.shadowRoot) stops.push(...stopsIn(one.shadowRoot))
  }
  return stops
}

const isStop = (element: HTMLElement): boolean =>
  element.matches(TAKES_FOCUS) &&
  element.tabIndex >= 0 &&
  !element.matches(':disabled,[inert] *') &&
  !isPassedOver(element as HTMLInputElement) &&
  isVisible(element)

/** Of several radios, the one that is chosen. */
const isPassedOver = ({ type, name, form, checked }: HTMLInputElement): boolean =>
  type === 'radio' &&
  !checked &&
  [...document.querySelectorAll<HTMLInputElement>('[type=radio]:checked')].some(
    (other) => other.name === name && name !== '' && other.form === form,
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
  if (!element.contains(activeElement)) enter(element, 0)
}

/** A trap that was hidden before, in the one that a command is in, is not what the command is about. */
export function forget(self: Element): void {
  if (traps.some(({ element }) => element.contains(self) && isVisible(element))) top()
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

/** Stand at the ends of a trap while the Tab key is down: where a browser goes next, nobody else can know. */
const ends = [0, 1].map(() => {
  const end = document.createElement('span')
  end.tabIndex = 0
  end.style.position = 'fixed'
  return end
}) as [HTMLElement, HTMLElement]

export function watchTraps(): void {
  document.addEventListener('keydown', keepIn)
  for (const type of ['focusin', 'keyup']) addEventListener(type, leaveEnd, true)
}

/** The Tab key goes around. */
function keepIn(event: KeyboardEvent): void {
  const element = event.key === 'Tab' && top()?.element
  if (!element || isBehindDialog(element)) return
  const { activeElement } = document
  if (activeElement !== element && element.contains(activeElement)) {
    element.prepend(ends[0])
    element.append(ends[1])
    return
  }
  event.preventDefault()
  enter(element, event.shiftKey ? -1 : 0)
}

const isBehindDialog = (element: HTMLElement): boolean =>
  [...document.querySelectorAll(':modal')].some((modal) => !modal.contains(element))

/** What the Tab key has led to an end goes on at the other. */
function leaveEnd({ target }: Event): void {
  const { parentElement } = ends[0]
  for (const end of ends) end.remove()
  if (parentElement && ends.includes(target as HTMLElement)) {
    enter(parentElement, target === ends[0] ? -1 : 0)
  }
}

function enter(element: HTMLElement, at: 0 | -1): void {
  ;(stopsIn(element).at(at) ?? element).focus()
}
