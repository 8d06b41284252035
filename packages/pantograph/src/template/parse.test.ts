import { describe, expect, test } from 'vitest'
import { parse } from './parse.ts'
import type { Parsed, TemplateNode } from './parse.ts'
import { ATTRIBUTE, CHILD, EVENT, PROPERTY, SPREAD } from './slot.ts'

const withCode = (code: string): unknown => expect.objectContaining({ code })

/** Nodes as a short text: `p[title=x @0](…)`, `#0` for a child slot. */
const outline = (nodes: readonly TemplateNode[]): string => nodes.map(one).join(' ')

function one(node: TemplateNode): string {
  if (node.kind === 'text') return JSON.stringify(node.text)
  if (node.kind === 'child') return `#${node.slot.index}`
  const attributes = [
    ...node.attributes.map(([name, value]) => `${name}=${value}`),
    ...node.slots.map((slot) => `@${slot.index}`),
  ]
  return `${node.tag}${attributes.length > 0 ? `[${attributes.join(' ')}]` : ''}(${outline(node.children)})`
}

/** The program for HTML: chunks with what is written between them. */
function program({ chunks, steps }: Parsed): string {
  return chunks
    .map((chunk, i) => {
      const step = steps[i]
      if (step === undefined) return chunk
      if (step.kind === 'select-end') return `${chunk}{select-end}`
      if (step.kind !== 'option') return `${chunk}{${step.kind} ${step.slot.index}}`
      const from = [...step.slots.map(({ index }) => index), step.value ?? outline(step.nodes)]
      return `${chunk}{option ${from.join(' ')}}`
    })
    .join('')
}

describe('nodes', () => {
  test.each<[string[], string[], string]>([
    [[''], [], ''],
    [['', ''], [''], '#0'],
    [['text'], [], '"text"'],
    [['<p>a</p>b'], [], 'p("a") "b"'],
    [['<p>', '</p>'], [''], 'p(#0)'],
    [['<p>a', 'b', '</p>'], ['', ''], 'p("a" #0 "b" #1)'],
    [['<p title="x"', '>', '</p>'], ['class', ''], 'p[title=x @0](#1)'],
    [['<p', ' title="x"', '></p>'], ['class', 'id'], 'p[title=x @0 @1]()'],
    [['<br>', '<img src="/a">'], [''], 'br() #0 img[src=/a]()'],
    [['<input disabled', '>'], ['value'], 'input[disabled= @0]()'],
    [['<div><ul><li>1</li><li>2</li></ul></div>'], [], 'div(ul(li("1") li("2")))'],
    [
      ['<svg viewBox="0 0 1 1"><path d="M0"></path></svg>'],
      [],
      'svg[viewBox=0 0 1 1](path[d=M0]())',
    ],
    [['<style>p > a { color: red }</style>'], [], 'style("p > a { color: red }")'],
    [['<script>if (a < b) "</p>"</script>'], [], 'script("if (a < b) \\"</p>\\"")'],
    [['<style></style>'], [], 'style()'],
  ])('%j %j', (statics, slots, expected) => {
    expect(outline(parse(statics, slots).nodes)).toBe(expected)
  })

  test('references are texts', () => {
    const [node] = parse(
      ['<p title="&quot;&lt;&amp;amp;">&lt;b&gt;&nbsp;&#13;&#128512;&unknown;</p>'],
      [],
    ).nodes
    expect(outline(node === undefined ? [] : [node])).toBe(
      'p[title="<&amp;]("<b>\u00a0\\r😀&unknown;")',
    )
  })

  test('names are written as HTML does', () => {
    expect(outline(parse(['<label className="a" htmlFor="b"></label>'], []).nodes)).toBe(
      'label[class=a for=b]()',
    )
  })
})

test('names are the parser’s, in whatever case they are written', () => {
  const { nodes, chunks } = parse(
    ['<SVG VIEWBOX="0 0 1 1"><lineargradient></lineargradient></SVG>'],
    [],
  )
  expect(outline(nodes)).toBe('svg[viewBox=0 0 1 1](linearGradient())')
  expect(chunks).toEqual(['<svg viewBox="0 0 1 1"><linearGradient></linearGradient></svg>'])
})

test('what no page can hold is replaced, and a style has line feeds', () => {
  const { nodes, chunks } = parse(['<p title="a\0">\ud800</p><style>a\r\nb\r</style>'], [])
  expect(outline(nodes)).toBe('p[title=a\ufffd]("\ufffd") style("a\\nb\\n")')
  expect(chunks).toEqual(['<p title="a\ufffd">\ufffd</p><style>a\nb\n</style>'])
})

describe('slots', () => {
  test.each<[string, string, number, string]>([
    ['p', 'title', ATTRIBUTE, 'title'],
    ['p', 'className', ATTRIBUTE, 'class'],
    ['p', '...', SPREAD, ''],
    ['p', 'onClick', EVENT, 'click'],
    ['p', 'onKeyDown', EVENT, 'keydown'],
    ['input', 'value', PROPERTY, 'value'],
    ['input', 'checked', PROPERTY, 'checked'],
    ['textarea', 'value', PROPERTY, 'value'],
    ['select', 'value', PROPERTY, 'value'],
    ['option', 'selected', PROPERTY, 'selected'],
    ['video', 'muted', PROPERTY, 'muted'],
    ['option', 'value', ATTRIBUTE, 'value'],
    ['li', 'value', ATTRIBUTE, 'value'],
    ['button', 'value', ATTRIBUTE, 'value'],
  ])('<%s %s>', (tag, descriptor, kind, name) => {
    const statics = tag === 'input' ? [`<${tag}`, '>'] : [`<${tag}`, `></${tag}>`]
    expect(parse(statics, [descriptor]).slots[0]).toMatchObject({ kind, name, tag })
  })

  test('an event knows the properties beside it', () => {
    const { slots } = parse(['<input', '', '', '>'], ['value', 'onInput', 'checked'])
    expect(slots[1]?.properties.map(({ name }) => name)).toEqual(['value', 'checked'])
  })

  test.each<[string[], boolean[]]>([
    [['<p>', '</p>'], [false]],
    [
      ['<p>', '', '</p>'],
      [true, false],
    ],
    [['<p>', 'text</p>'], [true]],
    [['<p>', '<b></b></p>'], [false]],
    [['<p>text', '</p>'], [false]],
    [['', ''], [true]],
    [['', '<b></b>'], [false]],
  ])('%j: what may touch other text', (statics, touching) => {
    const { slots } = parse(
      statics,
      touching.map(() => ''),
    )
    expect(slots.every(({ kind }) => kind === CHILD)).toBe(true)
    expect(slots.map(({ touchesText }) => touchesText)).toEqual(touching)
  })
})

describe('the program for HTML', () => {
  test.each<[string[], string[], string]>([
    [['<p', '>a', '</p>'], ['title', ''], '<p{slot 0}>a{slot 1}</p>'],
    [['<p', '></p>'], ['onClick'], '<p></p>'],
    [['<p', '></p>'], ['...'], '<p{slot 0}>{edited 0}</p>'],
    [['<input', '>'], ['value'], '<input{slot 0}>'],
    [['<textarea', '></textarea>'], ['value'], '<textarea>\n{textarea 0}</textarea>'],
    [['<textarea>', '</textarea>'], [''], '<textarea>\n{slot 0}</textarea>'],
    [['<pre>\na</pre>'], [], '<pre>\n\na</pre>'],
    [
      ['<select', '><option value="a"></option></select>'],
      ['value'],
      '<select{select 0}><option value="a"{option a}></option>{select-end}</select>',
    ],
    [['<option', '>x</option>'], ['value'], '<option{slot 0}{option 0 "x"}>x</option>'],
    [['<option>a &amp; b</option>'], [], '<option{option "a & b"}>a &amp; b</option>'],
    [['<option>a', '</option>'], [''], '<option{option "a" #0}>a{slot 0}</option>'],
    [['<option', '></option>'], ['...'], '<option{slot 0}{option 0 }></option>'],
    [['<textarea', '></textarea>'], ['...'], '<textarea{slot 0}>\n{textarea 0}</textarea>'],
    [['<select', '></select>'], ['...'], '<select{slot 0}{select 0}>{select-end}</select>'],
    [['<option></option>'], [], '<option{option }></option>'],
    [['<p title="a&quot;b&lt;"></p>'], [], '<p title="a&quot;b&lt;"></p>'],
    [['<p title=""></p>'], [], '<p title></p>'],
  ])('%j %j', (statics, slots, expected) => {
    expect(program(parse(statics, slots))).toBe(expected)
  })

  test('a static address that runs code was kept', () => {
    const parsed = parse(['<a href="java&#10;script:x" class="c">x</a>'], [])
    expect(program(parsed)).toBe('<a class="c">x</a>')
    expect(outline(parsed.nodes)).toBe('a[class=c]("x")')
  })
})

describe('what is not well-formed', () => {
  test.each<[string[], string[]]>([
    [['<p>'], []],
    [['</p>'], []],
    [['<p></b>'], []],
    [['<p></p></p>'], []],
    [['<p'], []],
    [['<p', ''], ['title']],
    [['<p class="a></p>'], []],
    [['<p class=a></p>'], []],
    [['<p  class="a"></p>'], []],
    [['<p class="', '"></p>'], ['']],
    [['a', 'b'], []],
    [['a'], ['']],
    [['<style>', '</style>'], ['']],
    [['<script>a', 'b</script>'], ['']],
    [['<style>'], []],
    [['<br></br>'], []],
  ])('%j %j is PG_TEMPLATE', (statics, slots) => {
    expect(() => parse(statics, slots)).toThrow(withCode('PG_TEMPLATE'))
  })

  test.each([
    ['style', /custom property/],
    ['script', /`data-` attribute/],
    ['xmp', /elsewhere/],
  ])('dynamic content in <%s>: the message says what to do', (tag, what) => {
    expect(() => parse([`<${tag}>`, `</${tag}>`], [''])).toThrow(what)
  })

  test.each([['<!-- a -->'], ['< p></p>'], ['<1></1>']])('%j is PG_TAG_NAME', (html) => {
    expect(() => parse([html], [])).toThrow(withCode('PG_TAG_NAME'))
  })

  test.each(['<p onclick="alert(1)"></p>', '<iframe srcdoc="<p>"></iframe>', '<p @a="b"></p>'])(
    '%j is PG_ATTRIBUTE_NAME',
    (html) => {
      expect(() => parse([html], [])).toThrow(withCode('PG_ATTRIBUTE_NAME'))
    },
  )
})
