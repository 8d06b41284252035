// What a form was sent with: names and values, as the browser has put them together. Over the page's connection and in
// a plain POST they are the same.
import type { PantographSubmitEvent } from '../../template/events.ts'

export class Sent {
  private readonly values: ReadonlyMap<string, readonly string[]>
  /** The name of the button, or its value where it has no name; null where it is not told. */
  private readonly button: string | null

  constructor(values: ReadonlyMap<string, readonly string[]>, button: string | null) {
    this.values = values
    this.button = button
  }

  static of({ data, submitter }: PantographSubmitEvent): Sent {
    const values = Object.entries(data).map(
      ([name, value]) => [name, typeof value === 'string' ? [value] : value] as const,
    )
    return new Sent(new Map(values), submitter)
  }

  valuesOf(name: string): readonly string[] {
    return this.values.get(name) ?? []
  }

  /** As they stand on the page, as far as that is known: what was not sent stands behind what was made before it. */
  inOrder<F extends { readonly name: string }>(fields: readonly F[]): readonly F[] {
    const names = [...this.values.keys()]
    let rank = -1
    const ranked = fields.map((field) => {
      rank = this.values.has(field.name) ? names.indexOf(field.name) : rank + 0.5
      return { field, rank }
    })
    return ranked.toSorted((a, b) => a.rank - b.rank).map(({ field }) => field)
  }

  /** The button that sent the form: what is no field's. A plain POST does not say which it was. */
  submitterBeside(
    fields: ReadonlyMap<string, unknown>,
  ): { readonly name: string; readonly value: string } | null {
    const isOthers = (name: string): boolean => fields.has(name) || name.startsWith(OWN)
    const name = this.button ?? [...this.values.keys()].findLast((one) => !isOthers(one))
    if (name === undefined || name === '') return null
    const value = this.valuesOf(name).at(-1)
    return value === undefined ? { name: '', value: name } : { name, value }
  }
}

/** What the names of the framework's own hidden fields begin with. */
export const OWN = 'pantograph-'
