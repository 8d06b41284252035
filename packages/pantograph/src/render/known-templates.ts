// Which templates a browser knows, by which numbers, and how much of each.
import type { Template } from '../template/template.ts'
import type { Writer } from '../wire/writer.ts'
import { writeTemplate } from './emit-template.ts'

interface Teller {
  readonly journal: { template(template: Template, before: number | undefined): void }
}

/** What a browser knows of templates; numbered in the order of their first use. Told of each definition. */
export class KnownTemplates {
  /** Below zero: only the shape is known, and the number is the complement. */
  private readonly numbers = new Map<Template, number>()
  private count = 0
  private readonly teller: Teller

  /** @param teller notes what it tells */
  constructor(teller: Teller) {
    this.teller = teller
  }

  /** All of it: how many there were, then each template and what is noted of it. */
  all(): readonly (Template | number)[] {
    return [this.count, ...[...this.numbers].flat()]
  }

  /** Takes over what `all` has given. */
  takeOver([count, ...known]: ReturnType<KnownTemplates['all']>): void {
    this.count = count as number
    for (let i = 0; i < known.length; i += 2) {
      this.numbers.set(known[i] as Template, known[i + 1] as number)
    }
  }

  /** The browser knows no more of a template than it did `before`. */
  revert(template: Template, before: number | undefined): void {
    if (before === undefined) this.numbers.delete(template)
    else this.numbers.set(template, before)
  }

  /** Writes the template's number, and its definition if the browser lacks what `full` needs. */
  write(writer: Writer, template: Template, full: boolean): void {
    const known = this.numbers.get(template)
    const number = known === undefined ? this.count++ : known < 0 ? ~known : known
    const define = known === undefined || (full && known < 0)
    writer.varint(number * 2 + (define ? 1 : 0))
    if (!define) return
    this.teller.journal.template(template, known)
    this.numbers.set(template, full ? number : ~number)
    writeTemplate(writer, template, full)
  }
}
