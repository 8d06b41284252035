// Puts calls of the runtime in the place of JSX. Expressions stay where they stand in the source, so that
// the source map is exact; only what is between them is written anew.
import type MagicString from 'magic-string'
import { nodeIn, nodesIn, walk } from './ast.ts'
import type { AnyNode } from './ast.ts'
import { isSpread, literalOf, objectPieces, splitKey, valueOf, writeAttributes, codeOf } from './attributes.ts'
import { CompileError } from './compile-error.ts'
import { attributeName, RAW_TEXT, VOID } from './html.ts'
import { TemplateBuilder } from './pieces.ts'
import type { Piece } from './pieces.ts'
import { escapeText, jsxText } from './text.ts'

const RUNTIME = 'pantograph/jsx-runtime'
const isJsx = (node: AnyNode): boolean => node.type === 'JSXElement' || node.type === 'JSXFragment'

export class Rewriter {
  private readonly source: string
  private readonly filename: string
  private readonly text: MagicString
  /** Templates by the source of their arguments: the same one is made once. */
  private readonly templates = new Map<string, string>()
  private readonly used = new Set<string>()

  constructor(source: string, filename: string, text: MagicString) {
    this.source = source
    this.filename = filename
    this.text = text
  }

  run(program: AnyNode): void {
    walk(program, (node) => {
      if (isJsx(node)) this.place(node, this.valueOf(node))
      return isJsx(node)
    })
    if (this.used.size > 0) this.writeHead(program)
  }

  /** The import and the templates, on the line of what stands there, so that no line moves. */
  private writeHead(program: AnyNode): void {
    const imports = [...this.used].map((name) => `${name} as _$${name[0]}`).join(', ')
    const made = [...this.templates].map(([source, name]) => `const ${name} = _$t(${source});`)
    const directives = nodesIn(program, 'body').filter((node) => typeof node['directive'] === 'string')
    const at = directives.at(-1)?.end ?? (this.source.startsWith('#!') ? this.source.indexOf('\n') + 1 : 0)
    // A directive may end without a semicolon; an empty statement is harmless.
    const end = directives.length > 0 ? ';' : ''
    this.text.appendLeft(at, `${end}import { ${imports} } from '${RUNTIME}'; ${made.join(' ')} `)
  }

  /** Writes pieces in the place of a node. A key stands among the attributes and goes behind all else. */
  private place(node: AnyNode, pieces: readonly Piece[]): void {
    const last = pieces.at(-1)
    const key = typeof last === 'object' ? last : undefined
    if (key === undefined) return this.write(node, pieces)
    const others = pieces.slice(0, -1)
    const behind = others.findIndex((piece) => typeof piece === 'object' && piece.start > key.start)
    const at = behind < 0 ? others.length : behind
    this.write(node, [...others.slice(0, at), key, ...others.slice(at)])
    this.text.appendLeft(key.end, ')')
    this.text.move(key.start, key.end, node.end)
  }

  private write(node: AnyNode, pieces: readonly Piece[]): void {
    let at = node.start
    let glue = ''
    for (const piece of pieces) {
      if (typeof piece === 'string') glue += piece
      else {
        this.overwrite(at, piece.start, glue)
        glue = ''
        at = piece.end
        this.inside(piece)
      }
    }
    this.overwrite(at, node.end, glue)
  }

  private overwrite(from: number, to: number, text: string): void {
    if (from === to) this.text.appendLeft(from, text)
    else this.text.overwrite(from, to, text)
  }

  /** JSX within an expression. */
  private inside(expression: AnyNode): void {
    walk(expression, (node) => {
      if (isJsx(node)) this.place(node, this.valueOf(node))
      return isJsx(node)
    })
  }

  /** The expression that a JSX node becomes. */
  private valueOf(node: AnyNode): Piece[] {
    if (node.type === 'JSXFragment') return this.fragment(nodesIn(node, 'children'), undefined)
    return isComponent(node) ? this.component(node) : this.block(node)
  }

  private fragment(children: readonly AnyNode[], key: Piece | undefined): Piece[] {
    const kept = children.filter((child) => !isNothing(child))
    if (kept.length === 0) return ['null']
    const builder = new TemplateBuilder()
    this.children(kept, builder, false)
    return this.call(builder, key)
  }

  private block(node: AnyNode): Piece[] {
    const builder = new TemplateBuilder()
    const { key } = splitKey(nodeIn(node, 'openingElement'))
    this.element(node, builder)
    return this.call(builder, key === undefined ? undefined : pieceOf(key))
  }

  private call(builder: TemplateBuilder, key: Piece | undefined): Piece[] {
    this.used.add('template').add('block')
    const known = this.templates.get(builder.source) ?? `_$${this.templates.size + 1}`
    this.templates.set(builder.source, known)
    const values = builder.values.flatMap((value, i) => (i === 0 ? value : [', ', ...value]))
    return ordered([`_$b(${known}, [`, ...values, ']'], key)
  }

  private component(node: AnyNode): Piece[] {
    this.used.add('component')
    const opening = nodeIn(node, 'openingElement')
    const name = nodeIn(opening, 'name')
    const { attributes, key } = splitKey(opening)
    const children = this.componentChildren(nodesIn(node, 'children'))
    const props = objectPieces(attributes, (attribute) => attribute)
    if (children.length > 0) props.push('children: ', ...children)
    const tag = this.source.slice(name.start, name.end)
    if (tag === 'Fragment') return this.fragment(nodesIn(node, 'children'), key && pieceOf(key))
    const start = [`_$c(${tag}, `, ...(props.length > 1 ? [...props, ' }'] : ['null'])]
    return ordered(start, key === undefined ? undefined : pieceOf(key))
  }

  /** One child is the value itself; several are a fragment. */
  private componentChildren(children: readonly AnyNode[]): Piece[] {
    const kept = children.filter((child) => !isNothing(child))
    const [only] = kept
    if (only === undefined) return []
    if (kept.length > 1) return this.fragment(kept, undefined)
    if (isJsx(only)) return [only]
    if (only.type === 'JSXText') return [JSON.stringify(jsxText(String(only['raw'] ?? only['value'])))]
    const expression = nodeIn(only, 'expression')
    const value = literalOf(expression)
    return 'literal' in value ? [codeOf(value.literal)] : [expression]
  }

  /** An element as part of a template. */
  private element(node: AnyNode, builder: TemplateBuilder): void {
    const opening = nodeIn(node, 'openingElement')
    const name = nodeIn(opening, 'name')
    const tag = this.source.slice(name.start, name.end)
    const { attributes } = splitKey(opening)
    const children = nodesIn(node, 'children').filter((child) => !isNothing(child))
    const isVoid = VOID.has(tag)
    if (isVoid && children.length > 0) {
      throw new CompileError(this.filename, this.source, node.start, `<${tag}> cannot have children; write <${tag} />`)
    }
    builder.text(`<${tag}`)
    if (attributes.some(isSpread)) this.spread(attributes, builder, !isVoid && children.length === 0)
    else {
      writeAttributes(attributes, builder)
      builder.text('>')
    }
    this.children(children, builder, RAW_TEXT.has(tag))
    if (!isVoid) builder.text(`</${tag}>`)
  }

  /** All attributes in one slot; where the element has no children of its own, the spread's are shown. */
  private spread(attributes: readonly AnyNode[], builder: TemplateBuilder, takesChildren: boolean): void {
    const object = [...objectPieces(attributes, attributeName), '}']
    if (!takesChildren) {
      builder.slot('...', ...object)
      builder.text('>')
      return
    }
    this.used.add('spread')
    builder.slot('...', '...', '_$s(', ...object, ')')
    builder.text('>')
    builder.slot('')
    builder.values.pop()
  }

  private children(children: readonly AnyNode[], builder: TemplateBuilder, isRaw: boolean): void {
    for (const child of children) this.child(child, builder, isRaw)
  }

  private child(child: AnyNode, builder: TemplateBuilder, isRaw: boolean): void {
    const write = (text: string): void => builder.text(isRaw ? text : escapeText(text))
    if (child.type === 'JSXText') return write(jsxText(String(child['raw'] ?? child['value'])))
    if (child.type === 'JSXSpreadChild') return builder.slot('', nodeIn(child, 'expression'))
    if (child.type === 'JSXFragment') {
      return this.children(nodesIn(child, 'children').filter((one) => !isNothing(one)), builder, isRaw)
    }
    if (child.type === 'JSXElement') {
      const hasKey = splitKey(nodeIn(child, 'openingElement')).key !== undefined
      if (isComponent(child) || hasKey) builder.slot('', child)
      else this.element(child, builder)
      return
    }
    const expression = nodeIn(child, 'expression')
    const value = literalOf(expression)
    if ('expression' in value) builder.slot('', expression)
    else write(String(value.literal))
  }
}

/** A key's own code. */
function pieceOf(attribute: AnyNode): Piece {
  const value = valueOf(attribute)
  return 'expression' in value ? value.expression : codeOf(value.literal)
}

/** Adds the key as the last argument; one that stands in the source brings its own end along. */
function ordered(call: readonly Piece[], key: Piece | undefined): Piece[] {
  if (key === undefined) return [...call, ')']
  return typeof key === 'string' ? [...call, `, ${key})`] : [...call, ', ', key]
}

/** `<Foo>`, `<a.b>`, `<this.x>` */
function isComponent(node: AnyNode): boolean {
  const name = nodeIn(nodeIn(node, 'openingElement'), 'name')
  if (name.type === 'JSXMemberExpression') return true
  return name.type !== 'JSXNamespacedName' && !/^[a-z]/.test(String(name['name']))
}

/** White space between lines, comments, and values that show nothing. */
function isNothing(child: AnyNode): boolean {
  if (child.type === 'JSXText') return jsxText(String(child['raw'] ?? child['value'])) === ''
  if (child.type !== 'JSXExpressionContainer') return false
  const expression = nodeIn(child, 'expression')
  if (expression.type === 'JSXEmptyExpression') return true
  const value = literalOf(expression)
  return 'literal' in value && (value.literal === undefined || value.literal === null || typeof value.literal === 'boolean' || value.literal === '')
}
