// What evaluating JSX gives: plain descriptions. Nothing is mounted by making one.
import { PantographError } from '../errors.ts'
import type { Template } from './template.ts'

/** Tells the items of a list apart across changes. */
export type Key = string | number | bigint | boolean | null

/** A template and what fills its slots. */
export class Block {
  readonly template: Template
  readonly values: readonly unknown[]
  readonly key: Key | undefined

  constructor(template: Template, values: readonly unknown[], key: Key | undefined) {
    this.template = template
    this.values = values
    this.key = key
  }
}

/** A component and its props. */
export class ComponentCall {
  readonly type: Component
  readonly props: Props
  readonly key: Key | undefined

  constructor(type: Component, props: Props, key: Key | undefined) {
    this.type = type
    this.props = props
    this.key = key
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- any component, whatever props it takes
export type Component = (props: any) => unknown
export type Props = Readonly<Record<string, unknown>>

/** Called by compiled code: a template filled with values, in slot order. */
export function block(template: Template, values: readonly unknown[], key?: Key): Block {
  return new Block(template, values, key)
}

const sources = new WeakMap<Block, string>()

/** In development: `block`, and where it stands. See `sourceOf`. Called by compiled code. */
export function blockDEV(
  source: string,
  template: Template,
  values: readonly unknown[],
  key?: Key,
): Block {
  const made = new Block(template, values, key)
  sources.set(made, source)
  return made
}

/** In development: lines with the file, and `line:column` of each element in the order of the source. */
export const sourceOf = (block: Block): string | undefined => sources.get(block)

/** Notes where a block stands. */
export const standsAt = (block: Block, source: string): void => void sources.set(block, source)

/** Called by compiled code: a use of a component. @throws PantographError `PG_COMPONENT` */
export function component(type: Component, props: Props | null, key?: Key): ComponentCall {
  if (typeof type === 'function') return new ComponentCall(type, props ?? {}, key)
  throw new PantographError(
    'PG_COMPONENT',
    `<${String(type)}> is neither an element's name nor a component (a forgotten import or export?)`,
  )
}
