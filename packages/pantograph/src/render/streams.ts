// The streams that a tree shows: which of them have something to tell, and what the page has of each.
import { UNSENT } from './nodes.ts'
import type { Host, Instance, MountedBlock, Place, ShownStream, ToldOp } from './nodes.ts'
import type { Output } from './output.ts'
import type { StreamHost } from './stream-node.ts'

/** Makes the block of an item: see still.ts. */
type MakeItem = (
  host: Host,
  stream: object,
  value: unknown,
  place: Place,
  parent: Instance | null,
) => MountedBlock

export class Streams implements StreamHost<MountedBlock, Instance> {
  private readonly all = new Set<ShownStream>()
  private due = new Set<ShownStream>()
  private readonly host: Host
  private readonly makeItem: MakeItem
  private readonly onDue: () => void

  constructor(host: Host, makeItem: MakeItem, onDue: () => void) {
    this.host = host
    this.makeItem = makeItem
    this.onDue = onDue
  }

  make(node: ShownStream, value: unknown): MountedBlock {
    const { owner, slot, scope, stream } = node
    return this.makeItem(this.host, stream, value, { owner, slot, item: true }, scope)
  }

  add(node: ShownStream): void {
    this.all.add(node)
  }

  remove(node: ShownStream): void {
    this.all.delete(node)
    this.due.delete(node)
  }

  has(node: ShownStream): boolean {
    return this.all.has(node)
  }

  isDue(node: ShownStream): void {
    if (this.due.has(node)) return
    this.due.add(node)
    this.onDue()
  }

  get areDue(): boolean {
    return this.due.size > 0 && [...this.due].some(({ owner }) => owner.number !== UNSENT)
  }

  /** Whether a page without its items could not be told them. */
  get areForgotten(): boolean {
    return [...this.all].some(({ first }) => first === null)
  }

  /** Nobody has been told anything: what waits belongs to what is told first. */
  fillIn(): void {
    const due = this.due
    this.due = new Set()
    for (const node of due) node.fillIn()
  }

  /** Tells what waits. */
  tell(output: Output): void {
    const due = this.due
    this.due = new Set()
    for (const node of due) {
      // It stands in something that waits to be shown.
      if (node.owner.number === UNSENT) this.due.add(node)
      else this.tellOne(node, output)
    }
  }

  private tellOne(node: ShownStream, output: Output): void {
    try {
      const ops = node.takeOps()
      if (ops.length > 0) output.stream(node, ops)
    } catch (error) {
      if (node.scope === null || !this.host.caught(error, node.scope)) throw error
    }
  }

  /** Numbers begin anew. @param unseen what was told, and may not have arrived */
  begin(unseen: readonly (readonly [ShownStream, readonly ToldOp[]])[]): void {
    for (const [node, ops] of unseen) {
      if (!this.all.has(node)) continue
      node.again.push(...ops)
      this.due.add(node)
    }
    for (const node of this.all) node.isTold = node.isAdopted = false
  }

  /** The page has what its HTML showed. */
  heard(): void {
    for (const node of this.all) if (node.isAdopted) node.forget()
  }

  /** The page shows what setups fill in, where it was not told of it. */
  forgetUntold(): void {
    for (const node of this.all) if (!node.isTold) node.forget()
  }
}
