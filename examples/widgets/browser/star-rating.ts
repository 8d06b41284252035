// In the browser: an element of our own. `value` is an attribute, `words` a property, `rate` its event.

const MOST = 5
const STYLE = `
  div { display: inline-flex; flex-wrap: wrap }
  button {
    min-width: 2.75rem; min-height: 2.75rem; padding: 0; border: 0; background: none;
    color: var(--accent); cursor: pointer; font-size: 1.5rem; line-height: 1;
  }
  button:focus-visible { outline: 3px solid var(--accent); outline-offset: -3px }
  button:hover { transform: scale(1.15) }`

class StarRating extends HTMLElement {
  static readonly observedAttributes = ['value', 'label']
  private readonly group = document.createElement('div')
  private readonly stars: HTMLButtonElement[] = []
  private names: readonly string[] = []

  constructor() {
    super()
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLE)
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true })
    root.adoptedStyleSheets = [sheet]
    this.group.role = 'group'
    for (let star = 1; star <= MOST; star++) this.stars.push(this.makeStar(star))
    this.group.append(...this.stars)
    root.append(this.group)
  }

  /** What each number of stars is called. */
  set words(words: readonly string[] | undefined) {
    this.names = words ?? []
    this.show()
  }

  attributeChangedCallback(): void {
    this.show()
  }

  private makeStar(star: number): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.addEventListener('click', () => {
      this.setAttribute('value', String(star))
      this.dispatchEvent(new CustomEvent('rate', { detail: star }))
    })
    return button
  }

  private show(): void {
    const value = Number(this.getAttribute('value') ?? 0)
    this.group.ariaLabel = this.getAttribute('label') ?? 'Stars'
    for (const [i, star] of this.stars.entries()) {
      star.textContent = i < value ? '★' : '☆'
      star.ariaPressed = String(i + 1 === value)
      star.ariaLabel = this.names[i] ?? String(i + 1)
    }
  }
}

customElements.define('star-rating', StarRating)
