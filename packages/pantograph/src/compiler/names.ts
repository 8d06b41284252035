// Gives signals the name of their variable: `const count = signal(0)` becomes
// `const count = signal(0, { name: "count" })`, for checkpoints and inspection.
import type MagicString from 'magic-string'
import { nodeIn, nodesIn, walk } from './ast.ts'
import type { AnyNode } from './ast.ts'
import { importedAs } from './imports.ts'
import { declaredIn } from './scopes.ts'

const NAMED = new Set(['signal', 'computed'])

export function nameSignals(program: AnyNode, text: MagicString): void {
  const makers = importedAs(program, NAMED)
  if (makers.size > 0) nameWithin(program, makers, text)
}

/** `makers` are the names that mean ours here: one that is declared again means something else inside. */
function nameWithin(node: AnyNode, makers: ReadonlySet<string>, text: MagicString): void {
  walk(Object.values(node), (inner) => {
    if (inner.type === 'VariableDeclarator') nameOne(inner, makers, text)
    const shadows = declaredIn(inner)
    const left = new Set([...makers].filter((name) => !shadows.includes(name)))
    if (left.size === makers.size) return false
    nameWithin(inner, left, text)
    return true
  })
}

function nameOne(declarator: AnyNode, makers: ReadonlySet<string>, text: MagicString): void {
  const variable = nodeIn(declarator, 'id')
  const call = bare(declarator['init'] as AnyNode | null)
  if (variable.type !== 'Identifier' || call?.type !== 'CallExpression') return
  if (!makers.has(String(nodeIn(call, 'callee')['name']))) return
  const given = nodesIn(call, 'arguments')
  if (given.length > 1 || given[0]?.type === 'SpreadElement') return
  const options = `, { name: ${JSON.stringify(variable['name'])} }`
  const last = given[0]
  if (last !== undefined) text.prependRight(last.end, options)
  else text.appendLeft(call.end - 1, `undefined${options}`)
}

/** Without parentheses and types: `(signal(0) as Count)!` */
function bare(expression: AnyNode | null): AnyNode | null {
  const isWrapped = /^(Parenthesized|TSAs|TSSatisfies|TSNonNull)Expression$/.test(
    expression?.type ?? '',
  )
  return isWrapped ? bare((expression as AnyNode)['expression'] as AnyNode) : expression
}
