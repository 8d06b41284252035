// What the browser has told of its form controls since the last frame. It need not be told the same; and
// what it must be told is decided by what it shows, not by what it was sent last.
import type { AttributeValue } from '../html/values.ts'
import { attributeOf } from './content.ts'
import { SpreadBinding } from './spread-binding.ts'
import type { SpreadChange } from './spread-changes.ts'
import { SLOT_PROPERTY } from '../wire/protocol.ts'
import type { MountedBlock } from './nodes.ts'

/** What a property of a control is. */
export interface ControlState {
  readonly block: MountedBlock
  readonly slot: number
  /** In a spread slot there may be several. */
  readonly name: string
  readonly value: AttributeValue
}

interface Report extends ControlState {
  /** The user has changed the control, which is more than that it was mentioned. */
  readonly isChange: boolean
  /** The browser is told another value. */
  answered: boolean
}

export class Reports {
  private readonly blocks = new Map<MountedBlock, Map<string, Report>>()

  add(state: ControlState, isChange: boolean): void {
    const { block, slot, name } = state
    const all = this.blocks.get(block) ?? new Map<string, Report>()
    const key = keyOf(slot, name)
    const before = all.get(key)
    all.set(key, { ...state, isChange: isChange || before?.isChange === true, answered: false })
    this.blocks.set(block, all)
  }

  /** Whether the browser must be told a value that is new to the tree. */
  isNews({ block, slot, name, value }: ControlState): boolean {
    const report = this.blocks.get(block)?.get(keyOf(slot, name))
    if (report === undefined) return true
    report.answered = !isSame(report.value, value)
    return report.answered
  }

  /** Of what has changed in a spread slot, that which the browser must be told. */
  newsOf(block: MountedBlock, slot: number, changes: readonly SpreadChange[]): SpreadChange[] {
    return changes.filter(
      ({ kind, name, value }) =>
        kind !== SLOT_PROPERTY ||
        this.isNews({ block, slot, name, value: value as AttributeValue }),
    )
  }

  forget(block: MountedBlock): void {
    this.blocks.delete(block)
  }

  /** Values that did not follow what the user did: the handler refused it, or took it back. */
  *refused(): Generator<ControlState> {
    for (const [block, reports] of this.blocks) {
      for (const report of reports.values()) {
        if (!report.isChange || report.answered) continue
        const value = propertyIn(block.values[report.slot], report.name)
        if (!isSame(report.value, value)) yield { ...report, value }
      }
    }
  }
}

const keyOf = (slot: number, name: string): string => `${slot} ${name}`

function propertyIn(held: unknown, name: string): AttributeValue {
  if (!(held instanceof SpreadBinding)) return attributeOf(held)
  return held.current.properties.get(name) ?? null
}

/** The browser has texts where the tree may have numbers. */
const isSame = (reported: AttributeValue, value: AttributeValue): boolean =>
  Object.is(reported, value) || (typeof value === 'number' && String(value) === reported)
