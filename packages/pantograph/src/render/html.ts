// Writes the mounted tree as HTML, straight into bytes. Strings are gathered for a while and then encoded
// together: one call into the encoder for some kilobytes is far cheaper than one for each piece.
import { escapeAttribute, escapeText } from '../html/escape.ts'
import type { AttributeValue } from '../html/values.ts'
import { ATTRIBUTE, CHILD, SPREAD } from '../template/slot.ts'
import type { Slot } from '../template/slot.ts'
import type { Step } from '../template/parse.ts'
import {
  AttributeBinding,
  ChildBinding,
  Instance,
  itemBlock,
  MountedBlock,
  SpreadBinding,
} from './nodes.ts'
import type { Mounted } from './nodes.ts'

const GATHER = 8192
const WORST_UTF8 = 3

/** Collects HTML as bytes. */
export class HtmlWriter {
  private bytes = Buffer.allocUnsafe(16_384)
  private length = 0
  private text = ''
  /** The value of the `<select>` that is being written. */
  private selected: AttributeValue = null

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
    else if (node instanceof MountedBlock) this.block(node)
    else for (const item of node.items) this.block(itemBlock(item))
  }

  /** Everything, as bytes ready to send. */
  finish(): Buffer {
    this.flush()
    return this.bytes.subarray(0, this.length)
  }

  private block(block: MountedBlock): void {
    const { chunks, steps } = block.template
    const { values } = block
    for (let i = 0; i < steps.length; i++) {
      this.text += chunks[i] as string
      const step = steps[i] as Step
      if (step.kind !== 'slot') this.special(step, values)
      else if (step.slot.kind === CHILD) this.node(values[step.slot.index] as Mounted)
      else this.attribute(step.slot, values[step.slot.index])
    }
    this.text += chunks[steps.length] as string
    if (this.text.length > GATHER) this.flush()
  }

  private attribute(slot: Slot, value: unknown): void {
    if (slot.kind === SPREAD) return this.spread(value as SpreadBinding)
    const current = currentOf(value)
    // An empty `value` says what its absence says.
    if (slot.kind === ATTRIBUTE || current !== '') this.named(slot.name, current)
  }

  private named(name: string, value: AttributeValue): void {
    if (value === null) return
    this.text +=
      value === true || value === '' ? ` ${name}` : ` ${name}="${escapeAttribute(String(value))}"`
  }

  private spread(binding: SpreadBinding): void {
    for (const [name, value] of binding.current.attributes) this.named(name, value)
    for (const [name, value] of binding.current.properties) this.named(name, value)
  }

  private special(step: Exclude<Step, { kind: 'slot' }>, values: readonly unknown[]): void {
    if (step.kind === 'textarea') {
      this.text += escapeText(String(currentOf(values[step.slot.index]) ?? ''))
    } else if (step.kind === 'select') this.selected = currentOf(values[step.slot.index])
    else if (step.kind === 'select-end') this.selected = null
    else if (step.kind === 'option' && this.isSelected(step.value, values)) this.text += ' selected'
  }

  private isSelected(option: string | Slot, values: readonly unknown[]): boolean {
    if (this.selected === null) return false
    const value = String(typeof option === 'string' ? option : currentOf(values[option.index]))
    return value === String(this.selected) || isOneOf(String(this.selected), value)
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

const currentOf = (value: unknown): AttributeValue =>
  (value instanceof AttributeBinding ? value.current : value) as AttributeValue

/** A `<select multiple>` has a list of values, which travels as JSON. */
function isOneOf(selected: string, value: string): boolean {
  if (!selected.startsWith('[')) return false
  try {
    return (JSON.parse(selected) as unknown[]).includes(value)
  } catch {
    return false
  }
}
