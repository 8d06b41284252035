// The attributes of an element: folded into the template where they are literals, else slots; all in one
// slot where only their order tells what counts.
import { nodeIn, nodesIn } from './ast.ts'
import type { AnyNode } from './ast.ts'
import { attributeName, isScriptUrl, isWord, staysSlot } from './html.ts'
import { codeOf, literalOf } from './literal.ts'
import type { Literal, Value } from './literal.ts'
import type { Piece, TemplateBuilder } from './pieces.ts'
import { escapeAttribute, jsxAttribute } from './text.ts'

/** `class`, `xlink:href` */
export function nameOf(attribute: AnyNode): string {
  const name = nodeIn(attribute, 'name')
  if (name.type !== 'JSXNamespacedName') return String(name['name'])
  return `${nodeIn(name, 'namespace')['name']}:${nodeIn(name, 'name')['name']}`
}

/** The attributes without `key`, and the key. */
export function splitKey(element: AnyNode): { attributes: AnyNode[]; key: AnyNode | undefined } {
  const all = nodesIn(nodeIn(element, 'openingElement'), 'attributes')
  return { attributes: all.filter((one) => !isKey(one)), key: all.findLast(isKey) }
}

const isKey = (attribute: AnyNode): boolean => !isSpread(attribute) && nameOf(attribute) === 'key'

/** The attributes without `owned`, which is a part of the template wherever it stands; unless it has a value. */
export function splitOwned(all: readonly AnyNode[]): { attributes: AnyNode[]; isOwned: boolean } {
  const attributes = all.filter((one) => ownedBy(one) === null)
  return { attributes, isOwned: all.some((one) => ownedBy(one) === true) }
}

/** Whether it says that the element is the browser's, or is not; null where it says something else. */
function ownedBy(attribute: AnyNode): boolean | null {
  if (isSpread(attribute) || nameOf(attribute) !== 'owned') return null
  const value = valueOf(attribute)
  if (!('literal' in value) || typeof value.literal === 'string') return null
  return value.literal === true
}

const isSpread = (attribute: AnyNode): boolean => attribute.type === 'JSXSpreadAttribute'

/**
 * Attributes whose names are not known now, that stand twice, or that are children: which one counts is
 * what an object literal decides.
 */
export function needsObject(attributes: readonly AnyNode[]): boolean {
  if (attributes.some(isSpread)) return true
  const names = new Set(attributes.map((one) => attributeName(nameOf(one))))
  return names.size < attributes.length || names.has('children')
}

/** The literal that an attribute has, or the expression. */
export function valueOf(attribute: AnyNode): Value {
  const value = attribute['value'] as AnyNode | null
  if (value === null) return { literal: true }
  if (value.type === 'Literal') return { literal: jsxAttribute(String(value['value'])) }
  if (value.type !== 'JSXExpressionContainer') return { expression: value }
  return literalOf(nodeIn(value, 'expression'))
}

/** The expression in the source, or the code of the literal. */
export function pieceOf(value: Value): Piece {
  return 'expression' in value ? value.expression : codeOf(value.literal)
}

/** Writes the attributes of an element into its template. */
export function writeAttributes(attributes: readonly AnyNode[], builder: TemplateBuilder): void {
  const isBound = attributes.some((one) => nameOf(one) === 'bind')
  for (const attribute of attributes) {
    const name = attributeName(nameOf(attribute))
    const value = valueOf(attribute)
    if (isBound && isBinding(name)) builder.bind(name, pieceOf(value))
    else if ('expression' in value || mustStay(name, value.literal))
      builder.slot(name, pieceOf(value))
    else builder.text(foldedText(name, value.literal))
  }
  if (isBound) builder.bound()
}

/** What a control is bound to, and the handler of the event that tells it: one slot behind all other attributes. */
const isBinding = (name: string): name is 'bind' | 'onInput' =>
  name === 'bind' || name === 'onInput'

const mustStay = (name: string, literal: Literal): boolean =>
  staysSlot(name) || (typeof literal === 'string' && isScriptUrl(literal))

function foldedText(name: string, literal: Literal): string {
  if (literal === null || literal === undefined) return ''
  if (typeof literal !== 'boolean') return ` ${name}="${escapeAttribute(String(literal))}"`
  if (isWord(name)) return ` ${name}="${literal}"`
  return literal ? ` ${name}` : ''
}

/** An object literal of attributes, in the order of the source; left open for more. */
export function objectPieces(
  attributes: readonly AnyNode[],
  rename: (name: string) => string = (name) => name,
): Piece[] {
  const pieces: Piece[] = ['{ ']
  for (const attribute of attributes) {
    if (isSpread(attribute)) pieces.push('...', nodeIn(attribute, 'argument'))
    else pieces.push(`${propertyName(rename(nameOf(attribute)))}: `, pieceOf(valueOf(attribute)))
    pieces.push(', ')
  }
  return pieces
}

/** `__proto__: x` would not make a property. */
const propertyName = (name: string): string =>
  name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
