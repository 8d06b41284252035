// Which keys a handler is about: `Enter`, `ctrl+s`, `mod+k`. Part of events.ts.

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform ?? '')
/** What an input method gets while it composes. */
const COMPOSING = 229

/** Whether the key is one of these; all are where none is named. */
export function isKey(keys: readonly string[], event: KeyboardEvent): boolean {
  if (keys.length === 0) return true
  // Enter that ends a composition belongs to the input method.
  if (event.isComposing || event.keyCode === COMPOSING) return false
  return keys.some((key) => fits(key, event))
}

function fits(wanted: string, event: KeyboardEvent): boolean {
  // The last part may be `+` itself.
  const parts = wanted.replace(/\+$/, 'Plus').split('+')
  const name = parts.pop() as string
  const held = new Set(parts.map((part) => asModifier(part.toLowerCase())))
  const { ctrlKey, altKey, metaKey, shiftKey } = event
  // What is typed with AltGr looks as if it was typed with both.
  const isTyped = event.getModifierState?.('AltGraph') === true
  const isCtrl = ctrlKey && !isTyped
  const isAlt = altKey && !isTyped
  if (isCtrl !== held.has('ctrl') || isAlt !== held.has('alt') || metaKey !== held.has('meta')) {
    return false
  }
  const key = name === 'Plus' ? '+' : name === 'Space' ? ' ' : name
  if (held.size === 0) return key === event.key && (isCharacter(key) || !shiftKey)
  // Shift makes other characters of some keys, so it only counts where it is asked for, and with letters and names.
  const isShiftRight = shiftKey === held.has('shift') || (isSymbol(key) && !held.has('shift'))
  return isShiftRight && isSame(key, event)
}

const asModifier = (part: string): string => (part === 'mod' ? (isApple ? 'meta' : 'ctrl') : part)

const isCharacter = (key: string): boolean => [...key].length === 1
const isSymbol = (key: string): boolean =>
  isCharacter(key) && key.toLowerCase() === key.toUpperCase()

/** With modifiers a letter is meant as a place on the keyboard: other alphabets have it there as well. */
function isSame(key: string, { key: pressed, code }: KeyboardEvent): boolean {
  if (pressed.toLowerCase() === key.toLowerCase()) return true
  const isForeign = isCharacter(pressed) && pressed > '\u007f'
  return isForeign && code === `Key${key.toUpperCase()}`
}
