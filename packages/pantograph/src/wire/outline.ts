// What a page shows, in outline: its blocks, with sums of what is in each. Both sides make one; equal sums
// say that they have the same. Knows neither DOM nor mounted trees. Grammar: docs/protocol.md, "OUTLINE".
import { Sum } from './sum.ts'

export interface Outline {
  /** The template's hash. */
  readonly template: number
  /** Of a list's item: what stands for its key. */
  readonly key: number | null
  /** Sum of what the template alone says: names, nesting, texts. */
  readonly skeleton: number
  /** Sum of texts, attributes, properties and handlers of slots. */
  readonly own: number
  /** Sum of all that spread slots could have put on their elements; null without such a slot. */
  readonly spread: number | null
  /** For each child slot the blocks in it. */
  readonly contents: readonly Content[]
}

/** What stands in a child slot: nothing but text, one block without a key, or items with keys. */
export type Content = readonly Outline[]

/** Elements whose content the browser's parser or the user changes. Their inside is not summed up. */
export const OPAQUE = /^(textarea|template|noscript|iframe)$/

/** What a root shows. `own`: the sum of its only slot. */
export interface RootOutline {
  readonly own: number
  readonly content: Content
}

/** A sum of everything in it: equal for pages that show the same. */
export function sumOf({ own, content }: RootOutline): number {
  const sum = new Sum()
  sum.sum(own)
  addContent(sum, content)
  return sum.value
}

function addContent(sum: Sum, content: Content): void {
  sum.add(headOf(content))
  for (const { template, key, skeleton, own, spread, contents } of content) {
    sum.add(template)
    sum.add(key ?? -1)
    for (const part of [skeleton, own, spread ?? 0]) sum.sum(part)
    for (const inner of contents) addContent(sum, inner)
  }
}

/** 0: no block, 1: one without a key, else one more than the number of items. */
const headOf = (content: Content): number =>
  content.length > 0 && content[0]?.key !== null ? content.length + 1 : content.length

/** As bytes; `null` when blocks of one template do not look alike: then somebody has altered the page. */
export function encodeOutline(roots: readonly RootOutline[]): number[] | null {
  const encoder = new Encoder()
  for (const root of roots) encoder.root(root)
  return encoder.finish()
}

class Encoder {
  private readonly templates = new Map<number, { index: number; skeleton: number }>()
  private readonly table: number[] = []
  private readonly body: number[] = []
  private isUniform = true

  finish(): number[] | null {
    const head: number[] = []
    pushVarint(head, this.templates.size)
    return this.isUniform ? head.concat(this.table, this.body) : null
  }

  root({ own, content }: RootOutline): void {
    pushSum(this.body, own)
    this.content(content)
  }

  private content(content: Content): void {
    const { body } = this
    const head = headOf(content)
    pushVarint(body, head)
    if (head > 1) this.keys(content)
    for (let i = 0; i < content.length;) {
      const first = content[i] as Outline
      let end = i + 1
      while (content[end]?.template === first.template) end++
      pushVarint(body, this.template(first))
      if (head > 1) pushVarint(body, end - i)
      for (; i < end; i++) this.block(content[i] as Outline)
    }
  }

  /** Runs of keys that count on. */
  private keys(content: Content): void {
    for (let i = 0; i < content.length;) {
      const first = content[i]?.key as number
      let length = 1
      while (content[i + length]?.key === first + length) length++
      pushVarint(this.body, length)
      pushVarint(this.body, first)
      i += length
    }
  }

  private template({ template, skeleton, spread, contents }: Outline): number {
    const known = this.templates.get(template)
    if (known !== undefined) return known.index
    const index = this.templates.size
    this.templates.set(template, { index, skeleton })
    pushSum(this.table, template, 4)
    pushSum(this.table, skeleton)
    pushVarint(this.table, contents.length * 2 + (spread === null ? 0 : 1))
    return index
  }

  private block({ template, skeleton, own, spread, contents }: Outline): void {
    const { body } = this
    this.isUniform &&= this.templates.get(template)?.skeleton === skeleton
    pushSum(body, own)
    if (spread !== null) pushSum(body, spread)
    if (contents.length === 0) return
    pushVarint(body, contents.filter(({ length }) => length > 0).length)
    for (const [slot, content] of contents.entries()) {
      if (content.length === 0) continue
      pushVarint(body, slot)
      this.content(content)
    }
  }
}

function pushVarint(bytes: number[], value: number): void {
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128)
  bytes.push(value)
}

function pushSum(bytes: number[], value: number, length = SUM_BYTES): void {
  for (let i = 0; i < length; i++, value = Math.floor(value / 256)) bytes.push(value % 256)
}

/** How many bytes a sum has. */
export const SUM_BYTES = 6
