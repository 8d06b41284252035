// What the cells hold. Nothing here passes a change on: each cell is a computed, so it is computed again when, and only
// when, a cell that it has read has changed. Knows nothing of how it is shown.
import { computed } from 'pantograph'
import type { ReadonlySignal } from 'pantograph'
import { CYCLE, EMPTY, parse } from './formula.ts'
import type { Formula, Value } from './formula.ts'
import { COLUMNS, ROWS } from './refs.ts'

/** What was written, by cell; cells without are empty. */
export type Written = Readonly<Record<string, string>>

type Formulas = ReadonlyMap<string, Formula>

export class Sheet {
  private readonly values = new Map<string, ReadonlySignal<Value>>()
  /** By text, so that what is written as before stays the same formula. */
  private known: Formulas = new Map()

  constructor(written: ReadonlySignal<Written>) {
    const formulas = computed(() => this.parseAll(written.value))
    for (const ref of ROWS.flatMap((row) => COLUMNS.map((column) => column + row))) {
      const formula = computed(() => formulas.value.get(ref) ?? EMPTY)
      this.values.set(
        ref,
        computed(() => this.evaluate(formula.value)),
      )
    }
    // What is read first: a chain of thousands of cells would be too deep for the stack.
    for (const ref of inOrder(formulas.peek())) this.value(ref).peek()
  }

  /** What a cell shows, to be bound to its place. */
  value(ref: string): ReadonlySignal<Value> {
    return this.values.get(ref) as ReadonlySignal<Value>
  }

  protected evaluate(formula: Formula): Value {
    return formula.evaluate((ref) => this.value(ref).value)
  }

  private parseAll(written: Written): Formulas {
    const cells = Object.entries(written)
    this.known = new Map(cells.map(([, text]) => [text, this.known.get(text) ?? parse(text)]))
    const formulas = new Map(cells.map(([ref, text]) => [ref, this.known.get(text) ?? EMPTY]))
    const sound = new Set(inOrder(formulas))
    for (const ref of formulas.keys()) if (!sound.has(ref)) formulas.set(ref, CYCLE)
    return formulas
  }
}

/** Each cell behind all that it reads; without those that read themselves, or one that does. */
function inOrder(formulas: Formulas): string[] {
  const readers = new Map<string, string[]>()
  const missing = new Map<string, number>()
  for (const [ref, { refs }] of formulas) {
    const read = refs.filter((one) => formulas.has(one))
    missing.set(ref, read.length)
    for (const one of read)
      readers
        .set(one, readers.get(one) ?? [])
        .get(one)
        ?.push(ref)
  }
  const order = [...formulas.keys()].filter((ref) => missing.get(ref) === 0)
  // It grows while it is walked through.
  for (const ref of order) {
    for (const reader of readers.get(ref) ?? []) {
      const left = (missing.get(reader) ?? 0) - 1
      missing.set(reader, left)
      if (left === 0) order.push(reader)
    }
  }
  return order
}
