// A root that is told anew: the items that the page has of its streams go on in the streams of the new one.
import { isBlock, Stream } from './model.ts'
import type { Block, Listening, Value } from './model.ts'
import { mergeItems } from './stream.ts'

export function keepStreams(old: Block, fresh: Block): void {
  const before = new Map([...streamsIn(old, '')].map(({ path, stream }) => [path, stream]))
  for (const { path, stream, owner, slot } of streamsIn(fresh, '')) {
    const stood = before.get(path)
    if (stood === undefined) continue
    const told = stream.items.splice(0)
    stream.items.push(...stood.items)
    for (const [, item] of stood.items) redirect(item, owner, slot)
    mergeItems(stream, told)
  }
}

interface Place {
  /** Slots, keys and templates from the root on, and the stream's name. */
  readonly path: string
  readonly stream: Stream
  readonly owner: Block
  readonly slot: number
}

function* streamsIn(owner: Block, path: string): Generator<Place> {
  for (const [slot, value] of owner.values.entries()) {
    if (value instanceof Stream) {
      yield { path: `${path}/${slot} ${value.name}`, stream: value, owner, slot }
    }
    for (const inner of blocksIn(value)) {
      yield* streamsIn(inner, `${path}/${slot} ${inner.key} ${inner.template.hash}`)
    }
  }
}

const blocksIn = (value: Value): Block[] =>
  (Array.isArray(value) ? value : [value]).filter((inner): inner is Block => isBlock(inner))

/** Events of an item go to where its stream stands now. */
function redirect(block: Block, owner: Block, slot: number): void {
  for (const [index, value] of block.values.entries()) {
    const { item } = (value ?? {}) as Partial<Listening>
    if (item) block.values[index] = { ...(value as Listening), item: { ...item, owner, slot } }
    for (const inner of blocksIn(value)) redirect(inner, owner, slot)
  }
}
