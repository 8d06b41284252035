// What a DOM holds, to the last unit of a text: to be run in the browser.
// oxlint-disable unicorn/consistent-function-scoping -- the browser is given one function

/** What stands in an element, as lines. Texts that touch are one, empty ones are none; attributes are sorted. */
export function dump(selector: string): string[] {
  const lines: string[] = []
  const quote = (text: string): string =>
    `"${text.replace(/[^ -!#-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
  const shortNamespace = (name: string | null): string => name?.replace(/.*\//, '') ?? ''
  const inside = (parent: Node, depth: string): void => {
    let text = ''
    const flush = (): void => {
      if (text !== '') lines.push(depth + quote(text))
      text = ''
    }
    for (const node of parent.childNodes) {
      if (node.nodeType === 3) text += (node as Text).data
      else {
        flush()
        element(node as Element, depth)
      }
    }
    flush()
  }
  const element = (node: Element, depth: string): void => {
    // A control's state is a property once the page is live; `selected` is only how HTML says it.
    const attributes = [...node.attributes]
      .filter(({ name }) => !(/^(value|selected|checked)$/.test(name) && isControl(node)))
      .map(
        ({ name, namespaceURI, value }) =>
          `${name}|${shortNamespace(namespaceURI)}=${quote(value)}`,
      )
    lines.push(
      `${depth}<${shortNamespace(node.namespaceURI)}:${node.localName} ${attributes.toSorted().join(' ')}>`,
    )
    if (isControl(node))
      lines.push(`${depth}  = ${stateOf(node as HTMLSelectElement & HTMLInputElement)}`)
    if (node.localName !== 'textarea')
      inside((node as HTMLTemplateElement).content ?? node, `${depth}  `)
  }
  const isControl = (node: Element): boolean => node.matches('input,textarea,select,option')
  const stateOf = (control: HTMLSelectElement & HTMLInputElement): string =>
    control.localName === 'select'
      ? [...control.options].map(({ selected }) => Number(selected)).join('')
      : `${quote(control.value)} ${control.checked}`
  inside(document.querySelector(selector) as Element, '')
  return lines
}
