// Writes what patching finds as operations of the frame that is being made.
import type { AttributeValue } from '../html/values.ts'
import type { Key } from '../template/block.ts'
import { NEEDS_EXTRAS, needsOfPage } from '../template/needs.ts'
import { CHILD, EVENT, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import * as P from '../wire/protocol.ts'
import type { Writer } from '../wire/writer.ts'
import { NO_SPREAD } from './attributes.ts'
import type { SpreadState } from './attributes.ts'
import type { Difference } from './compare.ts'
import { digest } from './digest.ts'
import { Emitter, rawSum, slotOnWire, unsaidProperties, writeSpread, writeValue } from './emit.ts'
import { spreadChanges, spreadNow } from './spread-changes.ts'
import type { Registry } from './emit.ts'
import type { SpreadChange } from './spread-changes.ts'
import { Journal } from './journal.ts'
import type { KnownBlocks } from './known-blocks.ts'
import type { Unseen } from './journal.ts'
import { attributeOf, contentOf, ITEM_TEMPLATE, itemBlock } from './content.ts'
import { List, MountedBlock, UNSENT } from './nodes.ts'
import { SpreadBinding } from './spread-binding.ts'
import { arrange } from './list.ts'
import { writeListen } from './listening.ts'
import type { Instance, Item, Mounted, ShownStream, ToldOp } from './nodes.ts'
import { Ops } from './ops.ts'
import type { ControlState } from './reports.ts'
import { StreamNode } from './stream-node.ts'
import type { Output } from './output.ts'

/** One frame is made at a time, whatever the number of sessions, so its buffer is shared. */
export const ops = new Ops()

type Listening = readonly [block: MountedBlock, slot: number, value: unknown]

/** What no browser knows yet changes unseen. */
export class FrameOutput implements Output {
  /** What the frames that the browser has not acknowledged have told. */
  journal = new Journal()
  private readonly registry: Registry

  constructor(registry: Registry) {
    this.registry = registry
  }

  set(owner: MountedBlock, slot: number, value: AttributeValue): void {
    if (owner.number === UNSENT) return
    this.journal.slot(owner, slot)
    ops.open(P.OP_SET, slot, owner.number)
    writeValue(ops.writer, slotOnWire(owner.template.slots[slot] as Slot, value))
  }

  /** Calls a function of an element: a method's name and what it is given, as JSON. */
  call(owner: MountedBlock, slot: number, text: string): void {
    const { kind } = owner.template.slots[slot] as Slot
    const tell = (): void => {
      if (owner.number === UNSENT) return
      ops.writer.need(NEEDS_EXTRAS)
      ops.open(P.OP_SET, slot, owner.number)
      if (kind !== SPREAD) writeValue(ops.writer, text)
      else writeSpread(ops.writer, [{ kind: P.SLOT_EXTRA, name: 'ref', value: text }])
    }
    this.journal.once(tell)
    tell()
  }

  /** What is in the document's head. */
  head(text: string): void {
    this.page(P.PAGE_HEAD, text)
  }

  replace(owner: MountedBlock, slot: number, node: Mounted): void {
    if (owner.number === UNSENT) return
    // It must not be taken for one that it takes the place of.
    if (contentOf(node) instanceof StreamNode) this.set(owner, slot, null)
    this.fill(owner, slot, node)
  }

  private fill(owner: MountedBlock, slot: number, node: Mounted): void {
    this.journal.slot(owner, slot)
    ops.open(P.OP_SET, slot, owner.number)
    this.emit(ops, (emitter) => emitter.content(node))
  }

  spread(owner: MountedBlock, slot: number, changes: readonly SpreadChange[]): void {
    if (owner.number === UNSENT) return
    this.journal.spread(owner, slot, changes)
    ops.open(P.OP_SET, slot, owner.number)
    writeSpread(ops.writer, changes)
  }

  property({ block, slot, name, value }: ControlState): void {
    if (block.template.slots[slot]?.kind !== SPREAD) return this.set(block, slot, value)
    this.spread(block, slot, [{ kind: P.SLOT_PROPERTY, name, value }])
  }

  listen(owner: MountedBlock, slot: number, value: unknown): void {
    if (owner.number === UNSENT) return
    this.journal.slot(owner, slot)
    writeListenOp(ops, owner, slot, value)
  }

  insert(
    owner: MountedBlock,
    slot: number,
    items: readonly (MountedBlock | Instance)[],
    keys: readonly Key[] | null,
    before: MountedBlock | null,
  ): void {
    if (owner.number === UNSENT) return
    this.journal.slot(owner, slot)
    ops.open(P.OP_INSERT, slot, owner.number)
    ops.writer.varint(before === null ? 0 : before.number + 1)
    this.emit(ops, (emitter) => emitter.items(items, keys))
  }

  move(owner: MountedBlock, slot: number, block: MountedBlock, before: MountedBlock | null): void {
    if (owner.number === UNSENT) return
    this.journal.slot(owner, slot)
    ops.move(block.number, before === null ? null : before.number)
  }

  remove(owner: MountedBlock, slot: number, block: MountedBlock): void {
    if (owner.number === UNSENT) return
    this.journal.slot(owner, slot)
    ops.remove(block.number)
  }

  /** Operations on a stream. */
  stream(node: ShownStream, told: readonly ToldOp[]): void {
    this.journal.stream(node, told)
    ops.open(P.OP_SET, node.slot, node.owner.number)
    this.emit(ops, (emitter) => emitter.streamOps(node.stream, told))
  }

  /** A root in full: the browser makes what it has like it. */
  render(root: MountedBlock): void {
    ops.open(P.OP_RENDER, 0, root.number)
    this.emit(ops, (emitter) => emitter.content(root.values[0] as Mounted))
  }

  /** Something about the page as a whole: a change of the address, its head, commands, events. */
  page(kind: number, text: string): void {
    const tell = (): void => {
      ops.writer.need(needsOfPage(kind))
      ops.page(kind, text)
    }
    this.journal.once(tell)
    tell()
  }

  /** Tells again what the browser has missed. */
  retell(unseen: Unseen, known: Pick<KnownBlocks, 'knows'>): void {
    // Asked before anything is told: what is told in full need not be told in parts.
    const slots = [...unseen.slots].filter(([block]) => known.knows(block))
    const spreads = [...unseen.spreads].filter(([block]) => known.knows(block))
    for (const [block, changed] of slots) {
      for (const slot of changed) this.retellSlot(block, slot)
    }
    for (const [block, changed] of spreads) {
      for (const [slot, changes] of changed) this.retellSpread(block, slot, changes.values())
    }
    for (const [node, told] of unseen.streams) if (node.isShown) this.stream(node, told)
    for (const tell of unseen.once) {
      this.journal.once(tell)
      tell()
    }
  }

  private retellSlot(owner: MountedBlock, index: number): void {
    const value = owner.values[index]
    const { kind } = owner.template.slots[index] as Slot
    if (kind === EVENT) return this.listen(owner, index, value)
    if (kind !== CHILD) return this.set(owner, index, attributeOf(value))
    const node = contentOf(value as Mounted)
    if (node instanceof List) return this.arrange(owner, index, node)
    // A block that it has can only stand where it stood.
    if (node instanceof MountedBlock && node.number !== UNSENT) return
    this.replace(owner, index, node)
  }

  private retellSpread(owner: MountedBlock, slot: number, changes: Iterable<SpreadChange>): void {
    const now = spreadNow((owner.values[slot] as SpreadBinding).current, changes)
    this.journal.spread(owner, slot, now)
    ops.open(P.OP_SET, slot, owner.number)
    writeSpread(ops.writer, now)
  }

  /** A list whole: items that the browser has by number, the others in full. */
  private arrange(owner: MountedBlock, slot: number, list: List): void {
    const { items, keys } = list
    if (!items.some(isSent)) return this.replace(owner, slot, list)
    this.journal.slot(owner, slot)
    ops.open(P.OP_ARRANGE, slot, owner.number)
    this.emit(ops, (emitter) => {
      emitter.reserve(items.filter((item) => !isSent(item)))
      for (let i = 0; i < items.length;) {
        const known = isSent(items[i] as MountedBlock)
        let end = i + 1
        while (end < items.length && isSent(items[end] as MountedBlock) === known) end++
        const part = items.slice(i, end)
        ops.writer.varint(part.length * 2 + (known ? 1 : 0))
        if (known) for (const item of part) ops.writer.varint(itemBlock(item).number)
        else emitter.itemGroups(part, keys.slice(i, end))
        i = end
      }
      ops.writer.varint(0)
    })
  }

  /** What a page that has come back lacks of what it should show. */
  differences(all: readonly Difference[]): void {
    for (const difference of all) {
      const { block } = difference
      if (difference.kind === 'slots') this.slots(block, difference.kept)
      else if (difference.kind === 'items') this.items(difference)
      else if (difference.kind === 'listen') {
        this.listen(block, difference.slot, block.values[difference.slot])
      } else this.fill(block, difference.slot, block.values[difference.slot] as Mounted)
    }
  }

  /** All slots of a block but its handlers and spreads. */
  private slots({ number, template, values }: MountedBlock, kept: ReadonlySet<number>): void {
    ops.open(P.OP_RENDER, 0, number)
    for (const { kind, index } of template.slots) {
      if (kept.has(index)) ops.writer.varint(P.SPECIAL_KEPT * 4 + P.VALUE_SPECIAL)
      else if (kind === CHILD) {
        const content = contentOf(values[index] as Mounted)
        if (content instanceof StreamNode) {
          this.emit(ops, (emitter) => emitter.content(content))
          continue
        }
        if (content instanceof List) ops.writer.varint(P.SPECIAL_EMPTY * 4 + P.VALUE_SPECIAL)
        else writeValue(ops.writer, content as AttributeValue)
      } else if (kind !== EVENT && kind !== SPREAD) {
        writeValue(
          ops.writer,
          slotOnWire(template.slots[index] as Slot, attributeOf(values[index])),
        )
      }
    }
  }

  private items({ block, slot, list, positions, gone }: Difference & { kind: 'items' }): void {
    for (const number of gone) ops.remove(number)
    const { items, keys } = list
    arrange(items, items, positions, 0, items.length, {
      mount: (item) => item as Item,
      insert: (made, at, before) =>
        this.insert(block, slot, made, keys.slice(at, at + made.length), before),
      move: (item, before) => this.move(block, slot, item, before),
    })
  }

  /** For each root the digest and the shape of what the browser has; then the handlers with options. */
  adopt(writer: Writer, roots: readonly MountedBlock[]): void {
    this.emit(new Ops(writer), (emitter) => {
      for (const root of roots) {
        const sum = digest(root.values[0] as Mounted)
        writer.word(sum)
        emitter.shape(root.values[0] as Mounted, ITEM_TEMPLATE.slots[0] as Slot)
      }
    })
  }

  /** Writes content; what a template does not tell of handlers follows as operations of its own. */
  private emit(to: Ops, write: (emitter: Emitter) => void): void {
    const later: Listening[] = []
    write(new Emitter(this.registry, to.writer, (...listen) => later.push(listen)))
    for (const [block, slot, value] of later) {
      if (value instanceof StreamNode) this.journal.stream(value, null)
      else if (block.number === UNSENT) continue
      else if (value instanceof SpreadBinding) writeUnseen(to, block, slot, value.current)
      else if (block.template.slots[slot]?.kind === EVENT) writeListenOp(to, block, slot, value)
      else writeUnsaid(to, block, slot, value)
    }
  }
}

/** What HTML does not say of a spread. */
function writeUnseen(to: Ops, block: MountedBlock, slot: number, state: SpreadState): void {
  const { events, extras } = state
  const properties = unsaidProperties(block.template.slots[slot] as Slot, state)
  to.open(P.OP_SET, slot, block.number)
  writeSpread(to.writer, spreadChanges(NO_SPREAD, { ...NO_SPREAD, properties, events, extras }))
}

/** What HTML does not say of any other slot. */
function writeUnsaid(to: Ops, block: MountedBlock, slot: number, given: unknown): void {
  const value = attributeOf(given)
  const isRaw = block.template.slots[slot]?.name === 'raw'
  to.open(P.OP_SET, slot, block.number)
  writeValue(to.writer, isRaw ? rawSum(String(value)) : value)
}

function writeListenOp(to: Ops, block: MountedBlock, slot: number, value: unknown): void {
  to.open(P.OP_LISTEN, slot, block.number)
  writeListen(to.writer, value)
}

const isSent = (item: MountedBlock | Instance): boolean => itemBlock(item).number !== UNSENT

const ignore = (): void => {}

/** No browser follows: the tree changes, and nobody is told. */
export const SILENT: Output = {
  set: ignore,
  replace: ignore,
  spread: ignore,
  property: ignore,
  listen: ignore,
  insert: ignore,
  move: ignore,
  remove: ignore,
  stream: ignore,
}
