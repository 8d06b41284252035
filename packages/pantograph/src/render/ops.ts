// Writes the operations of one frame. Knows the wire's grammar, not why something changed.
import * as P from '../wire/protocol.ts'
import { varintBytes, Writer } from '../wire/writer.ts'

/** The operations of the frame that is being made. */
export class Ops {
  readonly writer: Writer
  private code = -1
  private slot = 0
  private block = 0

  constructor(writer: Writer = new Writer()) {
    this.writer = writer
  }

  get empty(): boolean {
    return this.writer.size === 0
  }

  /** Opens an operation on a slot of a block; its arguments follow. */
  open(code: number, slot: number, block: number): void {
    const { writer } = this
    const delta = block - this.block
    this.block = block
    if (code === this.code && slot === this.slot && delta >= 0 && delta < P.OP_AGAIN) {
      writer.byte(P.OP_AGAIN | delta)
      return
    }
    this.code = code
    this.slot = slot
    writer.byte((code << 4) | Math.min(slot, P.SLOT_ESCAPE))
    if (slot >= P.SLOT_ESCAPE) writer.varint(slot - P.SLOT_ESCAPE)
    writer.signed(delta)
  }

  /** Moves a list item before another one of its list, or to the end. */
  move(block: number, before: number | null): void {
    this.open(P.OP_MOVE, 0, block)
    this.writer.varint(before === null ? 0 : before + 1)
  }

  /** Takes a list item away. */
  remove(block: number): void {
    this.open(P.OP_REMOVE, 0, block)
  }

  /** Changes the address, or leaves the page. */
  page(kind: number, url: string): void {
    this.writer.byte((P.OP_PAGE << 4) | kind)
    this.writer.string(url)
    this.code = -1
  }

  /**
   * The frame as one message; `done` is how many events it follows, `kept` how many can be lost no more
   * (0: none since the last frame).
   */
  finish(done: number, kept: number): Uint8Array {
    this.code = -1
    this.slot = 0
    this.block = 0
    return this.writer.finish((length, hasStrings) => [
      P.FRAME |
        (done > 0 ? P.HAS_DONE : 0) |
        (kept > 0 ? P.HAS_DURABLE : 0) |
        (hasStrings ? P.HAS_STRINGS : 0),
      ...(done > 0 ? varintBytes(done) : []),
      ...(kept > 0 ? varintBytes(kept) : []),
      ...(hasStrings ? varintBytes(length) : []),
    ])
  }

  /** Drops what was written. */
  discard(): void {
    this.writer.reset()
    this.writer.takeNeeds()
    this.code = -1
    this.slot = 0
    this.block = 0
  }
}
