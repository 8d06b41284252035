// What the browser has told of its form controls since the last frame. It need not be told the same; and
// what it must be told is decided by what it shows, not by what it was sent last.
import type { AttributeValue } from '../html/values.ts'
import { attributeOf } from './content.ts'
import type { MountedBlock } from './nodes.ts'

interface Report {
  readonly value: AttributeValue
  /** The user has changed the control, which is more than that it was mentioned. */
  readonly isChange: boolean
  /** The browser is told another value. */
  answered: boolean
}

export class Reports {
  private readonly blocks = new Map<MountedBlock, Map<number, Report>>()

  add(block: MountedBlock, slot: number, value: AttributeValue, isChange: boolean): void {
    const slots = this.blocks.get(block) ?? new Map<number, Report>()
    const before = slots.get(slot)
    slots.set(slot, { value, isChange: isChange || before?.isChange === true, answered: false })
    this.blocks.set(block, slots)
  }

  /** Whether the browser must be told a value that is new to the tree. */
  isNews(block: MountedBlock, slot: number, value: AttributeValue): boolean {
    const report = this.blocks.get(block)?.get(slot)
    if (report === undefined) return true
    report.answered = !isSame(report.value, value)
    return report.answered
  }

  forget(block: MountedBlock): void {
    this.blocks.delete(block)
  }

  /** Values that did not follow what the user did: the handler refused it, or took it back. */
  *refused(): Generator<[block: MountedBlock, slot: number, value: AttributeValue]> {
    for (const [block, slots] of this.blocks) {
      for (const [slot, report] of slots) {
        if (!report.isChange || report.answered) continue
        const value = attributeOf(block.values[slot])
        if (!isSame(report.value, value)) yield [block, slot, value]
      }
    }
  }
}

/** The browser has texts where the tree may have numbers. */
const isSame = (reported: AttributeValue, value: AttributeValue): boolean =>
  Object.is(reported, value) || (typeof value === 'number' && String(value) === reported)
