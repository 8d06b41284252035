// The attributes of an element: folded into the template where they are literals, else slots; all in one
// slot where there is a spread, so that what comes later wins.
import { nodeIn, nodesIn } from './ast.ts'
import type { AnyNode } from './ast.ts'
import { attributeName, isScriptUrl, isWord, staysSlot } from './html.ts'
import type { Piece, TemplateBuilder } from './pieces.ts'
import { escapeAttribute, jsxAttribute } from './text.ts'

/** `class`, `xlink:href` */
export function nameOf(attribute: AnyNode): string {
  const name = nodeIn(attribute, 'name')
  if (name.type !== 'JSXNamespacedName') return String(name['name'])
  return `${nodeIn(name, 'namespace')['name']}:${nodeIn(name, 'name')['name']}`
}

/** The attributes without `key`, and the key. */
export function splitKey(opening: AnyNode): { attributes: AnyNode[]; key: AnyNode | undefined } {
  const all = nodesIn(opening, 'attributes')
  return { attributes: all.filter((one) => !isKey(one)), key: all.find(isKey) }
}

const isKey = (attribute: AnyNode): boolean =>
  attribute.type === 'JSXAttribute' && nameOf(attribute) === 'key'

export const isSpread = (attribute: AnyNode): boolean => attribute.type === 'JSXSpreadAttribute'

/** The literal that an attribute has, or the expression: `{ literal }` or `{ expression }`. */
export function valueOf(
  attribute: AnyNode,
): { literal: string | number | boolean | null | undefined } | { expression: AnyNode } {
  const value = attribute['value'] as AnyNode | null
  if (value === null) return { literal: true }
  if (value.type === 'Literal') return { literal: jsxAttribute(String(value['value'])) }
  if (value.type !== 'JSXExpressionContainer') return { expression: value }
  return literalOf(nodeIn(value, 'expression'))
}

/** What an expression says, if that is certain now. */
export function literalOf(
  expression: AnyNode,
): { literal: string | number | boolean | null | undefined } | { expression: AnyNode } {
  if (expression.type === 'Literal' && !('regex' in expression) && !('bigint' in expression)) {
    return { literal: expression['value'] as string | number | boolean | null }
  }
  if (expression.type === 'Identifier' && expression['name'] === 'undefined') return { literal: undefined }
  if (expression.type === 'TemplateLiteral' && nodesIn(expression, 'expressions').length === 0) {
    const [quasi] = nodesIn(expression, 'quasis') as [AnyNode]
    return { literal: (quasi['value'] as { cooked: string }).cooked }
  }
  return { expression }
}

/** Writes the attributes of an element into its template. */
export function writeAttributes(attributes: readonly AnyNode[], builder: TemplateBuilder): void {
  for (const attribute of attributes) {
    const name = attributeName(nameOf(attribute))
    const value = valueOf(attribute)
    if ('expression' in value) builder.slot(name, value.expression)
    else if (staysSlot(name) || (typeof value.literal === 'string' && isScriptUrl(value.literal))) {
      builder.slot(name, codeOf(value.literal))
    } else builder.text(foldedText(name, value.literal))
  }
}

function foldedText(name: string, literal: string | number | boolean | null | undefined): string {
  if (literal === null || literal === undefined) return ''
  if (typeof literal === 'boolean') {
    if (isWord(name)) return ` ${name}="${literal}"`
    return literal ? ` ${name}` : ''
  }
  return literal === '' ? ` ${name}` : ` ${name}="${escapeAttribute(String(literal))}"`
}

export const codeOf = (literal: string | number | boolean | null | undefined): string =>
  literal === undefined ? 'undefined' : JSON.stringify(literal)

/** An object literal of attributes, in the order of the source. */
export function objectPieces(attributes: readonly AnyNode[], rename: (name: string) => string): Piece[] {
  const pieces: Piece[] = ['{ ']
  for (const attribute of attributes) {
    if (isSpread(attribute)) pieces.push('...', nodeIn(attribute, 'argument'))
    else {
      const value = valueOf(attribute)
      pieces.push(`${JSON.stringify(rename(nameOf(attribute)))}: `)
      pieces.push('expression' in value ? value.expression : codeOf(value.literal))
    }
    pieces.push(', ')
  }
  return pieces
}
