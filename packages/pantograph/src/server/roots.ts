// Sessions and their roots: begun for a request, mounted, written as HTML, found again by their tokens, and
// mounted again from these when the session is gone. Knows neither HTTP nor sockets.
import { randomBytes } from 'node:crypto'
import { PantographError } from '../errors.ts'
import type { HtmlWriter } from '../render/html.ts'
import { Session } from '../session/session.ts'
import type { SessionKind } from '../session/session.ts'
import type { SessionState } from '../session/checkpoint.ts'
import type { Component, Props } from '../template/block.ts'
import { RELOAD, STOP } from '../wire/protocol.ts'
import { rootEnd, rootStart } from './document.ts'
import type { Settings } from './options.ts'
import type { Pool } from './pool.ts'
import type { Page, Registry } from './registry.ts'
import type { TokenContent, Tokens } from './token.ts'
import { pathOf } from './visit.ts'

/** What a request says that a session must know. */
export interface Visitor {
  /** `/path?query` */
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
  /** Whether its page goes on with its session when it is reloaded. */
  readonly keepOnReload?: boolean | undefined
}

const newId = (): string => randomBytes(16).toString('base64url')

export class Roots {
  private readonly settings: Settings
  private readonly pool: Pool
  private readonly registry: Registry
  private readonly tokens: Tokens
  private readonly kinds = new Map<Page, SessionKind>()

  constructor(settings: Settings, pool: Pool, registry: Registry, tokens: Tokens) {
    this.settings = settings
    this.pool = pool
    this.registry = registry
    this.tokens = tokens
  }

  /** A session without roots. @throws PantographError `PG_POOL_FULL`, `PG_SHUTDOWN` */
  begin({ url, address, user }: Visitor, id = newId()): Session {
    const session = new Session(id, url, user, this.kindOf(url))
    this.pool.add(session, address)
    return session
  }

  /** Does something with a session that nobody is connected to yet, which must not be let go meanwhile. */
  keep<T>(session: Session, work: () => Promise<T>): Promise<T> {
    return this.pool.keep(session, work)
  }

  /** What all sessions of a page share. An address that is no page's is one of its own. */
  private kindOf(url: string): SessionKind {
    const { registry, kinds } = this
    const path = pathOf(url)
    const page = registry.match(path)?.page
    if (page === undefined) return this.kind((other) => pathOf(other) === path, true)
    let kind = kinds.get(page)
    if (kind === undefined) {
      const owns = (other: string): boolean => registry.match(pathOf(other))?.page === page
      kind = this.kind(owns, page.options.checkpoint !== false)
      kinds.set(page, kind)
    }
    return kind
  }

  private kind(ownsUrl: SessionKind['ownsUrl'], isKept: boolean): SessionKind {
    return { host: this.pool, limits: this.settings.limits, isKept, ownsUrl }
  }

  /**
   * Mounts a component as a root of the session and waits for it; returns the root's index.
   * @throws what setup and view throw, then the session is over; PantographError `PG_EVICTED`.
   */
  async mount(session: Session, component: Component, props: Props): Promise<number> {
    try {
      const root = session.addRoot(component, props)
      await session.settled(this.settings.limits.renderMilliseconds)
      assertUsable(session)
      return root
    } catch (error) {
      session.close('PG_COMPONENT_FAILED', STOP)
      throw error
    }
  }

  /**
   * Writes a root with its element; returns its token's length.
   * @param others the length of the tokens that the page has already
   * @throws PantographError `PG_PROPS`, then the session is over.
   */
  write(html: HtmlWriter, session: Session, root: number, made: Made, others = 0): number {
    try {
      const token = this.sign(session, root, made)
      this.assertFit(others + token.length)
      html.raw(rootStart(made.id, made.component.name || made.name, token, made.keepOnReload))
      session.writeHtml(root, html)
      html.raw(rootEnd)
      return token.length
    } catch (error) {
      session.close('PG_COMPONENT_FAILED', STOP)
      throw error
    }
  }

  private sign(session: Session, root: number, { name, props }: Made): string {
    return this.tokens.sign({
      session: session.id,
      root,
      component: name,
      props,
      user: this.tokens.hashUser(session.user),
      at: Date.now(),
    })
  }

  /** A page whose tokens do not fit into HELLO could never connect. */
  private assertFit(bytes: number): void {
    if (bytes <= this.settings.limits.messageBytes / 2) return
    throw new PantographError(
      'PG_PROPS',
      `the props of the page's roots make tokens of ${bytes} bytes, more than half of ` +
        'limits.messageBytes; pass an id and load the rest in setup',
    )
  }

  /** The session of that name, if it has so many roots. */
  find(id: string, roots: number): Session | undefined {
    const session = this.pool.find(id)
    return session?.rootCount === roots ? session : undefined
  }

  /**
   * Mounts what the tokens name in a new session.
   * @param state what was kept of it
   * @param wanted the name of the session that is gone, which the new one takes; null makes up another
   * @throws PantographError `PG_UNKNOWN_COMPONENT`, and whatever `begin` and `mount` throw.
   */
  async remount(
    contents: readonly TokenContent[],
    visitor: Visitor,
    wanted: string | null,
    state: SessionState | null,
  ): Promise<Session> {
    const isFree = wanted !== null && this.pool.find(wanted) === undefined
    const session = isFree ? this.begin(visitor, wanted) : this.begin(visitor)
    if (state !== null) session.restore(state)
    for (const { component: name, props } of contents) {
      const component = this.registry.find(name)
      if (component === undefined) {
        session.close('PG_UNKNOWN_COMPONENT', RELOAD)
        throw new PantographError('PG_UNKNOWN_COMPONENT', `no component is registered as ${name}`)
      }
      await this.mount(session, component, props)
    }
    session.restored()
    return session
  }
}

/** The session of which these are the first roots, in order; null if there is no such. */
export function sessionOf(contents: readonly TokenContent[]): string | null {
  const id = contents[0]?.session ?? null
  return contents.every(({ session, root }, i) => session === id && root === i) ? id : null
}

/** @throws what failed behind an `await`; PantographError `PG_EVICTED` */
function assertUsable(session: Session): void {
  if (session.failure !== undefined) throw session.failure
  if (session.state !== 'closed') return
  throw new PantographError('PG_EVICTED', 'the session was ended while its page was being made')
}
