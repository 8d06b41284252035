// Which elements a command is about. Part of commands.ts.

/** A selector, or where it is from the element at which a command begins; null for that itself. */
export type Target =
  | string
  | Readonly<Record<'closest' | 'next' | 'previous' | 'inner', string>>
  | null

/** @throws DOMException for what is no selector. */
export function targetsOf(target: Target, self: Element): HTMLElement[] {
  if (target === null) return [self as HTMLElement]
  if (typeof target === 'string') return [...document.querySelectorAll<HTMLElement>(target)]
  const { closest, next, previous, inner } = target
  let from: Element | null | undefined = self
  if (closest) from = from.closest(closest)
  if (next) from = sibling(from, next, 'nextElementSibling')
  if (previous) from = sibling(from, previous, 'previousElementSibling')
  if (!from) return []
  return inner ? [...from.querySelectorAll<HTMLElement>(inner)] : [from as HTMLElement]
}

function sibling(
  from: Element | null | undefined,
  selector: string,
  way: 'nextElementSibling' | 'previousElementSibling',
): Element | undefined | null {
  let at = from?.[way]
  while (at && !at.matches(selector)) at = at[way]
  return at
}
