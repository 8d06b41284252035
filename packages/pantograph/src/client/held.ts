// What commands have changed of attributes and classes: it lies above what the server says, so that a patch, or a page
// that is told anew, takes none of it away. Part of commands.ts. Knows no commands.

/** An attribute's text; or of one class, '' where it is there. */
type Value = string | null

/** One change of an attribute, or of one of its classes. */
interface Layer {
  /** A class; '' for an attribute as a whole. */
  readonly piece: string
  readonly own: Value
  /** With what it goes; null: it stays. */
  readonly trial: Trial | null
}

/** An attribute of an element: what the server has said, and what lies above that, the latest on top. */
interface Facet {
  readonly element: Element
  readonly name: string
  told: Value
  layers: readonly Layer[]
}

/** Changes that stand for some time. */
export interface Trial {
  readonly facets: Set<Facet>
  isOver: boolean
}

const held = new WeakMap<Element, Map<string, Facet>>()

const find = (element: Element, name: string): Facet | undefined => held.get(element)?.get(name)

/** From now on it is known what the server has said of the attribute. */
export function watch(element: Element, name: string): Facet {
  let facets = held.get(element)
  if (!facets) held.set(element, (facets = new Map()))
  let facet = facets.get(name)
  if (!facet) {
    facet = { element, name, told: element.getAttribute(name), layers: [] }
    facets.set(name, facet)
  }
  return facet
}

/** Whatever was changed of it is the browser's own again. */
export function unwatch(element: Element, name: string): void {
  held.get(element)?.delete(name)
}

/** Changes an attribute (`piece` is ''), or a class. Without a trial, it stays. */
export function hold(
  element: Element,
  name: string,
  piece: string,
  own: Value,
  trial: Trial | null,
): void {
  const facet = watch(element, name)
  // What is so already, and stays so, is left where it lies.
  const isSure = ![...facet.layers, { trial }].some((layer) => layer.trial)
  if (isSure && partOf(valueOf(facet), piece) === own) return show(facet)
  const below = facet.layers.filter((layer) => trial || layer.trial || layer.piece !== piece)
  facet.layers = [...below, { piece, own, trial }]
  trial?.facets.add(facet)
  show(facet)
}

export const beginTrial = (): Trial => ({ facets: new Set(), isOver: false })

/** Its changes are taken away. */
export function endTrial(trial: Trial): void {
  trial.isOver = true
  for (const facet of trial.facets) {
    facet.layers = facet.layers.filter((layer) => layer.trial !== trial)
    show(facet)
  }
}

function show(facet: Facet): void {
  const { element, name } = facet
  settle(facet)
  const value = valueOf(facet)
  if (value === null) element.removeAttribute(name)
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

/** What is to be seen. */
const valueOf = ({ layers, told }: Facet): Value => layers.reduce(lay, told)

/** A change that the server has made as well is none any more, unless it lies above another one that will go. */
function settle(facet: Facet): void {
  const { element, name, told, layers } = facet
  if (layers.some(({ trial }) => trial)) return
  facet.layers = layers.filter(({ piece, own }) => partOf(told, piece) !== own)
  if (facet.layers.length === 0) unwatch(element, name)
}

const classesIn = (value: Value): string[] => (value ?? '').split(/\s+/).filter(Boolean)

/** What a value says of a class, or as a whole. */
function partOf(value: Value, piece: string): Value {
  if (!piece) return value
  return classesIn(value).includes(piece) ? '' : null
}

function lay(value: Value, { piece, own }: Layer): Value {
  if (partOf(value, piece) === own) return value
  if (!piece) return own
  const classes = classesIn(value)
  const next = own === null ? classes.filter((name) => name !== piece) : [...classes, piece]
  return next.join(' ')
}

// For whoever reads and writes what the server says

/**
 * The server gives an attribute a value. True where commands have changed that as well: then it shows what it should. What
 * the server changes is the server's again.
 */
export function put(element: Element, name: string, value: string | true | null): boolean {
  const facet = find(element, name)
  if (!facet) return false
  const text = value === true ? '' : value
  const { told, layers } = facet
  facet.told = text
  facet.layers = layers.filter(
    ({ trial, piece }) => trial || partOf(told, piece) === partOf(text, piece),
  )
  show(facet)
  return true
}

/** What the server has said of an attribute, whatever is shown. */
export function toldOf(element: Element, name: string): string | null {
  const facet = find(element, name)
  return facet ? facet.told : element.getAttribute(name)
}

/** The attributes of an element that commands have changed. */
export const changed = (element: Element): string[] => [...(held.get(element)?.keys() ?? [])]
