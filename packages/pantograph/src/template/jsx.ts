// The types of JSX, as the compiler asks for them. The elements themselves are in elements.generated.ts.
import type { Block, ComponentCall, Key } from './block.ts'
import type { CustomElementAttributes, KnownElements } from './elements.generated.ts'
import type { Child } from './jsx-values.ts'

export type { Child } from './jsx-values.ts'

/** What a component returns: what to show, or a function that makes it, called again at each change. */
export type ComponentResult = Child | View | Promise<Child | View>

// oxlint-disable-next-line typescript/no-explicit-any -- the component's own props, whatever they are
type View = (props: any) => Child

// oxlint-disable-next-line typescript/no-explicit-any -- any component, whatever props it takes
type AnyComponent = (props: any) => ComponentResult

/** What TypeScript looks up to check JSX. */
export declare namespace JSX {
  /** What a JSX expression evaluates to. */
  type Element = Block | ComponentCall | null

  /** What may stand as a tag: an element's name, or a component. */
  type ElementType = keyof IntrinsicElements | AnyComponent

  /** Where a component finds what stands between its tags. */
  interface ElementChildrenAttribute {
    // oxlint-disable-next-line typescript/no-empty-object-type -- TypeScript reads the name only
    children: {}
  }

  /** What every component takes beside its own props. */
  interface IntrinsicAttributes {
    /** Tells the items of a list apart across changes. */
    key?: Key | undefined
  }

  /** Each element's attributes, by tag name. */
  interface IntrinsicElements extends KnownElements {
    /** Custom elements: any attribute beside those that all elements have. */
    [tag: `${string}-${string}`]: CustomElementAttributes
  }
}
