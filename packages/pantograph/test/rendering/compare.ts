// What a DOM shows, in a form that two DOMs can be compared in, and whether both sides of a page agree.
import { expect } from 'vitest'
import { HtmlWriter } from '../../src/render/html.ts'
import type { MountedBlock } from '../../src/render/nodes.ts'
import { Session } from '../../src/session/session.ts'
import type { Component, Props } from '../../src/template/block.ts'
import type * as state from '../../src/client/state.ts'
import { asParsed } from './page.ts'
import type { TestPage } from './page.ts'

/** The children of a node: texts that touch are one, empty ones are none, attributes are sorted. */
export const domOf = (parent: Node): string => show([...parent.childNodes])

function show(nodes: readonly Node[]): string {
  return nodes
    .map((node) => (node.nodeType === 3 ? escape(node as Text) : element(node as Element)))
    .join('')
}

const escape = ({ data }: Text): string => data.replaceAll('<', '&lt;').replaceAll('\r', '\\r')

/** The server's HTML says in attributes and content what the browser runtime sets as properties. */
const PROPERTIES = /^(value|checked|selected)$/

function element(node: Element): string {
  const attributes = [...node.attributes]
    .filter(({ name }) => !PROPERTIES.test(name))
    .map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`)
  const name = `${/svg/.test(node.namespaceURI ?? '') ? 'svg:' : ''}${node.localName}`
  const content = name === 'textarea' ? '' : domOf(node)
  return `<${name}${attributes.toSorted().join('')}>${content}</${name}>`
}

/** What another session shows of the same state. */
export function freshDom(page: TestPage, component: Component, props: Props = {}): string {
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
  const html = new HtmlWriter()
  session.writeHtml(0, html)
  session.close('PG_GONE', 2)
  return parsed(page, html.finish().toString())
}

/** HTML as the parser sees it. */
export function parsed(page: TestPage, html: string): string {
  const holder = page.window.document.createElement('div') as unknown as HTMLElement
  holder.innerHTML = asParsed(html)
  return domOf(holder)
}

/** As `parsed`, for what needs parents of a certain kind, such as `<tr>`. */
function partOf(page: TestPage, html: string): string {
  const holder = page.window.document.createElement('template')
  holder.innerHTML = asParsed(html)
  return domOf(holder.content as unknown as Node)
}

/** The page shows what the server holds, and both know the same blocks. */
export async function inStep(page: TestPage): Promise<void> {
  expect(domOf(page.root)).toBe(parsed(page, page.fresh()))
  await agree(page)
}

/** Server and browser know the same blocks by the same numbers, each at the same place. */
export async function agree(page: TestPage): Promise<void> {
  const { blocks, numbering } = (await import('../../src/client/state.ts')) as typeof state
  const { tree } = page.session
  for (let number = 0; number < Math.max(blocks.length, numbering.fresh); number++) {
    const here = tree.find(number)
    const there = blocks[number]
    if (here === undefined || there === undefined) {
      expect([number, there === undefined]).toEqual([number, here === undefined])
    } else if (number > 0) {
      // Alone, a part of an SVG is parsed as HTML.
      const shown = show(between(there.first, there.last)).replaceAll('svg:', '')
      expect(shown).toBe(partOf(page, htmlOf(here)).replaceAll('svg:', ''))
      expect(there.owner?.children[there.slot]?.has(there)).toBe(true)
    }
  }
}

function htmlOf(block: MountedBlock): string {
  const html = new HtmlWriter()
  html.node(block)
  return html.finish().toString()
}

function between(first: Node, last: Node): Node[] {
  const nodes = [first]
  for (let node = first; node !== last; nodes.push(node)) node = node.nextSibling as Node
  return nodes
}
