// Makes an item of a stream: a block in which nothing lives, so that it can be told and forgotten. What would have to
// be kept (a bound signal, a component with state, a closure) is refused.
import { PantographError } from '../errors.ts'
import type { EffectQueue } from '../reactivity/scope.ts'
import { untracked } from '../reactivity/signal.ts'
import { handlerOf, optionsOf } from '../template/on.ts'
import { CHILD, EVENT, EXTRA, SPREAD } from '../template/slot.ts'
import { mountItem, unmount } from './mount.ts'
import { AttributeBinding, ChildBinding, Instance, List, MountedBlock } from './nodes.ts'
import type { Host, Item, Mounted, Place } from './nodes.ts'
import type { SpreadBinding } from './spread-binding.ts'
import { itemBlock } from './content.ts'
import { RefBinding } from './ref.ts'
import { handlerId } from './stream.ts'
import { StreamNode } from './stream-node.ts'
import type { TreeOwner } from './tree-owner.ts'

/** What items are mounted in: nothing in them is noted anywhere. */
class StillHost implements Host {
  readonly effects: EffectQueue
  readonly owner: TreeOwner
  readonly streams: Host['streams']
  readonly restoration = null
  /** Nothing in an item gets to the document's head. */
  readonly head = { use: () => this.busy(), changed: () => {} }
  /** Nor does it wait for anything. */
  readonly pending = {
    add: () => {
      this.busy()
      return () => {}
    },
    awaits: () => this.busy(),
    awaitsNothing: () => {},
  }
  isBusy = false

  constructor(host: Host) {
    this.effects = host.owner.effects
    this.owner = host.owner
    this.streams = host.streams
  }

  add(): void {}
  fail(): void {}
  note(): void {}
  after(): void {}
  disconnects(): void {}
  release(): void {}

  connects(): void {
    this.busy()
  }

  /** What goes wrong is the stream's. */
  caught(): boolean {
    return false
  }

  private busy(): void {
    this.isBusy = true
  }
}

/**
 * The block that an item of a stream is made of.
 * @throws PantographError `PG_STREAM_ITEM` for what lives; `PG_STREAM_HANDLER` for a handler that is not the stream's
 */
export function stillItem(
  outer: Host,
  stream: object,
  value: unknown,
  place: Place,
  parent: Instance | null,
): MountedBlock {
  const host = new StillHost(outer)
  const made = untracked(() => mountItem(host, value, place, parent))
  try {
    if (host.isBusy) throw alive('a component that waits for something, or for the page,')
    return itemBlock(still(made, stream) as Item)
  } catch (error) {
    unmount(host, made)
    throw error
  }
}

function alive(what: string): PantographError {
  return new PantographError(
    'PG_STREAM_ITEM',
    `${what} stands in an item of a stream, which the server does not keep: it is rendered once. ` +
      'Show plain values, and call update(item) when they change.',
  )
}

/** A node without what could change it. */
function still(node: Mounted, stream: object): Mounted {
  if (node instanceof Instance) return stillInstance(node, stream)
  if (node instanceof MountedBlock) stillBlock(node, stream)
  else if (node instanceof List) {
    node.replace(
      node.items.map((item) => still(item, stream) as Item),
      node.keys,
    )
  } else if (node instanceof ChildBinding) throw alive('a signal')
  else if (node instanceof StreamNode) throw alive('a stream')
  return node
}

function stillInstance(instance: Instance, stream: object): Mounted {
  const { type, view, signals, mounts, disposers, parts, child } = instance
  const made = [signals, mounts, disposers, parts]
  if (view !== type || made.some((one) => one !== null)) {
    throw alive(`<${type.name}>, a component with state,`)
  }
  instance.unsubscribe()
  return still(child, stream)
}

function stillBlock(block: MountedBlock, stream: object): void {
  for (const { kind, index, name } of block.template.slots) {
    const value = block.values[index]
    if (kind === EVENT) refuseClosure(stream, value)
    else if (kind === SPREAD) stillSpread(value as SpreadBinding)
    else if (kind === CHILD) {
      const content = still(value as Mounted, stream)
      if (content !== value) block.put(index, content)
    } else if (value instanceof AttributeBinding) throw alive('a signal')
    else if (value instanceof RefBinding) throw alive('a ref')
    else if (kind === EXTRA && name !== 'raw' && value !== null)
      throw alive(`an element's own ${name}`)
  }
}

function refuseClosure(stream: object, value: unknown): void {
  const handler = handlerOf(value)
  // What the browser does alone needs nobody on the server.
  if (handler === null || optionsOf(value)?.quiet || handlerId(stream, handler) !== null) return
  throw new PantographError(
    'PG_STREAM_HANDLER',
    'a function stands in an event of an item of a stream, and the server keeps no items. Make it in setup: ' +
      '`const remove = feed.on((event, key) => …)`, then `onClick={remove}`.',
  )
}

function stillSpread(spread: SpreadBinding): void {
  if (spread.current.events.size > 0) {
    throw new PantographError(
      'PG_STREAM_HANDLER',
      'an item of a stream spreads a handler; give it to the element by name: `onClick={remove}`',
    )
  }
  if (spread.deps !== undefined) throw alive('a signal')
  if (spread.current.ref) throw alive('a ref')
  if (spread.current.extras.size > 0) throw alive('a spread with properties of an element')
}
