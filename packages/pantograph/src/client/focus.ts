// The focus of what comes with `autofocus`. Part of events.ts.

/** When it is on the page, with the caret behind its text. */
export function focusSoon(element: Element): void {
  const control = element as HTMLInputElement
  queueMicrotask(() => {
    control.focus()
    const { selectionEnd, value } = control
    // Not every control has a selection: a slider throws.
    if (typeof selectionEnd === 'number') control.setSelectionRange(value.length, value.length)
  })
}
