// Reads the outline that a browser sends of what it shows. Every byte may be hostile. Server side only.
import type { Content, Outline } from './outline.ts'
import { SUM_BYTES } from './outline.ts'
import type { Reader } from './reader.ts'
import { WireError } from './reader.ts'

/** A block that the browser has. Its number is its place: roots first, then all others, outer ones first. */
export interface ToldBlock extends Outline {
  readonly number: number
  readonly contents: readonly (readonly ToldBlock[])[]
}

/** What a root shows. */
export interface ToldRoot {
  readonly own: number
  readonly content: readonly ToldBlock[]
}

const MAX_DEPTH = 1024
const NOTHING: readonly ToldBlock[] = []

interface Told {
  readonly hash: number
  readonly skeleton: number
  readonly slots: number
  readonly hasSpread: boolean
}

/** What each root shows, and how many numbers there are. @throws WireError */
export function readOutline(
  reader: Reader,
  roots: number,
): { told: readonly ToldRoot[]; count: number } {
  const outline = new OutlineReader(reader, roots)
  const told = Array.from({ length: roots }, () => ({
    own: readSum(reader),
    content: outline.content(0),
  }))
  if (!reader.done) throw new WireError('trailing')
  return { told, count: outline.count }
}

/** A sum, lowest byte first. */
export function readSum(reader: Reader): number {
  let value = 0
  for (let i = 0; i < SUM_BYTES; i++) value += reader.byte() * 256 ** i
  return value
}

class OutlineReader {
  count: number
  private readonly reader: Reader
  private readonly templates: Told[] = []

  constructor(reader: Reader, roots: number) {
    this.reader = reader
    this.count = roots
    for (let left = reader.varint(); left > 0; left--) this.templates.push(this.told())
  }

  private told(): Told {
    const { reader } = this
    const hash = reader.word()
    const skeleton = readSum(reader)
    const bits = reader.varint()
    return { hash, skeleton, slots: bits >>> 1, hasSpread: (bits & 1) === 1 }
  }

  content(depth: number): readonly ToldBlock[] {
    if (depth > MAX_DEPTH) throw new WireError('depth')
    const head = this.reader.varint()
    if (head === 0) return NOTHING
    return head === 1 ? [this.block(this.template(), null, depth)] : this.items(head - 1, depth)
  }

  private items(count: number, depth: number): readonly ToldBlock[] {
    const { reader } = this
    // Each item is several bytes.
    if (count > reader.end - reader.at) throw new WireError('items')
    const keys = this.keys(count)
    const items: ToldBlock[] = []
    while (items.length < count) {
      const template = this.template()
      const left = reader.varint()
      if (left === 0 || left > count - items.length) throw new WireError('items')
      for (let i = 0; i < left; i++) {
        items.push(this.block(template, keys[items.length] as number, depth))
      }
    }
    return items
  }

  private keys(count: number): readonly number[] {
    const keys: number[] = []
    while (keys.length < count) {
      const length = this.reader.varint()
      const first = this.reader.varint()
      if (length === 0 || length > count - keys.length) throw new WireError('keys')
      for (let i = 0; i < length; i++) keys.push(first + i)
    }
    return keys
  }

  private template(): Told {
    const told = this.templates[this.reader.varint()]
    if (told === undefined) throw new WireError('template')
    return told
  }

  private block(told: Told, key: number | null, depth: number): ToldBlock {
    const { reader } = this
    const number = this.count++
    const own = readSum(reader)
    const spread = told.hasSpread ? readSum(reader) : null
    const contents: Content[] = []
    if (told.slots > 0) {
      for (let left = reader.varint(); left > 0; left--) {
        const slot = reader.varint()
        if (slot >= told.slots || contents[slot] !== undefined) throw new WireError('slot')
        contents[slot] = this.content(depth + 1)
      }
    }
    const { hash: template, skeleton } = told
    return { number, template, key, skeleton, own, spread, contents: contents as ToldBlock[][] }
  }
}
