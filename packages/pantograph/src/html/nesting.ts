// What a browser's parser would not leave where it is written. From the tree construction of the HTML standard,
// https://html.spec.whatwg.org/#parsing-main-inbody, for markup in which every element is closed. Where browsers
// differ (the content of `<select>`), what all of them leave alone. Facts only; when to ask is said elsewhere.
import { VOID_ELEMENTS } from './names.ts'
import { holdsTextOnly } from './surroundings.ts'
import type { Entered, Surroundings } from './surroundings.ts'
import { SVG_ELEMENTS } from './svg-names.ts'

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** What the browser would do, and what to write instead. */
export type Problem = string

/** Elements that close a `<p>`. */
const CLOSE_P = set(
  'address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure ' +
    'footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search ' +
    'section summary table ul xmp',
)
const HEADINGS = set('h1 h2 h3 h4 h5 h6')
/** Elements whose end is implied where a part of a `<ruby>` begins. */
const IMPLIED_ENDS = set('dd dt li optgroup option p rb rp rt rtc')
/** Elements that end SVG and MathML. https://html.spec.whatwg.org/#parsing-main-inforeign */
const BREAKOUTS = set(
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing ' +
    'menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
)
const DOCUMENT_PARTS = set('html head body frame frameset')
const TABLE_PARTS = set('caption col colgroup tbody td tfoot th thead tr')

/** What may stand right in a part of a table. */
const IN_TABLES: Readonly<Record<string, ReadonlySet<string>>> = {
  table: set('caption colgroup tbody tfoot thead style script template'),
  tbody: set('tr style script template'),
  thead: set('tr style script template'),
  tfoot: set('tr style script template'),
  tr: set('td th style script template'),
  colgroup: set('col template'),
}

/** What the parser puts around a part of a table that stands in another. */
const IMPLIED_PARTS: Readonly<Record<string, string>> = {
  'table tr': 'tbody',
  'table td': 'tbody><tr',
  'table th': 'tbody><tr',
  'table col': 'colgroup',
  'tbody td': 'tr',
  'tbody th': 'tr',
  'thead td': 'tr',
  'thead th': 'tr',
  'tfoot td': 'tr',
  'tfoot th': 'tr',
}

/** Why an element does not stay here; null if it does. */
export function problemOf(around: Surroundings, element: Entered): Problem | null {
  if (holdsTextOnly(around)) return `takes what stands in <${around.parent}> for text; move it out`
  if (!around.isHtml) return foreignProblem(around, element)
  const part = around.space === 'html' ? around.mode || around.parent : ''
  if (part in IN_TABLES) return tableProblem(around, part, element)
  const { name } = element
  if (part === 'template' && TABLE_PARTS.has(name)) return null
  return (
    neverProblem(name) ?? (around.select ? selectProblem(around, name) : bodyProblem(around, name))
  )
}

/** Why a text does not stay here; null if it does. */
export function textProblem(around: Surroundings, text: string): Problem | null {
  if (!refusesText(around) || !/[^\t\n\f\r ]/.test(text)) return null
  return `moves text in <${around.parent}> out of the table; put it into a cell or a <caption>`
}

/** Whether text other than white space does not stay here. */
export function refusesText({ space, isHtml, parent, mode }: Surroundings): boolean {
  return space === 'html' && isHtml && (mode === '' ? parent in IN_TABLES : mode === 'colgroup')
}

function neverProblem(name: string): Problem | null {
  if (DOCUMENT_PARTS.has(name))
    return 'ignores its tags here; it is part of the document around the page'
  if (name === 'plaintext') return 'takes all that follows for text; use <pre>'
  if (name === 'image') return 'makes an <img> of it; write <img>'
  if (TABLE_PARTS.has(name)) return `ignores its tags here; put it into ${ownersOf(name)}`
  return isOfSvg(name) ? 'knows it in <svg> only; put it there' : null
}

/** By its capitals: the parser keeps them in `<svg>` only. */
const isOfSvg = (name: string): boolean => SVG_ELEMENTS.get(name.toLowerCase()) === name

function ownersOf(part: string): string {
  const owners = Object.keys(IN_TABLES).filter((owner) => IN_TABLES[owner]?.has(part))
  return owners.map((owner) => `<${owner}>`).join(' or ')
}

function tableProblem(around: Surroundings, part: string, element: Entered): Problem | null {
  const { name } = element
  if (IN_TABLES[part]?.has(name)) return null
  // What is not known yet may be right.
  const type = element.attribute('type')
  const isHidden = name === 'input' && (type === null || type?.toLowerCase() === 'hidden')
  if (isHidden && part !== 'colgroup') return null
  const implied = IMPLIED_PARTS[`${part} ${name}`]
  if (implied !== undefined) return `puts a <${implied}> around it; write that yourself`
  if (TABLE_PARTS.has(name)) return ends(around.parent)
  return 'moves it out of the table; put it into a cell or a <caption>'
}

/** Browsers have begun to leave more in a `<select>`; the others drop the tags. */
function selectProblem({ parent }: Surroundings, name: string): Problem | null {
  if (name === 'script' || name === 'template') return null
  if (name === 'option' && parent !== 'option') return null
  if ((name === 'optgroup' || name === 'hr') && parent === 'select') return null
  return /^(option|optgroup|hr)$/.test(name)
    ? ends(parent)
    : 'may drop its tags: a <select> holds options, groups and texts'
}

const ends = (what: string): Problem => `ends the <${what}> before it; put it beside that`

function bodyProblem(around: Surroundings, name: string): Problem | null {
  const { parent, term } = around
  if (around.p && CLOSE_P.has(name)) return `${ends('p')}, or make the <p> a <div>`
  if (HEADINGS.has(name) && isHtmlIn(around, HEADINGS)) return ends(parent)
  if (name === 'li' && around.li) return `${ends('li')}, or into a list of its own`
  if ((name === 'dd' || name === 'dt') && term !== '') return ends(term)
  if (name === 'a' && around.a) return ends('a')
  if (name === 'nobr' && around.nobr) return ends('nobr')
  if (name === 'button' && around.button) return ends('button')
  if (name === 'form' && around.form && !around.template)
    return 'ignores the tags of a form in a form; put it beside that'
  if (/^opt(ion|group)$/.test(name) && isHtmlIn(around, OPTION)) return ends(parent)
  if (/^(rb|rtc|rp|rt)$/.test(name) && around.ruby && isHtmlIn(around, IMPLIED_ENDS)) {
    return parent === 'rtc' && /^r[pt]$/.test(name) ? null : ends(parent)
  }
  return null
}

const OPTION = set('option')

const isHtmlIn = ({ space, parent }: Surroundings, names: ReadonlySet<string>): boolean =>
  space === 'html' && names.has(parent)

function foreignProblem({ space, parent }: Surroundings, element: Entered): Problem | null {
  const { name } = element
  const root = space === 'svg' ? 'svg' : 'math'
  if (name === 'svg' && parent === 'annotation-xml') return null
  if (BREAKOUTS.has(name) || (name === 'font' && hasFontAttribute(element)))
    return `ends the <${root}> before it; put it into ${HTML_IN[space]}`
  if (VOID_ELEMENTS.has(name))
    return `puts all that follows into it; HTML stands in ${HTML_IN[space]}`
  if ((name === 'svg' || name === 'math') && name !== root)
    return `makes an unknown element of it; put it into ${HTML_IN[space]}`
  return space === 'math' && isOfSvg(name) ? 'knows it in <svg> only; put it there' : null
}

const HTML_IN = { html: '', svg: '<foreignObject>', math: '<mtext> or an HTML annotation' } as const

const hasFontAttribute = (element: Entered): boolean =>
  ['color', 'face', 'size'].some((name) => typeof element.attribute(name) === 'string')
