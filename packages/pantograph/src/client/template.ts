// Reads templates, and makes the DOM that is cloned for each block. Elements are made one by one: no
// HTML is parsed, so no policy for trusted HTML is needed.
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { features } from './features.ts'
import { found, makeText, templates } from './state.ts'
import type { ListeningElement, Slot, Template, TemplateNode } from './state.ts'

const HTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'
const MATHML = 'http://www.w3.org/1998/Math/MathML'
/** Elements of SVG and MathML that hold HTML, by name and encoding (null for most). */
const HTML_INSIDE = /^(foreignObject|desc|title|m[inos]|mtext)null|^annotation-xml.*html/i

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
  return { hash, nodes: root.children, slots, prototypes: {} }
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
      addSlot(parent, slots, argument, name, argument === P.SLOT_EVENT ? reader.varint() : 0)
    } else {
      const text =
        full && (type === P.TOKEN_ELEMENT || type === P.TOKEN_TEXT) ? reader.string() : ''
      const node = makeNode(type, argument || text.length, text)
      parent.children.push(node)
      if (type === P.TOKEN_CHILD) addSlot(node, slots, -1, '', 0)
      else if (type === P.TOKEN_ELEMENT) readInto(node, reader, full, slots)
    }
  }
}

function addSlot(
  { slots }: TemplateNode,
  all: Slot[],
  kind: number,
  name: string,
  payload: number,
): void {
  slots.push(all.push({ kind, name, payload }) - 1)
}

/** The namespace of what is put into `parent`. What is built aside, and a `<template>`, has none: `outer` is its. */
export const namespaceIn = (parent: Element, outer?: string): string =>
  HTML_INSIDE.test(parent.localName + parent.getAttribute?.('encoding'))
    ? HTML
    : parent.namespaceURI || outer || HTML

/** Where an element has its children. */
export const insideOf = (element: Element): Node =>
  (element.localName === 'template' && (element as HTMLTemplateElement).content) || element

/** A copy of the template's DOM; each child slot is an empty text node. */
export function cloneTemplate(template: Template, namespace: string): DocumentFragment {
  const { nodes, prototypes } = template
  const make = () => appendNodes(document.createDocumentFragment(), nodes, namespace)
  return document.importNode((prototypes[namespace] ??= make()), true)
}

function appendNodes<T extends Node>(
  parent: T,
  nodes: readonly TemplateNode[],
  namespace: string,
): T {
  for (const node of nodes) {
    const isElement = node.type === P.TOKEN_ELEMENT
    parent.appendChild(isElement ? makeElement(node, namespace) : makeText(node.text))
  }
  return parent
}

function makeElement({ text, attributes, children }: TemplateNode, outer: string): Element {
  const namespace = text === 'svg' ? SVG : text === 'math' ? MATHML : outer
  const element = document.createElementNS(namespace, text)
  for (const [name, value] of attributes) setAttribute(element, name, value)
  appendNodes(insideOf(element), children, namespaceIn(element, outer))
  return element
}

/** Sets or removes an attribute. Styles go through CSSOM, which every content policy allows. */
export function setAttribute(element: Element, name: string, value: string | true | null): void {
  // What commands have changed stays.
  if (features[P.FEATURE_COMMANDS]?.put(element, name, value)) return
  if (value === null) element.removeAttribute(name)
  else if (name === 'style') {
    ;(element as ListeningElement).$style = (element as HTMLElement).style.cssText = value as string
  } else if (name.startsWith('xlink:')) {
    features[P.FEATURE_EXTRAS]?.setLink(element, name, value)
  } else {
    const text = value === true ? '' : value
    // Where it is right, nothing happens: an image would be loaded again.
    if (element.getAttribute(name) !== text) element.setAttribute(name, text)
  }
}
