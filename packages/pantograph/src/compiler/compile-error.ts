// What is wrong with a source, and where.
import { PantographError } from '../errors.ts'

/** A source that cannot be compiled. The message begins with `file:line:column`. */
export class CompileError extends PantographError {
  constructor(filename: string, source: string, at: number, what: string) {
    const before = source.slice(0, at).split('\n')
    super(
      'PG_COMPILE',
      `${filename}:${before.length}:${(before.at(-1) as string).length + 1}: ${what}`,
    )
    this.name = 'CompileError'
  }
}

interface ParserError {
  readonly message: string
  readonly labels: readonly { readonly start: number }[]
}

/** From what the parser says. */
export const syntaxError = (error: ParserError, filename: string, source: string): CompileError =>
  new CompileError(filename, source, error.labels[0]?.start ?? 0, error.message)
