// The focus of what comes with `autofocus`. Part of events.ts.

/** When it is on the page, with the caret behind its text. */
export function focusSoon(element: Element): void {
  queueMicrotask(() => {
    ;(element as HTMLElement).focus()
    const { value } = element as HTMLInputElement
    if (value) (element as HTMLInputElement).setSelectionRange?.(value.length, value.length)
  })
}
