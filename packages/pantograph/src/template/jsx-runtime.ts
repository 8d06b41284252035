// The JSX runtime: what any TSX tool-chain calls with `jsxImportSource: "pantograph"`, and what compiled
// code imports. One template per element here; the compiler makes one per tree.
import { attributeName, VOID_ELEMENTS } from '../html/names.ts'
import { PantographError } from '../errors.ts'
import { block, Block, component, standsAt } from './block.ts'
import type { Component, ComponentCall, Key, Props } from './block.ts'
import type { Child } from './jsx-values.ts'
import { isOwned, stillHtml } from './owned.ts'
import { INTERNAL, OWNED } from './slot.ts'
import { template } from './template.ts'
import type { Template } from './template.ts'

export { block, blockDEV, component } from './block.ts'
export { template } from './template.ts'
export type { JSX } from './jsx.ts'

/** `<>…</>` */
export function Fragment(props: { children?: Child }): Child {
  return props.children
}

/** Called by compiled code: an element's spread attributes, and the children that came with them. */
export function spread(attributes: Props): [Props, unknown] {
  return [attributes, attributes['children']]
}

/**
 * Called by compiled code: values in the order of the slots, which is not that of the source where something is bound.
 * An object of numbers becomes an object of these values.
 */
export function arranged(
  order: readonly (number | Readonly<Record<string, number>>)[],
  values: readonly unknown[],
): unknown[] {
  return order.map((one) => {
    if (typeof one === 'number') return values[one]
    return Object.fromEntries(Object.entries(one).map(([name, at]) => [name, values[at]]))
  })
}

const FRAGMENTS: Template[] = []

/** Several children side by side, each in a slot of its own. */
function fragment(children: readonly unknown[], key?: Key): Block | null {
  if (children.length === 0) return null
  const known = (FRAGMENTS[children.length] ??= template(
    Array.from({ length: children.length + 1 }, () => ''),
    children.map(() => ''),
  ))
  return block(known, [...children], key)
}

type Type = string | Component

function make(type: Type, props: Props, key: Key | undefined, children: readonly unknown[]) {
  if (type === Fragment) return fragment(children, key)
  if (typeof type === 'string') return element(type, props, key, children)
  if (children.length < 2) return component(type, props, key)
  return component(type, { ...props, children: fragment(children) }, key)
}

function element(
  tag: string,
  props: Props,
  key: Key | undefined,
  children: readonly unknown[],
): Block {
  const names: string[] = []
  const values: unknown[] = []
  const isBound = 'bind' in props
  if (OWNED in props && isOwned(props[OWNED])) return ownedElement(tag, props, key, children)
  for (const name in props) {
    if (name === 'children' || name === 'key' || name === OWNED) continue
    if (isBound && BINDING.test(name)) continue
    names.push(name)
    values.push(props[name])
  }
  if (isBound) {
    names.push('...')
    values.push(bindingOf(props))
  }
  values.push(...children)
  return new Block(elementTemplate(tag, names, children.length), values, key)
}

/** What a bound control has in one slot: the handler of the event that tells it. */
const BINDING = /^(bind|onInput)$/

function bindingOf({ bind, onInput }: Props): Props {
  return onInput === undefined ? { bind } : { bind, onInput }
}

/** What is in it is a part of its template. */
function ownedElement(
  tag: string,
  props: Props,
  key: Key | undefined,
  children: readonly unknown[],
): Block {
  const names = Object.keys(props).filter((name) => !/^(children|key|owned)$/.test(name))
  refuseInternal(names)
  const statics = elementStatics(tag, names.length, 0, ` ${OWNED}`)
  const end = statics.length - 1
  statics[end] = (statics[end] as string).replace('>', () => `>${stillHtml(children)}`)
  return new Block(
    template(statics, names),
    names.map((name) => props[name]),
    key,
  )
}

const ELEMENTS = new Map<string, Template>()
/** Attributes that are spread may have any names: a page with always other ones must not fill the memory. */
const MOST_ELEMENTS = 10_000

function elementTemplate(tag: string, names: readonly string[], children: number): Template {
  // No valid name contains a space; one that does is refused below, and must not pass for several.
  const content = `${tag} ${children} ${names.length} ${names.join(' ')}`
  const known = ELEMENTS.get(content)
  if (known !== undefined) return known
  refuseInternal(names)
  const made = template(elementStatics(tag, names.length, children), [
    ...names,
    ...Array.from({ length: children }, () => ''),
  ])
  if (ELEMENTS.size === MOST_ELEMENTS) ELEMENTS.delete(ELEMENTS.keys().next().value as string)
  ELEMENTS.set(content, made)
  return made
}

/** Names may come from data. What templates of the framework's own say besides is nobody else's to say. */
function refuseInternal(names: readonly string[]): void {
  for (const name of names) if (INTERNAL.test(name)) attributeName(name)
}

function elementStatics(tag: string, attributes: number, children: number, mark = ''): string[] {
  if (VOID_ELEMENTS.has(tag) && children > 0) {
    throw new PantographError('PG_TEMPLATE', `<${tag}> cannot have children`)
  }
  const statics = [`<${tag}${mark}`, ...Array.from({ length: attributes }, () => '')]
  statics[statics.length - 1] += '>'
  statics.push(...Array.from({ length: children }, () => ''))
  if (!VOID_ELEMENTS.has(tag)) statics[statics.length - 1] += `</${tag}>`
  return statics
}

/** One child, or none. Called by tool-chains. */
export function jsx(type: Type, props: Props, key?: Key): Block | ComponentCall | null {
  const children = props['children']
  return make(type, props, key, children === undefined ? [] : [children])
}

/** Several children, each at a place of its own. Called by tool-chains. */
export function jsxs(type: Type, props: Props, key?: Key): Block | ComponentCall | null {
  return make(type, props, key, props['children'] as readonly unknown[])
}

interface SourceLocation {
  readonly fileName: string
  readonly lineNumber: number
  readonly columnNumber: number
}

/** The development variant: notes where elements stand, for messages. Called by tool-chains. */
export function jsxDEV(
  type: Type,
  props: Props,
  key?: Key,
  several?: boolean,
  source?: SourceLocation,
) {
  const made = several ? jsxs(type, props, key) : jsx(type, props, key)
  if (source !== undefined && made instanceof Block) {
    standsAt(made, `${source.fileName}\n${source.lineNumber}:${source.columnNumber}`)
  }
  return made
}
