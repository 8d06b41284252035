// What a page shows, and what a fresh one would: to be run in the browser.
// oxlint-disable unicorn/consistent-function-scoping -- the browser is given one function

export interface Sight {
  readonly here: string
  readonly fresh: string
  /** Where there is another element than before, though nothing else is there. */
  readonly replaced: readonly string[]
}

/** Elements by where they stand, as of the last look. */
interface Memory {
  standing?: Map<string, Element>
}

/** Compares the page with a fresh document, as soon as they show the same; after `patience` milliseconds at any rate. */
export async function look([html, patience]: readonly [string, number]): Promise<Sight> {
  const memory = globalThis as unknown as Memory
  const textOf = (parent: Node): string =>
    [...parent.childNodes].map((node) => describe(node)).join('')
  const describe = (node: Node): string => {
    if (node instanceof Text) return node.data.replaceAll('<', '&lt;')
    // Portals stand elsewhere: they are compared apart.
    if (!(node instanceof Element) || node.matches('pg-portal')) return ''
    const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${value}"`)
    const space = node.namespaceURI?.includes('svg') ? 'svg:' : ''
    return `<${space}${node.localName}${attributes.toSorted().join('')}>${textOf(node)}</>`
  }
  const show = (page: Document): string => {
    const portals = [...page.querySelectorAll('pg-portal')].map((one) => textOf(one)).toSorted()
    const metas = [...page.head.querySelectorAll('[data-head]')].map((one) => describe(one))
    const root = textOf(page.querySelector('[data-id]') as Element)
    return [page.title, ...metas.toSorted(), root, ...portals].join('\n')
  }
  const there = new DOMParser().parseFromString(html, 'text/html')
  const fresh = show(there)
  const until = performance.now() + patience
  while (show(document) !== fresh && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5))
  const before = memory.standing
  const standing = new Map<string, Element>()
  for (const element of document.querySelectorAll('[data-at]'))
    standing.set(element.getAttribute('data-at') ?? '', element)
  memory.standing = standing
  const replaced = [...standing].filter(([at, element]) => (before?.get(at) ?? element) !== element)
  return { here: show(document), fresh, replaced: replaced.map(([at]) => at) }
}
