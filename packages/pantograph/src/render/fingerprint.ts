// Sums up what a tree shows, to the last attribute and handler: two mounts with the same sum look the same to
// the browser. The digest of the wire (digest.ts) says less, because browsers must be able to make it.
import type { AttributeValue } from '../html/values.ts'
import { handlerOf, optionsOf } from '../template/on.ts'
import { CHILD, EVENT, SPREAD } from '../template/slot.ts'
import { Sum } from '../wire/sum.ts'
import { attributeOf, contentOf, itemBlock } from './content.ts'
import { List, MountedBlock } from './nodes.ts'
import type { Mounted, ShownStream } from './nodes.ts'
import type { SpreadBinding } from './spread-binding.ts'
import { wireKey } from './stream-keys.ts'
import { StreamNode } from './stream-node.ts'
import type { StreamKey } from './stream-shelf.ts'

/** 48 bits. */
export function fingerprint(roots: readonly MountedBlock[], head: string): number {
  const sum = new Fingerprint()
  sum.text(head)
  for (const root of roots) sum.node(root)
  return sum.value
}

const NULL = 1
const TRUE = 2
const TEXT = 3
const NUMBER = 4
const BLOCK = 5
const LIST = 6
const SPREAD_END = 7
const SILENT = 8
const HEARD = 9
const STREAM = 10

/** The sum of what a stream's setup has filled in, also when that is forgotten. 48 bits. */
export function sumOfStream(node: ShownStream): number {
  if (node.sum !== null) return node.sum
  const sum = new Fingerprint()
  const { keys, values } = node.first ?? { keys: [], values: [] }
  sum.text(node.name)
  for (const [i, block] of values.entries()) {
    sum.text(String(wireKey(keys[i] as StreamKey)))
    sum.node(block)
  }
  node.sum = sum.value
  return node.sum
}

class Fingerprint extends Sum {
  node(node: Mounted): void {
    const content = contentOf(node)
    if (content instanceof List) this.list(content)
    else if (content instanceof MountedBlock) this.block(content)
    else if (content instanceof StreamNode) this.stream(content)
    // The browser has texts, also of numbers.
    else this.plain(typeof content === 'number' ? String(content) : content)
  }

  private stream(node: ShownStream): void {
    this.add(STREAM)
    this.sum(sumOfStream(node))
  }

  private list({ items, keys }: List): void {
    this.add(LIST)
    this.add(items.length)
    for (const [i, item] of items.entries()) {
      this.plain(String(typeof keys[i]))
      this.plain(String(keys[i]))
      this.node(itemBlock(item))
    }
  }

  private block({ template, values }: MountedBlock): void {
    this.add(BLOCK)
    this.add(template.hash)
    for (const { kind, index } of template.slots) {
      const value = values[index]
      if (kind === CHILD) this.node(value as Mounted)
      else if (kind === EVENT) this.listener(value)
      else if (kind === SPREAD) this.spread(value as SpreadBinding)
      else this.plain(attributeOf(value))
    }
  }

  private spread({ current: { attributes, properties, extras, events } }: SpreadBinding): void {
    for (const map of [attributes, properties, extras]) {
      for (const [name, value] of map) {
        this.plain(name)
        this.plain(value)
      }
      this.add(SPREAD_END)
    }
    for (const [name, value] of events) {
      this.plain(name)
      this.listener(value)
    }
    this.add(SPREAD_END)
  }

  private listener(value: unknown): void {
    if (handlerOf(value) === null) return this.add(SILENT)
    this.add(HEARD)
    this.plain(JSON.stringify(optionsOf(value)))
  }

  private plain(value: AttributeValue): void {
    if (value === null) return this.add(NULL)
    if (value === true) return this.add(TRUE)
    this.add(typeof value === 'string' ? TEXT : NUMBER)
    this.text(String(value))
  }
}
