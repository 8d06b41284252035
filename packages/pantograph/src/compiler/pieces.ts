// What a JSX tree becomes: a template's static strings and slots, and the values in the order of the source.
import type { AnyNode } from './ast.ts'

/** An expression that stays where it is, or code that is made up. */
export type Piece = AnyNode | string

/** Collects a template. */
export class TemplateBuilder {
  readonly statics: string[] = ['']
  readonly slots: string[] = []
  /** Where its elements stand in the source, in order. */
  readonly elements: number[] = []
  private readonly filled: Piece[][] = []

  /** An element begins. */
  element(at: number, html: string): void {
    this.elements.push(at)
    this.text(html)
  }

  text(html: string): void {
    this.statics[this.statics.length - 1] += html
  }

  /** A slot, and what fills it: together one expression, or none if the one before fills this too. */
  slot(name: string, ...value: Piece[]): void {
    this.slots.push(name)
    this.statics.push('')
    if (value.length > 0) this.filled.push(value)
  }

  /** The arguments of the runtime's `template`. */
  get source(): string {
    return `${JSON.stringify(this.statics)}, ${JSON.stringify(this.slots)}`
  }

  /** What stands between the brackets of an array. */
  get values(): Piece[] {
    return this.filled.flatMap((value, i) => (i === 0 ? value : [', ', ...value]))
  }
}
