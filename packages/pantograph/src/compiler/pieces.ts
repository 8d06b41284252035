// What a JSX tree becomes: a template's static strings and slots, and the values in the order of the source.
// A value is either an expression that stands in the source or a bit of code for a literal.
import type { AnyNode } from './ast.ts'

/** An expression that stays where it is, or code that is made up. */
export type Piece = AnyNode | string

/** Collects a template. */
export class TemplateBuilder {
  readonly statics: string[] = ['']
  readonly slots: string[] = []
  readonly values: Piece[][] = []

  text(html: string): void {
    this.statics[this.statics.length - 1] += html
  }

  /** A slot, and what fills it: pieces that together are one expression. */
  slot(name: string, ...value: Piece[]): void {
    this.slots.push(name)
    this.statics.push('')
    this.values.push(value)
  }

  /** The arguments of the runtime's `template`. */
  get source(): string {
    return `${JSON.stringify(this.statics)}, ${JSON.stringify(this.slots)}`
  }
}
