// What the JSX nodes of a syntax tree are: elements, components, children that show something.
import { isNode, nodeIn, nodesIn, walk } from './ast.ts'
import type { AnyNode } from './ast.ts'
import { literalOf, shownText } from './literal.ts'
import { jsxText } from './text.ts'

export const isJsx = (node: AnyNode): boolean =>
  node.type === 'JSXElement' || node.type === 'JSXFragment'

/** JSX within a node, but not within other JSX. */
export function eachJsx(node: unknown, visit: (jsx: AnyNode) => void): void {
  walk(node, (inner) => {
    if (isJsx(inner)) visit(inner)
    return isJsx(inner)
  })
}

/** `<Foo>`, `<a.b>`; neither `<my-element>` nor `<svg:rect>`. */
export function isComponent(element: AnyNode): boolean {
  const name = nodeIn(nodeIn(element, 'openingElement'), 'name')
  if (name.type === 'JSXMemberExpression') return true
  return name.type !== 'JSXNamespacedName' && /^[^a-z-][^-]*$/.test(String(name['name']))
}

export const textOf = (jsxTextNode: AnyNode): string =>
  jsxText(String(jsxTextNode['raw'] ?? jsxTextNode['value']))

/** The children without white space between lines and comments. */
export const childrenOf = (node: AnyNode): AnyNode[] =>
  nodesIn(node, 'children').filter((child) => {
    if (child.type === 'JSXText') return textOf(child) !== ''
    if (child.type !== 'JSXExpressionContainer') return true
    return nodeIn(child, 'expression').type !== 'JSXEmptyExpression'
  })

/** The children that may show something: not `{null}`, not `{''}`. */
export const shownChildrenOf = (node: AnyNode): AnyNode[] =>
  childrenOf(node).filter((child) => {
    if (child.type !== 'JSXExpressionContainer') return true
    const value = literalOf(nodeIn(child, 'expression'))
    return 'expression' in value || shownText(value.literal) !== ''
  })

/** The local names of the runtime's `Fragment`. Others may have a component of that name. */
export function fragmentNames(program: AnyNode): Set<string> {
  const names = new Set<string>()
  for (const node of nodesIn(program, 'body')) {
    if (node.type !== 'ImportDeclaration') continue
    if (!/^pantograph\/jsx-(dev-)?runtime$/.test(String(nodeIn(node, 'source')['value']))) continue
    for (const specifier of nodesIn(node, 'specifiers')) {
      const imported = specifier['imported']
      if (!isNode(imported) || imported['name'] !== 'Fragment') continue
      names.add(String(nodeIn(specifier, 'local')['name']))
    }
  }
  return names
}
