import * as fc from 'fast-check'
import { defaultTreeAdapter, html, parseFragment } from 'parse5'
import type { DefaultTreeAdapterTypes } from 'parse5'
import { describe, expect, test } from 'vitest'
import { VOID_ELEMENTS } from './names.ts'
import { problemOf, textProblem } from './nesting.ts'
import { behind, BODY, enter } from './surroundings.ts'
import type { Entered, Surroundings } from './surroundings.ts'

type Tree =
  | string
  | {
      readonly name: string
      readonly attributes: Record<string, string>
      readonly children: readonly Tree[]
    }

const entered = ({
  name,
  attributes,
}: {
  name: string
  attributes: Record<string, string>
}): Entered => ({
  name,
  attribute: (wanted) => attributes[wanted],
})

/** The first problem of a tree, in the order of the source. */
function problemIn(trees: readonly Tree[], around: Surroundings): string | null {
  for (const tree of trees) {
    if (typeof tree === 'string') {
      const problem = textProblem(around, tree)
      if (problem !== null) return `text in ${around.parent} ${problem}`
      continue
    }
    const problem = problemOf(around, entered(tree))
    if (problem !== null) return `${tree.name} in ${around.parent} ${problem}`
    const inside = problemIn(tree.children, enter(around, entered(tree)))
    if (inside !== null) return inside
    around = behind(around, tree.name)
  }
  return null
}

function write(tree: Tree): string {
  if (typeof tree === 'string') return tree
  const { name, children } = tree
  const attributes = Object.entries(tree.attributes).map(([key, value]) => ` ${key}="${value}"`)
  const start = `<${name}${attributes.join('')}>`
  return VOID_ELEMENTS.has(name) ? start : `${start}${children.map(write).join('')}</${name}>`
}

/** The tree as the parser should see it: names with namespaces, and texts. */
function meant(trees: readonly Tree[], around: Surroundings): string {
  return joined(
    trees.map((tree) => {
      if (typeof tree === 'string') return tree
      const inside = enter(around, entered(tree))
      return `<${inside.space} ${tree.name}>${meant(tree.children, inside)}</>`
    }),
  )
}

const SPACES: Record<string, string> = {
  [html.NS.HTML]: 'html',
  [html.NS.SVG]: 'svg',
  [html.NS.MATHML]: 'math',
}

function seen(parent: DefaultTreeAdapterTypes.ParentNode): string {
  return joined(
    parent.childNodes.map((node) => {
      if (defaultTreeAdapter.isTextNode(node)) return node.value
      const element = node as DefaultTreeAdapterTypes.Element
      const inside =
        element.tagName === 'template' && 'content' in element
          ? (element as DefaultTreeAdapterTypes.Template).content
          : element
      return `<${SPACES[element.namespaceURI]} ${element.tagName}>${seen(inside)}</>`
    }),
  )
}

const joined = (parts: readonly string[]): string => parts.join('')

/** As in a page: not a fragment of something that the parser does not know. */
function parse(markup: string): string {
  const document = parseFragment(`<body><div id=root>${markup}</div><hr></body>`, {
    scriptingEnabled: false,
  })
  return seen(document)
    .replace(/^<html div>/, '')
    .replace(/<\/><html hr><\/>$/, '')
}

// parse5 does not know `search` yet, which is like `main`.
const NAMES =
  'div p span a b nobr button form ul ol li dl dt dd h1 h2 table caption colgroup col thead tbody tr td th ' +
  'select option optgroup hr template svg math g foreignObject desc title mi mtext annotation-xml path input ' +
  'textarea pre section address object marquee ruby rt rp rtc rb details summary dialog article br img image ' +
  'body head html script style fieldset legend label noscript iframe font em i x-custom clipPath semantics main datalist'

const names = fc.constantFrom(...NAMES.split(' '))
type Attributes = Record<string, string>

const attributesOf = (name: string): fc.Arbitrary<Attributes> => {
  if (name === 'input') return fc.constantFrom<Attributes>({}, { type: 'hidden' }, { type: 'text' })
  if (name === 'annotation-xml')
    return fc.constantFrom<Attributes>(
      {},
      { encoding: 'text/html' },
      { encoding: 'MathML-Content' },
    )
  return name === 'font' ? fc.constantFrom<Attributes>({}, { color: 'red' }) : fc.constant({})
}
/** Mostly what belongs there, so that deep nestings come about. */
const LIKELY: Record<string, string> = {
  table: 'caption colgroup thead tbody tr td',
  tbody: 'tr td',
  thead: 'tr',
  tr: 'td th td div',
  colgroup: 'col',
  select: 'option optgroup hr div',
  optgroup: 'option',
  svg: 'g path foreignObject desc title a p script',
  g: 'g path a title foreignObject',
  math: 'mi mtext annotation-xml semantics mi svg p',
  template: 'tr td div col option tbody p',
  'annotation-xml': 'svg p mi math',
  ruby: 'rt rp rtc rb p',
}

const treeIn = (parent: string, depth: number): fc.Arbitrary<Tree> => {
  const likely = LIKELY[parent]
  const name =
    likely === undefined
      ? names
      : fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...likely.split(' ')) },
          { weight: 1, arbitrary: names },
        )
  const element = name.chain((chosen) =>
    fc.record({
      name: fc.constant(chosen),
      attributes: attributesOf(chosen),
      children:
        depth === 0 || VOID_ELEMENTS.has(chosen)
          ? fc.constant<Tree[]>([])
          : fc.array(treeIn(chosen, depth - 1), { maxLength: 3 }),
    }),
  )
  return fc.oneof(
    { weight: 6, arbitrary: element },
    { weight: 1, arbitrary: fc.constantFrom<Tree>('x', ' ') },
  )
}

/** Without what is wrong; but for the `kept`-th, after which nothing is looked at any more. */
function pruned(trees: readonly Tree[], around: Surroundings, count: { left: number }): Tree[] {
  const result: Tree[] = []
  for (const tree of trees) {
    const problem =
      typeof tree === 'string' ? textProblem(around, tree) : problemOf(around, entered(tree))
    if (problem !== null && count.left-- !== 0) continue
    if (typeof tree === 'string' || problem !== null) result.push(tree)
    else {
      const inside = enter(around, entered(tree))
      result.push({ ...tree, children: pruned(tree.children, inside, count) })
      around = behind(around, tree.name)
    }
  }
  return result
}

const hasTemplate = (tree: Tree): boolean =>
  typeof tree !== 'string' && (tree.name === 'template' || tree.children.some(hasTemplate))

/**
 * Refused, although a parser would not mind: a mixture in a template, and what it would mind only if there were more
 * in it or behind it.
 */
const isHarmless = (problem: string, tree: Tree): boolean =>
  hasTemplate(tree) ||
  problem.includes('puts all that follows into it') ||
  /^form in .* moves it out/.test(problem) ||
  (problem.startsWith('a in') && /<(svg|math)/.test(write(tree)))

describe('the verdict is what a parser does', () => {
  test.each(['none', 'one', 'many'])(
    'to trees with mistakes: %s',
    (mistakes) => {
      fc.assert(
        fc.property(fc.array(treeIn('div', 7), { minLength: 1, maxLength: 3 }), (random) => {
          const trees =
            mistakes === 'many'
              ? random
              : pruned(random, BODY, { left: mistakes === 'one' ? 0 : -1 })
          const markup = trees.map(write).join('')
          const problem = problemIn(trees, BODY)
          if (problem !== null && trees.some((tree) => isHarmless(problem, tree))) return
          const isKept = parse(markup) === meant(trees, BODY)
          expect([markup, isKept]).toEqual([markup, problem === null])
        }),
        { numRuns: 1500 },
      )
    },
    60_000,
  )
})

/** A path of names, the last of which is asked for; `#text` for a text. */
function verdict(path: string): string | null {
  const names = path.split(' ').map((name) => ({ name, attributes: {} }))
  const last = names.pop()
  let around = BODY
  for (const one of names) around = enter(around, entered(one))
  return last?.name === '#text'
    ? textProblem(around, 'x')
    : problemOf(around, entered(last as (typeof names)[0]))
}

test.each([
  ['p div', 'ends the <p> before it'],
  ['p span b ul', 'ends the <p> before it'],
  ['a span a', 'ends the <a> before it'],
  ['button b button', 'ends the <button> before it'],
  ['form div form', 'ignores the tags of a form in a form'],
  ['h1 h2', 'ends the <h1> before it'],
  ['ul li li', 'ends the <li> before it'],
  ['dl dt dd', 'ends the <dt> before it'],
  ['table tr', 'puts a <tbody> around it'],
  ['table tbody td', 'puts a <tr> around it'],
  ['table div', 'moves it out of the table'],
  ['table #text', 'moves text in <table> out of the table'],
  ['table tbody tr #text', 'moves text in <tr> out of the table'],
  ['tr', 'put it into <tbody> or <thead> or <tfoot>'],
  ['td', 'put it into <tr>'],
  ['select div', 'may drop its tags'],
  ['select option option', 'ends the <option> before it'],
  ['textarea b', 'takes what stands in <textarea> for text'],
  ['title b', 'takes what stands in <title> for text'],
  ['svg div', 'ends the <svg> before it; put it into <foreignObject>'],
  ['math div', 'ends the <math> before it'],
  ['svg math', 'makes an unknown element of it'],
  ['linearGradient', 'knows it in <svg> only'],
  ['template td tr', 'ignores its tags here'],
  ['body', 'ignores its tags here'],
])('%s: the browser %s', (path, what) => {
  expect(verdict(path)).toContain(what)
})

test.each([
  'p span',
  'p button p',
  'p object div',
  'li',
  'ul li ul li',
  'dl div dt',
  'table caption p',
  'table tbody tr td table tbody',
  'a svg a',
  'svg foreignObject div p',
  'svg a title b',
  'math mi span',
  'select #text',
  'select optgroup option #text',
  'template tr',
  'template option',
  'form template form',
  'svg style',
  'x-card p',
])('%s stays', (path) => {
  expect(verdict(path)).toBeNull()
})

test('names with capitals are those that the parser knows', async () => {
  const { SVG_ATTRIBUTES, SVG_ELEMENTS } = await import('./svg-names.ts')
  for (const [lower, name] of SVG_ELEMENTS) {
    // In the standard, but not in parse5 yet.
    if (name === 'feDropShadow') continue

    expect(parse(`<svg><${lower}></${lower}></svg>`)).toContain(`<svg ${name}>`)
  }
  for (const [lower, name] of SVG_ATTRIBUTES) {
    const [svg] = parseFragment(`<svg ${lower}=x></svg><math ${lower}=x></math>`).childNodes
    const [, math] = parseFragment(`<svg ${lower}=x></svg><math ${lower}=x></math>`).childNodes
    const found = [svg, math].flatMap((node) =>
      (node as DefaultTreeAdapterTypes.Element).attrs.map((attribute) => attribute.name),
    )
    expect(found).toContain(name)
  }
})
