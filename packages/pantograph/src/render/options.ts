// In HTML, a select's value is said by its options. Finds out what the value of a select or an option is,
// wherever it comes from: an attribute, a spread, or the option's text.
import type { AttributeValue } from '../html/values.ts'
import type { OptionStep, TemplateNode } from '../template/parse.ts'
import { attributeOf, itemBlock } from './content.ts'
import { ChildBinding, Instance, MountedBlock } from './nodes.ts'
import { SpreadBinding } from './spread-binding.ts'
import type { Mounted } from './nodes.ts'
import { StreamNode } from './stream-node.ts'

/** The `value` that a slot of a control or an option gives; null if it gives none. */
export function valueOf(value: unknown): AttributeValue {
  if (!(value instanceof SpreadBinding)) return attributeOf(value)
  const { attributes, properties } = value.current
  return properties.get('value') ?? attributes.get('value') ?? null
}

/** Whether an option is what its select has as value (several travel as JSON). */
export function isSelected(
  selected: AttributeValue,
  option: OptionStep,
  values: readonly unknown[],
): boolean {
  if (selected === null) return false
  const value = optionValue(option, values)
  return value === String(selected) || listOf(String(selected)).includes(value)
}

function listOf(selected: string): unknown[] {
  if (!selected.startsWith('[')) return []
  try {
    return JSON.parse(selected) as unknown[]
  } catch {
    return []
  }
}

function optionValue({ slots, value, nodes }: OptionStep, values: readonly unknown[]): string {
  for (const slot of slots) {
    const given = valueOf(values[slot.index])
    if (given !== null) return given === true ? '' : String(given)
  }
  return (
    value ??
    textOfNodes(nodes, values)
      .replace(/[\t\n\f\r ]+/g, ' ')
      .replace(/^ | $/g, '')
  )
}

function textOfNodes(nodes: readonly TemplateNode[], values: readonly unknown[]): string {
  let text = ''
  for (const node of nodes) {
    if (node.kind === 'text') text += node.text
    else if (node.kind === 'child') text += textOf(values[node.slot.index] as Mounted)
    else text += textOfNodes(node.children, values)
  }
  return text
}

function textOf(node: Mounted): string {
  while (node instanceof Instance || node instanceof ChildBinding) node = node.child
  if (node === null) return ''
  if (node instanceof MountedBlock) return textOfNodes(node.template.nodes, node.values)
  if (node instanceof StreamNode) return ''
  if (typeof node === 'object') return node.items.map((item) => textOf(itemBlock(item))).join('')
  return String(node)
}
