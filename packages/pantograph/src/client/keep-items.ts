// A root that is told anew: the items that the page has of its streams go on in the streams of the fresh one. Part of
// stream.ts; who makes the page like the fresh root is morph.ts.
import { Items, insideOf } from './items.ts'
import type { ItemNode, Key } from './items.ts'
import type { Tools } from './lent.ts'
import type { Block, ListeningElement } from './state.ts'

/** Fresh nodes and what stays for them; those that stay as they are. */
interface Kept {
  readonly kept: Map<Node, Node>
  readonly done: Set<Node>
}

export function keepItems(old: Element, root: Block, tools: Tools): Kept {
  const result: Kept = { kept: new Map(), done: new Set() }
  const before = streamsOnPage(old)
  for (const { owner, slot, items } of streamsIn(root)) {
    const stood = before.get(placeOf(owner, slot, items))
    if (stood) new Merge(owner, slot, items, result, tools).take(stood)
  }
  return result
}

/** The streams that a page shows, by their place: found by the nodes, because numbers mean nothing any more. */
function streamsOnPage(root: Element): Map<string, Items> {
  const streams = new Map<string, Items>()
  const walker = document.createTreeWalker(root)
  while (walker.nextNode()) {
    const item = (walker.currentNode as ItemNode).$item
    const items = item?.owner?.children[item.slot]
    if (item?.owner && items instanceof Items && items.has(item)) {
      streams.set(placeOf(item.owner, item.slot, items), items)
    }
  }
  return streams
}

interface Place {
  readonly owner: Block
  readonly slot: number
  readonly items: Items
}

function streamsIn(block: Block): Place[] {
  return block.children.flatMap((content, slot) => {
    if (content instanceof Items) return [{ owner: block, slot, items: content }]
    return [...(content ?? [])].flatMap(streamsIn)
  })
}

/** Where a stream stands: slots, keys and templates from the root on. */
function placeOf(owner: Block, slot: number, { name }: Items): string {
  let place = `${slot} ${name}`
  for (let at: Block | undefined = owner; at?.owner; at = at.owner) {
    place = `${at.slot} ${at.key} ${at.template.hash}/${place}`
  }
  return place
}

class Merge {
  private readonly owner: Block
  private readonly slot: number
  private readonly fresh: Items
  private readonly result: Kept
  private readonly tools: Tools

  constructor(owner: Block, slot: number, fresh: Items, result: Kept, tools: Tools) {
    this.owner = owner
    this.slot = slot
    this.fresh = fresh
    this.result = result
    this.tools = tools
  }

  /** Items that are told stand where they stood, new ones next to their neighbours; what was not told stays. */
  take(stood: Items): void {
    const { fresh } = this
    const told = [...fresh.order]
    const isKnown = told.some((item) => stood.byKey.has(fresh.keyOf(item) as Key))
    if (told.length > 0 && !isKnown) return
    // New ones stand behind the one before them: so each old one brings those that follow it.
    const order: Block[] = []
    const followers = this.followers(told, stood)
    order.push(...(followers.get(undefined) ?? []))
    for (const item of [...stood.order]) {
      const key = stood.keyOf(item) as Key
      const twin = fresh.byKey.get(key)
      if (twin) this.pair(item, twin)
      order.push(twin ?? this.stay(stood, item, key), ...(followers.get(key) ?? []))
    }
    this.arrange(order)
    this.trim(new Set(told))
  }

  /** New items by the known one that they follow; those before the first known one go before it. */
  private followers(told: readonly Block[], stood: Items): Map<Key | undefined, Block[]> {
    const first = told.findIndex((item) => stood.byKey.has(this.fresh.keyOf(item) as Key))
    const firstKey = first < 0 ? undefined : this.fresh.keyOf(told[first] as Block)
    const at = firstKey === undefined ? -1 : stood.order.indexOf(stood.byKey.get(firstKey) as Block)
    const above = stood.order[at - 1]
    let key = above && stood.keyOf(above)
    const followers = new Map<Key | undefined, Block[]>()
    for (const item of told) {
      const own = this.fresh.keyOf(item) as Key
      if (stood.byKey.has(own)) key = own
      else followers.set(key, [...(followers.get(key) ?? []), item])
    }
    return followers
  }

  /** The old nodes are made like the new ones. */
  private pair(item: Block, twin: Block): void {
    const now = this.tools.nodesOf(twin)
    const nodes = this.tools.nodesOf(item)
    if (item.template.hash !== twin.template.hash || now.length !== nodes.length) return
    for (const [i, node] of now.entries()) this.result.kept.set(node, nodes[i] as Node)
  }

  /** An item that was not told: something stands for its nodes until they are found. */
  private stay(stood: Items, item: Block, key: Key): Block {
    const { owner, slot, fresh, result, tools } = this
    const nodes = tools.nodesOf(item)
    stood.delete(item)
    const end = tools.found(owner.nodes[slot])
    for (const node of nodes) {
      const place = document.createComment('')
      end.parentNode?.insertBefore(place, end)
      result.kept.set(place, node)
      result.done.add(place)
      this.places.set(item, [...(this.places.get(item) ?? []), place])
    }
    Object.assign(item, { owner, slot })
    redirect(item, item)
    fresh.place(key, item, fresh.order.length)
    return item
  }

  private readonly places = new Map<Block, Node[]>()

  private arrange(order: readonly Block[]): void {
    const { fresh, owner, slot, tools } = this
    fresh.order.splice(0, fresh.order.length, ...order)
    const end = tools.found(owner.nodes[slot])
    for (const item of order) {
      for (const node of this.places.get(item) ?? tools.nodesOf(item))
        end.parentNode?.insertBefore(node, end)
    }
  }

  private trim(told: ReadonlySet<Block>): void {
    const { fresh, result, places, tools } = this
    // From the end, as the stream itself does.
    for (let i = fresh.order.length - 1; i >= 0; i--) {
      const item = fresh.order[i] as Block
      if (fresh.order.length <= fresh.limit) return
      if (told.has(item)) continue
      for (const place of places.get(item) ?? []) {
        result.kept.delete(place)
        ;(place as ChildNode).remove()
      }
      tools.removeBlock(item)
    }
  }
}

/** Events of an item go to where its stream stands now. */
function redirect(block: Block, item: Block): void {
  for (const node of block.nodes) {
    const { $pantograph } = (node ?? {}) as Partial<ListeningElement>
    for (const listener of $pantograph ?? []) {
      if (listener.prefix && item.owner) {
        Object.assign(listener, { block: item.owner, slot: item.slot })
      }
    }
  }
  for (const inner of insideOf(block)) redirect(inner, item)
}
