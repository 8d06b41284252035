// Which names of a module were imported from the framework, whatever the author calls them there.
import { nodeIn, nodesIn } from './ast.ts'
import type { AnyNode } from './ast.ts'

const FRAMEWORK = /^pantograph(\/|$)/

/** The local names of what is imported under one of `wanted`. */
export function importedAs(program: AnyNode, wanted: ReadonlySet<string>): Set<string> {
  const names = new Set<string>()
  for (const node of nodesIn(program, 'body')) {
    if (node.type !== 'ImportDeclaration') continue
    if (!FRAMEWORK.test(String(nodeIn(node, 'source')['value']))) continue
    for (const specifier of nodesIn(node, 'specifiers')) {
      const imported = specifier['imported'] as AnyNode | undefined
      if (wanted.has(String(imported?.['name'])))
        names.add(String(nodeIn(specifier, 'local')['name']))
    }
  }
  return names
}
