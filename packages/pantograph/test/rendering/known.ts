// What the browser runtime knows of its page, for tests that compare it with what the server knows.
import { nodesOf } from '../../src/client/blocks.ts'
import type * as state from '../../src/client/state.ts'
import type { Sight } from './dom-text.ts'
import type { TestPage } from './page.ts'

type Block = state.Block

const runtimes = new WeakMap<TestPage, Promise<typeof state>>()

/** The page's browser runtime: each page has one of its own, so ask first before there is another page. */
export function runtime(page: TestPage): Promise<typeof state> {
  const known = runtimes.get(page) ?? import('../../src/client/state.ts')
  runtimes.set(page, known)
  return known
}

const isThere = (block: Block | undefined): block is Block => block !== undefined

const depthOf = ({ owner }: Block): number => (owner === undefined ? 0 : 1 + depthOf(owner))

/** Items of streams are known to the browser alone. */
function itemsOf({ children }: Block): Node[] {
  return children.flatMap((content) =>
    [...((content as { order?: Block[] } | undefined)?.order ?? [])].flatMap(nodesOf),
  )
}

function push(to: Map<Node, string>, node: Node, mark: string, atStart: boolean): void {
  const marks = to.get(node) ?? ''
  to.set(node, atStart ? mark + marks : marks + mark)
}

/** Portals that are away stand where they are written. */
export function written(blocks: readonly (Block | undefined)[]): Sight {
  const portals = new Map<Node, Node>()
  for (const { first, $portal } of blocks.filter(isThere)) if ($portal) portals.set(first, $portal)
  return { standing: (node) => portals.get(node) ?? node, before: () => '', after: () => '' }
}

/** As `written`, and blocks are marked by their numbers. Items of streams are left out. */
export function marked(blocks: readonly (Block | undefined)[]): Sight {
  const starts = new Map<Node, string>()
  const ends = new Map<Node, string>()
  const hidden = new Set<Node>()
  const { standing } = written(blocks)
  const all = blocks.filter(isThere).map((block) => ({ block, depth: depthOf(block) }))
  for (const { block } of all.toSorted((a, b) => a.depth - b.depth)) {
    for (const node of itemsOf(block)) hidden.add(node)
    if (block.owner === undefined) continue
    push(starts, block.first, `<!${block.number}>`, false)
    push(ends, block.last, `<!/${block.number}>`, true)
  }
  return {
    standing: (node) => (hidden.has(node) ? null : standing(node)),
    before: (node) => starts.get(node) ?? '',
    after: (node) => ends.get(node) ?? '',
  }
}
