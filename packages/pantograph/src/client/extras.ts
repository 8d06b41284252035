// What pages need seldom: attributes that are spread, what is bound, properties of the element's own, portals, unparsed HTML, calls of an
// element's functions, and the document's head. Loaded when the server asks for it (FEATURE_EXTRAS). Imports no
// code of the page itself.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { beControl, lendToFields, setField } from './fields.ts'
import type { Tools } from './lent.ts'
import { showHead } from './head.ts'
import { lendToSelects, settleSelects } from './selects.ts'
import type { Block, ListeningElement } from './state.ts'

export { choose, settleSelects, touch } from './selects.ts'

type Value = string | true | null

/** What the names of properties begin with. */
const PROPERTY = 'prop:'
/** What an element loses where it is told anew without it. */
const STALE = /^(prop:|hook$)/

let tools: Tools
/** What waits until the content of the present operation is in the page. */
const waiting: [block: Block, slot: number, name: string, value: Value][] = []

/** Properties and hooks that elements had when their page was told anew, until they are told again. */
const stale = new Map<ListeningElement, Set<string>>()

export function begin(lent: Tools): void {
  tools = lent
  lendToFields(lent)
  lendToSelects(lent)
  lent.bringHome = bringHome
  lent.retold = (element) => {
    const names = Object.keys(element.$extras ?? {}).filter((name) => STALE.test(name))
    if (names.length > 0) stale.set(element, new Set(names))
  }
}

/** Something that concerns the page as a whole: the document's head, or something for the application's own code. */
export const visit = (_: number, text: string): void => showHead(text)

/** Reads what has changed of attributes that are spread. */
export function readSpread(reader: Reader, block: Block, slot: number): void {
  for (let count = reader.varint(); count > 0; count--) {
    const kind = reader.varint()
    const name = reader.string()
    const element = block.nodes[slot] as HTMLElement
    if (kind === P.SLOT_EVENT) {
      tools.readListen(reader, block, slot, { name, payload: reader.varint() })
      if (name === 'input') beControl(element)
    } else {
      const value = tools.readAsText(reader, reader.varint())
      const set = (): void => tools.applyValue(block, slot, kind, name, value)
      if (kind === P.SLOT_PROPERTY && value !== undefined) setField(element, name, value, set)
      else set()
    }
  }
}

/** Notes a value of an extra. */
export function apply(block: Block, slot: number, name: string, value: Value): void {
  waiting.push([block, slot, name, value])
}

/** What is noted takes place. */
export function settle(): void {
  settleSelects()
  for (const [block, slot, name, value] of waiting.splice(0)) {
    const element = block.nodes[slot] as ListeningElement
    stale.get(element)?.delete(name)
    attempt(() => {
      if (name === 'ref') call(element, value as string)
      else put(block, slot, element, name, value)
    })
  }
  for (const [element, names] of stale) {
    for (const name of names) attempt(() => forgetNoted(element, name))
  }
  stale.clear()
  for (const [element, { block, selector }] of away) {
    if (!element.isConnected && block.first.isConnected) carry(block, element, selector)
  }
}

/** What fails is the element's own: the page is as the server says. */
function attempt(act: () => void): void {
  try {
    act()
  } catch (error) {
    console.error(error)
  }
}

function put(
  block: Block,
  slot: number,
  element: ListeningElement,
  name: string,
  value: Value,
): void {
  if (name === 'hook') return putHook(block, slot, element, value as string | null)
  const html = String(value ?? '=')
  if (name === 'raw') {
    if (note(element, name, sumOf(html))) showRaw(element, html)
  } else if (name !== 'portal') setNoted(element, name, value as string | null)
  else if (note(element, name, value as string)) carry(block, element, value as string)
}

/** Whether it is news. */
function note(element: ListeningElement, name: string, value: string | null): boolean {
  const extras = (element.$extras ??= {})
  if (extras[name] === (value ?? undefined)) return false
  if (value === null) delete extras[name]
  else extras[name] = value
  return true
}

function setNoted(element: ListeningElement, name: string, value: string | null): void {
  if (note(element, name, value)) setOwn(element, name, value)
}

/** A page told anew says no more of it. */
function forgetNoted(element: ListeningElement, name: string): void {
  if (name !== 'hook') return setNoted(element, name, null)
  if (note(element, name, null)) tools.loadedFeatures[P.FEATURE_HOOKS]?.detach(element)
}

// Hooks

/** The address of a module, a space, and data; without the address where that is as before. */
function putHook(
  block: Block,
  slot: number,
  element: ListeningElement,
  value: string | null,
): void {
  const url = value?.[0] === ' ' ? element.$extras?.['hook']?.split(' ', 1)[0] : ''
  const text = value && url + value
  note(element, 'hook', text)
  tools.loadedFeatures[P.FEATURE_HOOKS]?.attach(element, block, slot, text)
}

// Properties

/** An element that is not defined yet would keep the property to itself. */
function setOwn(element: ListeningElement, name: string, value: string | null): void {
  const tag = element.localName
  if (tag.includes('-') && !customElements.get(tag)) {
    customElements.whenDefined(tag).then(() => {
      if ((element.$extras?.[name] ?? null) === value) setProperty(element, name, value)
    })
  } else setProperty(element, name, value)
}

function setProperty(element: Element, name: string, value: string | null): void {
  ;(element as unknown as Record<string, unknown>)[name.slice(PROPERTY.length)] =
    value === null ? undefined : JSON.parse(value)
}

/** Of SVG's links: their names have a namespace. */
export function setLink(element: Element, name: string, value: string | true): void {
  element.setAttributeNS('http://www.w3.org/1999/xlink', name, String(value))
}

// Functions

function call(element: Element, text: string | null): void {
  if (text === null) return
  const [method, ...values] = JSON.parse(text) as [string, ...unknown[]]
  if (method === '') return tools.loadedFeatures[P.FEATURE_HOOKS]?.hear(element, values)
  try {
    const done = (element as unknown as Record<string, (...all: unknown[]) => unknown>)[method]?.(
      ...values,
    )
    // A browser may forbid to play.
    if (done instanceof Promise) done.catch(console.warn)
  } catch (error) {
    console.warn(error)
  }
}

// Unparsed HTML

interface Policies {
  createPolicy(
    name: string,
    rules: { createHTML(html: string): string },
  ): {
    createHTML(html: string): string
  }
}
let policy: ReturnType<Policies['createPolicy']> | undefined

/** `=` and HTML; or `#` and the sum of what is there. */
function showRaw(element: ListeningElement, text: string): void {
  if (text[0] === '#') return
  const html = text.slice(1)
  const { trustedTypes } = globalThis as unknown as { trustedTypes?: Policies }
  policy ??= trustedTypes?.createPolicy('pantograph', { createHTML: (same) => same })
  element.innerHTML = policy?.createHTML(html) ?? html
}

function sumOf(text: string): string {
  if (text[0] === '#') return text
  // As `mix` of wire/protocol.ts: to take it from there, the page itself would have to hand it out.
  let hash = 0x811c_9dc5 | 0
  for (let i = 1; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619)
  return `#${hash}`
}

// Portals

/** Portals that are not in their places, and what stands there. Blocks are forgotten sooner. */
const away = new Map<ListeningElement, { place: Text; block: Block; selector: string }>()

/** Puts a portal's element where it is to be; an empty text stays in its place. */
function carry(block: Block, element: ListeningElement, selector: string): void {
  const target = find(selector)
  // Nor can it stand in itself.
  if (!target || element.contains(target))
    return console.error(`PG_PORTAL: nothing on the page fits ${selector}`)
  const place = away.get(element)?.place ?? document.createTextNode('')
  if (!away.has(element)) {
    element.replaceWith(place)
    block.first = block.last = place
    block.$portal = element
  }
  away.set(element, { place, block, selector })
  target.append(element)
}

function find(selector: string): Element | null {
  try {
    return document.querySelector(selector)
  } catch {
    return null
  }
}

/** Puts all portals back in their places, for whoever needs the page as it is written. */
function bringHome(): void {
  for (const [element, { place, block }] of away) {
    // Of another root, which was told anew before.
    if (tools.blocks[block.number] === block) continue
    away.delete(element)
    delete element.$extras?.['portal']
    if (place.isConnected) place.replaceWith(element)
    else element.remove()
  }
}

/** A block is gone. */
export function forget({ $portal }: Block): void {
  if (!$portal) return
  $portal.remove()
  away.delete($portal)
}
