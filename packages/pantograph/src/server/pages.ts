// Answers requests: pages and the files of the browser runtime. Whatever else it is asked for is not ours.
import { formsOf } from '../components/form/page-forms.ts'
import { headHtml } from '../render/frame-end.ts'
import { HtmlWriter } from '../render/html.ts'
import { Sealer } from '../session/seal.ts'
import type { Session } from '../session/session.ts'
import { STOP } from '../wire/protocol.ts'
import { answer, isRead, methodNotAllowed, textAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import { readBody } from './body.ts'
import { ClientFiles } from './client-files.ts'
import { isCrossSite } from './cross-site.ts'
import { documentAround, preloadTag, tokenField } from './document.ts'
import { failureAnswer } from './failure.ts'
import { formOf, FormTokens } from './form-token.ts'
import { identityOf } from './identity.ts'
import type { Settings } from './options.ts'
import { Posting } from './posting.ts'
import type { Showing } from './posting.ts'
import type { Page, PageProps, Registry } from './registry.ts'
import type { Roots } from './roots.ts'
import { openAnswer } from './sealed-answer.ts'
import { UPLOAD_ROOM } from './uploads.ts'
import type { Uploads } from './uploads.ts'
import { pathBelow } from './visit.ts'
import type { Visit } from './visit.ts'

const ROOM = '/_pantograph/'
/**
 * A page holds a token for one session, so that no shared cache may have it. `no-store` would keep it out of the
 * back/forward cache as well; that is for pages of somebody, who may sign out and leave.
 */
const BROWSER_ONLY = 'private, no-cache'

/** What a page posts to have cookies set is no larger. */
const TICKET_BYTES = 65_536
const AS_IT_IS: Showing = { status: 200, notice: '', cookies: [] }

export class Pages {
  private readonly settings: Settings
  private readonly registry: Registry
  private readonly roots: Roots
  private readonly sealer: Sealer
  private readonly tokens: FormTokens
  private readonly posting: Posting
  private readonly uploads: Uploads
  private readonly headers: Readonly<Record<string, string>>
  private files: ClientFiles | null = null

  constructor(settings: Settings, registry: Registry, roots: Roots, uploads: Uploads) {
    this.uploads = uploads
    this.settings = settings
    this.registry = registry
    this.roots = roots
    this.sealer = new Sealer(settings.secrets)
    this.tokens = new FormTokens(this.sealer)
    this.posting = new Posting(settings, roots, this.tokens)
    this.headers = pageHeaders(settings)
  }

  /** @throws PantographError `PG_CLIENT_MISSING` when it was not built. */
  get clientFiles(): ClientFiles {
    return (this.files ??= new ClientFiles())
  }

  get scriptUrl(): string {
    return `${this.settings.basePath}${ROOM}${this.clientFiles.main}`
  }

  /** Tags for what a page needs of the runtime beyond its base: bits, 1 << a feature's number. */
  preloads(needs: number): string {
    if (needs === 0) return ''
    const files = this.clientFiles.features(needs)
    return files.map((file) => preloadTag(`${this.settings.basePath}${ROOM}${file}`)).join('')
  }

  /** Whether a path is that of the App's socket. */
  isSocket(path: string): boolean {
    return pathBelow(this.settings.basePath, path) === `${ROOM}socket`
  }

  /** The answer to a request that is for this App; undefined for any other. */
  async answer(visit: Visit): Promise<Answer | undefined> {
    const path = pathBelow(this.settings.basePath, visit.path)
    if (path === `${ROOM}post` && visit.method === 'POST') return this.answerCookies(visit)
    if (path?.startsWith(ROOM)) return this.answerFile(path.slice(ROOM.length), visit)
    const found = this.registry.match(visit.path)
    if (found === null) return undefined
    const isPost = visit.method === 'POST'
    if (!isPost && !isRead(visit.method)) return methodNotAllowed('GET, HEAD, POST')
    try {
      if (isPost) return await this.answerPost(found.page, found.props, visit)
      return await this.answerPage(found.page, found.props, visit)
    } catch (error) {
      return failureAnswer(error, visit.path, this.settings, this.headers)
    }
  }

  private answerFile(name: string, visit: Visit): Answer | Promise<Answer> | undefined {
    if (name.startsWith(UPLOAD_ROOM))
      return this.uploads.answer(name.slice(UPLOAD_ROOM.length), visit)
    if (name !== 'socket') return this.clientFiles.answer(name, visit)
    return textAnswer(
      426,
      'This is a WebSocket. If a browser sees this, a proxy leaves out the Upgrade header.',
      { Upgrade: 'websocket' },
    )
  }

  /** A page that is connected asks for the cookies that a form of it has set: the answer says where to go then. */
  private async answerCookies(visit: Visit): Promise<Answer> {
    if (isCrossSite(visit, this.settings)) return textAnswer(403, 'PG_FORM_ORIGIN')
    try {
      const text = Buffer.from((await readBody(visit, TICKET_BYTES)) as Uint8Array).toString()
      const user = await identityOf(this.settings, visit)
      const { cookies, location } = openAnswer(this.sealer, user, text)
      return { ...textAnswer(200, location ?? '', { 'Cache-Control': 'no-store' }), cookies }
    } catch (error) {
      this.settings.log.warn({ error }, 'PG_FORM_TOKEN: cookies were not set')
      return textAnswer(403, 'PG_FORM_TOKEN')
    }
  }

  private async answerPage(page: Page, props: PageProps, visit: Visit): Promise<Answer> {
    const user = await identityOf(this.settings, visit)
    const { address, path, search } = visit
    const session = this.roots.begin({ url: path + search, address, user })
    const root = await this.roots.mount(session, page.component, props)
    const shown = this.show(page, props, visit.path, session, root, AS_IT_IS)
    // Who asks for the head alone will not connect.
    if (visit.method === 'HEAD') session.close('PG_GONE', STOP)
    return shown
  }

  private answerPost(page: Page, props: PageProps, visit: Visit): Promise<Answer> {
    const show = (session: Session, root: number, showing: Showing): Answer =>
      this.show(page, props, visit.path, session, root, showing)
    return this.posting.answer({ page, props, show }, visit)
  }

  /** The document of a page that is mounted. */
  private show(
    { name, component, options }: Page,
    props: PageProps,
    path: string,
    session: Session,
    root: number,
    { status, notice, cookies }: Showing,
  ): Answer {
    const html = new HtmlWriter()
    const said = headHtml(session.tree.end)
    const [before, after] = documentAround(options, component.name, this.scriptUrl, said)
    html.raw(before + notice)
    const { keepOnReload } = options
    const made = { id: `r${root}`, name, component, props, keepOnReload }
    this.roots.write(html, session, root, made)
    html.raw(this.preloads(html.needs))
    const forms = formsOf(session.tree).shown.map(({ id }) => id)
    for (const token of this.tokens.seal(session, forms, path)) {
      html.raw(tokenField(formOf(token), token))
    }
    html.raw(after)
    const cacheControl = session.user === null && status === 200 ? BROWSER_ONLY : 'no-store'
    const headers = { ...this.headers, 'Cache-Control': options.cacheControl ?? cacheControl }
    return { ...answer(status, html.finish(), headers), cookies }
  }
}

function pageHeaders(settings: Settings): Record<string, string> {
  const { contentSecurityPolicy, crossOriginIsolation } = settings
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    ...(contentSecurityPolicy === false
      ? {}
      : { 'Content-Security-Policy': contentSecurityPolicy }),
    ...(crossOriginIsolation
      ? {
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Embedder-Policy': 'require-corp',
        }
      : {}),
  }
}
