// What the data packages say about elements, attributes, events and ARIA, as members of interfaces. The words that
// attributes take are in jsx-values.ts; generate-jsx-types.ts writes the result.
import bcd from '@mdn/browser-compat-data' with { type: 'json' }
import type { Identifier } from '@mdn/browser-compat-data'
import { aria, roles } from 'aria-query'
import { svgElementAttributes } from 'svg-element-attributes'
import { BOOLEAN_ATTRIBUTES } from '../packages/pantograph/src/html/names.ts'
import { payloadKind } from '../packages/pantograph/src/wire/payload.ts'
import * as P from '../packages/pantograph/src/wire/protocol.ts'
import {
  ADDED,
  CLOSED,
  EVENT_WORDS,
  MORE_EVENTS,
  EXACT,
  GONE_FROM_SVG,
  MICRODATA,
  MORE_BOOLEAN,
  NUMERIC,
  OPEN,
  SVG_TEXT,
} from './jsx-values.ts'

export const LANGUAGES = ['html', 'svg', 'mathml'] as const
export type Language = (typeof LANGUAGES)[number]

/** One member of an interface. */
export interface Member {
  name: string
  type: string
  deprecated: boolean
}

export interface Element {
  language: Language
  tag: string
  deprecated: boolean
  members: Member[]
}

/** Never as an attribute: `srcdoc` would insert HTML unchecked, the others are other types' part. */
const LEFT_OUT = new Set(['srcdoc', 'data_attributes', 'svgView'])

export const quote = (text: string): string => `'${text}'`
export const union = (values: readonly string[]): string => values.map(quote).join(' | ')
const sorted = (names: Iterable<string>): string[] =>
  [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1))

const part = (language: Language, name: string): Identifier => bcd[language][name] as Identifier

function statusOf(data: Identifier | undefined) {
  const { __compat: compat } = data ?? {}
  return compat?.status
}

const isDeprecated = (data: Identifier | undefined): boolean => statusOf(data)?.deprecated ?? false

/** Of a standard, and more than a trial. */
function isStandard(data: Identifier | undefined): boolean {
  const status = statusOf(data)
  return status !== undefined && status.standard_track && !status.experimental
}

/** The attributes that the compatibility data has; names of single features have underscores. */
function compatNames(data: Identifier): string[] {
  return Object.keys(data).filter(
    (name) => isStandard(data[name]) && !name.startsWith('type_') && isAttribute(name),
  )
}

const isAttribute = (name: string): boolean =>
  !LEFT_OUT.has(name) && (!name.includes('_') || /^(?:xlink|xml)_/.test(name))

/** A name as it is written: `xlink_href` is `xlink:href`. */
const written = (name: string): string => name.replace('_', ':')

function typeOf(language: Language, tag: string, name: string): string {
  const own = `${tag}.${name}`
  for (const key of [own, name]) {
    if (EXACT[key] !== undefined) return EXACT[key]
    if (CLOSED[key] !== undefined) return `Attr<${union(CLOSED[key])}>`
    if (OPEN[key] !== undefined) {
      const number = language === 'svg' && name === 'orient' ? ' | number' : ''
      return `Attr<${union(OPEN[key])} | Open${number}>`
    }
  }
  if (BOOLEAN_ATTRIBUTES.has(name) || MORE_BOOLEAN.has(name)) return 'Attr<boolean>'
  const isNumeric = language === 'svg' ? !SVG_TEXT.has(written(name)) : NUMERIC.has(name)
  return isNumeric ? 'Attr<string | number>' : 'Attr<string>'
}

function members(
  language: Language,
  tag: string,
  names: Iterable<string>,
  data: Identifier,
): Member[] {
  return sorted(names).map((name) => ({
    name: written(name),
    type: typeOf(language, tag, name),
    deprecated: isDeprecated(data[name]),
  }))
}

const globalNames: Record<Language, ReadonlySet<string>> = {
  html: new Set([...compatNames(part('html', 'global_attributes')), ...MICRODATA]),
  svg: new Set(
    [
      ...compatNames(part('svg', 'global_attributes')),
      ...(svgElementAttributes['*'] ?? []),
      'fill',
    ].filter((name) => !GONE_FROM_SVG.has(name)),
  ),
  mathml: new Set(compatNames(part('mathml', 'global_attributes'))),
}

/** Attributes that all three languages have. */
const SHARED = new Set('autofocus class id lang nonce part slot style tabindex'.split(' '))

/** The attributes of one element beside the global ones. */
function ownNames(language: Language, tag: string, data: Identifier): string[] {
  const names = [...compatNames(data), ...(ADDED[tag] ?? [])]
  if (language === 'svg') names.push(...(svgElementAttributes[tag] ?? []))
  return names
    .filter((name) => language !== 'svg' || !GONE_FROM_SVG.has(name))
    .filter((name) => !globalNames[language].has(name) || isOwn(tag, name))
}

/** Global ones that this element takes other values for. */
const isOwn = (tag: string, name: string): boolean => CLOSED[`${tag}.${name}`] !== undefined

export function elementsOf(language: Language): Element[] {
  const all = part(language, 'elements')
  return sorted(Object.keys(all))
    .filter((tag) => isStandard(all[tag]) && !tag.includes('-'))
    .map((tag) => {
      const data = all[tag] as Identifier
      return {
        language,
        tag,
        deprecated: isDeprecated(data),
        members: members(language, tag, ownNames(language, tag, data), data),
      }
    })
}

export const globalMembers = (language: Language): Member[] =>
  members(
    language,
    '',
    [...globalNames[language]].filter((name) => !SHARED.has(name)),
    part(language, 'global_attributes'),
  )

export const sharedMembers = (): Member[] => [
  ...members('html', '', [...SHARED, 'className'], part('html', 'global_attributes')),
  ...ariaMembers(),
]

// Events

const PAYLOADS: Record<number, string> = {
  [P.PAYLOAD_NONE]: 'Events.PantographEvent',
  [P.PAYLOAD_MOUSE]: 'Events.PantographMouseEvent',
  [P.PAYLOAD_VALUE]: 'Events.PantographValueEvent',
  [P.PAYLOAD_KEY]: 'Events.PantographKeyEvent',
  [P.PAYLOAD_FORM]: 'Events.PantographSubmitEvent',
  [P.PAYLOAD_POSITION]: 'Events.PantographPositionEvent',
  [P.PAYLOAD_POINTER]: 'Events.PantographPointerEvent',
  [P.PAYLOAD_TOUCH]: 'Events.PantographTouchEvent',
  [P.PAYLOAD_WHEEL]: 'Events.PantographWheelEvent',
  [P.PAYLOAD_COMPOSITION]: 'Events.PantographCompositionEvent',
  [P.PAYLOAD_EDIT]: 'Events.PantographEditEvent',
  [P.PAYLOAD_CLIPBOARD]: 'Events.PantographClipboardEvent',
  [P.PAYLOAD_DRAG]: 'Events.PantographDragEvent',
  [P.PAYLOAD_SCROLL]: 'Events.PantographScrollEvent',
  [P.PAYLOAD_SIZE]: 'Events.PantographSizeEvent',
  [P.PAYLOAD_TOGGLE]: 'Events.PantographToggleEvent',
  [P.PAYLOAD_ANIMATION]: 'Events.PantographAnimationEvent',
  [P.PAYLOAD_TRANSITION]: 'Events.PantographTransitionEvent',
  [P.PAYLOAD_MEDIA]: 'Events.PantographMediaEvent',
  [P.PAYLOAD_SELECTION]: 'Events.PantographSelectionEvent',
  [P.PAYLOAD_SHOWN]: 'Events.PantographVisibilityEvent',
  [P.PAYLOAD_SIGHT]: 'Events.PantographSightEvent',
  [P.PAYLOAD_DIALOG]: 'Events.PantographDialogEvent',
  [P.PAYLOAD_OUTSIDE]: 'Events.PantographMouseEvent',
}

/** The events that may happen to an element, or to one inside it. */
function eventNames(): string[] {
  const names: string[] = []
  for (const [owner, data] of Object.entries(bcd.api as Identifier)) {
    if (owner !== 'Node' && !owner.endsWith('Element')) continue
    for (const [name, feature] of Object.entries(data as Identifier)) {
      const event = /^([a-z]+)_event$/.exec(name)?.[1]
      if (event === undefined || !isStandard(feature as Identifier)) continue
      // `keypress` is deprecated, and the wire knows it.
      if (!isDeprecated(feature as Identifier) || event === 'keypress') names.push(event)
    }
  }
  return sorted([...new Set([...names, ...MORE_EVENTS])])
}

export const eventMembers = (): Member[] => eventNames().map(eventMember)

/** The words that a name is put together from, the longest first. */
function split(name: string): string[] | undefined {
  if (name === '') return []
  for (const word of EVENT_WORDS.toSorted((a, b) => b.length - a.length)) {
    const rest = name.startsWith(word) ? split(name.slice(word.length)) : undefined
    if (rest !== undefined) return [word, ...rest]
  }
  return undefined
}

function eventMember(event: string): Member {
  const parts = split(event)
  if (parts === undefined) throw new Error(`${event}: jsx-values.ts lacks a word of it`)
  return {
    name: `on${parts.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`,
    type: `EventHandler<${PAYLOADS[payloadKind(event)]}>`,
    deprecated: event === 'keypress',
  }
}

// ARIA

function ariaType({ type, values }: { type: string; values?: readonly unknown[] }): string {
  const flag = `boolean | 'true' | 'false'`
  switch (type) {
    case 'boolean':
      return `Attr<${flag}>`
    case 'tristate':
      return `Attr<${flag} | 'mixed'>`
    case 'token':
    case 'tokenlist': {
      const names = (values ?? []).filter((value) => typeof value === 'string')
      const flags = values?.includes(true) || values?.includes(false) ? `${flag} | ` : ''
      return `Attr<${flags}${union(names)}${type === 'tokenlist' ? ' | Open' : ''}>`
    }
    default:
      // A text of the application's own, or elements' ids.
      return 'Attr<string | number>'
  }
}

function ariaMembers(): Member[] {
  return aria
    .entries()
    .map(([name, definition]): Member => ({
      name,
      type: ariaType(definition as { type: string; values?: readonly unknown[] }),
      deprecated: name === 'aria-grabbed' || name === 'aria-dropeffect',
    }))
    .concat(
      // Of ARIA 1.3.
      ['aria-colindextext', 'aria-rowindextext'].map((name) => plain(name)),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const plain = (name: string): Member => ({ name, type: 'Attr<string | number>', deprecated: false })

export const roleNames = (): string[] =>
  sorted(
    roles
      .entries()
      .filter(([, role]) => !role.abstract)
      .map(([name]) => name),
  )
