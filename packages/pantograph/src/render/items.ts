// What the values of an array come to as items of a list, before anything is mounted.
import { isDevelopment, PantographError } from '../errors.ts'
import { isSound } from '../html/text.ts'
import { Block, ComponentCall } from '../template/block.ts'
import type { Key } from '../template/block.ts'
import { ATTRIBUTE, CHILD, EVENT } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import { isWireInteger } from './child-value.ts'
import { keyAt } from './nodes.ts'
import type { Resting } from './part.ts'

/** Whether a slot holds the very value that was described. False may also mean that it is not known yet. */
export function showsAsIs({ kind, isGuarded }: Slot, value: unknown): boolean {
  if (kind === EVENT) return true
  if (kind !== CHILD && kind !== ATTRIBUTE) return false
  if (typeof value === 'string') return !isGuarded && isSound(value)
  if (typeof value === 'number') return kind === ATTRIBUTE || isWireInteger(value)
  return value === null || (value === undefined && kind === ATTRIBUTE)
}

/** What can wait to be mounted: blocks of one template that show their values as they are. Else null. */
export function restingOf(blocks: readonly unknown[]): Resting | null {
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
