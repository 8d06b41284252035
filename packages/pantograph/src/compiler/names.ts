// Gives signals the name of their variable: `const count = signal(0)` becomes
// `const count = signal(0, { name: "count" })`, for checkpoints and inspection.
import type MagicString from 'magic-string'
import { nodeIn, nodesIn, walk } from './ast.ts'
import type { AnyNode } from './ast.ts'

const NAMED = new Set(['signal', 'computed'])

export function nameSignals(program: unknown, text: MagicString): void {
  const makers = importedMakers(program)
  if (makers.size === 0) return
  forgetShadowed(program, makers)
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator') nameOne(node, makers, text)
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

/** The local names of what is imported from `pantograph`. */
function importedMakers(program: unknown): Set<string> {
  const names = new Set<string>()
  walk(program, (node) => {
    if (node.type !== 'ImportDeclaration' || nodeIn(node, 'source')['value'] !== 'pantograph')
      return
    for (const specifier of nodesIn(node, 'specifiers')) {
      const imported = specifier['imported'] as AnyNode | undefined
      if (NAMED.has(String(imported?.['name'])))
        names.add(String(nodeIn(specifier, 'local')['name']))
    }
  })
  return names
}

/** A name that is declared again somewhere may mean something else there: better no name than a wrong call. */
function forgetShadowed(program: unknown, makers: Set<string>): void {
  const forget = (pattern: unknown): void =>
    walk(pattern, (node) => {
      if (node.type === 'Identifier') makers.delete(String(node['name']))
      return node.type.endsWith('Expression')
    })
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator') forget(node['id'])
    if (/Function/.test(node.type)) {
      forget(node['params'])
      if (node.type === 'FunctionDeclaration') forget(node['id'])
    }
  })
}
