// Gives signals the name of their variable, property or field: `const count = signal(0)` becomes
// `const count = signal(0, { name: "count" })`, for checkpoints and inspection. Equal names are no matter here.
import type MagicString from 'magic-string'
import { isNode, nodeIn, nodesIn, walk } from './ast.ts'
import type { AnyNode } from './ast.ts'
import { importedAs } from './imports.ts'
import { bare, keyOf, pathOf } from './paths.ts'
import { declaredIn } from './scopes.ts'

const NAMED = ['signal', 'computed', 'resource', 'task']

export function nameSignals(program: AnyNode, text: MagicString): void {
  new Namer(text).within(program, importedAs(program, NAMED))
}

class Namer {
  private readonly text: MagicString
  /** Objects whose properties have got their names, from further out: `form.draft`. */
  private readonly done = new Set<AnyNode>()

  constructor(text: MagicString) {
    this.text = text
  }

  /** `makers` are the paths that mean ours here: one that is declared again means something else inside. */
  within(node: AnyNode, makers: ReadonlySet<string>): void {
    if (makers.size === 0) return
    walk(Object.values(node), (inner) => {
      this.target(inner, makers)
      const shadows = declaredIn(inner)
      if (shadows.length === 0) return false
      this.within(inner, without(makers, shadows))
      return true
    })
  }

  /** What gives a name to a value. */
  private target(node: AnyNode, makers: ReadonlySet<string>): void {
    switch (node.type) {
      case 'VariableDeclarator':
        return this.value(pathOf(nodeIn(node, 'id')), node['init'], makers)
      case 'AssignmentExpression':
        return this.value(targetName(nodeIn(node, 'left')), node['right'], makers)
      case 'PropertyDefinition':
      case 'AccessorProperty':
        return this.value(keyOf(node), node['value'], makers)
      case 'ObjectExpression':
        return this.properties('', node, makers)
    }
  }

  private value(name: string | null, value: unknown, makers: ReadonlySet<string>): void {
    if (name === null || !isNode(value)) return
    const made = bare(value)
    if (made.type === 'ObjectExpression') this.properties(`${name}.`, made, makers)
    if (made.type !== 'CallExpression') return
    if (makers.has(pathOf(bare(nodeIn(made, 'callee'))) ?? '')) this.call(made, name)
  }

  private properties(prefix: string, object: AnyNode, makers: ReadonlySet<string>): void {
    if (this.done.has(object)) return
    this.done.add(object)
    for (const property of nodesIn(object, 'properties')) {
      const key = keyOf(property)
      if (key !== null) this.value(prefix + key, property['value'], makers)
    }
  }

  private call(call: AnyNode, name: string): void {
    const [initial, options, ...others] = nodesIn(call, 'arguments')
    const entry = `name: ${JSON.stringify(name)}`
    if (initial === undefined) this.text.appendLeft(call.end - 1, `undefined, { ${entry} }`)
    else if (initial.type === 'SpreadElement' || others.length > 0) return
    else if (options === undefined) this.text.prependRight(initial.end, `, { ${entry} }`)
    else this.option(bare(options), entry)
  }

  /** First of the options, so that a computed key still has the last word. */
  private option(options: AnyNode, entry: string): void {
    if (options.type !== 'ObjectExpression') return
    const given = nodesIn(options, 'properties')
    if (given.some((one) => one.type === 'SpreadElement' || keyOf(one) === 'name')) return
    this.text.appendLeft(options.start + 1, given.length > 0 ? ` ${entry},` : ` ${entry} `)
  }
}

/** `P.signal` goes with `P`. */
const without = (makers: ReadonlySet<string>, shadows: readonly string[]): Set<string> =>
  new Set([...makers].filter((path) => !shadows.includes(path.replace(/\..*/, ''))))

/** What is assigned to: `this.count` is called as a field would be. */
const targetName = (target: AnyNode): string | null =>
  pathOf(bare(target))?.replace(/^this\./, '') ?? null
