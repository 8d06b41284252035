// The parts of the syntax tree that the compiler looks at, and walking it.

/** Any node: where it stands, and what it is. */
export interface AnyNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** Calls `visit` for every node below `node`; where it returns true, it does not look inside. */
export function walk(node: unknown, visit: (node: AnyNode) => boolean | void): void {
  if (Array.isArray(node)) for (const item of node) walk(item, visit)
  else if (isNode(node) && visit(node) !== true) {
    for (const field of Object.values(node)) if (typeof field === 'object') walk(field, visit)
  }
}

export const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string'

/** The node in a field that always has one. */
export const nodeIn = (node: AnyNode, field: string): AnyNode => node[field] as AnyNode

/** The nodes in a list field. */
export const nodesIn = (node: AnyNode, field: string): AnyNode[] => (node[field] ?? []) as AnyNode[]
