// What the browser was told in frames that it has not acknowledged yet. If the connection breaks before it
// does, a resume tells the present state of just these places. Bounded by the window of frames; empty when
// everything is acknowledged. Knows no wire.
import type { Template } from '../template/template.ts'
import type { SpreadChange } from './spread-changes.ts'
import type { MountedBlock, ShownStream, ToldOp } from './nodes.ts'

/** What one frame changed. */
class Entry {
  /** Slots that were given another value: a block, a slot, a block, a slot … */
  readonly slots: (MountedBlock | number)[] = []
  /** What spread slots were told. */
  readonly spreads: [block: MountedBlock, slot: number, change: SpreadChange][] = []
  /** Blocks that it made known. */
  readonly blocks: MountedBlock[] = []
  /** Templates that it made known, and what the browser knew of each before. */
  readonly templates: [template: Template, before: number | undefined][] = []
  /** What streams were told; null: what their setup has filled in. */
  readonly streams: (readonly [node: ShownStream, told: readonly ToldOp[] | null])[] = []
  /** What happens once and is not state: changes of the address. */
  readonly once: (() => void)[] = []
  frame = 0
}

/** What frames after some number changed, taken together. */
export interface Unseen {
  /** Places whose state must be told again, in the order in which they were first changed. */
  readonly slots: ReadonlyMap<MountedBlock, ReadonlySet<number>>
  readonly spreads: ReadonlyMap<
    MountedBlock,
    ReadonlyMap<number, ReadonlyMap<string, SpreadChange>>
  >
  /** Blocks that the browser never heard of. */
  readonly blocks: ReadonlySet<MountedBlock>
  /** Templates with what the browser knows of each, newest change first. */
  readonly templates: readonly (readonly [Template, number | undefined])[]
  readonly streams: readonly (readonly [ShownStream, readonly ToldOp[]])[]
  readonly once: readonly (() => void)[]
}

export class Journal {
  private sent: Entry[] = []
  private open: Entry | null = null

  slot(block: MountedBlock, slot: number): void {
    this.entry.slots.push(block, slot)
  }

  spread(block: MountedBlock, slot: number, changes: readonly SpreadChange[]): void {
    for (const change of changes) this.entry.spreads.push([block, slot, change])
  }

  block(block: MountedBlock): void {
    this.entry.blocks.push(block)
  }

  template(template: Template, before: number | undefined): void {
    this.entry.templates.push([template, before])
  }

  stream(node: ShownStream, told: readonly ToldOp[] | null): void {
    this.entry.streams.push([node, told])
  }

  once(tell: () => void): void {
    this.entry.once.push(tell)
  }

  get isEmpty(): boolean {
    return this.open === null && this.sent.length === 0
  }

  /** What was noted since the last one went with this frame. */
  close(frame: number): void {
    if (this.open === null) return
    this.open.frame = frame
    this.sent.push(this.open)
    this.open = null
  }

  /** The browser has applied everything up to this frame. */
  acknowledged(frame: number): void {
    while (this.sent.length > 0 && (this.sent[0] as Entry).frame <= frame) {
      for (const [node, told] of this.sent.shift()?.streams ?? []) if (told === null) node.forget()
    }
  }

  /** What streams were told that the browser may have missed. */
  get unseenStreams(): Unseen['streams'] {
    const entries = this.open === null ? this.sent : [...this.sent, this.open]
    return entries.flatMap(({ streams }) => streams.filter(isNews))
  }

  /** What the browser lacks if `frame` is the last that it has applied. It is forgotten here. */
  takeAfter(frame: number): Unseen {
    this.acknowledged(frame)
    const entries = this.sent
    this.sent = []
    const unseen = {
      slots: new Map<MountedBlock, Set<number>>(),
      spreads: new Map<MountedBlock, Map<number, Map<string, SpreadChange>>>(),
      blocks: new Set<MountedBlock>(),
      templates: entries.flatMap(({ templates }) => templates).toReversed(),
      streams: entries.flatMap(({ streams }) => streams.filter(isNews)),
      once: entries.flatMap(({ once }) => once).slice(-MOST_ONCE),
    }
    for (const entry of entries) collect(entry, unseen)
    return unseen
  }

  private get entry(): Entry {
    return (this.open ??= new Entry())
  }
}

const isNews = (
  one: readonly [ShownStream, readonly ToldOp[] | null],
): one is readonly [ShownStream, readonly ToldOp[]] => one[1] !== null

/** Of what happens once, no more than this is told again. */
const MOST_ONCE = 64

function collect(
  entry: Entry,
  unseen: {
    slots: Map<MountedBlock, Set<number>>
    spreads: Map<MountedBlock, Map<number, Map<string, SpreadChange>>>
    blocks: Set<MountedBlock>
  },
): void {
  for (let i = 0; i < entry.slots.length; i += 2) {
    const block = entry.slots[i] as MountedBlock
    const slots = unseen.slots.get(block) ?? new Set()
    unseen.slots.set(block, slots.add(entry.slots[i + 1] as number))
  }
  for (const [block, slot, change] of entry.spreads) {
    const slots = unseen.spreads.get(block) ?? new Map<number, Map<string, SpreadChange>>()
    const changes = slots.get(slot) ?? new Map<string, SpreadChange>()
    changes.set(`${change.kind} ${change.name}`, change)
    unseen.spreads.set(block, slots.set(slot, changes))
  }
  for (const block of entry.blocks) unseen.blocks.add(block)
}
