// Values that are certain when compiling: they go into templates as text.
import { nodeIn, nodesIn } from './ast.ts'
import type { AnyNode } from './ast.ts'

export type Literal = string | number | boolean | null | undefined
export type Value = { readonly literal: Literal } | { readonly expression: AnyNode }

/** What an expression says, if that is certain now. */
export function literalOf(expression: AnyNode): Value {
  const literal = certain(expression)
  return literal === UNCERTAIN ? { expression } : { literal }
}

const UNCERTAIN = Symbol('uncertain')

function certain(expression: AnyNode): Literal | typeof UNCERTAIN {
  switch (expression.type) {
    case 'Literal':
      return isPlain(expression) ? (expression['value'] as Literal) : UNCERTAIN
    case 'Identifier':
      return expression['name'] === 'undefined' ? undefined : UNCERTAIN
    case 'TemplateLiteral':
      return cooked(expression)
    case 'UnaryExpression':
      return negative(expression)
    default:
      return UNCERTAIN
  }
}

/** Regular expressions and bigints are literals too. */
const isPlain = (literal: AnyNode): boolean => !('regex' in literal) && !('bigint' in literal)

function cooked(template: AnyNode): string | typeof UNCERTAIN {
  const [only, ...others] = nodesIn(template, 'quasis')
  if (only === undefined || others.length > 0) return UNCERTAIN
  return (only['value'] as { cooked: string }).cooked
}

function negative(unary: AnyNode): number | typeof UNCERTAIN {
  const value = certain(nodeIn(unary, 'argument'))
  return unary['operator'] === '-' && typeof value === 'number' ? -value : UNCERTAIN
}

/** A literal as code. */
export const codeOf = (literal: Literal): string =>
  Object.is(literal, -0) || literal === Infinity || literal === undefined
    ? oddCode(literal)
    : JSON.stringify(literal)

/** What JSON cannot write; `1e999` is Infinity. */
function oddCode(literal: Literal): string {
  if (literal === undefined) return 'undefined'
  return literal === 0 ? '-0' : '1e999'
}

/** A literal as text between tags. */
export const shownText = (literal: Literal): string =>
  literal === null || literal === undefined || typeof literal === 'boolean' ? '' : String(literal)
