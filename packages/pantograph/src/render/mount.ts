// Turns descriptions into the mounted tree, and takes parts of it away. Writes nothing: what is new is
// written by whoever asked for it, as HTML (html.ts) or as operations (emit.ts).
import { isDevelopment, PantographError } from '../errors.ts'
import { catchLate } from '../reactivity/scope.ts'
import { isSignal, untracked } from '../reactivity/signal.ts'
import type { Reaction } from '../reactivity/system.ts'
import { Block, ComponentCall } from '../template/block.ts'
import type { Key, Props } from '../template/block.ts'
import { ATTRIBUTE, CHILD, EVENT, EXTRA, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import { isSound } from '../html/text.ts'
import { slotValue } from './attributes.ts'
import { boundaryOf } from './boundary.ts'
import { isIterable, isWireInteger, notAChild, textOf } from './child-value.ts'
import { gateOf, standInOf } from './gate.ts'
import type { Gate } from './gate.ts'
import { ITEM_TEMPLATE } from './content.ts'
import {
  AttributeBinding,
  ChildBinding,
  Instance,
  List,
  MountedBlock,
  SpreadBinding,
} from './nodes.ts'
import { RefBinding } from './ref.ts'
import type { RefTarget, Host, Place } from './nodes.ts'
import type { Item, Mounted } from './nodes.ts'
import type { Resting } from './part.ts'
import { StreamView } from '../template/stream-view.ts'
import { StreamNode } from './stream-node.ts'
import { keyAt } from './keys.ts'
import { start } from './setup.ts'

/** Mounts what stands in a child slot. */
export function mountChild(
  host: Host,
  value: unknown,
  place: Place,
  parent: Instance | null,
): Mounted {
  if (value instanceof Block) return mountBlock(host, value, parent)
  if (value instanceof ComponentCall) return mountInstance(host, value, place, parent)
  const text = textOf(value)
  if (text !== undefined) return text
  if (isSignal(value)) return mountBinding(host, value, place, parent)
  if (value instanceof StreamView) return new StreamNode(host.streams, value, place, parent)
  if (isIterable(value))
    return mountList(host, Array.isArray(value) ? value : [...value], place, parent)
  // The mistake is to show it; how it ends, nobody waits for.
  catchLate(value, () => {})
  throw new PantographError('PG_CHILD', notAChild(value))
}

/** Mounts what is an item of a list: always a block, or a component whose output is one. */
export function mountItem(
  host: Host,
  value: unknown,
  place: Place,
  parent: Instance | null,
): MountedBlock | Instance {
  if (value instanceof Block) return mountBlock(host, value, parent)
  if (value instanceof ComponentCall) return mountInstance(host, value, place, parent)
  return mountBlock(host, wrapped(value), parent)
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
  if (gate !== null) mountGated(host, instance, gate, value)
  else instance.child = mountAt(host, value, place, instance)
}

function mountAt(host: Host, value: unknown, place: Place, parent: Instance): Mounted {
  return place.item ? mountItem(host, value, place, parent) : mountChild(host, value, place, parent)
}

/** The content as a block of its own, which nobody is told of while something in it is to come. */
function mountGated(host: Host, instance: Instance, gate: Gate, value: unknown): void {
  const content = mountBlock(host, wrapped(value), instance)
  gate.isOpen ||= gate.isComplete
  if (!gate.isOpen) gate.hidden = content
  instance.child = gate.isOpen ? content : mountBlock(host, wrapped(standInOf(instance)), instance)
}

/** A block of whatever value. */
export const wrapped = (value: unknown): Block => new Block(ITEM_TEMPLATE, [value], undefined)

/** A component could not be mounted: its own boundary shows why, or whoever wanted it gets the error. */
function mountFailed(host: Host, instance: Instance, place: Place, error: unknown): void {
  if (boundaryOf(instance)?.hasFailed !== false) abandon(host, instance, error)
  host.caught(error, instance)
  try {
    const value = untracked(() => instance.evaluate())
    instance.child = mountAt(host, value, place, instance)
  } catch (another) {
    abandon(host, instance, another)
  }
}

export function mountBlock(host: Host, block: Block, parent: Instance | null): MountedBlock {
  const { template, values } = block
  const mounted = new MountedBlock(template, values, block.key, parent)
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

/** Whether a slot holds the very value that was described. False may also mean that it is not known yet. */
function showsAsIs({ kind, isGuarded }: Slot, value: unknown): boolean {
  if (kind === EVENT) return true
  if (kind !== CHILD && kind !== ATTRIBUTE) return false
  if (typeof value === 'string') return !isGuarded && isSound(value)
  if (typeof value === 'number') return kind === ATTRIBUTE || isWireInteger(value)
  return value === null || (value === undefined && kind === ATTRIBUTE)
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
    if (text !== undefined) return text
    return mountChild(host, value, { owner, slot: index, item: false }, owner.scope)
  }
  if (slot.kind === EVENT) return value
  if (slot.name === 'ref' && slot.kind === EXTRA) return mountRef(owner, index, value)
  if (slot.kind !== SPREAD && !isSignal(value)) return slotValue(slot, value)
  return mountReaction(host, owner, slot, value)
}

/** @throws PantographError `PG_REF` */
function mountRef(owner: MountedBlock, slot: number, value: unknown): RefBinding | null {
  if (value === null || value === undefined || value === false) return null
  if (typeof (value as Partial<RefTarget>).attach === 'function')
    return new RefBinding(owner, slot, value as RefTarget)
  throw new PantographError('PG_REF', 'a `ref` attribute takes what `ref()` has made in setup')
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
  const list = new List(resting, parent)
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

/** What can wait to be mounted: blocks of one template that show their values as they are. Else null. */
function restingOf(blocks: readonly unknown[]): Resting | null {
  const first = blocks[0]
  if (!(first instanceof Block)) return null
  const { template } = first
  const values = new Array<readonly unknown[]>(blocks.length)
  const keys = new Array<Key | undefined>(blocks.length)
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]
    if (!(block instanceof Block) || block.template !== template) return null
    if (!isPlain(template.slots, block.values)) return null
    values[i] = block.values
    keys[i] = block.key
  }
  if (isDevelopment) refuseDuplicates(keys.map(keyAt))
  return { template, values, keys }
}

function isPlain(slots: readonly Slot[], values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!showsAsIs(slots[i] as Slot, values[i])) return false
  }
  return true
}

const isPresent = (value: unknown): boolean =>
  value !== null && value !== undefined && typeof value !== 'boolean'

/** The values of an array that show something, and their keys: given, or their position. */
export function present(values: readonly unknown[]): { items: unknown[]; keys: Key[] } {
  const items: unknown[] = []
  const keys: Key[] = []
  for (let position = 0; position < values.length; position++) {
    const value = values[position]
    if (!isPresent(value)) continue
    items.push(value)
    keys.push(keyAt(keyOf(value), position))
  }
  if (isDevelopment) refuseDuplicates(keys)
  return { items, keys }
}

const keyOf = (value: unknown): Key | undefined =>
  value instanceof Block || value instanceof ComponentCall ? value.key : undefined

function refuseDuplicates(keys: readonly Key[]): void {
  if (new Set(keys).size === keys.length) return
  const twice = keys.find((key, i) => keys.indexOf(key) !== i)
  throw new PantographError(
    'PG_DUPLICATE_KEY',
    `two items of one list have the key ${String(twice)}`,
  )
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
  host.awaitsNothing(reaction)
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
