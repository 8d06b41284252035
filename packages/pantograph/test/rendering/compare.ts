// Whether a page shows what it should, and whether both of its sides agree.
import { expect } from 'vitest'
import { HtmlWriter } from '../../src/render/html.ts'
import { ChildBinding, Instance, MountedBlock } from '../../src/render/nodes.ts'
import type { Mounted } from '../../src/render/nodes.ts'
import { StreamNode } from '../../src/render/stream-node.ts'
import { Session } from '../../src/session/session.ts'
import type { Component, Props } from '../../src/template/block.ts'
import { asParsed, domOf } from './dom-text.ts'
import { marked, runtime, written } from './known.ts'
import type { TestPage } from './page.ts'

/** What another session shows of the same state, when all is there, and what it says in the document's head. */
export async function fresh(
  page: TestPage,
  component: Component,
  props: Props = {},
): Promise<{ dom: string; head: string }> {
  const silent = { info() {}, warn() {}, error() {} }
  const session = new Session('fresh', page.session.address.peek(), null, {
    limits: { eventsPerSecond: 1, burst: 1, maxQueuedEvents: 1 },
    host: {
      log: silent,
      onClosed() {},
      onDetached() {},
      ticket: () => new Uint8Array(0),
      tellKept() {},
      shared: () => ({ isLoaded: true, load: () => Promise.resolve() }),
    },
    ownsUrl: () => true,
  })
  session.addRoot(component, props)
  await session.settled(1000)
  const html = new HtmlWriter()
  session.writeHtml(0, html)
  const head = session.tree.head.text
  session.close('PG_GONE', 2)
  return { dom: parsed(page, html.finish().toString()), head }
}
/** HTML as the parser sees it. */
export function parsed(page: TestPage, html: string): string {
  const holder = page.window.document.createElement('div') as unknown as HTMLElement
  holder.innerHTML = asParsed(html)
  return domOf(holder)
}

/** What the page shows; portals stand where they are written. */
export async function shown(page: TestPage): Promise<string> {
  const { blocks } = await runtime(page)
  return domOf(page.root, written(blocks))
}

/** The page shows what the server holds, and both know the same blocks. */
export async function inStep(page: TestPage): Promise<void> {
  expect(await shown(page)).toBe(parsed(page, page.fresh()))
  await agree(page)
}

/** Server and browser know the same blocks by the same numbers, each at the same place, with the same content. */
export async function agree(page: TestPage): Promise<void> {
  const { blocks, numbering } = await runtime(page)
  const { tree } = page.session
  for (let number = 0; number < Math.max(blocks.length, numbering.fresh); number++) {
    const isHere = tree.find(number) !== undefined
    const there = blocks[number]
    if (isHere !== (there !== undefined)) expect([number, isHere]).toEqual([number, !isHere])
    const isChild = there?.owner?.children[there.slot]?.has(there) ?? true
    if (!isChild) expect.fail(`block ${number} is not in its slot`)
  }
  const sight = marked(blocks)
  let seen = tree.roots.length
  for (const [index, root] of tree.roots.entries()) {
    const html = new MarkedHtml()
    html.node(root.values[0] as Mounted)
    const dom = domOf(page.find(`[data-id=r${index}]`), sight)
    expect(dom).toBe(parsed(page, html.finish().toString()))
    seen += dom.match(/<!\d/g)?.length ?? 0
  }
  // Each of them stands on the page.
  expect(blocks.filter((block) => block !== undefined)).toHaveLength(seen)
}

/** HTML with a comment before and behind each block. Items of streams are left out: the server may not have them. */
class MarkedHtml extends HtmlWriter {
  override node(node: Mounted): void {
    while (node instanceof Instance || node instanceof ChildBinding) node = node.child
    if (node instanceof StreamNode) return
    if (!(node instanceof MountedBlock)) return super.node(node)
    this.raw(`<!--${node.number}-->`)
    super.node(node)
    this.raw(`<!--/${node.number}-->`)
  }
}
