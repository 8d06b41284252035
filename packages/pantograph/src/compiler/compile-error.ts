// What is wrong with a source, and where.
import { PantographError } from '../errors.ts'

/** A source that cannot be compiled. The message begins with `file:line:column`. */
export class CompileError extends PantographError {
  constructor(filename: string, source: string, at: number, what: string) {
    super('PG_COMPILE', `${filename}:${positionIn(source, at)}: ${what}`)
    this.name = 'CompileError'
  }
}

/** `line:column` of a place in a source. */
export function positionIn(source: string, at: number): string {
  const before = source.slice(0, at).split('\n')
  return `${before.length}:${(before.at(-1) as string).length + 1}`
}

interface ParserError {
  readonly message: string
  readonly labels: readonly { readonly start: number }[]
}

/** From what the parser says. */
export const syntaxError = (error: ParserError, filename: string, source: string): CompileError =>
  new CompileError(filename, source, error.labels[0]?.start ?? 0, error.message)
