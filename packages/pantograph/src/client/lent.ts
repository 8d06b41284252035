// What the page lends to the parts of the runtime that are loaded later, which must not load it twice.
import type { Reader } from '../wire/reader.ts'
import type { Block } from './state.ts'

export interface Tools {
  varint(value: number): number[]
  sized(bytes: readonly number[]): number[]
  inline(text: string): number[]
  setText(node: Text, data: string): void
  settleControls(): void
  readonly typed: WeakSet<EventTarget>
  readonly heard: WeakSet<EventTarget>
  readonly told: WeakSet<EventTarget>
  hasUnanswered(element: Element): boolean
  readonly blocks: (Block | undefined)[]
  readonly numbering: { fresh: number }
  found<T>(thing: T | undefined | null): T
  readSlot(reader: Reader, block: Block, index: number, namespace: string): void
  readInsert(reader: Reader, block: Block, slot: number, before: Node, replaced: undefined): void
  removeBlock(block: Block): void
  moveBefore(block: Block, node: Node): void
}
