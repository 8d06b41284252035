// The document's head as components want it. Part of extras.ts.

type Entry = readonly [tag: string, attributes: Record<string, string>, text: string]

/** Makes the head say what is told, as JSON, and nothing else of what components have said. */
export function showHead(text: string): void {
  const entries = JSON.parse(text) as Entry[]
  showTitle(entries.find(([tag]) => tag === 'title')?.[2])
  const old = [...document.head.querySelectorAll('[data-head]')]
  for (const [tag, attributes] of entries) {
    if (tag === 'title') continue
    const element = document.createElement(tag)
    for (const name in attributes) element.setAttribute(name, attributes[name] as string)
    element.setAttribute('data-head', '')
    // What stays is left alone: a style sheet would be loaded again.
    const same = old.findIndex((one) => isSame(one, element))
    if (same < 0) document.head.append(element)
    else old.splice(same, 1)
  }
  for (const gone of old) gone.remove()
}

const isSame = (a: Element, b: Element): boolean =>
  a.localName === b.localName &&
  a.attributes.length === b.attributes.length &&
  [...a.attributes].every(({ name, value }) => b.getAttribute(name) === value)

/** The page's own title, for when no component gives one. */
let own: string | undefined

function showTitle(title: string | undefined): void {
  own ??=
    document.querySelector<HTMLScriptElement>('script[data-title]')?.dataset['title'] ??
    document.title
  document.title = title ?? own
}
