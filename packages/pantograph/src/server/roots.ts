// From requests to sessions with roots: rendering a page or an embedded component, and mounting the roots of a
// token again when their session is gone.
import { randomBytes } from 'node:crypto'
import { PantographError } from '../errors.ts'
import type { HtmlWriter } from '../render/html.ts'
import { Session } from '../session/session.ts'
import type { Component, Props } from '../template/block.ts'
import { rootEnd, rootStart } from './document.ts'
import type { Settings } from './options.ts'
import type { Pool } from './pool.ts'
import type { Registry } from './registry.ts'
import type { TokenContent, Tokens } from './token.ts'

/** What a request says that a session must know. */
export interface Visitor {
  readonly url: string
  readonly address: string
  readonly user: string | null
}

/** A root, as its element tells it. */
export interface Made {
  /** `data-id` */
  readonly id: string
  /** The name under which the component is registered. */
  readonly name: string
  readonly component: Component
  readonly props: Props
}

const newId = (): string => randomBytes(16).toString('base64url')

export class Roots {
  private readonly settings: Settings
  private readonly pool: Pool
  private readonly registry: Registry
  private readonly tokens: Tokens

  constructor(settings: Settings, pool: Pool, registry: Registry, tokens: Tokens) {
    this.settings = settings
    this.pool = pool
    this.registry = registry
    this.tokens = tokens
  }

  /** A session without roots. @throws PantographError `PG_POOL_FULL` */
  begin(visitor: Visitor): Session {
    const { limits, basePath } = this.settings
    const path = new URL(visitor.url, 'http://x').pathname
    const own = this.registry.match(path.slice(basePath.length))?.page
    const session = new Session({
      id: newId(),
      url: visitor.url,
      user: visitor.user,
      host: this.pool,
      limits,
      ownsUrl: (url) => this.isSamePage(url, path, own?.name),
    })
    this.pool.add(session, visitor.address)
    return session
  }

  private isSamePage(url: string, path: string, page: string | undefined): boolean {
    const { pathname } = new URL(url, 'http://x')
    if (page === undefined) return pathname === path
    const { basePath } = this.settings
    if (!pathname.startsWith(basePath)) return false
    return this.registry.match(pathname.slice(basePath.length))?.page.name === page
  }

  /** Mounts a component as a root of the session and waits for it; returns the root's index. */
  async mount(session: Session, component: Component, props: Props): Promise<number> {
    try {
      const root = session.addRoot(component, props)
      await session.settled(this.settings.limits.renderMilliseconds)
      if (session.failure !== undefined) throw session.failure
      return root
    } catch (error) {
      session.close('PG_COMPONENT_FAILED', 2)
      throw error
    }
  }

  /** Writes a root with its element. */
  write(html: HtmlWriter, session: Session, root: number, made: Made): void {
    const { id, name, component, props } = made
    const token = this.tokens.sign({
      session: `${session.id} ${root}`,
      component: name,
      props,
      user: this.tokens.hashUser(session.user),
      at: Date.now(),
    })
    html.raw(rootStart(id, component.name || name, token))
    session.writeHtml(root, html)
    html.raw(rootEnd)
  }

  /** The session that the tokens name, if it has just these roots, in this order. */
  find(contents: readonly TokenContent[]): Session | undefined {
    const [id = ''] = (contents[0] as TokenContent).session.split(' ')
    const session = this.pool.find(id)
    if (session === undefined || session.rootCount !== contents.length) return undefined
    return contents.every((content, i) => content.session === `${id} ${i}`) ? session : undefined
  }

  /**
   * Mounts what the tokens name in a new session.
   * @throws PantographError `PG_UNKNOWN_COMPONENT`, and whatever setup and view throw.
   */
  async remount(contents: readonly TokenContent[], visitor: Visitor): Promise<Session> {
    const session = this.begin(visitor)
    for (const { component: name, props } of contents) {
      const component = this.registry.find(name)
      if (component === undefined) {
        session.close('PG_UNKNOWN_COMPONENT', 0)
        throw new PantographError('PG_UNKNOWN_COMPONENT', `no component is registered as ${name}`)
      }
      await this.mount(session, component, props)
    }
    return session
  }
}
