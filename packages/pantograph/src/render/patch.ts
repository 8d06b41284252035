// Compares new descriptions with the mounted tree and makes the tree, and through `output` the browser,
// follow. Cost follows the size of what was evaluated anew, never the page.
import { isDevelopment } from '../errors.ts'
import { isSignal, untracked } from '../reactivity/signal.ts'
import { Block, ComponentCall } from '../template/block.ts'
import type { Props } from '../template/block.ts'
import { CHILD, EVENT, EXTRA, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import type { AttributeValue } from '../html/values.ts'
import { isHook, mountedValue, slotValue } from './attributes.ts'
import { hookNews } from '../template/hook.ts'
import { spreadChanges } from './spread-changes.ts'
import { sameListen } from './listening.ts'
import { patchKeyed } from './list.ts'
import { boundaryOf } from './boundary.ts'
import { isIterable, textOf } from './child-value.ts'
import { gateOf, standInOf } from './gate.ts'
import type { Gate } from './gate.ts'
import { present } from './items.ts'
import { mountChild, mountItem, mountSlot, unmount } from './mount.ts'
import { attributeOf, itemBlock, ITEM_TEMPLATE } from './content.ts'
import { assertText, recall } from './nesting.ts'
import { AttributeBinding, ChildBinding, Instance, List, MountedBlock } from './nodes.ts'
import { noteOrigin } from './origin.ts'
import { RefBinding } from './ref.ts'
import type { Reports } from './reports.ts'
import type { Host, Place } from './nodes.ts'
import type { Item, Mounted } from './nodes.ts'
import type { SpreadBinding } from './spread-binding.ts'
import type { Output } from './output.ts'
import { StreamView } from '../template/stream-view.ts'
import { takeProps } from './setup.ts'
import { StreamNode } from './stream-node.ts'

/** The tree, as far as patching needs it. */
export interface Patcher extends Host {
  readonly output: Output
  readonly reports: Reports | null
  /** What is there already stands elsewhere now, or is shown now. */
  onMoved(): void
}

/** What runs again when something that it read has changed. */
export type Dirty = Instance | ChildBinding | AttributeBinding | SpreadBinding

/** Follows what is due. Throws what no boundary around it can take. */
export function update(tree: Patcher, reaction: Dirty): void {
  try {
    run(tree, reaction)
  } catch (error) {
    if (reaction instanceof Instance) noteOrigin(error, reaction.type.name)
    const near = 'parent' in reaction ? reaction.parent : reaction.owner.scope
    if (!tree.caught(error, near)) throw error
  }
}

function run(tree: Patcher, reaction: Dirty): void {
  if (reaction instanceof Instance) updateInstance(tree, reaction)
  else if (reaction instanceof ChildBinding) updateChildBinding(tree, reaction)
  else if (reaction instanceof AttributeBinding) updateAttributeBinding(tree, reaction)
  else updateSpread(tree, reaction)
}

/** Runs a component's view and follows it. */
function updateInstance(tree: Patcher, instance: Instance): void {
  const boundary = boundaryOf(instance)
  if (boundary?.hasFailed !== false) return follow(tree, instance)
  try {
    follow(tree, instance)
  } catch (error) {
    noteOrigin(error, instance.type.name)
    // It is of no use any more: what stands here instead takes the place of all of it.
    tree.caught(error, instance)
    replaceContent(tree, instance)
  }
}

function follow(tree: Patcher, instance: Instance): void {
  const value = untracked(() => instance.evaluate())
  const gate = gateOf(instance)
  if (gate !== null) patchGated(tree, instance, gate, value)
  else if (instance.item) {
    instance.child = patchItem(tree, instance.child as Item, value, instance, instance)
  } else instance.child = patchChild(tree, instance.child, value, instance, instance)
}

/** Shows what the component shows now in place of what it has shown, whatever that is. */
function replaceContent(tree: Patcher, instance: Instance): void {
  const value = untracked(() => instance.evaluate())
  const before = instance.child
  instance.child = instance.item
    ? mountItem(tree, value, instance, instance)
    : mountChild(tree, value, instance, instance)
  swap(tree, instance, before, instance.child)
  unmount(tree, before)
}

/** Puts something else where something stands. */
function swap(tree: Patcher, place: Place, before: Mounted, after: Mounted): void {
  const { owner, slot, item } = place
  if (!item) return tree.output.replace(owner, slot, after)
  const gone = itemBlock(before as Item)
  tree.output.insert(owner, slot, [after as Item], null, gone)
  tree.output.remove(owner, slot, gone)
}

/** Content that has not been shown changes unseen; when it is complete, it takes the place of what stands for it. */
function patchGated(tree: Patcher, instance: Instance, gate: Gate, value: unknown): void {
  const content = gate.hidden ?? (instance.child as MountedBlock)
  patchInto(tree, content, value, instance)
  if (gate.hidden === null) return
  const standIn = instance.child as MountedBlock
  if (!gate.isComplete) return patchInto(tree, standIn, standInOf(instance), instance)
  gate.hidden = null
  gate.isOpen = true
  instance.child = content
  tree.onMoved()
  swap(tree, instance, standIn, content)
  unmount(tree, standIn)
}

/** Follows a signal that stands in a child slot. */
function updateChildBinding(tree: Patcher, binding: ChildBinding): void {
  const value = untracked(() => binding.evaluate())
  binding.child = patchChild(tree, binding.child, value, binding, binding.parent)
}

/** Follows a signal that stands in an attribute slot. */
function updateAttributeBinding(tree: Patcher, binding: AttributeBinding): void {
  const slot = binding.owner.template.slots[binding.slot] as Slot
  const value = slotValue(
    slot,
    untracked(() => binding.evaluate()),
  )
  if (Object.is(value, binding.current)) return
  const before = binding.current
  binding.current = value
  setValue(tree, binding.owner, slot, value, before)
}

/** Follows the signals in a spread object. */
function updateSpread(tree: Patcher, binding: SpreadBinding): void {
  const before = binding.current
  binding.current = untracked(() => binding.evaluate())
  const { owner, slot } = binding
  const changes = spreadChanges(before, binding.current)
  const news = tree.reports?.newsOf(owner, slot, changes) ?? changes
  if (news.length > 0) tree.output.spread(owner, slot, news)
}

/** Follows the value of an attribute or a property. */
function setValue(
  tree: Patcher,
  owner: MountedBlock,
  slot: Slot,
  value: AttributeValue,
  before: AttributeValue,
): void {
  const { index, name } = slot
  if (isHook(slot)) return tree.output.set(owner, index, hookNews(before, value))
  // What the browser's user has typed already need not be sent back.
  const isNews = tree.reports?.isNews({ block: owner, slot: index, name, value }) ?? true
  if (isNews) tree.output.set(owner, index, value)
}

/** Follows a new value of a child slot; returns what stands there now. */
export function patchChild(
  tree: Patcher,
  old: Mounted,
  value: unknown,
  place: Place,
  parent: Instance | null,
): Mounted {
  const text = textOf(value)
  if (text !== undefined) return patchText(tree, old, text, place)
  const kept = patchSame(tree, old, value)
  if (kept) return old
  if (old instanceof List && isIterable(value) && !isSignal(value)) {
    patchList(tree, old, [...value], place, parent)
    return old
  }
  const mounted = mountChild(tree, value, place, parent)
  tree.output.replace(place.owner, place.slot, mounted)
  unmount(tree, old)
  return mounted
}

function patchText(
  tree: Patcher,
  old: Mounted,
  text: string | number | null,
  place: Place,
): Mounted {
  if (Object.is(old, text)) return old
  if (isDevelopment) assertText(text, place)
  tree.output.set(place.owner, place.slot, text)
  unmount(tree, old)
  return text
}

/** Follows a new value of a list item; an item is always one block. */
export function patchItem(
  tree: Patcher,
  old: MountedBlock | Instance,
  value: unknown,
  place: Place,
  parent: Instance | null,
): MountedBlock | Instance {
  if (isDevelopment) recall(itemBlock(old), place)
  if (patchSame(tree, old, value) || patchWrapped(tree, old, value, parent)) return old
  const mounted = mountItem(tree, value, place, parent)
  const gone = itemBlock(old)
  tree.output.insert(place.owner, place.slot, [mounted], null, gone)
  tree.output.remove(place.owner, place.slot, gone)
  unmount(tree, old)
  return mounted
}

/** An item that is no block stands in one that was made for it. */
function patchWrapped(
  tree: Patcher,
  old: Mounted,
  value: unknown,
  parent: Instance | null,
): boolean {
  if (!(old instanceof MountedBlock) || old.template !== ITEM_TEMPLATE) return false
  if (value instanceof Block || value instanceof ComponentCall) return false
  patchInto(tree, old, value, parent)
  return true
}

/** Follows a new value of what a block was made for. */
function patchInto(
  tree: Patcher,
  block: MountedBlock,
  value: unknown,
  parent: Instance | null,
): void {
  const place = { owner: block, slot: 0, item: false }
  const old = block.values[0] as Mounted
  const now = patchChild(tree, old, value, place, parent)
  if (now !== old) block.put(0, now)
}

/** Updates in place where the kind of thing is the same; false if it must be replaced. */
function patchSame(tree: Patcher, old: Mounted, value: unknown): boolean {
  if (value instanceof Block) {
    if (!(old instanceof MountedBlock) || !sameBlock(old, value)) return false
    patchBlock(tree, old, value)
    return true
  }
  if (value instanceof ComponentCall) {
    if (!(old instanceof Instance) || old.type !== value.type || old.key !== value.key) return false
    if (takeProps(old, value.props)) updateInstance(tree, old)
    return true
  }
  if (value instanceof StreamView) return old instanceof StreamNode && old.follow(value)
  return old instanceof ChildBinding && old.signal === value
}

const sameBlock = (old: MountedBlock, block: Block): boolean =>
  old.template === block.template && old.key === block.key

function patchBlock(tree: Patcher, mounted: MountedBlock, block: Block): void {
  const { slots } = mounted.template
  for (let i = 0; i < slots.length; i++) patchSlot(tree, mounted, slots[i] as Slot, block.values[i])
}

function patchSlot(tree: Patcher, owner: MountedBlock, slot: Slot, value: unknown): void {
  const old = owner.values[slot.index]
  if (slot.kind === CHILD) {
    if (old === value && typeof value !== 'object') return
    const place = { owner, slot: slot.index, item: false }
    const now = patchChild(tree, old as Mounted, value, place, owner.scope)
    if (now !== old) owner.put(slot.index, now)
  } else if (slot.kind === EVENT) {
    owner.put(slot.index, value)
    if (!sameListen(old, value)) tree.output.listen(owner, slot.index, value)
  } else if (slot.kind === SPREAD) patchSpread(tree, old as SpreadBinding, value as Props)
  else patchAttribute(tree, owner, slot, old, value)
}

function patchSpread(tree: Patcher, binding: SpreadBinding, source: Props): void {
  binding.source = source
  updateSpread(tree, binding)
}

function patchAttribute(
  tree: Patcher,
  owner: MountedBlock,
  slot: Slot,
  old: unknown,
  value: unknown,
): void {
  if (old instanceof RefBinding || (slot.name === 'ref' && slot.kind === EXTRA)) {
    return patchRef(tree, owner, slot, old, value)
  }
  const bound = old instanceof AttributeBinding
  if (bound && old.signal === value) return
  const before = attributeOf(old)
  if (bound) old.unsubscribe()
  const mounted = isSignal(value)
    ? mountSlot(tree, owner, slot.index, value)
    : mountedValue(slot, value)
  if (mounted !== old) owner.put(slot.index, mounted)
  const after = attributeOf(mounted)
  if (!Object.is(before, after)) setValue(tree, owner, slot, after, before)
}

function patchRef(
  tree: Patcher,
  owner: MountedBlock,
  { index }: Slot,
  old: unknown,
  value: unknown,
): void {
  if (old instanceof RefBinding ? old.ref === value : old === value) return
  unmount(tree, old)
  owner.put(index, mountSlot(tree, owner, index, value))
}

function patchList(
  tree: Patcher,
  list: List,
  values: unknown[],
  place: Place,
  parent: Instance | null,
): void {
  const { items, keys } = present(values)
  const { owner, slot } = place
  const at = { owner, slot, item: true }
  patchKeyed(list, items, keys, {
    mount: (value) => mountItem(tree, value, at, parent),
    patch: (item, value) => patchItem(tree, item, value, at, parent),
    unmount: (item) => unmount(tree, item),
    replaceAll: () => tree.output.replace(owner, slot, list),
    insert: (made, index, before) =>
      tree.output.insert(owner, slot, made, keys.slice(index, index + made.length), before),
    move: (block, before) => {
      tree.onMoved()
      tree.output.move(owner, slot, block, before)
    },
    remove: (block) => tree.output.remove(owner, slot, block),
  })
}
