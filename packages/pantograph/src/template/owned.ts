// The inside of an element that belongs to the browser, as the plain JSX runtime has it: what the compiler writes into a
// template at once comes there as values, and is made a part of the template here. It is what it is at first.
import { escapeAttribute, escapeText } from '../html/escape.ts'
import { RAW_MARK, RAW_TEXT_ELEMENTS, VOID_ELEMENTS } from '../html/names.ts'
import { soundText } from '../html/text.ts'
import { attributeValue } from '../html/values.ts'
import type { AttributeValue } from '../html/values.ts'
import { Block } from './block.ts'
import type { ElementNode, TemplateNode } from './parse.ts'
import { ATTRIBUTE, notOwned, OWNED, ownedValue } from './slot.ts'

/** Whether the attributes say so. @throws PantographError `PG_OWNED` */
export function isOwned(value: unknown): boolean {
  if (typeof value === 'boolean' || value === undefined || value === null) return value === true
  throw ownedValue()
}

/** What stands there, as a template says it. @throws PantographError `PG_OWNED` for what would live. */
export function stillHtml(child: unknown): string {
  if (child === null || child === undefined || typeof child === 'boolean') return ''
  if (typeof child === 'string' || typeof child === 'number' || typeof child === 'bigint')
    return escapeText(soundText(String(child)))
  if (Array.isArray(child)) return child.map(stillHtml).join('')
  if (child instanceof Block) return ofNodes(child.template.nodes, child.values)
  throw notOwned('stands on an element in which something would change')
}

const ofNodes = (nodes: readonly TemplateNode[], values: readonly unknown[]): string =>
  nodes.map((node) => ofNode(node, values)).join('')

function ofNode(node: TemplateNode, values: readonly unknown[]): string {
  if (node.kind === 'text') return escapeText(node.text)
  if (node.kind === 'child') return stillHtml(values[node.slot.index])
  const { tag, children } = node
  const open = `<${tag}${attributesOf(node, values)}>`
  if (VOID_ELEMENTS.has(tag)) return open
  // Nothing is escaped there, and nothing dynamic is let in.
  const inside = RAW_TEXT_ELEMENTS.has(tag)
    ? children.map((child) => (child.kind === 'text' ? child.text : '')).join('')
    : ofNodes(children, values)
  return `${open}${inside}</${tag}>`
}

function attributesOf({ attributes, slots }: ElementNode, values: readonly unknown[]): string {
  let text = ''
  for (const [name, value] of attributes)
    text += name === RAW_MARK ? ` ${OWNED}` : named(name, value)
  for (const { kind, name, tag, index } of slots) {
    if (kind !== ATTRIBUTE) throw notOwned(`stands on an element in which something would live`)
    text += named(name, attributeValue(name, values[index], tag))
  }
  return text
}

function named(name: string, value: AttributeValue): string {
  if (value === null) return ''
  return value === true || value === ''
    ? ` ${name}`
    : ` ${name}="${escapeAttribute(String(value))}"`
}
