// What HTML says about element and attribute names. Facts only; no rendering.
import { PantographError } from '../errors.ts'
import { SVG_ATTRIBUTES, SVG_ELEMENTS } from './svg-names.ts'

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Elements without content or end tag. https://html.spec.whatwg.org/#void-elements */
export const VOID_ELEMENTS = set(
  'area base br col embed hr img input link meta param source track wbr',
)

/** Elements whose text the parser takes as it is; nothing in it can be escaped. */
export const RAW_TEXT_ELEMENTS = set('script style xmp iframe noembed noframes plaintext')

/** Attributes that are there or not. `hidden`, `download` and `popover` may also carry a string. */
export const BOOLEAN_ATTRIBUTES = set(
  'allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate ' +
    'inert ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required ' +
    'reversed selected shadowrootclonable shadowrootdelegatesfocus',
)

/** Attributes whose `true` and `false` are words, not presence. */
const WORD_ATTRIBUTES = set('contenteditable draggable spellcheck writingsuggestions')

export const isWordAttribute = (name: string): boolean =>
  name.startsWith('aria-') || name.startsWith('data-') || WORD_ATTRIBUTES.has(name)

// What the HTML parser takes as one name and `setAttribute` of every browser takes at all: a Name of XML,
// https://www.w3.org/TR/xml/#NT-Name
const NAME_START =
  ':A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d' +
  '\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd'
const NAME = new RegExp(
  `^[${NAME_START}][-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040${NAME_START}]*$`,
)

/** As the parser does it: letters of other alphabets stay. */
const lowerCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/**
 * The name as every element has it: in lower case, but for those of SVG. The HTML parser knows these in any case;
 * over the wire, what is written here is what the element gets.
 * @throws PantographError `PG_ATTRIBUTE_NAME` for a name that would break out of the tag, that would
 *   run a string as code (`onclick="…"`), or that would insert HTML unchecked.
 */
export function attributeName(name: string): string {
  if (name === 'className') return 'class'
  if (name === 'htmlFor') return 'for'
  if (!NAME.test(name)) {
    throw new PantographError('PG_ATTRIBUTE_NAME', `${JSON.stringify(name)} is no attribute name`)
  }
  const lower = lowerCase(name)
  if (lower.startsWith('on') && !lower.includes('-')) {
    throw new PantographError(
      'PG_ATTRIBUTE_NAME',
      `${name} would run a string as code; write the event as on${name.slice(2, 3).toUpperCase()}…={handler}`,
    )
  }
  if (FORBIDDEN.has(lower)) {
    throw new PantographError('PG_ATTRIBUTE_NAME', `${name} would insert HTML unchecked`)
  }
  if (lower === RAW_MARK) {
    throw new PantographError(
      'PG_ATTRIBUTE_NAME',
      `${name} marks what nobody looks into: use raw() or the attribute owned`,
    )
  }
  return SVG_ATTRIBUTES.get(lower) ?? lower
}

/** What an element has that holds unparsed HTML, or belongs to the browser: nobody looks into it. */
export const RAW_MARK = 'data-raw'

const FORBIDDEN = set('innerhtml outerhtml srcdoc dangerouslysetinnerhtml')

// What `createElement` takes too; a colon would be a prefix there and part of the name in HTML.
const TAG = /^[a-zA-Z][-.\w\u00b7\u00c0-\ud7ff]*$/

/**
 * The name as the parser gives it to an element: in lower case, but for those of SVG.
 * @throws PantographError `PG_TAG_NAME` for what no element can be called.
 */
export function tagName(name: string): string {
  if (!TAG.test(name)) throw new PantographError('PG_TAG_NAME', `${JSON.stringify(name)} is no tag`)
  const lower = lowerCase(name)
  return SVG_ELEMENTS.get(lower) ?? lower
}
