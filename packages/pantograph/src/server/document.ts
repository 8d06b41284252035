// The HTML document around a page's root, and the page that says that something failed. No inline script or
// style, so that a strict content policy holds.
import { escapeAttribute, escapeText } from '../html/escape.ts'

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
  /** HTML that is added to the head as it is. It must be yours: nothing in it is escaped. */
  readonly head?: string
}

/** The document up to where the root's element begins. */
export function documentStart(options: PageOptions, fallbackTitle: string, script: string): string {
  const { title = fallbackTitle, lang = 'en', styles = [], head = '', bodyClass } = options
  const links = styles
    .map((href) => `<link rel="stylesheet" href="${escapeAttribute(href)}">`)
    .join('')
  const bodyAttributes = bodyClass === undefined ? '' : ` class="${escapeAttribute(bodyClass)}"`
  return (
    `<!doctype html><html lang="${escapeAttribute(lang)}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${escapeText(title)}</title>${links}${head}${scriptTag(script)}</head><body${bodyAttributes}>`
  )
}

export const documentEnd = '</body></html>'

export const scriptTag = (src: string): string =>
  `<script type="module" async src="${escapeAttribute(src)}"></script>`

/** The start tag of a root. */
export function rootStart(id: string, component: string, token: string): string {
  return `<div data-id="${escapeAttribute(id)}" data-component="${escapeAttribute(component)}" data-session="${token}">`
}

export const rootEnd = '</div>'

/** Shown instead of a page that failed. The stack is in the log, under the same id. */
export function errorDocument(code: string, id: string, detail: string | null): string {
  const more = detail === null ? '' : `<pre>${escapeText(detail)}</pre>`
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>Something went wrong</title></head><body><main><h1>Something went wrong</h1>` +
    `<p>The page could not be shown. If you report this, please give the code <code>${code}</code> ` +
    `and the number <code>${id}</code>.</p>${more}</main></body></html>`
  )
}
