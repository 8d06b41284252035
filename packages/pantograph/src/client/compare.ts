// A page that has come back sums up what it shows, in the same way as the server does, and numbers its blocks
// anew by their order. Part of comeback.ts.
import { encodeOutline, OPAQUE, sumOf, SUM_BYTES } from '../wire/outline.ts'
import type { Outline, RootOutline } from '../wire/outline.ts'
import * as P from '../wire/protocol.ts'
import type { Reader } from '../wire/reader.ts'
import { Sum } from '../wire/sum.ts'
import type { Tools } from './lent.ts'
import type { Block, Content, ListeningElement } from './state.ts'

/** What commands have changed is not what the server has told. */
let commands: Tools['loadedFeatures'][6]

/** A page of more is told everything: that is not much more. */
const LIMIT = 65_536
const TEXT_NODE = 3
const ELEMENT_NODE = 1
const ROOT_SKELETON = skeletonOfRoot()

function skeletonOfRoot(): number {
  const sum = new Sum()
  sum.add(P.DIGEST_SLOT)
  return sum.value
}

/**
 * What to answer to the sums of what the server would show; null when the page was altered. From now on,
 * blocks are numbered by their order, roots first.
 */
export function compare(reader: Reader, tools: Tools): readonly number[] | null {
  const { blocks, numbering } = tools
  commands = tools.loadedFeatures[P.FEATURE_COMMANDS]
  const roots = blocks.filter(
    (block) => block !== undefined && block.owner === undefined,
  ) as Block[]
  const survey = new Survey(blocks)
  const outlines = roots.map((root) => survey.root(root))
  if (survey.isAltered) return null
  // Every sum is read, also behind one that differs.
  const isSame = outlines.map((root) => sumOf(root) === readSum(reader)).every(Boolean)
  const bytes = isSame ? [] : encodeOutline(outlines)
  if (bytes === null || bytes.length > LIMIT) return null
  const order = [...roots, ...survey.order]
  blocks.length = 0
  for (const [number, block] of order.entries()) {
    ;(block as { number: number }).number = number
    blocks.push(block)
  }
  numbering.fresh = order.length
  return [P.OUTLINE, ...bytes]
}

function readSum(reader: Reader): number {
  let value = 0
  for (let i = 0; i < SUM_BYTES; i++) value += reader.byte() * 256 ** i
  return value
}

class Survey {
  /** All blocks but the roots, outer ones first. */
  readonly order: Block[] = []
  /** Whether something is not where the runtime has put it. */
  isAltered = false
  private readonly firsts = new Map<Node, Block>()
  private readonly carried = new Set<Node>()

  constructor(blocks: readonly (Block | undefined)[]) {
    for (const block of blocks) {
      if (block?.owner) this.firsts.set(block.first, block)
      if (block?.$portal) this.carried.add(block.$portal)
      // Items of streams have no numbers.
      for (const items of block?.children.filter(isStream) ?? []) this.items(items)
    }
  }

  private items(items: Iterable<Block>): void {
    for (const item of items) this.firsts.set(item.first, item)
  }

  root(root: Block): RootOutline {
    const { skeleton, contents } = this.inside(
      root,
      root.nodes[0]?.parentNode?.firstChild ?? null,
      null,
    )
    if (skeleton !== ROOT_SKELETON) this.isAltered = true
    return { own: ownSum(root), content: contents[0] ?? [] }
  }

  private block(block: Block): Outline {
    this.order.push(block)
    const { $portal, first, last } = block
    const { skeleton, contents } = this.inside(block, $portal ?? first, $portal ?? last)
    return {
      template: block.template.hash,
      key: block.key ?? null,
      skeleton,
      own: ownSum(block),
      spread: spreadSum(block),
      contents,
    }
  }

  /**
   * What the block itself has from one node to another (null: to the end of the element), and the blocks in its
   * slots, in the order of the page.
   */
  private inside(block: Block, first: Node | null, last: Node | null) {
    const sum = new Sum()
    const found = new Map<number, Block[]>()
    this.walk(block, first, last, sum, found)
    const contents: Outline[][] = []
    for (const [slot, { kind }] of block.template.slots.entries()) {
      if (kind >= 0) continue
      const inSlot = found.get(slot) ?? []
      if (inSlot.length !== (block.children[slot]?.size ?? 0)) this.isAltered = true
      contents.push(isStream(block.children[slot]) ? [] : inSlot.map((child) => this.block(child)))
    }
    return { skeleton: sum.value, contents }
  }

  private walk(
    block: Block,
    first: Node | null,
    last: Node | null,
    sum: Sum | null,
    found: Map<number, Block[]>,
  ): void {
    // Blocks stand right before the end of their slot.
    let open: number | undefined
    for (let node = first; node !== null; node = node.nextSibling) {
      // What a portal has carried here is looked at where it belongs.
      if (this.carried.has(node) && node !== last) continue
      const child = this.firsts.get(node)
      if (child !== undefined && child !== block) {
        const { slot, owner } = child
        if (owner !== block || (open ?? slot) !== slot) this.isAltered = true
        open = slot
        const known = found.get(slot)
        if (known === undefined) found.set(slot, [child])
        else known.push(child)
        while (node !== child.last && node.nextSibling !== null) node = node.nextSibling
        if (node !== child.last) this.isAltered = true
      } else {
        if (open !== undefined && node !== block.nodes[open]) this.isAltered = true
        open = undefined
        this.node(block, node, sum, found)
      }
      if (node === last) return
    }
    if (last !== null) this.isAltered = true
  }

  private node(block: Block, node: Node, sum: Sum | null, found: Map<number, Block[]>): void {
    if (node.nodeType === TEXT_NODE) {
      const slot = block.nodes.indexOf(node)
      if (slot < 0) sum?.units((node as Text).data)
      else sum?.add(P.DIGEST_SLOT)
    } else if (node.nodeType !== ELEMENT_NODE) sum?.add(P.DIGEST_COMMENT)
    else {
      const name = (node as Element).localName
      sum?.add(P.DIGEST_OPEN)
      sum?.units(name)
      this.walk(
        block,
        insideOf(node as Element).firstChild,
        null,
        isOpaque(node as Element) ? null : sum,
        found,
      )
      sum?.add(P.DIGEST_CLOSE)
    }
  }
}

/** Where an element has its children: as the page's own function of that name, which is not lent. */
export const insideOf = (element: Element): Node =>
  (element.localName === 'template' && (element as HTMLTemplateElement).content) || element

const isOpaque = (element: Element): boolean =>
  OPAQUE.test(element.localName) || element.hasAttribute('data-raw')

/** The sum of what the slots hold, apart from blocks and spreads. */
function ownSum({ template, nodes, children }: Block): number {
  const sum = new Sum()
  for (const [index, { kind, name }] of template.slots.entries()) {
    const node = nodes[index] as Element
    if (kind < 0) {
      const content = children[index]
      if (isStream(content)) {
        sum.add(P.SUM_STREAM)
        sum.sum(content.sum)
      } else if (content?.size) sum.add(P.SUM_BLOCKS)
      else addValue(sum, (node as unknown as Text).data)
    } else if (kind === P.SLOT_EVENT) addListener(sum, node, index, name)
    else if (kind === P.SLOT_PROPERTY) addValue(sum, propertyOf(node, name))
    else if (kind === P.SLOT_ATTRIBUTE) addValue(sum, attributeOf(node, name))
    else if (kind === P.SLOT_EXTRA)
      addValue(sum, (node as ListeningElement).$extras?.[name] ?? null)
  }
  return sum.value
}

const isStream = (content: Content | undefined): content is Content & { readonly sum: number } =>
  content?.sum !== undefined

function addValue(sum: Sum, value: string | true | null): void {
  if (value === null) return sum.add(P.SUM_NULL)
  if (value === true) return sum.add(P.SUM_TRUE)
  sum.add(P.SUM_TEXT)
  sum.text(value)
}

function propertyOf(element: Element, name: string): string | true | null {
  const control = element as HTMLSelectElement
  if (name !== 'value') return (control as unknown as Record<string, unknown>)[name] ? true : null
  if (control.localName !== 'select' || !control.multiple) return control.value
  return JSON.stringify([...control.options].filter((o) => o.selected).map((o) => o.value))
}

/** As it was told: a browser writes a style in its own way. */
function attributeOf(element: Element, name: string): string | null {
  const value = commands ? commands.toldOf(element, name) : element.getAttribute(name)
  const told = name === 'style' && value !== null && (element as ListeningElement).$style
  return told || value
}

function addListener(sum: Sum, element: ListeningElement, slot: number, event: string): void {
  const listener = element.$pantograph?.find((one) => one.slot === slot && one.event === event)
  sum.add(listener?.options ?? 0)
  for (const detail of listener?.details ?? []) sum.text(detail)
}

// oxlint-disable-next-line unicorn/no-array-sort -- older browsers have nothing else
const sorted = (names: string[]): string[] => names.sort()

const inLowerCase = (name: string): [string, string] => [name.toLowerCase(), name]

/** The sum of all attributes of elements that have a spread slot, and of what that listens to. */
function spreadSum({ template, nodes }: Block): number | null {
  let sum: Sum | null = null
  for (const [index, { kind }] of template.slots.entries()) {
    if (kind !== P.SLOT_SPREAD) continue
    sum ??= new Sum()
    const element = nodes[index] as ListeningElement
    const all = [...element.attributes].map(({ name }) => name)
    const names = new Map([...all, ...(commands?.changed(element) ?? [])].map(inLowerCase))
    for (const name of sorted([...names.keys()])) {
      const value = attributeOf(element, names.get(name) as string)
      if (value === null) continue
      sum.text(name)
      addValue(sum, value)
    }
    // What hooks push is no handler that one could be told of.
    const events = (element.$pantograph ?? []).filter(
      ({ slot, event }) => slot === index && !event.startsWith(':'),
    )
    for (const event of sorted(events.map((listener) => listener.event))) {
      sum.text(event)
      addListener(sum, element, index, event)
    }
    const { $extras = {} } = element
    for (const extra of sorted(Object.keys($extras))) {
      sum.text(extra)
      addValue(sum, $extras[extra] as string)
    }
  }
  return sum?.value ?? null
}

/** Reads the slots of a block again. What the user has changed, and the server has not heard, is theirs. */
export function retell(reader: Reader, block: Block, tools: Tools): void {
  for (const [index, { kind }] of block.template.slots.entries()) {
    if (kind === P.SLOT_EVENT || kind === P.SLOT_SPREAD) continue
    if (reader.bytes[reader.at] === P.SPECIAL_KEPT * 4 + P.VALUE_SPECIAL) {
      reader.at++
      continue
    }
    if (kind === P.SLOT_PROPERTY) retellProperty(reader, block, index, tools)
    else tools.readSlot(reader, block, index)
  }
}

function retellProperty(
  reader: Reader,
  block: Block,
  index: number,
  { readSlot, loadedFeatures, typed, heard }: Tools,
): void {
  const element = block.nodes[index] as HTMLInputElement
  const around = element.localName === 'option' ? element.closest('select') : null
  const control = (around ?? element) as HTMLInputElement & HTMLSelectElement & ListeningElement
  const isTheirs = typed.has(control) && !heard.has(control)
  const { value, checked, $choice } = control
  const selected = [...(control.options ?? [])].map((option) => option.selected)
  readSlot(reader, block, index)
  loadedFeatures[P.FEATURE_EXTRAS]?.settleSelects()
  if (!isTheirs) return
  Object.assign(control, { $choice })
  if (control.localName !== 'select') Object.assign(control, { value, checked })
  else if (!control.multiple) control.value = value
  else for (const [i, option] of [...control.options].entries()) option.selected = !!selected[i]
  typed.add(control)
}
