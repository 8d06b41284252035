// Writes the mounted tree as HTML, straight into bytes. Strings are gathered for a while and then encoded
// together: one call into the encoder for some kilobytes is far cheaper than one for each piece.
import { escapeAttribute, escapeText } from '../html/escape.ts'
import type { AttributeValue } from '../html/values.ts'
import {
  NEEDS_EVENTS,
  NEEDS_STREAM,
  needsOfAttribute,
  needsOfEvent,
  needsOfHandler,
} from '../template/needs.ts'
import { CHILD, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import type { Step } from '../template/parse.ts'
import type { Template } from '../template/template.ts'
import { attributeOf, itemBlock } from './content.ts'
import { ChildBinding, Instance, MountedBlock } from './nodes.ts'
import type { Mounted } from './nodes.ts'
import type { SpreadBinding } from './spread-binding.ts'
import type { Resting } from './part.ts'
import { isSelected, valueOf } from './options.ts'
import { StreamNode } from './stream-node.ts'

const GATHER = 32_768
const WORST_UTF8 = 3
const FIRST_SIZE = 262_144
const LARGEST_SPARE = 4_194_304

/** One buffer serves page after page: growing a new one each time costs more than the writing. */
let spare: Buffer | null = null

/** Collects HTML as bytes. */
export class HtmlWriter {
  private bytes: Buffer
  private length = 0
  private text = ''
  /** The value of the `<select>` that is being written. */
  private selected: AttributeValue = null
  /** What was written needs of the browser runtime: bits, 1 << a feature's number. */
  needs = 0

  constructor() {
    this.bytes = spare ?? Buffer.allocUnsafe(FIRST_SIZE)
    spare = null
  }

  /** Adds HTML that is right as it is. */
  raw(html: string): void {
    this.text += html
    if (this.text.length > GATHER) this.flush()
  }

  /** Adds what a child slot holds. */
  node(node: Mounted): void {
    while (node instanceof Instance || node instanceof ChildBinding) node = node.child
    if (node === null) return
    if (typeof node === 'string') this.text += escapeText(node)
    else if (typeof node === 'number') this.text += node
    else if (node instanceof MountedBlock) this.block(node.template, node.values)
    else if (node instanceof StreamNode) {
      this.needs |= NEEDS_STREAM
      for (const block of node.first?.values ?? []) this.node(block)
    } else if (node.resting !== null) this.resting(node.resting)
    else for (const item of node.items) this.node(itemBlock(item))
  }

  /** Everything, as bytes ready to send. The writer is of no use afterwards. */
  finish(): Buffer {
    this.flush()
    const html = Buffer.from(this.bytes.subarray(0, this.length))
    if (this.bytes.length <= LARGEST_SPARE) spare = this.bytes
    return html
  }

  private resting({ template, values }: Resting): void {
    for (let i = 0; i < values.length; i++) this.block(template, values[i] as readonly unknown[])
  }

  private block(template: Template, values: readonly unknown[]): void {
    const { chunks, steps } = template
    this.needs |= template.needs
    for (const slot of template.listening) this.needs |= needsOf(slot, values[slot.index])
    // A local string is cheaper to extend than a field; always at its end, which is the fastest to encode.
    let text = this.text + (chunks[0] as string)
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as Step
      if (step.kind !== 'slot') text += this.special(step, values)
      else {
        const value = values[step.slot.index]
        if (step.slot.kind !== CHILD) text += attributeText(step.slot, value)
        else if (typeof value === 'string') text += escapeText(value)
        else if (typeof value === 'number') text += value
        else if (value !== null) {
          this.text = text
          this.node(value as Mounted)
          text = this.text
        }
      }
      text += chunks[i + 1] as string
    }
    this.text = text
    if (text.length > GATHER) this.flush()
  }

  private special(step: Exclude<Step, { kind: 'slot' }>, values: readonly unknown[]): string {
    if (step.kind === 'textarea') {
      return escapeText(String(valueOf(values[step.slot.index]) ?? ''))
    }
    if (step.kind === 'edited') return editedText(values[step.slot.index] as SpreadBinding)
    if (step.kind === 'raw') return String(attributeOf(values[step.slot.index]) ?? '')
    if (step.kind === 'option') return isSelected(this.selected, step, values) ? ' selected' : ''
    this.selected =
      step.kind === 'select' ? (valueOf(values[step.slot.index]) ?? this.selected) : null
    return ''
  }

  private flush(): void {
    const needed = this.length + this.text.length * WORST_UTF8
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, needed))
      this.bytes.copy(larger, 0, 0, this.length)
      this.bytes = larger
    }
    this.length += this.bytes.write(this.text, this.length)
    this.text = ''
  }
}

/** The text of a bound element that is edited in place; a browser makes such line ends of it. */
function editedText({ current: { binding, properties } }: SpreadBinding): string {
  if (binding?.control.kind !== 'editable') return ''
  return escapeText(String(properties.get('value') ?? '')).replaceAll('\n', '<br>')
}

/** What the handlers in a slot need. */
function needsOf({ kind }: Slot, value: unknown): number {
  if (kind !== SPREAD) return needsOfHandler(value)
  const { attributes, events, hook, binding } = (value as SpreadBinding).current
  let needs = hook ? needsOfAttribute('hook') : 0
  if (binding?.control.isFast === true) needs |= NEEDS_EVENTS
  for (const name of attributes.keys()) needs |= needsOfAttribute(name)
  for (const [name, handler] of events) needs |= needsOfEvent(name) | needsOfHandler(handler)
  return needs
}

function attributeText(slot: Slot, value: unknown): string {
  if (slot.kind === SPREAD) return spreadText(slot.tag, value as SpreadBinding)
  return namedText(slot.name, attributeOf(value))
}

function namedText(name: string, value: AttributeValue): string {
  if (value === null) return ''
  return value === true || value === ''
    ? ` ${name}`
    : ` ${name}="${escapeAttribute(String(value))}"`
}

function spreadText(tag: string, { current }: SpreadBinding): string {
  let text = ''
  for (const [name, value] of current.attributes) text += namedText(name, value)
  for (const [name, value] of current.properties) {
    // The others say it by what is in them, and no HTML chooses files.
    if (name !== 'files' && (name !== 'value' || tag === 'input')) text += namedText(name, value)
  }
  return text
}
