// A DOM as text, in a form that two DOMs can be compared in: texts that touch are one, empty ones are none, attributes
// are sorted.

/** What is to be seen of a page besides its nodes. */
export interface Sight {
  /** What stands there: the node itself, or another one; null for nothing. */
  standing(node: Node): Node | null
  before(node: Node): string
  after(node: Node): string
}

const PLAIN: Sight = { standing: (node) => node, before: () => '', after: () => '' }

/** The children of a node. */
export const domOf = (parent: Node, sight = PLAIN): string =>
  [...parent.childNodes].map((node) => textOf(node, sight)).join('')

function textOf(node: Node, sight: Sight): string {
  const standing = sight.standing(node)
  if (standing === null) return ''
  return sight.before(node) + contentOf(standing, sight) + sight.after(node)
}

function contentOf(node: Node, sight: Sight): string {
  if (node.nodeType === 3) return escape(node as Text)
  if (node.nodeType === 8) return `<!${(node as Comment).data}>`
  return element(node as Element, sight)
}

const escape = ({ data }: Text): string => data.replaceAll('<', '&lt;').replaceAll('\r', '\\r')

/** The server's HTML says in attributes and content what the browser runtime sets as properties. */
const PROPERTIES = /^(value|checked|selected)$/

function element(node: Element, sight: Sight): string {
  const attributes = [...node.attributes]
    .filter(({ name }) => !PROPERTIES.test(name))
    .map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`)
  const name = `${/svg/.test(node.namespaceURI ?? '') ? 'svg:' : ''}${node.localName}`
  const content = name === 'textarea' ? '' : domOf(node, sight)
  return `<${name}${attributes.toSorted().join('')}>${content}</${name}>`
}

/** The parser of browsers drops a newline at the start of these elements; the DOM library's does not. */
export const asParsed = (html: string): string =>
  html.replaceAll(/(<(?:pre|textarea|listing)\b[^>]*>)\n/g, '$1')
