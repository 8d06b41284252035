// Reads the HTML that Pantograph writes: well-formed, every end tag there. Not a parser for HTML at large.

export interface HtmlElement {
  readonly tag: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly children: readonly HtmlNode[]
}
export type HtmlNode = HtmlElement | string

/** A root as the page has it. */
export interface PageRoot {
  readonly id: string
  readonly component: string
  readonly token: string
  readonly children: readonly HtmlNode[]
}

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/
/** Their inside is text up to the end tag. */
const TEXT_ONLY = /^(script|style|textarea|title)$/
const START_TAG = /<([a-zA-Z][^\s/>]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/y
const ROOT_TAG = /<[a-zA-Z][^\s/>]*(?=[^>]*\sdata-session=")[^>]*>/g

/** All roots of a page, in order, whatever stands around them. */
export function findRoots(page: string): PageRoot[] {
  const roots: PageRoot[] = []
  for (const { index } of page.matchAll(ROOT_TAG)) {
    const parser = new Parser(page, index)
    const root = parser.node() as HtmlElement
    const attributes = new Map(root.attributes)
    const id = attributes.get('data-id')
    const component = attributes.get('data-component')
    const token = attributes.get('data-session')
    if (id === undefined || component === undefined || token === undefined) continue
    roots.push({
      id: copy(id),
      component: copy(component),
      token: copy(token),
      children: root.children,
    })
  }
  return roots
}

/** A text of its own: a part of a page's HTML would keep all of that in memory. */
const copy = (text: string): string => Buffer.from(text).toString()

/** The address of the browser runtime that a page loads; the socket stands beside it. */
export function findScript(page: string): string | null {
  const found = /<script\b[^>]*\ssrc="([^"]*_pantograph\/[^"]*)"/.exec(page)?.[1]
  return found === undefined ? null : decode(found)
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }

function decode(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_, code?: string, name?: string) =>
    code === undefined ? (NAMED[name as string] as string) : String.fromCodePoint(Number(code)),
  )
}

class Parser {
  private readonly html: string
  private at: number

  constructor(html: string, at: number) {
    this.html = html
    this.at = at
  }

  node(): HtmlNode {
    return this.html[this.at] === '<' ? this.element() : this.text('<')
  }

  private element(): HtmlElement {
    START_TAG.lastIndex = this.at
    const match = START_TAG.exec(this.html)
    if (match === null) this.fail('a start tag')
    const [whole, tag, attributes] = match as unknown as [string, string, string]
    this.at += whole.length
    const element = { tag, attributes: readAttributes(attributes) }
    if (VOID.test(tag)) return { ...element, children: [] }
    // The browser's parser drops one newline here.
    if (/^(pre|textarea|listing)$/.test(tag) && this.html[this.at] === '\n') this.at++
    const children = this.children(tag)
    this.at += tag.length + 3
    return { ...element, children }
  }

  /** Up to the end tag of `tag`. */
  private children(tag: string): HtmlNode[] {
    const end = `</${tag}>`
    const children: HtmlNode[] = []
    while (!this.html.startsWith(end, this.at)) {
      if (this.at >= this.html.length || this.html.startsWith('</', this.at)) this.fail(end)
      children.push(TEXT_ONLY.test(tag) ? this.text(end) : this.node())
    }
    return children
  }

  private text(before: string): string {
    const end = this.html.indexOf(before, this.at)
    if (end < 0) this.fail(before)
    return decode(this.html.slice(this.at, (this.at = end)))
  }

  private fail(expected: string): never {
    const found = this.html.slice(this.at, this.at + 40)
    throw new Error(`${expected} should stand at ${this.at}, not ${JSON.stringify(found)}`)
  }
}

function readAttributes(text: string): [string, string][] {
  return [...text.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [
    name as string,
    decode(value ?? ''),
  ])
}
