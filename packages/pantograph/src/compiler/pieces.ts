// What a JSX tree becomes: a template's static strings and slots, and the values in the order of the source.
import type { AnyNode } from './ast.ts'

/** An expression that stays where it is, or code that is made up. */
export type Piece = AnyNode | string

/** A binding: by name, which values it is made of. */
interface Parts {
  bind?: number
  onInput?: number
}

/** Collects a template. */
export class TemplateBuilder {
  readonly statics: string[] = ['']
  readonly slots: string[] = []
  /** Where its elements stand in the source, in order. */
  readonly elements: number[] = []
  private readonly filled: Piece[][] = []
  /** Which value fills each slot. */
  private readonly sources: (number | Parts)[] = []
  private count = 0
  private parts: Parts = {}

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
    this.sources.push(this.count++)
    this.open(name)
    if (value.length > 0) this.filled.push(value)
  }

  /** A part of what the next `bound` fills its slot with. */
  bind(name: keyof Parts, value: Piece): void {
    this.parts[name] = this.count++
    this.filled.push([value])
  }

  /** A slot that is filled with an object of parts. */
  bound(): void {
    this.sources.push(this.parts)
    this.parts = {}
    this.open('...')
  }

  private open(name: string): void {
    this.slots.push(name)
    this.statics.push('')
  }

  /** Which value fills each slot, where that is not just the next; else null. */
  get order(): string | null {
    const isPlain = this.sources.every((source, i) => source === i)
    return isPlain ? null : JSON.stringify(this.sources)
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
