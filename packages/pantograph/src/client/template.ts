// Reads templates, and makes the DOM that is cloned for each block. Elements are made one by one: no
// HTML is parsed, so no policy for trusted HTML is needed.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { found, makeText, templates } from './state.ts'
import type { Slot, Template, TemplateNode } from './state.ts'

const HTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'
const MATHML = 'http://www.w3.org/1998/Math/MathML'

/** A template by number, with its definition where the browser does not have it. */
export function readTemplate(reader: Reader): Template {
  const head = reader.varint()
  if (head & 1) templates[head >>> 1] = readDefinition(reader)
  return found(templates[head >>> 1])
}

function readDefinition(reader: Reader): Template {
  const full = reader.varint() === 1
  const hash = reader.word()
  const slots: Slot[] = []
  const root = makeNode(P.TOKEN_ELEMENT, 0, '')
  readInto(root, reader, full, slots)
  return { hash, nodes: root.children, slots, prototypes: new Map() }
}

const makeNode = (type: number, count: number, text: string): TemplateNode => ({
  type,
  count,
  text,
  attributes: [],
  slots: [],
  children: [],
})

/** Tokens up to the end of `parent`: what stands on it, then what is in it. */
function readInto(parent: TemplateNode, reader: Reader, full: boolean, slots: Slot[]): void {
  for (let token; (token = reader.varint()) !== P.TOKEN_END;) {
    const type = token & 7
    const argument = token >>> 3
    if (type === P.TOKEN_ATTRIBUTE) parent.attributes.push([reader.string(), reader.string()])
    else if (type === P.TOKEN_SLOT) {
      const name = argument === P.SLOT_SPREAD ? '' : reader.string()
      parent.slots.push(slots.length)
      slots.push({ kind: argument, name, payload: argument === P.SLOT_EVENT ? reader.varint() : 0 })
    } else {
      const text =
        full && (type === P.TOKEN_ELEMENT || type === P.TOKEN_TEXT) ? reader.string() : ''
      const node = makeNode(type, argument || text.length, text)
      parent.children.push(node)
      if (type === P.TOKEN_CHILD) {
        node.slots.push(slots.length)
        slots.push({ kind: -1, name: '', payload: 0 })
      } else if (type === P.TOKEN_ELEMENT) readInto(node, reader, full, slots)
    }
  }
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
    else parent.appendChild(makeText(node.text))
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
