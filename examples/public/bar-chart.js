// <bar-chart>: an element of the page's own, as a library would bring it. Its numbers are a property, its unit is an
// attribute, each bar is made from a <template> of the page, and choosing one is a `change`.
class BarChart extends HTMLElement {
  static observedAttributes = ['unit', 'names', 'template']

  /** Of the bar that was chosen last. */
  value = ''
  #values = []

  constructor() {
    super()
    this.attachShadow({ mode: 'open' })
  }

  get values() {
    return this.#values
  }

  set values(values) {
    this.#values = values
    this.#draw()
  }

  connectedCallback() {
    // It was set before the browser knew this class, and hides the setter: https://web.dev/articles/custom-elements-best-practices
    if (Object.hasOwn(this, 'values')) {
      const { values } = this
      delete this.values
      this.values = values
    }
  }

  attributeChangedCallback() {
    this.#draw()
  }

  #draw() {
    const template = document.getElementById(this.getAttribute('template'))
    if (template === null) return
    const names = JSON.parse(document.getElementById(this.getAttribute('names'))?.text ?? '[]')
    const highest = Math.max(...this.#values)
    const bars = this.#values.map((value, i) => {
      const bar = template.content.firstElementChild.cloneNode(true)
      const text = `${value} ${this.getAttribute('unit') ?? ''}`
      bar.textContent = value
      bar.style.height = `${(value / highest) * 100}%`
      bar.ariaLabel = `${names[i] ?? i + 1}: ${text}`
      bar.title = bar.ariaLabel
      bar.onclick = () => this.#choose(text)
      return bar
    })
    this.shadowRoot.replaceChildren(...bars)
  }

  #choose(value) {
    this.value = value
    this.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

customElements.define('bar-chart', BarChart)
