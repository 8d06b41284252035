// In development: refuses content that a browser's parser would not leave where it is written, whatever components
// it comes from. Production pays nothing: there, such a page is repaired when it connects.
import { PantographError } from '../errors.ts'
import { problemOf, refusesText, textProblem } from '../html/nesting.ts'
import { behind, BODY, enter } from '../html/surroundings.ts'
import type { Entered, Surroundings } from '../html/surroundings.ts'
import { sourceOf } from '../template/block.ts'
import type { Block } from '../template/block.ts'
import type { ElementNode, TemplateNode } from '../template/parse.ts'
import type { Template } from '../template/template.ts'
import type { MountedBlock, Place } from './nodes.ts'

/** What a template is like at a place. */
interface Verdict {
  /** What is around the content of each child slot. */
  readonly slots: readonly (Surroundings | undefined)[]
  readonly wrong: Wrong | null
}

interface Wrong {
  readonly what: string
  readonly inside: string
  readonly problem: string
  /** Which of the template's elements it is, or stands in; −1 for none. */
  readonly element: number
}

/** Templates that were looked at, by where they stand: a list of a thousand rows is looked at once. */
const known = new WeakMap<Template, Map<Surroundings, Verdict>>()
/** For blocks on a page: what is around the content of their slots. */
const slotsOf = new WeakMap<MountedBlock, Verdict['slots']>()

/** What stands in a root's block stands in the document's body. */
export function standsInBody(root: MountedBlock): void {
  slotsOf.set(root, [BODY])
}

/**
 * Looks at a block that is about to be mounted at a place, and at the texts in it.
 * @throws PantographError `PG_NESTING`
 */
export function assertNesting(mounted: MountedBlock, block: Block, place: Place): void {
  const slots = slotsAt(block, place)
  if (slots === null) return
  slotsOf.set(mounted, slots)
}

/** The same for a block that will be mounted later, if ever. @throws PantographError `PG_NESTING` */
export const assertResting = (block: Block, place: Place): void => void slotsAt(block, place)

/** A block that was mounted when nobody looked. */
export function recall(mounted: MountedBlock, place: Place): void {
  const around = aroundOf(place)
  if (around === undefined || slotsOf.has(mounted)) return
  slotsOf.set(mounted, verdictOf(mounted.template, around).slots)
}

/** Looks at a text. @throws PantographError `PG_NESTING` */
export function assertText(text: unknown, place: Place): void {
  const around = aroundOf(place)
  if (around !== undefined) refuseText(text, around, null, -1)
}

const aroundOf = ({ owner, slot }: Place): Surroundings | undefined => slotsOf.get(owner)?.[slot]

function slotsAt(block: Block, place: Place): Verdict['slots'] | null {
  const around = aroundOf(place)
  if (around === undefined) return null
  const { slots, wrong } = verdictOf(block.template, around)
  if (wrong !== null) throw nestingError(block, wrong)
  for (const [i, inside] of slots.entries()) {
    if (inside !== undefined) refuseText(block.values[i], inside, block, 0)
  }
  return slots
}

function refuseText(
  text: unknown,
  around: Surroundings,
  block: Block | null,
  element: number,
): void {
  if ((typeof text !== 'string' && typeof text !== 'number') || !refusesText(around)) return
  const problem = textProblem(around, String(text))
  if (problem === null) return
  const what = JSON.stringify(String(text).trim().slice(0, 20))
  throw nestingError(block, { what, inside: around.parent, problem, element })
}

function nestingError(
  block: Block | null,
  { what, inside, problem, element }: Wrong,
): PantographError {
  const at = block === null ? null : positionOf(block, element)
  const where = at === null ? '' : `${at}: `
  return new PantographError(
    'PG_NESTING',
    `${where}${what} stands inside <${inside}>: the browser ${problem}`,
  )
}

/** `file:line:column` of a template's element, where the front end has told. */
function positionOf(block: Block, element: number): string | null {
  const [file, ...positions] = sourceOf(block)?.split('\n') ?? []
  const at = positions[Math.max(element, 0)] ?? positions[0]
  return file === undefined || at === undefined ? null : `${file}:${at}`
}

function verdictOf(template: Template, around: Surroundings): Verdict {
  const verdicts = known.get(template) ?? new Map<Surroundings, Verdict>()
  known.set(template, verdicts)
  const verdict = verdicts.get(around) ?? new Survey(template).from(around)
  verdicts.set(around, verdict)
  return verdict
}

class Survey {
  private readonly template: Template
  private readonly slots: (Surroundings | undefined)[] = []
  private wrong: Wrong | null = null
  private elements = 0

  constructor(template: Template) {
    this.template = template
  }

  from(around: Surroundings): Verdict {
    this.nodes(this.template.nodes, around, -1)
    return { slots: this.slots, wrong: this.wrong }
  }

  private nodes(nodes: readonly TemplateNode[], around: Surroundings, parent: number): void {
    for (const node of nodes) {
      if (node.kind === 'child') this.slots[node.slot.index] = around
      else if (node.kind === 'text')
        this.note(
          JSON.stringify(node.text.trim().slice(0, 20)),
          around,
          textProblem(around, node.text),
          parent,
        )
      else around = this.element(node, around)
    }
  }

  /** Returns what is around what follows. */
  private element(node: ElementNode, around: Surroundings): Surroundings {
    const index = this.elements++
    const entered = { name: node.tag, attribute: (name: string) => attributeOf(node, name) }
    this.note(`<${node.tag}>`, around, problemOf(around, entered), index)
    this.nodes(node.children, enter(around, entered), index)
    return behind(around, node.tag)
  }

  private note(
    what: string,
    { parent }: Surroundings,
    problem: string | null,
    element: number,
  ): void {
    if (problem !== null) this.wrong ??= { what, inside: parent, problem, element }
  }
}

/** The attribute in the template; null where a slot may give it. */
function attributeOf(
  { attributes, slots }: ElementNode,
  name: string,
): ReturnType<Entered['attribute']> {
  const found = attributes.find(([known]) => known === name)
  if (found !== undefined) return found[1]
  return slots.some((slot) => slot.name === name || slot.name === '') ? null : undefined
}
