// Writes what patching finds as operations of the frame that is being made.
import type { AttributeValue } from '../html/values.ts'
import type { Slot } from '../template/slot.ts'
import * as P from '../wire/protocol.ts'
import type { Writer } from '../wire/writer.ts'
import type { SpreadState } from './attributes.ts'
import { digest } from './digest.ts'
import { Emitter, writeListen, writeSpread, writeValue } from './emit.ts'
import type { Registry } from './emit.ts'
import { ITEM_TEMPLATE, SpreadBinding, UNSENT } from './nodes.ts'
import type { Instance, Mounted, MountedBlock } from './nodes.ts'
import { Ops } from './ops.ts'
import type { Output } from './output.ts'

/** One frame is made at a time, whatever the number of sessions, so its buffer is shared. */
export const ops = new Ops()

type Listening = readonly [block: MountedBlock, slot: number, value: unknown]

export class FrameOutput implements Output {
  private readonly registry: Registry

  constructor(registry: Registry) {
    this.registry = registry
  }

  set(owner: MountedBlock, slot: number, value: AttributeValue): void {
    ops.open(P.OP_SET, slot, owner.number)
    writeValue(ops.writer, value)
  }

  replace(owner: MountedBlock, slot: number, node: Mounted): void {
    ops.open(P.OP_SET, slot, owner.number)
    this.emit(ops, (emitter) => emitter.content(node))
  }

  spread(owner: MountedBlock, slot: number, before: SpreadState, after: SpreadState): void {
    ops.open(P.OP_SET, slot, owner.number)
    writeSpread(ops.writer, before, after)
  }

  listen(owner: MountedBlock, slot: number, value: unknown): void {
    writeListenOp(ops, owner, slot, value)
  }

  insert(
    owner: MountedBlock,
    slot: number,
    items: readonly (MountedBlock | Instance)[],
    before: MountedBlock | null,
  ): void {
    ops.open(P.OP_INSERT, slot, owner.number)
    ops.writer.varint(before === null ? 0 : before.number + 1)
    this.emit(ops, (emitter) => emitter.items(items))
  }

  move(block: MountedBlock, before: MountedBlock | null): void {
    ops.move(block.number, before === null ? null : before.number)
  }

  remove(block: MountedBlock): void {
    ops.remove(block.number)
  }

  /** A root in full: the browser makes what it has like it. */
  render(root: MountedBlock): void {
    ops.open(P.OP_RENDER, 0, root.number)
    this.emit(ops, (emitter) => emitter.content(root.values[0] as Mounted))
  }

  /** For each root the digest and the shape of what the browser has; then the handlers with options. */
  adopt(writer: Writer, roots: readonly MountedBlock[]): void {
    this.emit(new Ops(writer), (emitter) => {
      for (const root of roots) {
        const sum = digest(root.values[0] as Mounted)
        for (let shift = 0; shift < 32; shift += 8) writer.byte((sum >>> shift) & 255)
        emitter.shape(root.values[0] as Mounted, ITEM_TEMPLATE.slots[0] as Slot)
      }
    })
  }

  /** Writes content; what a template does not tell of handlers follows as operations of its own. */
  private emit(to: Ops, write: (emitter: Emitter) => void): void {
    const later: Listening[] = []
    write(new Emitter(this.registry, to.writer, (...listen) => later.push(listen)))
    for (const [block, slot, value] of later) {
      if (block.number === UNSENT) continue
      if (value instanceof SpreadBinding) writeSpreadEvents(to, block, slot, value.current)
      else writeListenOp(to, block, slot, value)
    }
  }
}

const NOTHING: SpreadState = { attributes: new Map(), properties: new Map(), events: new Map() }

function writeSpreadEvents(to: Ops, block: MountedBlock, slot: number, state: SpreadState): void {
  to.open(P.OP_SET, slot, block.number)
  writeSpread(to.writer, NOTHING, { ...NOTHING, events: state.events })
}

function writeListenOp(to: Ops, block: MountedBlock, slot: number, value: unknown): void {
  to.open(P.OP_LISTEN, slot, block.number)
  writeListen(to.writer, value)
}

const ignore = (): void => {}

/** No browser follows: the tree changes, and nobody is told. */
export const SILENT: Output = {
  set: ignore,
  replace: ignore,
  spread: ignore,
  listen: ignore,
  insert: ignore,
  move: ignore,
  remove: ignore,
}
