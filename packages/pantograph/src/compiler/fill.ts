// Fills a template: elements and text that never change as HTML, the rest as slots.
import { nodeIn } from './ast.ts'
import type { AnyNode } from './ast.ts'
import { needsObject, objectPieces, splitKey, splitOwned, writeAttributes } from './attributes.ts'
import { CompileError } from './compile-error.ts'
import type { Head } from './head.ts'
import { attributeName, RAW_TEXT, VOID } from './html.ts'
import { childrenOf, isComponent, shownChildrenOf, textOf } from './jsx.ts'
import { literalOf, shownText } from './literal.ts'
import type { TemplateBuilder } from './pieces.ts'
import { escapeText } from './text.ts'

/** What is known of the module. */
export interface Source {
  readonly text: string
  readonly filename: string
  /** Whether elements say where they stand. */
  readonly development: boolean
}

const OWNED =
  'what is in an `owned` element belongs to the browser: nothing in it can be computed, or handled by the server'

export class Filler {
  private readonly source: Source
  private readonly head: Head
  private readonly builder: TemplateBuilder

  constructor(source: Source, head: Head, builder: TemplateBuilder) {
    this.source = source
    this.head = head
    this.builder = builder
  }

  element(node: AnyNode): void {
    const { builder } = this
    const tag = tagOf(node, this.source)
    const children = shownChildrenOf(node)
    const isVoid = VOID.has(tag)
    if (isVoid && children.length > 0) {
      this.fail(node, `<${tag}> cannot have children; write <${tag} />`)
    }
    const { attributes, isOwned } = splitOwned(splitKey(node).attributes)
    const isWhole = needsObject(attributes)
    // A child that shows nothing still stands in the place of the spread's children.
    // Nor may these have any that are not known now.
    const isRaw = RAW_TEXT.has(tag)
    const takesChildren = isWhole && !isVoid && !isRaw && !isOwned && childrenOf(node).length === 0
    builder.element(node.start, `<${tag}`)
    if (isOwned) builder.text(' owned')
    if (!isWhole) writeAttributes(attributes, builder)
    else if (takesChildren) this.spread(attributes)
    else builder.slot('...', ...objectOf(attributes))
    builder.text('>')
    if (takesChildren) builder.slot('')
    const before = builder.slots.length
    this.children(children, isRaw ? tag : null)
    if (isOwned && builder.slots.length > before) this.fail(node, OWNED)
    if (!isVoid) builder.text(`</${tag}>`)
  }

  /** The value is spread over two slots: the attributes, and the children among them. */
  private spread(attributes: readonly AnyNode[]): void {
    this.builder.slot('...', `...${this.head.use('spread')}(`, ...objectOf(attributes), ')')
  }

  /** `raw` is the element whose text HTML takes as it is. */
  children(children: readonly AnyNode[], raw: string | null): void {
    for (const child of children) this.child(child, raw)
  }

  private child(child: AnyNode, raw: string | null): void {
    switch (child.type) {
      case 'JSXText':
        return this.text(child, textOf(child), raw)
      case 'JSXFragment':
        return this.children(shownChildrenOf(child), raw)
      case 'JSXElement':
        if (isComponent(child) || splitKey(child).key !== undefined) this.builder.slot('', child)
        else this.element(child)
        return
      default:
        this.expression(nodeIn(child, 'expression'), child.type === 'JSXSpreadChild', raw)
    }
  }

  private expression(expression: AnyNode, isSpread: boolean, raw: string | null): void {
    const value = literalOf(expression)
    if (isSpread || 'expression' in value) this.builder.slot('', expression)
    else this.text(expression, shownText(value.literal), raw)
  }

  private text(node: AnyNode, text: string, raw: string | null): void {
    if (raw === null) return this.builder.text(escapeText(text))
    if (text.toLowerCase().includes(`</${raw}`)) {
      this.fail(node, `</${raw} would end the element here; write it as <\\/${raw}`)
    }
    this.builder.text(text)
  }

  private fail(node: AnyNode, what: string): never {
    throw new CompileError(this.source.filename, this.source.text, node.start, what)
  }
}

const objectOf = (attributes: readonly AnyNode[]) => [
  ...objectPieces(attributes, attributeName),
  '}',
]

/** The tag as it is written: `p`, `svg:rect`, `Foo`, `this.view`. */
export function tagOf(element: AnyNode, { text }: Source): string {
  const name = nodeIn(nodeIn(element, 'openingElement'), 'name')
  return text.slice(name.start, name.end)
}
