// HTML that is shown as it is.
import { PantographError } from '../errors.ts'
import { RAW_TEXT_ELEMENTS, tagName, VOID_ELEMENTS } from '../html/names.ts'
import { block } from '../template/block.ts'
import type { JSX } from '../template/jsx.ts'
import { RAW } from '../template/slot.ts'
import { template } from '../template/template.ts'
import type { Template } from '../template/template.ts'

const templates = new Map<string, Template>()

/**
 * Shows HTML as it is, with everything that runs in it: it must be yours, or made safe by a sanitizer. Never give it
 * what a user has typed. It is shown in an element of its own; a change of the HTML makes what is in that anew.
 *
 * @param html taken as the content of one element; scripts in it run only in the first HTML of a page
 * @param as that element's name, for places that take no other: `tbody`, `g`. Default: `pg-raw`
 * @throws PantographError `PG_TAG_NAME`; `PG_TEMPLATE` for an element that has no such content.
 * @example
 * <article>{raw(markdown.render(text))}</article>
 */
export function raw(html: string, as = 'pg-raw'): JSX.Element {
  return block(templateOf(as), [html])
}

function templateOf(tag: string): Template {
  const known = templates.get(tag)
  if (known !== undefined) return known
  tagName(tag)
  if (VOID_ELEMENTS.has(tag) || RAW_TEXT_ELEMENTS.has(tag) || tag === 'textarea')
    throw new PantographError('PG_TEMPLATE', `<${tag}> cannot hold raw HTML`)
  const made = template([`<${tag}`, `></${tag}>`], [RAW])
  templates.set(tag, made)
  return made
}
