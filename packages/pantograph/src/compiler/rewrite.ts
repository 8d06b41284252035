// Turns JSX into calls of the runtime: a template for what never changes, and the values that fill it.
import type MagicString from 'magic-string'
import { nodeIn } from './ast.ts'
import type { AnyNode } from './ast.ts'
import { objectPieces, pieceOf, splitKey, valueOf } from './attributes.ts'
import { CompileError, positionIn } from './compile-error.ts'
import { Editor } from './edit.ts'
import type { Call } from './edit.ts'
import { Filler, tagOf } from './fill.ts'
import type { Source } from './fill.ts'
import { Head, headPlace } from './head.ts'
import {
  childrenOf,
  eachJsx,
  fragmentNames,
  isComponent,
  isJsx,
  shownChildrenOf,
  textOf,
} from './jsx.ts'
import { literalOf } from './literal.ts'
import { TemplateBuilder } from './pieces.ts'
import type { Piece } from './pieces.ts'

/** Rewrites all JSX of a module, and adds what that needs at its beginning. */
export function rewriteJsx(program: AnyNode, source: Source, text: MagicString): void {
  const head = new Head(source.text)
  new Rewriter(program, source, head, text).inside(program)
  const { at, separator } = headPlace(program, source.text)
  const { code } = head
  if (code !== '') text.appendLeft(at, separator + code)
}

class Rewriter {
  private readonly source: Source
  private readonly head: Head
  private readonly editor: Editor
  private readonly fragments: ReadonlySet<string>

  constructor(program: AnyNode, source: Source, head: Head, text: MagicString) {
    this.source = source
    this.head = head
    this.editor = new Editor(text, (expression) => this.inside(expression))
    this.fragments = fragmentNames(program)
  }

  /** Rewrites the JSX within a node. */
  inside(node: AnyNode): void {
    eachJsx(node, (jsx) => {
      const call = this.call(jsx)
      if (call === null) this.editor.write(jsx, ['null'])
      else this.editor.place(jsx, call)
    })
  }

  /** The call that a JSX node becomes; null for a fragment without content. */
  private call(node: AnyNode): Call | null {
    if (node.type === 'JSXFragment') return this.fragment(shownChildrenOf(node))
    if (!isComponent(node)) return this.block((filler) => filler.element(node), this.keyOf(node))
    if (!this.fragments.has(tagOf(node, this.source))) return this.component(node)
    return this.fragment(shownChildrenOf(node), this.keyOf(node))
  }

  private fragment(children: readonly AnyNode[], key?: Piece): Call | null {
    if (children.length === 0) return null
    return this.block((filler) => filler.children(children, null), key)
  }

  private block(fill: (filler: Filler) => void, key: Piece | undefined): Call {
    const builder = new TemplateBuilder()
    fill(new Filler(this.source, this.head, builder))
    const { order } = builder
    const values = order === null ? '[' : `${this.head.use('arranged')}(${order}, [`
    const made = `${this.head.template(builder)}, ${values}`
    const start = this.source.development
      ? `${this.head.use('blockDEV')}(${this.positions(builder)}, ${made}`
      : `${this.head.use('block')}(${made}`
    return { pieces: [start, ...builder.values, order === null ? ']' : '])'], key }
  }

  /** The file and where its elements stand, as a string: see `sourceOf` of the runtime. */
  private positions({ elements }: TemplateBuilder): string {
    const { filename, text } = this.source
    return JSON.stringify([filename, ...elements.map((at) => positionIn(text, at))].join('\n'))
  }

  private component(node: AnyNode): Call {
    const props = objectPieces(splitKey(node).attributes)
    const children = this.childrenProp(childrenOf(node))
    if (children !== null) props.push('children: ', ...children)
    const given = props.length > 1 ? [...props, ' }'] : ['null']
    const start = `${this.head.use('component')}(${tagOf(node, this.source)}, `
    return { pieces: [start, ...given], key: this.keyOf(node) }
  }

  /** A component's children: one is the value itself, several are a fragment. */
  private childrenProp(children: readonly AnyNode[]): Piece[] | null {
    const [only] = children
    if (only === undefined) return null
    if (children.length > 1) return [...(this.fragment(children) as Call).pieces, ')']
    if (isJsx(only)) return [only]
    if (only.type === 'JSXText') return [JSON.stringify(textOf(only))]
    return [pieceOf(literalOf(nodeIn(only, 'expression')))]
  }

  private keyOf(node: AnyNode): Piece | undefined {
    const { key } = splitKey(node)
    if (key === undefined) return undefined
    const piece = pieceOf(valueOf(key))
    eachJsx(piece, (jsx) => {
      const what = 'a key is a string or a number; move the JSX out of it'
      throw new CompileError(this.source.filename, this.source.text, jsx.start, what)
    })
    return piece
  }
}
