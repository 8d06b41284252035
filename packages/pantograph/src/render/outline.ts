// The outline of what a tree shows, as the browser makes one of its page. See wire/outline.ts.
import type { AttributeValue } from '../html/values.ts'
import { ATTRIBUTE, CHILD, EVENT, EXTRA, PROPERTY, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import type { ElementNode, TemplateNode } from '../template/parse.ts'
import type { Template } from '../template/template.ts'
import { OPAQUE, sumOf } from '../wire/outline.ts'
import type { Content, Outline, RootOutline } from '../wire/outline.ts'
import * as P from '../wire/protocol.ts'
import { Sum } from '../wire/sum.ts'
import { rawSum } from './emit.ts'
import { sumOfStream } from './fingerprint.ts'
import { listening } from './listening.ts'
import { keyHash } from './keys.ts'
import { attributeOf, contentOf, itemBlock } from './content.ts'
import { List, MountedBlock } from './nodes.ts'
import type { Mounted } from './nodes.ts'
import type { SpreadBinding } from './spread-binding.ts'
import { StreamNode } from './stream-node.ts'
import { forEachBlock } from './walk.ts'

/** For each root the sum of what it shows; null when the browser could not tell. */
export function sumsOf(roots: readonly MountedBlock[]): readonly number[] | null {
  return canBeCompared(roots) ? roots.map((root) => sumOf(outlineOf(root))) : null
}

function outlineOf(root: MountedBlock): RootOutline {
  return { own: sumOfSlots(root), content: contentIn(root.values[0] as Mounted) }
}

function contentIn(node: Mounted): Content {
  const content = contentOf(node)
  if (content instanceof MountedBlock) return [outlineOfBlock(content, null)]
  if (!(content instanceof List)) return []
  const { items, keys } = content
  return items.map((item, i) => outlineOfBlock(itemBlock(item), keyHash(keys[i] as string)))
}

function outlineOfBlock(block: MountedBlock, key: number | null): Outline {
  const { template, values } = block
  const children = template.slots.filter(({ kind }) => kind === CHILD)
  return {
    template: template.hash,
    key,
    skeleton: skeletonOf(template),
    own: sumOfSlots(block),
    spread: spreadsOf(block),
    contents: children.map(({ index }) => contentIn(values[index] as Mounted)),
  }
}

/**
 * Whether a page that shows this can tell what it shows: of controls that are spread over, it does not know
 * which properties it was told.
 */
function canBeCompared(roots: readonly MountedBlock[]): boolean {
  let can = true
  for (const root of roots) {
    forEachBlock(root, ({ template, values }) => {
      can &&= !template.slots.some(
        ({ kind, tag, index }) =>
          kind === SPREAD &&
          (CONTROL.test(tag) || (values[index] as SpreadBinding).current.binding !== null),
      )
    })
  }
  return can
}

const CONTROL = /^(input|textarea|select|option|audio|video)$/

const skeletons = new WeakMap<Template, number>()

/** The sum of what is in a template whatever its slots hold. */
export function skeletonOf(template: Template): number {
  let known = skeletons.get(template)
  if (known === undefined) {
    const sum = new Sum()
    addNodes(sum, template.nodes)
    known = sum.value
    skeletons.set(template, known)
  }
  return known
}

function addNodes(sum: Sum, nodes: readonly TemplateNode[]): void {
  for (const node of nodes) {
    if (node.kind === 'text') sum.units(node.text)
    else if (node.kind === 'child') sum.add(P.DIGEST_SLOT)
    else {
      sum.add(P.DIGEST_OPEN)
      sum.units(node.tag)
      if (!OPAQUE.test(node.tag) && !node.isMarked) addNodes(sum, node.children)
      sum.add(P.DIGEST_CLOSE)
    }
  }
}

/** The sum of what a block's slots hold, apart from blocks and spreads. */
export function sumOfSlots({ template, values }: MountedBlock): number {
  const sum = new Sum()
  for (const { kind, name, index } of template.slots) {
    const value = values[index]
    if (kind === CHILD) addContent(sum, value as Mounted)
    else if (kind === EVENT) addListener(sum, value)
    else if (kind === PROPERTY) addValue(sum, propertyOf(name, attributeOf(value)))
    else if (kind === EXTRA) addValue(sum, extraOf(name, attributeOf(value)))
    else if (kind !== SPREAD) addValue(sum, attributeOf(value) === true ? '' : attributeOf(value))
  }
  return sum.value
}

/** As the browser remembers it. */
const extraOf = (name: string, value: AttributeValue): AttributeValue =>
  name === 'raw' && value !== null ? rawSum(String(value)) : value

/** As the browser has it: a value is a text, anything else is there or not. */
function propertyOf(name: string, value: AttributeValue): AttributeValue {
  if (name === 'value') return String(value ?? '')
  return value === null ? null : true
}

function addContent(sum: Sum, node: Mounted): void {
  const content = contentOf(node)
  if (content instanceof StreamNode) {
    sum.add(P.SUM_STREAM)
    sum.sum(sumOfStream(content))
  } else if (isBlocks(content)) sum.add(P.SUM_BLOCKS)
  else addValue(sum, content instanceof List ? '' : String(content ?? ''))
}

/** Whether blocks stand in a child slot that holds this. */
export const isBlocks = (content: ReturnType<typeof contentOf>): boolean =>
  content instanceof List ? content.items.length > 0 : content instanceof MountedBlock

function addValue(sum: Sum, value: AttributeValue): void {
  if (value === null) return sum.add(P.SUM_NULL)
  if (value === true) return sum.add(P.SUM_TRUE)
  sum.add(P.SUM_TEXT)
  sum.text(String(value))
}

function addListener(sum: Sum, value: unknown): void {
  const { options, details } = listening(value)
  sum.add(options)
  for (const detail of details) sum.text(detail)
}

/** The sum of all attributes of elements that have a spread slot, and of what that listens to. */
export function spreadsOf(block: MountedBlock): number | null {
  let sum: Sum | null = null
  forEachElement(block.template.nodes, (element) => {
    for (const slot of element.slots) {
      if (slot.kind !== SPREAD) continue
      sum ??= new Sum()
      addAttributes(sum, element, block)
      addEvents(sum, block.values[slot.index] as SpreadBinding)
      addExtras(sum, block.values[slot.index] as SpreadBinding)
    }
  })
  return (sum as Sum | null)?.value ?? null
}

function forEachElement(nodes: readonly TemplateNode[], visit: (node: ElementNode) => void): void {
  for (const node of nodes) {
    if (node.kind !== 'element') continue
    visit(node)
    forEachElement(node.children, visit)
  }
}

function addAttributes(sum: Sum, { attributes, slots }: ElementNode, block: MountedBlock): void {
  const all = new Map<string, AttributeValue>(
    attributes.map(([name, value]) => [name.toLowerCase(), value]),
  )
  for (const slot of slots) {
    for (const [name, value] of attributesIn(slot, block.values[slot.index])) {
      if (value !== null) all.set(name.toLowerCase(), value)
    }
  }
  for (const name of [...all.keys()].toSorted()) {
    sum.text(name)
    const value = all.get(name) as AttributeValue
    addValue(sum, value === true ? '' : value)
  }
}

function attributesIn(
  { kind, name }: Slot,
  value: unknown,
): Iterable<readonly [string, AttributeValue]> {
  if (kind === SPREAD) return (value as SpreadBinding).current.attributes
  return kind === ATTRIBUTE ? [[name, attributeOf(value)]] : []
}

function addExtras(sum: Sum, { current: { extras } }: SpreadBinding): void {
  for (const name of [...extras.keys()].toSorted()) {
    const value = extras.get(name) as AttributeValue
    if (value === null) continue
    sum.text(name)
    addValue(sum, value)
  }
}

function addEvents(sum: Sum, { current: { events } }: SpreadBinding): void {
  for (const name of [...events.keys()].toSorted()) {
    sum.text(name)
    addListener(sum, events.get(name))
  }
}
