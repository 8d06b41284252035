// The text of an element that is edited in place. `innerText` counts an empty line twice: browsers begin a line with an
// element, and an empty one has a line break in it, so that it has a height. Part of extras.ts.

const TEXT_NODE = 3
const IN_LINE = /^(inline|contents)/
const IS_EXACT = /pre|break/

export function editedText(root: Element): string {
  const lines = new Lines()
  lines.inside(root)
  return lines.end()
}

class Lines {
  private text = ''
  /** What goes before the next text, and whether a line break says so that may be the last. */
  private due = ''
  private isBreak = false
  private isBegun = false

  inside(parent: Element): void {
    const isExact = IS_EXACT.test(getComputedStyle(parent).whiteSpace)
    for (const node of parent.childNodes) {
      if (node.nodeType === TEXT_NODE) this.add((node as Text).data, isExact)
      else if ((node as Element).localName === 'br') this.break()
      else if (node instanceof Element) this.element(node)
    }
  }

  end(): string {
    // Alone it is what browsers leave of a text that was removed.
    return this.isBreak && this.text ? this.text + this.due : this.text
  }

  private add(data: string, isExact: boolean): void {
    let shown = data
    if (!isExact) shown = data.replace(/[ \t\r\n]+/g, ' ')
    if (!isExact && (!this.isBegun || this.due)) shown = shown.replace(/^ /, '')
    if (!shown) return
    this.text += this.due + shown
    this.due = ''
    this.isBegun = true
  }

  private break(): void {
    this.text += this.due
    this.due = '\n'
    this.isBreak = this.isBegun = true
  }

  private element(element: Element): void {
    const { display } = getComputedStyle(element)
    if (display === 'none') return
    if (IN_LINE.test(display)) return this.inside(element)
    this.line()
    this.inside(element)
    this.line()
  }

  /** A line begins here; a line break right before it shows nothing more. */
  private line(): void {
    if (this.isBegun) this.due = '\n'
    this.isBreak = false
  }
}
