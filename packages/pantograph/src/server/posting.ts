// Takes forms that are sent as plain POSTs, without JavaScript: mounts the page as it stood, hands the form what was
// sent, and answers with the same page, or with the one that its handler wants.
import { createHash } from 'node:crypto'
import { formsOf } from '../components/form/page-forms.ts'
import type { PageForm } from '../components/form/page-forms.ts'
import { PageControls } from '../components/form/page-controls.ts'
import { Sent } from '../components/form/sent.ts'
import { PantographError } from '../errors.ts'
import { HtmlWriter } from '../render/html.ts'
import type { Mounted } from '../render/nodes.ts'
import { inEvent } from '../session/running-event.ts'
import type { Session } from '../session/session.ts'
import { STOP } from '../wire/protocol.ts'
import type { Answer } from './answer.ts'
import { fieldsOf, readBody } from './body.ts'
import type { Fields } from './body.ts'
import { isCrossSite } from './cross-site.ts'
import { TOKEN_FIELD } from './document.ts'
import { formOf } from './form-token.ts'
import type { FormToken, FormTokens } from './form-token.ts'
import { identityOf } from './identity.ts'
import { noticeOf, refusalAnswer } from './post-refusal.ts'
import type { Settings } from './options.ts'
import type { Page, PageProps } from './registry.ts'
import type { Roots } from './roots.ts'
import type { Visit } from './visit.ts'

/** What the page is answered with besides itself. */
export interface Showing {
  readonly status: number
  /** HTML above the page. */
  readonly notice: string
  readonly cookies: readonly string[]
}

/** Writes the document of a page that is mounted. */
export type Show = (session: Session, root: number, showing: Showing) => Answer

/** What is needed to show the page that a POST is for. */
export interface PostedPage {
  readonly page: Page
  readonly props: PageProps
  readonly show: Show
}

/** How long an impatient second press gets the answer to the first, in milliseconds. */
const REPEATED_WITHIN = 10_000

/** Of so many sendings at once it is known whether they are repeated. */
const MOST_ANSWERS = 1_000

/** What is posted now, by whom, and to which page. */
interface Post {
  readonly fields: Fields
  /** The name of the form. */
  readonly form: string
  readonly user: string | null
  readonly to: PostedPage
  readonly visit: Visit
}

/** The page as it stood, mounted for a post. */
interface Standing {
  readonly post: Post
  readonly session: Session
  readonly root: number
}

export class Posting {
  private readonly settings: Settings
  private readonly roots: Roots
  private readonly tokens: FormTokens
  private readonly answers = new Map<string, Promise<Answer>>()

  constructor(settings: Settings, roots: Roots, tokens: FormTokens) {
    this.settings = settings
    this.roots = roots
    this.tokens = tokens
  }

  /** @throws what the page throws, and what `begin` and `mount` of Roots throw */
  async answer(posted: PostedPage, visit: Visit): Promise<Answer> {
    const { limits } = this.settings
    if (isCrossSite(visit, this.settings)) return this.turnAway('PG_FORM_ORIGIN', visit)
    let fields: Fields
    try {
      fields = await fieldsOf(
        await readBody(visit, limits.formBytes, limits.uploadStallMilliseconds),
        visit.header('content-type') ?? '',
      )
    } catch (error) {
      if (!(error instanceof PantographError)) throw error
      return this.turnAway(error.code, visit)
    }
    const [token] = fields.get(TOKEN_FIELD) ?? []
    if (token === undefined) return this.turnAway('PG_FORM_TOKEN', visit, fields)
    const user = await identityOf(this.settings, visit)
    const post = { fields, form: formOf(token), user, to: posted, visit }
    try {
      const opened = this.tokens.open(token, visit.path, user)
      const age = Date.now() - opened.at
      if (age > limits.tokenMilliseconds) return await this.refuse('PG_FORM_EXPIRED', post, opened)
      return await this.once(post, opened)
    } catch (error) {
      if (!(error instanceof PantographError) || error.code !== 'PG_FORM_TOKEN') throw error
      return this.refuse('PG_FORM_TOKEN', post, null)
    }
  }

  /** Answers without the page. */
  private turnAway(code: string, { path }: Visit, fields?: Fields): Answer {
    this.note(code, path)
    return refusalAnswer(code, path, fields)
  }

  private note(code: string, path: string): void {
    this.settings.log.warn({ path }, `${code}: a form was not taken`)
  }

  /** The same form sent twice from the same page, with the same content, is handled once by this process. */
  private once(post: Post, token: FormToken): Promise<Answer> {
    const id = idOf(post, token)
    const known = this.answers.get(id)
    if (known !== undefined) return known
    const answer = this.handle(id, post, token)
    if (this.answers.size < MOST_ANSWERS) this.answers.set(id, answer)
    const forget = (): void => void this.answers.delete(id)
    answer.then(() => setTimeout(forget, REPEATED_WITHIN).unref(), forget)
    return answer
  }

  private async handle(id: string, post: Post, token: FormToken): Promise<Answer> {
    const standing = await this.mount(post, token)
    return this.roots.keep(standing.session, () => this.answerIn(standing, id))
  }

  private async answerIn(standing: Standing, id: string): Promise<Answer> {
    const { session, post } = standing
    const { path } = post.visit
    const form = formsOf(session.tree).find(post.form)
    if (form === undefined) {
      this.note('PG_FORM_UNKNOWN', path)
      return show('PG_FORM_UNKNOWN', standing, post.fields)
    }
    try {
      const { isDone, answer } = await run(form, standing, id)
      if (isDone && answer.location !== null) {
        session.close('PG_GONE', STOP)
        return redirection(answer.location, answer.cookies)
      }
      await this.settle(session)
      const status = isDone ? 200 : 422
      return post.to.show(session, standing.root, { status, notice: '', cookies: answer.cookies })
    } catch (error) {
      this.settings.log.error({ session: session.id, path, error }, 'PG_HANDLER: a form failed')
      await this.settle(session)
      return show('PG_HANDLER', standing)
    }
  }

  /** Does nothing but show the page again, with what was entered. */
  private async refuse(code: string, post: Post, token: FormToken | null): Promise<Answer> {
    this.note(code, post.visit.path)
    const standing = await this.mount(post, token)
    const { session } = standing
    formsOf(session.tree).find(post.form)?.take(sentTo(standing))
    await this.settle(session)
    return show(code, standing)
  }

  private async mount(post: Post, token: FormToken | null): Promise<Standing> {
    const { page, props } = post.to
    const { path, search, address } = post.visit
    const session = this.roots.begin({ url: path + search, address, user: post.user })
    const state = token?.state ?? null
    if (state !== null) session.restore(state)
    const root = await this.roots.mount(session, page.component, props)
    session.restored()
    return { post, session, root }
  }

  private async settle(session: Session): Promise<void> {
    await session.settled(this.settings.limits.renderMilliseconds)
    if (session.failure !== undefined) throw session.failure
    if (session.state !== 'closed') return
    throw new PantographError('PG_EVICTED', 'the session was ended while its form was handled')
  }
}

/** Names a sending. Other content from the same page is another sending: whoever goes back, changes it and sends it again. */
function idOf({ fields }: Post, { nonce }: FormToken): string {
  const hash = createHash('sha256').update(JSON.stringify([...fields]))
  return `post:${nonce}:${hash.digest('base64url')}`
}

/** What the handler does once it does for this sending, as it would for an event. */
function run(form: PageForm, standing: Standing, id: string): ReturnType<PageForm['post']> {
  const { session } = standing
  const source = { isOurs: () => Promise.resolve(session.state !== 'closed') }
  const event = { session: id, number: 0, source, marks: session.marks }
  return inEvent(event, () => form.post(sentTo(standing), id))
}

/** What was sent, to be read beside the page as it stood. Nothing of it is filled in for whoever is shown it later. */
const sentTo = (standing: Standing): Sent => Sent.posted(standing.post.fields, controlsOf(standing))

function controlsOf({ post, session, root }: Standing): PageControls {
  const html = new HtmlWriter()
  html.node((session.tree.roots[root]?.values[0] ?? null) as Mounted)
  return new PageControls(html.finish().toString(), post.form)
}

/** The page, with a notice above it. */
function show(code: string, standing: Standing, lost?: Fields): Answer {
  const { post, session, root } = standing
  const { status, html } = noticeOf(code, lost, lost && controlsOf(standing).secrets)
  return post.to.show(session, root, { status, notice: html, cookies: [] })
}

const redirection = (location: string, cookies: readonly string[]): Answer => ({
  status: 303,
  headers: { Location: location, 'Cache-Control': 'no-store', 'Content-Length': '0' },
  body: null,
  cookies,
})
