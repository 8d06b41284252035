// What may be asked of the browser: names, selectors, addresses and values that are what they seem. The browser refuses
// what is dangerous once more, where it knows the element (client/attributes.ts).
import { PantographError } from '../errors.ts'
import { attributeName } from '../html/names.ts'
import { isScriptUrl } from '../html/urls.ts'

export function refuse(why: string, cause?: unknown): never {
  throw new PantographError('PG_COMMAND', why, { cause })
}

const shown = (value: unknown): string => JSON.stringify(value) ?? String(value)

/** Brackets and quotes of a selector, and what a backslash takes away. */
const MARKS = /\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^()[\]"']/gs

/** Browsers know selectors; here it is made sure that it is one text that begins and ends. */
export function selectorOf(selector: unknown): string {
  if (typeof selector !== 'string' || selector.trim() === '')
    refuse(`a selector is a text such as '#menu', not ${shown(selector)}`)
  let rest = selector.replace(MARKS, '')
  for (let before = ''; before !== rest;) {
    before = rest
    rest = rest.replace('()', '').replace('[]', '')
  }
  if (rest !== '') refuse(`the selector ${shown(selector)} does not end what it begins: ${rest}`)
  return selector
}

/** One or several classes, with spaces between them. */
export function classesOf(names: unknown): string[] {
  const classes = typeof names === 'string' ? names.split(/\s+/).filter(Boolean) : []
  return classes.length > 0 ? classes : refuse(`${shown(names)} names no class`)
}

export function transitionOf(name: unknown): string | null {
  if (name === undefined) return null
  const [only, more] = classesOf(name)
  if (only === undefined || more !== undefined)
    refuse(`a transition has one name, not ${shown(name)}`)
  return only
}

/** These have commands of their own, or cannot be set under a strict policy. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ['class', 'use addClass, removeClass or toggleClass'],
  ['style', 'use a class: content policies forbid it'],
])

export function attributeOf(name: unknown): string {
  if (typeof name !== 'string') refuse(`${shown(name)} is no attribute name`)
  const known = safeName(name)
  const instead = OTHERWISE.get(known)
  return instead === undefined ? known : refuse(`${name} is not set by commands: ${instead}`)
}

function safeName(name: string): string {
  try {
    return attributeName(name)
  } catch (error) {
    return refuse(`${name} cannot be set`, error)
  }
}

/** Their values are never addresses. */
const PROSE = /^(?:aria|data)-/

/** Whatever element it will stand on, the value must not be an address that runs code. */
export function valueOf(name: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && value !== true)
    refuse(`the value of ${name} is a text, a number or true, not ${shown(value)}`)
  const text = value === true ? '' : String(value)
  // SVG's animations have lists of values.
  if (!PROSE.test(name) && text.split(';').some(isScriptUrl))
    refuse(`the value of ${name} would run code`)
  return text
}

export function addressOf(to: unknown): string {
  if (typeof to !== 'string') refuse(`an address is a text, not ${shown(to)}`)
  const scheme = URL.parse(to, 'http://page.invalid')?.protocol
  return scheme === 'http:' || scheme === 'https:'
    ? to
    : refuse(`${shown(to)} is no address of a page`)
}

export function eventName(name: unknown): string {
  return typeof name === 'string' && /^[^\s]+$/.test(name)
    ? name
    : refuse(`${shown(name)} is no name of an event`)
}

/** As a copy that nobody changes any more. */
export function dataOf(detail: unknown): unknown {
  if (detail === undefined) return null
  try {
    const text = JSON.stringify(detail)
    return text === undefined
      ? refuse('the detail of an event is what JSON can hold')
      : JSON.parse(text)
  } catch (error) {
    return refuse('the detail of an event is what JSON can hold', error)
  }
}

/** Characters of all that one handler asks for. */
const LONGEST = 16_384

export function textOf(steps: readonly unknown[]): string {
  const text = JSON.stringify(steps)
  return text.length <= LONGEST
    ? text
    : refuse(`commands of more than ${LONGEST} characters: that is data, and belongs on the page`)
}
