// Popovers and the presses that close them. Part of commands.ts.

/** Those that have been closed since the pointer went down last. */
const closed = new Set<EventTarget | null>()

export function watchPopovers(): void {
  addEventListener('pointerdown', () => closed.clear(), true)
  document.addEventListener('beforetoggle', note as (event: Event) => void, true)
}

function note({ target, newState }: ToggleEvent): void {
  if (newState === 'closed') closed.add(target)
}

/** A press beside a popover closes it before it is a click: that must not open it again. */
export function togglePopover(element: HTMLElement, event: Event | null): void {
  // A click by a key or by a script has none.
  const isPress = !!(event as UIEvent | null)?.detail
  if (!isPress || !closed.has(element)) element.togglePopover()
}
