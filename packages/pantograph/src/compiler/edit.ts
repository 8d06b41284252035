// Writes calls in the place of JSX. Expressions stay where they stand in the source, so that the source
// map is exact; only what is between them is written anew. Knows nothing of what the calls mean.
import type MagicString from 'magic-string'
import type { AnyNode } from './ast.ts'
import type { Piece } from './pieces.ts'

/** A call that takes the place of a node, without its end: `)` or `, key)` follows. */
export interface Call {
  readonly pieces: readonly Piece[]
  readonly key?: Piece | undefined
}

export class Editor {
  private readonly text: MagicString
  /** What is to be done within an expression that stays. */
  private readonly inside: (expression: AnyNode) => void

  constructor(text: MagicString, inside: (expression: AnyNode) => void) {
    this.text = text
    this.inside = inside
  }

  place(node: AnyNode, { pieces, key }: Call): void {
    if (key === undefined) this.write(node, [...pieces, ')'])
    else if (typeof key === 'string') this.write(node, [...pieces, `, ${key})`])
    else this.placeWithKey(node, [...pieces, ', '], key)
  }

  /** A key stands among the attributes and is moved behind all else. */
  private placeWithKey(node: AnyNode, pieces: readonly Piece[], key: AnyNode): void {
    const behind = pieces.findIndex((piece) => typeof piece === 'object' && piece.start > key.start)
    const at = behind < 0 ? pieces.length : behind
    this.write(node, [...pieces.slice(0, at), key, ...pieces.slice(at)])
    this.text.appendLeft(key.end, ')')
    this.text.move(key.start, key.end, node.end)
  }

  /** Writes pieces over a node: expressions in the order of the source, and code around them. */
  write(node: AnyNode, pieces: readonly Piece[]): void {
    let at = node.start
    let glue = this.separator(node.start)
    for (const piece of pieces) {
      if (typeof piece === 'string') glue += piece
      else {
        this.overwrite(at, piece.start, glue)
        glue = ''
        at = piece.end
        this.inside(piece)
      }
    }
    this.overwrite(at, node.end, glue)
  }

  /** Where JSX touches JSX there is no range; what was put before `to`, such as a moved key, stays before it. */
  private overwrite(from: number, to: number, text: string): void {
    if (from === to) this.text.prependRight(from, text)
    else this.text.update(from, to, text)
  }

  /** `return<p/>` would become one word. */
  private separator(start: number): string {
    return /[\w$]/.test(this.text.original[start - 1] ?? '') ? ' ' : ''
  }
}
