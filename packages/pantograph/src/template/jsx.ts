// The types of JSX: what elements take, what components are, what may stand between tags.
import type { ReadonlySignal } from '../reactivity/signal.ts'
import type { Block, ComponentCall, Key } from './block.ts'

/** What may stand between tags. */
export type Child =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | JSX.Element
  | ReadonlySignal<unknown>
  | Iterable<Child>

/** What a component returns: what to show, or a function that is run again when what it reads changes. */
export type ComponentResult =
  | Child
  | ((props: any) => Child)
  | Promise<Child | ((props: any) => Child)>

export declare namespace JSX {
  type Element = Block | ComponentCall | null
  type ElementType = keyof IntrinsicElements | ((props: any) => ComponentResult)
  interface ElementChildrenAttribute {
    children: {}
  }
  interface IntrinsicAttributes {
    key?: Key | undefined
  }
  interface IntrinsicElements {
    [tag: string]: any
  }
}
