// Reads templates, and makes the DOM that is cloned for each block. Elements are made one by one: no
// HTML is parsed, so no policy for trusted HTML is needed.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { Desync, found, templates } from './state.ts'
import type { Slot, Template, TemplateNode } from './state.ts'

const HTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'
const MATHML = 'http://www.w3.org/1998/Math/MathML'
const MAX_DEPTH = 512

/** A template by number, with its definition where the browser does not have it. */
export function readTemplate(reader: Reader): Template {
  const head = reader.varint()
  if (head & 1) templates[head >>> 1] = readDefinition(reader)
  return found(templates[head >>> 1])
}

function readDefinition(reader: Reader): Template {
  const full = reader.varint() === 1
  const slots: Slot[] = []
  const nodes = readNodes(reader, full, slots, 0)
  return { nodes, slots, prototypes: new Map() }
}

function readNodes(reader: Reader, full: boolean, slots: Slot[], depth: number): TemplateNode[] {
  if (depth > MAX_DEPTH) throw new Desync()
  const nodes: TemplateNode[] = []
  for (;;) {
    const token = reader.varint()
    const type = token & 7
    if (type === P.TOKEN_END) return nodes
    nodes.push(readNode(reader, full, slots, type, token >>> 3, depth))
  }
}

function readNode(
  reader: Reader,
  full: boolean,
  slots: Slot[],
  type: number,
  count: number,
  depth: number,
): TemplateNode {
  const node = { type, text: '', count, attributes: [], slots: [], children: [] }
  if (type === P.TOKEN_CHILD) {
    slots.push({ kind: -1, name: '', payload: 0 })
    return { ...node, slots: [slots.length - 1] }
  }
  if (type === P.TOKEN_TEXT) {
    if (!full) return node
    const text = reader.string()
    return { ...node, text, count: text.length }
  }
  if (type === P.TOKEN_SKIP) return node
  if (type !== P.TOKEN_ELEMENT) throw new Desync()
  return readElement(reader, full, slots, depth)
}

function readElement(reader: Reader, full: boolean, slots: Slot[], depth: number): TemplateNode {
  const text = full ? reader.string() : ''
  const attributes: [string, string][] = []
  const own: number[] = []
  let at = reader.at
  for (let token = reader.varint(); ; at = reader.at, token = reader.varint()) {
    const type = token & 7
    if (type === P.TOKEN_ATTRIBUTE) attributes.push([reader.string(), reader.string()])
    else if (type === P.TOKEN_SLOT) {
      own.push(slots.length)
      const kind = token >>> 3
      const name = kind === P.SLOT_SPREAD ? '' : reader.string()
      slots.push({ kind, name, payload: kind === P.SLOT_EVENT ? reader.varint() : 0 })
    } else break
  }
  reader.at = at
  const children = readNodes(reader, full, slots, depth + 1)
  return { type: P.TOKEN_ELEMENT, text, count: 0, attributes, slots: own, children }
}

/** The namespace of what is put into `parent`. */
export function namespaceIn(parent: Node | null, outer: string): string {
  if (!(parent instanceof Element)) return outer
  return parent.localName === 'foreignObject' ? HTML : (parent.namespaceURI ?? HTML)
}

/** A copy of the template's DOM; each child slot is an empty text node. */
export function cloneTemplate(template: Template, namespace: string): DocumentFragment {
  let prototype = template.prototypes.get(namespace)
  if (prototype === undefined) {
    prototype = document.createDocumentFragment()
    appendNodes(prototype, template.nodes, namespace)
    template.prototypes.set(namespace, prototype)
  }
  return document.importNode(prototype, true)
}

function appendNodes(parent: Node, nodes: readonly TemplateNode[], namespace: string): void {
  for (const node of nodes) {
    if (node.type === P.TOKEN_ELEMENT) parent.appendChild(makeElement(node, namespace))
    else parent.appendChild(document.createTextNode(node.text))
  }
}

function makeElement(node: TemplateNode, outer: string): Element {
  const namespace = node.text === 'svg' ? SVG : node.text === 'math' ? MATHML : outer
  const element = document.createElementNS(namespace, node.text)
  for (const [name, value] of node.attributes) setAttribute(element, name, value)
  appendNodes(element, node.children, node.text === 'foreignObject' ? HTML : namespace)
  return element
}

/** Sets or removes an attribute. Styles go through CSSOM, which every content policy allows. */
export function setAttribute(element: Element, name: string, value: string | true | null): void {
  if (value === null) element.removeAttribute(name)
  else if (name === 'style') (element as HTMLElement).style.cssText = value as string
  else if (name.startsWith('xlink:')) {
    element.setAttributeNS('http://www.w3.org/1999/xlink', name, String(value))
  } else element.setAttribute(name, value === true ? '' : value)
}
