// Which names a part of the syntax tree declares anew for what is inside it.
import { isNode, nodesIn, walk } from './ast.ts'
import type { AnyNode } from './ast.ts'

/** The names that are declared for the inside of `node`; empty for what opens no scope. */
export function declaredIn(node: AnyNode): string[] {
  if (/Function/.test(node.type)) {
    return [...[node['id'], ...nodesIn(node, 'params')].flatMap(boundBy), ...hoistedIn(node)]
  }
  if (node.type.startsWith('For')) return [node['init'], node['left']].flatMap(declaredBy)
  switch (node.type) {
    case 'ClassExpression':
      return boundBy(node['id'])
    case 'CatchClause':
      return boundBy(node['param'])
    case 'StaticBlock':
      return [...nodesIn(node, 'body').flatMap(declaredBy), ...hoistedIn(node)]
    case 'TSModuleBlock':
      return [...nodesIn(node, 'body').flatMap(exportedOrNot), ...hoistedIn(node)]
    case 'BlockStatement':
      return nodesIn(node, 'body').flatMap(declaredBy)
    case 'SwitchStatement':
      return nodesIn(node, 'cases').flatMap((one) => nodesIn(one, 'consequent').flatMap(declaredBy))
    default:
      return []
  }
}

/** By a statement. */
function declaredBy(statement: unknown): string[] {
  if (!isNode(statement)) return []
  if (statement.type === 'VariableDeclaration') {
    return nodesIn(statement, 'declarations').flatMap((one) => boundBy(one['id']))
  }
  const isNamed = /^(Function|Class|TSEnum|TSModule)Declaration$/.test(statement.type)
  return isNamed ? boundBy(statement['id']) : []
}

const exportedOrNot = (statement: AnyNode): string[] =>
  declaredBy(statement['declaration'] ?? statement)

/** By `var`, however deep inside: it counts for the whole function. */
function hoistedIn(node: AnyNode): string[] {
  const names: string[] = []
  walk(node['body'], (inner) => {
    if (inner.type === 'VariableDeclaration' && inner['kind'] === 'var') {
      names.push(...declaredBy(inner))
    }
    return /Function|^StaticBlock$|^TSModuleBlock$/.test(inner.type)
  })
  return names
}

/** By a pattern. Its keys, defaults and types declare nothing. */
function boundBy(pattern: unknown): string[] {
  if (!isNode(pattern)) return []
  if (pattern.type === 'Identifier') return [String(pattern['name'])]
  const { properties, elements, value, left, argument, parameter } = pattern
  return [properties, elements, value, left, argument, parameter].flat().flatMap(boundBy)
}
