// Which names of a module were imported from the framework, whatever the author calls them there.
import { nodeIn, nodesIn } from './ast.ts'
import type { AnyNode } from './ast.ts'

/** What the module calls those of `wanted` that it imports: `signal`, `s`, `P.signal`. */
export function importedAs(program: AnyNode, wanted: readonly string[]): Set<string> {
  const imports = nodesIn(program, 'body').filter(
    (node) => node.type === 'ImportDeclaration' && nodeIn(node, 'source')['value'] === 'pantograph',
  )
  const specifiers = imports.flatMap((node) => nodesIn(node, 'specifiers'))
  return new Set(specifiers.flatMap((specifier) => pathsBy(specifier, wanted)))
}

function pathsBy(specifier: AnyNode, wanted: readonly string[]): string[] {
  const local = String(nodeIn(specifier, 'local')['name'])
  if (specifier.type === 'ImportNamespaceSpecifier') return wanted.map((name) => `${local}.${name}`)
  // The default has none, and `import { 'signal' as s }` has it as a value.
  const imported = specifier['imported'] as AnyNode | undefined
  return wanted.includes(String(imported?.['name'] ?? imported?.['value'])) ? [local] : []
}
