// Which controls and buttons a form of a page had for whoever sent it without JavaScript: a plain POST says neither
// which boxes were off, nor which were disabled, nor which button it was. Found in the page's HTML.

/** Comments, and tags with their attributes: a `>` in a quoted value ends none. */
const TAGS = /<!--[^]*?-->|<(\/?)([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi
const ATTRIBUTES = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g
/** What is in these is text. */
const TEXTS = /(<(script|style|textarea|title)\b(?:"[^"]*"|'[^']*'|[^>"'])*>)[^]*?(?=<\/\2\b)/gi
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#13': '\r',
}

type Attributes = ReadonlyMap<string, string>

/** A `<fieldset>` that is open. What is in its first `<legend>` is not disabled with it. */
interface Fieldset {
  readonly isDisabled: boolean
  legend: 'to come' | 'open' | 'over'
}

export class PageControls {
  /** The names of all its password fields, of whichever form. */
  readonly secrets = new Set<string>()
  private readonly live = new Set<string>()
  private readonly buttons = new Set<string>()
  private readonly fieldsets: Fieldset[] = []
  private readonly form: string
  /** The id of the form that is open. */
  private within: string | undefined

  /**
   * @param html what the browser was sent
   * @param form the id of the form that was sent: others of the page may have controls of the same names
   */
  constructor(html: string, form: string) {
    this.form = form
    for (const [, slash, name, attributes] of html.replaceAll(TEXTS, '$1').matchAll(TAGS)) {
      if (name === undefined) continue
      if (slash === '') this.begin(name.toLowerCase(), attributesIn(attributes ?? ''))
      else this.end(name.toLowerCase())
    }
  }

  /** Whether it has such a control that is not disabled. @param value of a box; else empty */
  has(name: string, value: string): boolean {
    return this.live.has(keyOf(name, value))
  }

  hasButton(name: string): boolean {
    return this.buttons.has(name)
  }

  private begin(tag: string, attributes: Attributes): void {
    this.keepSecret(attributes)
    if (tag === 'form') this.within = attributes.get('id')
    else if (tag === 'fieldset') {
      this.fieldsets.push({ isDisabled: attributes.has('disabled'), legend: 'to come' })
    } else if (tag === 'legend') {
      const last = this.fieldsets.at(-1)
      if (last?.legend === 'to come') last.legend = 'open'
    } else if (!attributes.has('disabled') && !this.isDisabled) this.control(tag, attributes)
  }

  private keepSecret(attributes: Attributes): void {
    const isPassword = attributes.get('type')?.toLowerCase() === 'password'
    if (isPassword) this.secrets.add(attributes.get('name') ?? '')
  }

  private end(tag: string): void {
    const last = this.fieldsets.at(-1)
    if (tag === 'form') this.within = undefined
    else if (tag === 'fieldset') this.fieldsets.pop()
    else if (tag === 'legend' && last?.legend === 'open') last.legend = 'over'
  }

  private get isDisabled(): boolean {
    return this.fieldsets.some(({ isDisabled, legend }) => isDisabled && legend !== 'open')
  }

  private control(tag: string, attributes: Attributes): void {
    if ((attributes.get('form') ?? this.within) !== this.form) return
    const name = attributes.get('name') ?? ''
    const type = attributes.get('type')?.toLowerCase()
    const isButton = tag === 'button' && type !== 'button' && type !== 'reset'
    if (isButton || (tag === 'input' && type === 'submit')) this.buttons.add(name)
    else if (tag === 'select') this.live.add(keyOf(name, ''))
    else if (tag === 'input') this.live.add(keyOf(name, attributes.get('value') ?? 'on'))
  }
}

const keyOf = (name: string, value: string): string => JSON.stringify([name, value])

function attributesIn(text: string): Attributes {
  const found = new Map<string, string>()
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTES)) {
    if (!found.has(name.toLowerCase())) {
      found.set(name.toLowerCase(), decoded(double ?? single ?? bare ?? ''))
    }
  }
  return found
}

/** As this framework escapes. */
const decoded = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#13);/g, (_, name: string) => ENTITIES[name] ?? '')
