// Roots in pages that are not ours: all that are rendered for one request belong to one session, because
// a page has one connection.
import type { IncomingMessage } from 'node:http'
import { PantographError } from '../errors.ts'
import { HtmlWriter } from '../render/html.ts'
import type { Session } from '../session/session.ts'
import type { Component, Props } from '../template/block.ts'
import { visitOfRequest } from './fetch-adapter.ts'
import { identityOf } from './identity.ts'
import { visitOfNode } from './node-adapter.ts'
import type { Settings } from './options.ts'
import { assertPlain } from './plain-json.ts'
import type { Registry } from './registry.ts'
import type { Roots } from './roots.ts'

/** Where a root is rendered for. */
export interface RenderContext {
  /** The request that the page answers. */
  readonly request: Request | IncomingMessage
  /** The root's `data-id`. Default: `r0`, `r1` … in the order of rendering. */
  readonly id?: string
}

/** The page that a request is answered with. */
interface Page {
  /** None before the first root, and after one that failed. */
  session: Promise<Session> | null
  roots: number
  tokenBytes: number
}

/** HELLO names no more. */
const MOST_ROOTS = 64

export class Embedding {
  private readonly settings: Settings
  private readonly registry: Registry
  private readonly roots: Roots
  private readonly preloads: (needs: number) => string
  private readonly pages = new WeakMap<object, Page>()

  /** @param preloads writes tags for the parts of the browser runtime that are needed */
  constructor(
    settings: Settings,
    registry: Registry,
    roots: Roots,
    preloads: (needs: number) => string,
  ) {
    this.settings = settings
    this.registry = registry
    this.roots = roots
    this.preloads = preloads
  }

  async render(component: Component, props: Props, context: RenderContext): Promise<string> {
    const name = this.registry.nameOf(component)
    // Before anything is mounted: the other roots of the page must not suffer.
    assertPlain(props, 'props')
    const page = this.pageOf(context.request)
    if (page.roots >= MOST_ROOTS) {
      throw new PantographError('PG_OPTION', `a page has ${MOST_ROOTS} embedded roots at most`)
    }
    const made = { id: context.id ?? `r${page.roots}`, name, component, props }
    page.roots++
    const pending = (page.session ??= this.begin(context.request))
    try {
      const session = await pending
      const root = await this.roots.mount(session, component, props)
      const html = new HtmlWriter()
      page.tokenBytes += this.roots.write(html, session, root, made, page.tokenBytes)
      html.raw(this.preloads(html.needs))
      return html.finish().toString()
    } catch (error) {
      // What is there already is mounted again from its tokens, when the page connects.
      if (page.session === pending) page.session = null
      throw error
    }
  }

  private pageOf(request: object): Page {
    const known = this.pages.get(request)
    if (known !== undefined) return known
    const page: Page = { session: null, roots: 0, tokenBytes: 0 }
    this.pages.set(request, page)
    return page
  }

  private async begin(request: Request | IncomingMessage): Promise<Session> {
    const visit =
      request instanceof Request
        ? visitOfRequest(request)
        : visitOfNode(request, this.settings.trustProxy)
    const user = await identityOf(this.settings, visit)
    return this.roots.begin({ url: visit.path + visit.search, address: visit.address, user })
  }
}
