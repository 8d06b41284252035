// Each engine renders the same rows to bytes that are ready to send.
import { createElement as reactElement } from 'react'
import { renderToString as reactToString } from 'react-dom/server'
import { h } from 'preact'
import { renderToString as preactToString } from 'preact-render-to-string'
import { createComponent, renderToString as solidToString } from 'solid-js/web'
import { createSSRApp } from 'vue'
import { renderToString as vueToString } from 'vue/server-renderer'
import { HtmlWriter, Session } from '../lib/internals.ts'
import { makeRows } from '../lib/rows.ts'
import { tableFor } from './compilers.ts'
import { concatenate } from './concatenation.ts'
import { BASE, OURS, PLAIN, RELEASED } from './names.ts'
import { Table } from './table.tsx'
import type { Component, TableProps } from './table.tsx'
import { template } from './vue.ts'

/** Rendering is asynchronous in Vue's interface only. */
export type Render = () => Buffer | Promise<Buffer>

const rows = makeRows(1000)
const ignore = (): void => {}
const props: TableProps = { rows, selected: 0, select: ignore, remove: ignore }

const host = {
  log: { info: ignore, warn: ignore, error: ignore },
  onClosed: ignore,
  onDetached: ignore,
  ticket: () => new Uint8Array(0),
  tellKept: ignore,
  shared: () => ({ isLoaded: true, load: () => Promise.resolve() }),
}
const limits = { eventsPerSecond: 60, burst: 120, maxQueuedEvents: 256 }

/** A page as the server makes it: a session with a mounted tree, and its HTML. */
function page(component: Component): { html: Buffer; session: InstanceType<typeof Session> } {
  const session = new Session('bench', '/', null, { host, limits, ownsUrl: () => true })
  session.addRoot(component, { ...props })
  const writer = new HtmlWriter()
  session.writeHtml(0, writer)
  return { html: writer.finish(), session }
}

/** Nobody connects: the session is let go at once. */
const released = (component: Component) => (): Buffer => {
  const { html, session } = page(component)
  session.close('PG_GONE', 2)
  return html
}

const WAITING = 100

/** Sessions wait for their browsers: the last hundred are alive. */
function kept(component: Component): Render {
  const sessions: unknown[] = []
  let next = 0
  return () => {
    const { html, session } = page(component)
    sessions[next++ % WAITING] = session
    return html
  }
}

const plain = await tableFor('plain')
const solid = await tableFor('solid')
const preact = await tableFor('preact')
const react = await tableFor('react')

/** By the names of names.ts. */
export const engines: Readonly<Record<string, Render>> = {
  [BASE]: () => Buffer.from(concatenate(rows, 0)),
  [OURS]: kept(Table),
  [RELEASED]: released(Table),
  [PLAIN]: released(plain),
  Vue: async () =>
    Buffer.from(
      await vueToString(createSSRApp({ template, props: Object.keys(props) }, { ...props })),
    ),
  Solid: () => Buffer.from(solidToString(() => createComponent(solid as never, props as never))),
  Preact: () => Buffer.from(preactToString(h(preact as never, props as never))),
  React: () => Buffer.from(reactToString(reactElement(react, props))),
}
