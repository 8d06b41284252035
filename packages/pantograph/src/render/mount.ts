// Turns descriptions into the mounted tree, and takes parts of it away. Writes nothing: what is new is
// written by whoever asked for it, as HTML (html.ts) or as operations (emit.ts).
import { isDevelopment, PantographError } from '../errors.ts'
import { catchLate } from '../reactivity/scope.ts'
import { isSignal, untracked } from '../reactivity/signal.ts'
import type { Reaction } from '../reactivity/system.ts'
import { Block, ComponentCall } from '../template/block.ts'
import type { Key, Props } from '../template/block.ts'
import { CHILD, EVENT, EXTRA, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import { mountedValue, refOf, slotValue } from './attributes.ts'
import { boundaryOf } from './boundary.ts'
import { isIterable, notAChild, textOf } from './child-value.ts'
import { gateOf, standInOf } from './gate.ts'
import type { Gate } from './gate.ts'
import { ITEM_TEMPLATE } from './content.ts'
import { present, restingOf, showsAsIs } from './items.ts'
import { AttributeBinding, ChildBinding, Instance, List, MountedBlock } from './nodes.ts'
import { SpreadBinding } from './spread-binding.ts'
import { RefBinding } from './ref.ts'
import { assertNesting, assertResting, assertText } from './nesting.ts'
import type { RefTarget, Host, Place } from './nodes.ts'
import type { Item, Mounted } from './nodes.ts'
import { StreamView } from '../template/stream-view.ts'
import { StreamNode } from './stream-node.ts'
import { noteOrigin } from './origin.ts'
import { start } from './setup.ts'

/** Mounts what stands in a child slot. */
export function mountChild(
  host: Host,
  value: unknown,
  place: Place,
  parent: Instance | null,
): Mounted {
  if (value instanceof Block) return mountBlock(host, value, place, parent)
  if (value instanceof ComponentCall) return mountInstance(host, value, place, parent)
  const text = textOf(value)
  if (text !== undefined) return standing(text, place)
  if (isSignal(value)) return mountBinding(host, value, place, parent)
  if (value instanceof StreamView) return new StreamNode(host.streams, value, place, parent)
  if (isIterable(value))
    return mountList(host, Array.isArray(value) ? value : [...value], place, parent)
  // The mistake is to show it; how it ends, nobody waits for.
  if (value instanceof Promise) value.catch(() => {})
  throw new PantographError('PG_CHILD', notAChild(value))
}

/** Mounts what is an item of a list: always a block, or a component whose output is one. */
export function mountItem(
  host: Host,
  value: unknown,
  place: Place,
  parent: Instance | null,
): MountedBlock | Instance {
  if (value instanceof Block) return mountBlock(host, value, place, parent)
  if (value instanceof ComponentCall) return mountInstance(host, value, place, parent)
  return mountBlock(host, wrapped(value), place, parent)
}

/** A text that may stand there. */
function standing<T>(text: T, place: Place): T {
  if (isDevelopment) assertText(text, place)
  return text
}

function mountBinding(
  host: Host,
  signal: ChildBinding['signal'],
  place: Place,
  parent: Instance | null,
): ChildBinding {
  const binding = new ChildBinding(host, place, signal, parent)
  try {
    binding.child = mountChild(host, binding.evaluate(), place, parent)
  } catch (error) {
    abandon(host, binding, error)
  }
  return binding
}

function mountInstance(
  host: Host,
  call: ComponentCall,
  place: Place,
  parent: Instance | null,
): Instance {
  const instance = new Instance(host, place, parent, call)
  const { restoration } = host
  if (restoration === null) return mountStarted(host, instance, place)
  return restoration.component(instance, () => mountStarted(host, instance, place))
}

function mountStarted(host: Host, instance: Instance, place: Place): Instance {
  try {
    mountContent(
      host,
      instance,
      untracked(() => start(instance)),
      place,
    )
  } catch (error) {
    mountFailed(host, instance, place, error)
  }
  return instance
}

function mountContent(host: Host, instance: Instance, value: unknown, place: Place): void {
  const gate = gateOf(instance)
  if (gate !== null) mountGated(host, instance, gate, value, place)
  else instance.child = mountAt(host, value, place, instance)
}

function mountAt(host: Host, value: unknown, place: Place, parent: Instance): Mounted {
  return place.item ? mountItem(host, value, place, parent) : mountChild(host, value, place, parent)
}

/** The content as a block of its own, which nobody is told of while something in it is to come. */
function mountGated(
  host: Host,
  instance: Instance,
  gate: Gate,
  value: unknown,
  place: Place,
): void {
  const mount = (what: unknown): MountedBlock => mountBlock(host, wrapped(what), place, instance)
  const content = mount(value)
  gate.isOpen ||= gate.isComplete
  if (!gate.isOpen) gate.hidden = content
  instance.child = gate.isOpen ? content : mount(standInOf(instance))
}

/** A block of whatever value. */
export const wrapped = (value: unknown): Block => new Block(ITEM_TEMPLATE, [value], undefined)

/** A component could not be mounted: its own boundary shows why, or whoever wanted it gets the error. */
function mountFailed(host: Host, instance: Instance, place: Place, error: unknown): void {
  noteOrigin(error, instance.type.name)
  if (boundaryOf(instance)?.hasFailed !== false) abandon(host, instance, error)
  host.caught(error, instance)
  try {
    const value = untracked(() => instance.evaluate())
    instance.child = mountAt(host, value, place, instance)
  } catch (another) {
    abandon(host, instance, another)
  }
}

function mountBlock(host: Host, block: Block, place: Place, parent: Instance | null): MountedBlock {
  const { template, values } = block
  const mounted = new MountedBlock(template, values, block.key, parent, place)
  if (isDevelopment) assertNesting(mounted, block, place)
  try {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      const slot = template.slots[i] as Slot
      if (showsAsIs(slot, value)) continue
      const made = mountSlot(host, mounted, i, value)
      if (made !== value && !(made === null && isAbsent(slot.kind, value))) mounted.put(i, made)
    }
  } catch (error) {
    abandon(host, mounted, error)
  }
  return mounted
}

/** What attributeOf reads as null. */
const isAbsent = (kind: number, value: unknown): boolean =>
  kind !== CHILD && (value === false || value === undefined)

/** What is half made is known to nobody else, and may listen to signals that outlive the session. */
function abandon(host: Host, made: unknown, error: unknown): never {
  unmount(host, made)
  throw error
}

/** Mounts what fills one slot. */
export function mountSlot(host: Host, owner: MountedBlock, index: number, value: unknown): unknown {
  const slot = owner.template.slots[index] as Slot
  if (slot.kind === CHILD) {
    const text = textOf(value)
    const place = { owner, slot: index, item: false }
    if (text !== undefined) return standing(text, place)
    return mountChild(host, value, place, owner.scope)
  }
  if (slot.kind === EVENT) return value
  if (slot.name === 'ref' && slot.kind === EXTRA) return mountRef(owner, index, value)
  if (slot.kind !== SPREAD && !isSignal(value)) return mountedValue(slot, value)
  return mountReaction(host, owner, slot, value)
}

/** @throws PantographError `PG_REF` */
function mountRef(owner: MountedBlock, slot: number, value: unknown): RefBinding | null {
  const ref = refOf(value)
  return ref === null ? null : new RefBinding(owner, slot, ref as RefTarget)
}

function mountReaction(
  host: Host,
  owner: MountedBlock,
  slot: Slot,
  value: unknown,
): SpreadBinding | AttributeBinding {
  const depth = owner.scope === null ? 0 : owner.scope.depth + 1
  if (!isSignal(value)) return new SpreadBinding(host, owner, slot.index, value as Props, depth)
  const binding = new AttributeBinding(host, owner, slot.index, value, depth)
  try {
    binding.current = slotValue(slot, binding.evaluate())
  } catch (error) {
    abandon(host, binding, error)
  }
  return binding
}

function mountList(
  host: Host,
  values: readonly unknown[],
  place: Place,
  parent: Instance | null,
): List {
  const resting = restingOf(values)
  if (isDevelopment && resting !== null) {
    for (const block of values as readonly Block[]) assertResting(block, place)
  }
  const list = new List(resting, place, parent)
  if (resting === null) mountItems(host, values, list, { ...place, item: true }, parent)
  return list
}

function mountItems(
  host: Host,
  values: readonly unknown[],
  list: List,
  place: Place,
  parent: Instance | null,
): void {
  const { items: shown, keys } = present(values)
  const items: Item[] = []
  list.replace(items, keys)
  try {
    for (const [i, value] of shown.entries()) {
      const mount = (): Item => mountItem(host, value, place, parent)
      const { restoration } = host
      items.push(restoration === null ? mount() : restoration.item(keys[i] as Key, mount))
    }
  } catch (error) {
    abandon(host, list, error)
  }
}

/** Takes away what was mounted: components end, bindings let go, numbers are given back. */
export function unmount(host: Host, node: unknown): void {
  if (node instanceof MountedBlock) unmountBlock(host, node)
  else if (node instanceof List) unmountList(host, node)
  else if (node instanceof Instance) unmountInstance(host, node)
  else if (node instanceof StreamNode) node.end()
  else if (node instanceof ChildBinding) {
    letGo(host, node)
    unmount(host, node.child)
  } else if (node instanceof AttributeBinding || node instanceof SpreadBinding) letGo(host, node)
  else if (node instanceof RefBinding) node.ref.detach(node)
}

function letGo(host: Host, reaction: Reaction): void {
  reaction.unsubscribe()
  host.pending.awaitsNothing(reaction)
}

function unmountBlock(host: Host, block: MountedBlock): void {
  if (!block.isAsDescribed) for (const value of block.values) unmount(host, value)
  host.release(block)
}

function unmountList(host: Host, list: List): void {
  if (list.resting === null) for (const item of list.items) unmount(host, item)
}

function unmountInstance(host: Host, instance: Instance): void {
  instance.disposed = true
  letGo(host, instance)
  unmount(host, instance.child)
  unmount(host, gateOf(instance)?.hidden)
  host.disconnects(instance)
  instance.abort?.abort()
  for (const part of instance.parts ?? []) part.dispose()
  for (const dispose of instance.disposers ?? []) {
    try {
      catchLate(untracked(dispose), (error) => host.fail(error, instance))
    } catch (error) {
      host.fail(error, instance)
    }
  }
  instance.disposers = null
}
