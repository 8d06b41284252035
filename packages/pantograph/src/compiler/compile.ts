// TSX to JavaScript: each JSX tree becomes a template, made once, and the values that fill it. One function
// for the Node loader and the Vite plugin. Knows syntax only; what templates mean is the runtime's matter.
import remapping from '@jridgewell/remapping'
import { MagicString } from 'magic-string'
import { parseSync } from 'oxc-parser'
import { transformSync } from 'oxc-transform'
import type { AnyNode } from './ast.ts'
import { syntaxError } from './compile-error.ts'
import { nameSignals } from './signal-names.ts'
import { rewriteJsx } from './rewrite.ts'

export interface CompileOptions {
  /** Where the source comes from: for messages, for the source map, and for its language (by its ending). */
  readonly filename: string
  /** Whether elements know where they stand in the source, for messages at run time. Default: false. */
  readonly development?: boolean
}

export interface Compiled {
  readonly code: string
  /** A source map, version 3, as JSON. */
  readonly map: string
}

/**
 * Compiles one module.
 *
 * @throws CompileError `PG_COMPILE`, with file, line and column.
 * @example
 * compile('export const a = <p>{x}</p>', { filename: 'a.tsx' }).code
 */
export function compile(
  source: string,
  { filename, development = false }: CompileOptions,
): Compiled {
  const lang = filename.endsWith('x') ? 'tsx' : 'ts'
  const { program, errors } = parseSync(filename, source, {
    lang,
    sourceType: 'module',
    showSemanticErrors: true,
  })
  const [error] = errors
  if (error !== undefined) throw syntaxError(error, filename, source)
  const tree = program as unknown as AnyNode
  const text = new MagicString(source)
  nameSignals(tree, text)
  rewriteJsx(tree, { text: source, filename, development }, text)
  return stripTypes(text, filename)
}

/** The rest of TypeScript: types, enums, parameter properties. */
function stripTypes(text: MagicString, filename: string): Compiled {
  const rewritten = text.toString()
  const stripped = transformSync(filename.replace(/x$/, ''), rewritten, {
    lang: 'ts',
    sourceType: 'module',
    sourcemap: true,
    target: 'esnext',
  })
  const [error] = stripped.errors
  if (error !== undefined) throw syntaxError(error, filename, rewritten)
  const first = text.generateMap({ source: filename, hires: true, includeContent: true })
  const map = remapping([stripped.map as never, first as never], () => null)
  return { code: stripped.code, map: map.toString() }
}
