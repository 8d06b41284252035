// The HTML document around a page's root. No inline script or style, so that a strict content policy holds.
import { PantographError } from '../errors.ts'
import { escapeAttribute, escapeText } from '../html/escape.ts'
import type { HeadHtml } from '../render/head.ts'

/** What `PageOptions.document` puts together: strings of HTML, ready to be inserted. */
export interface DocumentParts {
  /** The escaped title. */
  readonly title: string
  /** What the head must have: style sheets, the page's own `head`, and the browser runtime. */
  readonly head: string
  /** Where the component goes. Exactly once. */
  readonly root: string
}

/** How a page's document looks. */
export interface PageOptions {
  /** The document's title. Default: the component's name. */
  readonly title?: string
  /** The document's language. Default: `en`. */
  readonly lang?: string
  /** Addresses of style sheets. */
  readonly styles?: readonly string[]
  /** The body's `class`. */
  readonly bodyClass?: string
  /**
   * Whether its sessions are kept in the App's store. A page whose state is larger than a checkpoint may be
   * says `false`: it lives as long as its process. Default: true.
   */
  readonly checkpoint?: boolean
  /**
   * Whether the page goes on with its session when it is reloaded, with all that was done. A copy of the tab gets
   * a session of its own. Default: false, a reloaded page begins anew.
   */
  readonly keepOnReload?: boolean
  /**
   * Its `Cache-Control`. Default: `no-store` for pages of somebody (option `session`), which keeps them out of
   * the browser's back/forward cache too; `private, no-cache` for all others. Must not let shared caches have it.
   */
  readonly cacheControl?: string
  /** HTML that is added to the head as it is. It must be yours: nothing in it is escaped. */
  readonly head?: string
  /**
   * Writes the whole document instead, as HTML that nothing is escaped in.
   *
   * @example
   * document: ({ title, head, root }) =>
   *   `<!doctype html><html lang="de"><head><title>${title}</title>${head}</head><body>${root}</body></html>`
   */
  readonly document?: (parts: DocumentParts) => string
}

const ROOT = '<pantograph-root></pantograph-root>'

/**
 * The document up to where the root's element begins, and from where it ends.
 * @throws PantographError `PG_OPTION` when the page's own document has no single place for the root.
 */
export function documentAround(
  options: PageOptions,
  fallbackTitle: string,
  script: string,
  said: HeadHtml,
): readonly [before: string, after: string] {
  const { styles = [], head = '' } = options
  const title = options.title ?? fallbackTitle
  const links = styles.map((href) => `<link rel="stylesheet" href="${escapeAttribute(href)}">`)
  const parts = {
    title: escapeText(said.title ?? title),
    head: links.join('') + head + said.html + scriptTag(script, said.title === null ? null : title),
    root: ROOT,
  }
  const html = options.document?.(parts) ?? documentOf(parts, options)
  const [before, after, more] = html.split(ROOT)
  if (before !== undefined && after !== undefined && more === undefined) return [before, after]
  throw new PantographError('PG_OPTION', 'a document must contain its `root` exactly once')
}

function documentOf({ title, head, root }: DocumentParts, options: PageOptions): string {
  const { lang = 'en', bodyClass } = options
  const bodyAttributes = bodyClass === undefined ? '' : ` class="${escapeAttribute(bodyClass)}"`
  return (
    `<!doctype html><html lang="${escapeAttribute(lang)}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${title}</title>${head}</head><body${bodyAttributes}>${root}</body></html>`
  )
}

/** @param title the page's own, where a component has put another one in its place */
export const scriptTag = (src: string, title: string | null = null): string => {
  const own = title === null ? '' : ` data-title="${escapeAttribute(title)}"`
  return `<script type="module" src="${escapeAttribute(src)}"${own}></script>`
}

/** Lets the browser load a part of its runtime before it is asked for. Allowed in the body. */
export const preloadTag = (href: string): string =>
  `<link rel="modulepreload" href="${escapeAttribute(href)}">`

/** The name of the hidden field that a plain POST must bring. */
export const TOKEN_FIELD = 'pantograph-form'

/** The hidden field of a form: outside of the root, which is the component's own. */
export const tokenField = (form: string, token: string): string =>
  `<input type="hidden" name="${TOKEN_FIELD}" form="${escapeAttribute(form)}" value="${escapeAttribute(token)}">`

/** The start tag of a root. */
export function rootStart(id: string, component: string, token: string, isKept = false): string {
  const reload = isKept ? ' data-reload="keep"' : ''
  return `<div data-id="${escapeAttribute(id)}" data-component="${escapeAttribute(component)}" data-session="${token}"${reload}>`
}

export const rootEnd = '</div>'
