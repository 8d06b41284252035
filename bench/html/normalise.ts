// The same HTML up to what engines add for themselves: comments, empty classes, the order of attributes.

export function normalise(html: string): string {
  return html
    .replaceAll(/<!--.*?-->| class=""/gs, '')
    .replaceAll(/<([a-z]+)((?: [^>]*)?)>/g, (_, tag: string, attributes: string) => {
      const sorted = (attributes.match(/[^\s=]+(?:="[^"]*")?/g) ?? []).toSorted()
      return `<${[tag, ...sorted].join(' ')}>`
    })
}
