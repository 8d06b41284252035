// What a browser's parser knows of the elements around a place, as far as it decides what may stand there.
// https://html.spec.whatwg.org/#the-stack-of-open-elements
import { RAW_TEXT_ELEMENTS } from './names.ts'

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

export type Space = 'html' | 'svg' | 'math'

/** An element that is entered: its name, and what is known of its attributes. */
export interface Entered {
  readonly name: string
  /** The value of an attribute; undefined without it, null where it is not known yet. */
  attribute(name: string): string | null | undefined
}

/** Interned: equal ones are the same object. */
export interface Surroundings {
  /** The innermost element. */
  readonly parent: string
  readonly space: Space
  /** Whether what stands here is HTML, also inside SVG and MathML. */
  readonly isHtml: boolean
  /** For what stands right in a `<template>`: the part of a table that its first content has made of it. */
  readonly mode: string
  /** Whether these are open, and not hidden behind an element that bounds their scope. */
  readonly p: boolean
  readonly a: boolean
  readonly nobr: boolean
  readonly button: boolean
  readonly ruby: boolean
  readonly form: boolean
  readonly template: boolean
  readonly select: boolean
  readonly li: boolean
  /** `dd` or `dt`, the one that a further one would close; else empty. */
  readonly term: string
}

const interned = new Map<string, Surroundings>()

function intern(surroundings: Surroundings): Surroundings {
  const key = Object.values(surroundings).join()
  const known = interned.get(key) ?? surroundings
  interned.set(key, known)
  return known
}

/** Where every content may stand: right in a `<div>` of the body. */
export const BODY = intern({
  parent: 'div',
  space: 'html',
  isHtml: true,
  mode: '',
  p: false,
  a: false,
  nobr: false,
  button: false,
  ruby: false,
  form: false,
  template: false,
  select: false,
  li: false,
  term: '',
})

/** https://html.spec.whatwg.org/#has-an-element-in-scope; the elements that others may be hidden behind. */
const BOUNDS = set('applet caption html marquee object table td template th')
/** https://html.spec.whatwg.org/#list-of-active-formatting-elements */
const MARKERS = set('applet caption marquee object td template th')
/** https://html.spec.whatwg.org/#special, without those that an item may be inside of. */
const SPECIAL = set(
  'applet area article aside base basefont bgsound blockquote body br button caption center col ' +
    'colgroup dd details dir dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 ' +
    'h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta ' +
    'nav noembed noframes noscript object ol param plaintext pre script search section select source ' +
    'style summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp',
)
/** Elements of SVG and MathML that hold HTML. */
const SVG_HTML = set('foreignObject desc title')
const MATH_HTML = set('mi mo mn ms mtext')

/** Elements whose inside is text, whatever it looks like. */
export const holdsTextOnly = ({ parent, space }: Surroundings): boolean =>
  space === 'html' && (RAW_TEXT_ELEMENTS.has(parent) || parent === 'textarea' || parent === 'title')

/** What is around the content of an element that stands here. */
export function enter(around: Surroundings, element: Entered): Surroundings {
  const { name } = element
  const isForeign = !around.isHtml || name === 'svg' || name === 'math'
  return intern(isForeign ? enterForeign(around, element) : enterHtml(around, name))
}

function enterHtml(around: Surroundings, name: string): Surroundings {
  const { p, a, nobr, button, ruby, li, term } = BOUNDS.has(name)
    ? { ...BODY, a: around.a }
    : around
  const isSpecial = SPECIAL.has(name)
  return {
    parent: name,
    space: 'html',
    isHtml: true,
    mode: name === 'template' ? 'template' : '',
    p: name === 'p' || (p && name !== 'button'),
    a: name === 'a' || (a && !MARKERS.has(name)),
    nobr: name === 'nobr' || nobr,
    button: name === 'button' || button,
    ruby: name === 'ruby' || ruby,
    form: name === 'form' || around.form,
    template: name === 'template' || around.template,
    select: name === 'select' || (around.select && name !== 'template'),
    li: name === 'li' || (li && !isSpecial),
    term: name === 'dd' || name === 'dt' ? name : isSpecial ? '' : term,
  }
}

function enterForeign(around: Surroundings, element: Entered): Surroundings {
  const { name } = element
  const space = name === 'svg' || name === 'math' ? spaceOf(name) : around.space
  const isHtml = space === 'svg' ? SVG_HTML.has(name) : isHtmlInMath(element)
  const isBound = isHtml || name === 'annotation-xml'
  const { a, form, template } = around
  return {
    ...(isBound ? { ...BODY, a, form, template } : around),
    parent: name,
    space,
    isHtml,
    mode: '',
  }
}

const spaceOf = (name: string): Space => (name === 'svg' ? 'svg' : 'math')

function isHtmlInMath(element: Entered): boolean {
  if (element.name !== 'annotation-xml') return MATH_HTML.has(element.name)
  const encoding = element.attribute('encoding')
  // What is not known yet may be right.
  return encoding === null || /^(text\/html|application\/xhtml\+xml)$/i.test(encoding ?? '')
}

/** What is around what follows an element: the first content of a `<template>` decides of what table it is part. */
export function behind(around: Surroundings, name: string): Surroundings {
  if (around.mode !== 'template' || IN_HEAD.has(name)) return around
  return intern({ ...around, mode: MODE_BY_FIRST[name] ?? 'body' })
}

const IN_HEAD = set('base basefont bgsound link meta noframes script style template title')
/** https://html.spec.whatwg.org/#parsing-main-intemplate */
const MODE_BY_FIRST: Readonly<Record<string, string>> = {
  caption: 'table',
  colgroup: 'table',
  tbody: 'table',
  tfoot: 'table',
  thead: 'table',
  col: 'colgroup',
  tr: 'tbody',
  td: 'tr',
  th: 'tr',
}
