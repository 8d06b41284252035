// What is written into a cell, and what it means: a text, a number, or `=` and an expression of numbers, cells (B3),
// ranges (A0:A9) and functions. Knows nothing of a sheet: whoever evaluates says what other cells hold.
import { rangeOf } from './refs.ts'

/** What a cell shows. Empty cells hold the empty text; errors are texts too. */
export type Value = number | string

const ERRORS = {
  syntax: '#SYNTAX',
  cycle: '#CYCLE',
  value: '#VALUE',
  division: '#DIV/0',
} as const

export interface Formula {
  /** The cells that it reads. */
  readonly refs: readonly string[]
  readonly evaluate: (read: (ref: string) => Value) => Value
}

type Evaluate = Formula['evaluate']

/** Thrown inside of an evaluation, whose value it becomes. */
class Failure extends Error {}

export function parse(text: string): Formula {
  const trimmed = text.trim()
  if (!trimmed.startsWith('=')) return constant(isNumeric(trimmed) ? Number(trimmed) : text)
  try {
    return new Parser(trimmed.slice(1)).formula()
  } catch (error) {
    if (error instanceof Failure) return constant(error.message)
    throw error
  }
}

export const EMPTY = constant('')
/** What a cell holds that reads itself. */
export const CYCLE = constant(ERRORS.cycle)

const isNumeric = (text: string): boolean => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)

function constant(value: Value): Formula {
  return { refs: [], evaluate: () => value }
}

const FUNCTIONS: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
  SUM: (numbers) => numbers.reduce((sum, n) => sum + n, 0),
  PRODUCT: (numbers) => numbers.reduce((product, n) => product * n, 1),
  COUNT: (numbers) => numbers.length,
  MIN: (numbers) => Math.min(...numbers),
  MAX: (numbers) => Math.max(...numbers),
  AVG: (numbers) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length,
}

const TOKEN = /\s*(?:(\d+(?:\.\d*)?|\.\d+)|([A-Z]+\d+)|([A-Z]+)|([-+*/():,]))/iy

/** expression = term { (+|-) term }; term = factor { (*|/) factor }; factor = number | cell | call | (…) | -factor */
class Parser {
  private readonly tokens: string[]
  private at = 0
  private readonly refs = new Set<string>()

  constructor(text: string) {
    this.tokens = tokensOf(text)
  }

  formula(): Formula {
    const evaluate = this.expression()
    if (this.at < this.tokens.length) throw new Failure(ERRORS.syntax)
    return { refs: [...this.refs], evaluate: (read) => outcome(() => evaluate(read)) }
  }

  private expression(): Evaluate {
    return this.chain(() => this.term(), { '+': (a, b) => a + b, '-': (a, b) => a - b })
  }

  private term(): Evaluate {
    return this.chain(() => this.factor(), { '*': (a, b) => a * b, '/': divided })
  }

  /** Operators of one rank, from left to right. */
  private chain(
    part: () => Evaluate,
    operators: Readonly<Record<string, (a: number, b: number) => number>>,
  ): Evaluate {
    let left = part()
    for (;;) {
      const operator = operators[this.tokens[this.at] ?? '']
      if (operator === undefined) return left
      this.at++
      const [a, b] = [left, part()]
      left = (read) => operator(numberOf(a(read)), numberOf(b(read)))
    }
  }

  private factor(): Evaluate {
    const token = this.tokens[this.at++] ?? ''
    if (isNumeric(token)) return () => Number(token)
    if (token === '-') {
      const negated = this.factor()
      return (read) => -numberOf(negated(read))
    }
    if (token === '(') return this.closed(this.expression())
    if (FUNCTIONS[token] !== undefined) return this.call(FUNCTIONS[token])
    return this.cell(token)
  }

  private cell(name: string): Evaluate {
    const [ref] = this.range(name, name)
    return (read) => read(ref as string)
  }

  /** Arguments may be ranges; of what they hold, only the numbers count. */
  private call(compute: (numbers: readonly number[]) => number): Evaluate {
    this.expect('(')
    const args: ((read: (ref: string) => Value) => readonly Value[])[] = []
    do args.push(this.argument())
    while (this.tokens[this.at] === ',' && this.at++)
    const numbers: (read: (ref: string) => Value) => number[] = (read) =>
      args.flatMap((argument) => argument(read)).filter(isNumberOrFailure)
    return this.closed((read) => compute(numbers(read)))
  }

  private argument(): (read: (ref: string) => Value) => readonly Value[] {
    const [from, colon, to] = this.tokens.slice(this.at, this.at + 3)
    if (colon !== ':') {
      const evaluate = this.expression()
      return (read) => [evaluate(read)]
    }
    this.at += 3
    const refs = this.range(from ?? '', to ?? '')
    return (read) => refs.map(read)
  }

  private range(from: string, to: string): readonly string[] {
    const refs = rangeOf(from, to)
    if (refs === null) throw new Failure(ERRORS.syntax)
    for (const ref of refs) this.refs.add(ref)
    return refs
  }

  private closed(evaluate: Evaluate): Evaluate {
    this.expect(')')
    return evaluate
  }

  private expect(token: string): void {
    if (this.tokens[this.at++] !== token) throw new Failure(ERRORS.syntax)
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  for (let end = 0; text.slice(end).trim() !== ''; end = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)
    if (token === null) throw new Failure(ERRORS.syntax)
    tokens.push(token[0].trim().toUpperCase())
  }
  return tokens
}

function outcome(evaluate: () => Value): Value {
  try {
    const value = evaluate()
    // So that 0.1 + 0.2 is 0.3.
    return typeof value === 'number' ? finite(Number(value.toPrecision(12))) : value
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

const isError = (value: Value): boolean => Object.values<Value>(ERRORS).includes(value)
const finite = (value: number): Value => (Number.isFinite(value) ? value : ERRORS.value)

/** An empty cell counts as 0; a text is no number; an error is passed on. */
function numberOf(value: Value): number {
  if (typeof value === 'number') return value
  if (value === '') return 0
  throw new Failure(isError(value) ? value : ERRORS.value)
}

function isNumberOrFailure(value: Value): value is number {
  if (isError(value)) throw new Failure(String(value))
  return typeof value === 'number'
}

function divided(a: number, b: number): number {
  if (b === 0) throw new Failure(ERRORS.division)
  return a / b
}
