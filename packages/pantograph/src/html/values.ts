// From what authors write in an attribute to what HTML holds: a string, presence (true) or nothing.
import { isWordAttribute } from './names.ts'
import { soundText } from './text.ts'
import { isScriptValue } from './urls.ts'

/** An attribute as it stands in the page: a string, present without a value, or absent. */
export type AttributeValue = string | number | true | null

/**
 * The value of the attribute `name` of a `tag`. Null, undefined and false mean absence, except where `false` is a
 * word (`aria-*`, `data-*`, `draggable` …). An address that would run code is left out.
 */
export function attributeValue(name: string, value: unknown, tag = ''): AttributeValue {
  if (typeof value === 'string') {
    return isScriptValue(tag, name, value) ? null : soundText(value)
  }
  if (typeof value === 'number') return value
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return isWordAttribute(name) ? String(value) : value || null
  if (name === 'class') return soundText(classText(value)) || null
  if (name === 'style') return soundText(styleText(value)) || null
  if (typeof value === 'function' || typeof value === 'symbol') return null
  return attributeValue(name, String(value), tag)
}

/** `'a b'`, `['a', cond && 'b']`, `{ a: true, b: false }`, nested as one likes. */
export function classText(value: unknown): string {
  if (!value || value === true) return ''
  if (typeof value !== 'object') return String(value)
  const parts = Array.isArray(value)
    ? value.map(classText)
    : Object.entries(value).map(([name, on]) => (on ? name : ''))
  return parts.filter(Boolean).join(' ')
}

/** `'color: red'`, `{ color: 'red', 'margin-top': 4, '--x': 1 }`, or an array of these. Numbers are written as they are. */
export function styleText(value: unknown): string {
  if (!value || value === true) return ''
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map(styleText).filter(Boolean).join(';')
  return Object.entries(value)
    .filter(([, part]) => part !== null && part !== undefined && part !== false)
    .map(([name, part]) => `${kebab(name)}:${declarationValue(part)}`)
    .join(';')
}

const kebab = (name: string): string =>
  (name.startsWith('--')
    ? name
    : name.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`)
  ).replace(/[\s:;{}]/g, '')

/** Separators stand in strings and addresses only (`url(data:image/png;base64,…)`). */
const STRING = `"[^"\\\\\\n]*"|'[^'\\\\\\n]*'`
const ONE_VALUE = new RegExp(`^(?:[^;{}"'()\\\\]|${STRING}|url\\((?:[^"'()\\\\]|${STRING})*\\))*$`)

// One value must not smuggle in further declarations.
function declarationValue(value: unknown): string {
  const text = String(value)
  return ONE_VALUE.test(text) ? text : text.replace(/[;{}]/g, '')
}
