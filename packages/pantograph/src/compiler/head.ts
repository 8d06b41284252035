// What a compiled module has at its beginning: the import of the runtime and the templates, each once.
import { nodesIn } from './ast.ts'
import type { AnyNode } from './ast.ts'
import type { TemplateBuilder } from './pieces.ts'

const RUNTIME = 'pantograph/jsx-runtime'
const SHORT = {
  template: 't',
  block: 'b',
  blockDEV: 'd',
  component: 'c',
  spread: 's',
  arranged: 'a',
} as const

export class Head {
  private readonly prefix: string
  private readonly imports = new Set<string>()
  /** Templates by the source of their arguments. */
  private readonly templates = new Map<string, string>()

  constructor(source: string) {
    let prefix = '_$'
    while (source.includes(prefix)) prefix = `_${prefix}`
    this.prefix = prefix
  }

  /** The local name of something from the runtime. */
  use(name: keyof typeof SHORT): string {
    const local = `${this.prefix}${SHORT[name]}`
    this.imports.add(`${name} as ${local}`)
    return local
  }

  /** The name of the template; the same one is made once. */
  template(builder: TemplateBuilder): string {
    const { source } = builder
    const name = this.templates.get(source) ?? `${this.prefix}${this.templates.size + 1}`
    this.templates.set(source, name)
    return name
  }

  /** One line; empty when nothing is needed. */
  get code(): string {
    const make = this.templates.size > 0 ? this.use('template') : ''
    if (this.imports.size === 0) return ''
    const made = [...this.templates].map(([source, name]) => `const ${name} = ${make}(${source}); `)
    return `import { ${[...this.imports].join(', ')} } from '${RUNTIME}'; ${made.join('')}`
  }
}

/** Where the head goes: on the line of what stands there, so that no line moves. */
export function headPlace(program: AnyNode, source: string): { at: number; separator: string } {
  const directives = nodesIn(program, 'body').filter(
    (node) => typeof node['directive'] === 'string',
  )
  const last = directives.at(-1)
  // A directive may end without a semicolon; an empty statement is harmless.
  if (last !== undefined) return { at: last.end, separator: ';' }
  const hashbang = source.startsWith('#!') ? source.indexOf('\n') + 1 : 0
  return { at: hashbang, separator: '' }
}
