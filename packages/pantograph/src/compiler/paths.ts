// What variables, properties and keys are called, where the syntax tree says so for certain.
import { nodeIn } from './ast.ts'
import type { AnyNode } from './ast.ts'

/** `a`, `a.b.c`, `this.#a`; null for all that is not such a path, patterns among it. */
export function pathOf(node: AnyNode): string | null {
  if (node.type === 'ThisExpression') return 'this'
  if (node.type === 'Identifier') return String(node['name'])
  if (node.type !== 'MemberExpression' || node['computed'] === true) return null
  const object = pathOf(bare(nodeIn(node, 'object')))
  return object === null ? null : `${object}.${named(nodeIn(node, 'property'))}`
}

/** The key of a property or field; null if it is computed, or if there is none as in `...a`. */
export function keyOf(property: AnyNode): string | null {
  const key = property['key'] as AnyNode | undefined
  return key === undefined || property['computed'] === true ? null : named(key)
}

/** By a word or a literal. */
function named(key: AnyNode): string {
  if (key.type === 'PrivateIdentifier') return `#${String(key['name'])}`
  return String(key.type === 'Literal' ? key['value'] : key['name'])
}

/** Without parentheses and types: `(signal(0) as Count)!` */
export function bare(expression: AnyNode): AnyNode {
  const isWrapped = /^(Parenthesized|TSAs|TSSatisfies|TSNonNull|TSInstantiation)Expression$/.test(
    expression.type,
  )
  if (!isWrapped && expression.type !== 'TSTypeAssertion') return expression
  return bare(nodeIn(expression, 'expression'))
}
