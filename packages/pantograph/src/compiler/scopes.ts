// Which names a part of the syntax tree declares anew for what is inside it.
import { isNode, nodesIn } from './ast.ts'
import type { AnyNode } from './ast.ts'

/** The names that are declared for the inside of `node`; empty for what opens no scope. */
export function declaredIn(node: AnyNode): string[] {
  if (/Function/.test(node.type)) return [node['id'], ...nodesIn(node, 'params')].flatMap(boundBy)
  if (node.type === 'CatchClause') return boundBy(node['param'])
  if (node.type.startsWith('For')) return [node['init'], node['left']].flatMap(declaredBy)
  if (node.type === 'BlockStatement') return nodesIn(node, 'body').flatMap(declaredBy)
  return []
}

/** By a statement. */
function declaredBy(statement: unknown): string[] {
  if (!isNode(statement)) return []
  if (statement.type === 'VariableDeclaration') {
    return nodesIn(statement, 'declarations').flatMap((one) => boundBy(one['id']))
  }
  return /^(Function|Class)Declaration$/.test(statement.type) ? boundBy(statement['id']) : []
}

/** By a pattern. Its keys, defaults and types declare nothing. */
function boundBy(pattern: unknown): string[] {
  if (!isNode(pattern)) return []
  if (pattern.type === 'Identifier') return [String(pattern['name'])]
  const { properties, elements, value, left, argument, parameter } = pattern
  return [properties, elements, value, left, argument, parameter].flat().flatMap(boundBy)
}
