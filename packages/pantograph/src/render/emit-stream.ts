// Writes streams: what setup has filled in, in full or as a shape, and the operations that follow. Items are told with
// their keys, and get no numbers; which handlers their elements have is told behind them.
import type { Key } from '../template/block.ts'
import { handlerOf, optionsOf } from '../template/on.ts'
import { CHILD, EVENT } from '../template/slot.ts'
import { NEEDS_STREAM } from '../template/needs.ts'
import * as P from '../wire/protocol.ts'
import type { Writer } from '../wire/writer.ts'
import { sumOfStream } from './fingerprint.ts'
import { List, MountedBlock } from './nodes.ts'
import type { Item, ShownStream, ToldOp } from './nodes.ts'
import { handlerId } from './stream.ts'
import { writeStreamKeys } from './stream-keys.ts'
import type { StreamKey } from './stream-shelf.ts'

/** Writes blocks that get no numbers. */
export interface StillEmitter {
  block(block: MountedBlock): void
  /** As a list's: these keys are of no use to anybody. */
  shapes(items: readonly Item[], keys: readonly Key[]): void
  /** How an element listens. */
  listener(value: unknown): void
}

/** What setup has filled in: the page puts it among what it has. */
export function writeFirst(emitter: StillEmitter, writer: Writer, node: ShownStream): void {
  const { keys, values } = node.first ?? NOTHING
  node.isTold = true
  writeStreamHead(writer)
  writer.varint(P.STREAM_FIRST)
  writeHead(writer, node)
  writeItems(emitter, writer, keys, values, node.stream)
  writer.varint(P.STREAM_END)
}

const NOTHING = { keys: [], values: [] }

/** The same, for a page that has it as HTML. */
export function writeFirstShape(emitter: StillEmitter, writer: Writer, node: ShownStream): void {
  const { keys, values } = node.first ?? NOTHING
  node.isAdopted = node.isTold = true
  writeStreamHead(writer)
  writeHead(writer, node)
  emitter.shapes(values, [...values.keys()])
  writeStreamKeys(writer, keys)
  writeHandlers(emitter, writer, values, node.stream)
}

function writeStreamHead(writer: Writer): void {
  writer.need(NEEDS_STREAM)
  writer.varint(P.STREAM_HEAD)
}

function writeHead(writer: Writer, node: ShownStream): void {
  const { limit, options } = node.stream
  writer.string(node.name)
  writer.sum(sumOfStream(node))
  writer.varint(limit)
  writer.varint(FOLLOWS.indexOf(options.follow))
}

/** By FOLLOW_START, FOLLOW_END, or neither. */
const FOLLOWS = [undefined, 'start', 'end'] as const

/** What has happened to a stream since. */
export function writeStreamOps(
  emitter: StillEmitter,
  writer: Writer,
  stream: object,
  told: readonly ToldOp[],
): void {
  writeStreamHead(writer)
  for (let i = 0; i < told.length;) {
    const first = told[i] as ToldOp
    let end = i + 1
    while (GROUPED.has(first.code) && told[end]?.code === first.code) end++
    const group = told.slice(i, end)
    writer.varint(first.code)
    writePlace(writer, first)
    const keys = group.map(({ key }) => key)
    const blocks = group.flatMap(({ value }) => value ?? [])
    if (first.code === P.STREAM_DELETE) writeKeyList(writer, keys)
    else if (first.code !== P.STREAM_CLEAR) writeItems(emitter, writer, keys, blocks, stream)
    i = end
  }
  writer.varint(P.STREAM_END)
}

/** Several of a kind are told together. */
const GROUPED: ReadonlySet<number> = new Set([
  P.STREAM_APPEND,
  P.STREAM_PREPEND,
  P.STREAM_UPDATE,
  P.STREAM_DELETE,
])

function writePlace(writer: Writer, { place }: ToldOp): void {
  if (typeof place !== 'object') return
  if ('at' in place) writer.varint(place.at)
  else writeStreamKeys(writer, [place.before])
}

function writeKeyList(writer: Writer, keys: readonly StreamKey[]): void {
  writer.varint(keys.length)
  writeStreamKeys(writer, keys)
}

function writeItems(
  emitter: StillEmitter,
  writer: Writer,
  keys: readonly StreamKey[],
  blocks: readonly MountedBlock[],
  stream: object,
): void {
  writeKeyList(writer, keys)
  for (const block of blocks) emitter.block(block)
  writeHandlers(emitter, writer, blocks, stream)
}

/** For each event slot of each item how it listens, and to which handler; items that are alike are told once. */
function writeHandlers(
  emitter: StillEmitter,
  writer: Writer,
  blocks: readonly MountedBlock[],
  stream: object,
): void {
  const all = blocks.map((block) => eventsOf(block))
  const looks = all.map((values) => lookOf(values, stream))
  for (let i = 0; i < all.length;) {
    let end = i + 1
    while (end < all.length && looks[end] === looks[i]) end++
    writer.varint(end - i)
    for (const value of all[i] as unknown[]) {
      const id = handlerId(stream, handlerOf(value))
      writer.varint(id === null ? 0 : id + 1)
      emitter.listener(value)
    }
    i = end
  }
}

/** The values of all event slots of an item: those of a block, then those of the blocks in it. */
function eventsOf(node: unknown, values: unknown[] = []): unknown[] {
  if (node instanceof List) for (const item of node.items) eventsOf(item, values)
  if (!(node instanceof MountedBlock)) return values
  const { slots } = node.template
  for (const { kind, index } of slots) if (kind === EVENT) values.push(node.values[index])
  for (const { kind, index } of slots) if (kind === CHILD) eventsOf(node.values[index], values)
  return values
}

/** Equal for items whose elements listen alike. */
const lookOf = (values: readonly unknown[], stream: object): string =>
  values
    .map((value) => `${handlerId(stream, handlerOf(value))}${JSON.stringify(optionsOf(value))}`)
    .join(' ')
