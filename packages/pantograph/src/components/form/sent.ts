// What a form was sent with: names and values, as the browser has put them together. Over the page's connection and in
// a plain POST they are the same.
import type { PantographSubmitEvent } from '../../template/events.ts'
import type { PageControls } from './page-controls.ts'

export class Sent {
  private readonly values: ReadonlyMap<string, readonly string[]>
  /** The name of the button, or its value where it has no name; null where it is not told. */
  private readonly button: string | null
  private readonly page: PageControls | null

  private constructor(
    values: ReadonlyMap<string, readonly string[]>,
    button: string | null,
    page: PageControls | null,
  ) {
    this.values = values
    this.button = button
    this.page = page
  }

  /** What a plain POST has brought. @param page what there was to be sent */
  static posted(values: ReadonlyMap<string, readonly string[]>, page: PageControls): Sent {
    return new Sent(values, null, page)
  }

  static of({ data, submitter }: PantographSubmitEvent): Sent {
    const values = Object.entries(data).map(
      ([name, value]) => [name, typeof value === 'string' ? [value] : value] as const,
    )
    return new Sent(new Map(values), submitter, null)
  }

  /** Whether it came as a plain POST: no event has told anything of it. */
  get isPosted(): boolean {
    return this.page !== null
  }

  valuesOf(name: string): readonly string[] {
    return this.values.get(name) ?? []
  }

  /**
   * Whether a box that is not among what was sent was off, or nothing was chosen in a list. Over the connection their own
   * events have told that: a page that did not show them yet, or has disabled them, leaves them out too.
   * @param value of a box; else empty
   */
  saysOff(name: string, value: string): boolean {
    return this.page?.has(name, value) === true
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

  /** The button that sent the form. A plain POST does not say which it was: it is the page's button among what was sent. */
  submitterBeside(
    fields: ReadonlyMap<string, unknown>,
  ): { readonly name: string; readonly value: string } | null {
    const isButton = (name: string): boolean => !fields.has(name) && !!this.page?.hasButton(name)
    const name = this.button ?? [...this.values.keys()].findLast(isButton)
    if (name === undefined || name === '') return null
    const value = this.valuesOf(name).at(-1)
    return value === undefined ? { name: '', value: name } : { name, value }
  }
}

/** What the names of the framework's own hidden fields begin with. */
export const OWN = 'pantograph-'
