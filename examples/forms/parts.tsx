// What the fields of the example forms look like: a label, a control, a hint, and what is wrong.
import { FieldIssues } from 'pantograph'
import type { Child } from 'pantograph'

interface RowProps {
  readonly of: {
    readonly id: string
    readonly issuesId: string
    readonly issues: readonly string[]
  }
  readonly label: string
  readonly hint?: string
  readonly children?: Child
}

export function Row({ of, label, hint, children }: RowProps) {
  return (
    <div class="row">
      <label for={of.id}>{label}</label>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {children}
      <FieldIssues of={of} />
    </div>
  )
}

interface GroupProps {
  readonly of: { readonly issuesId: string; readonly issues: readonly string[] }
  readonly legend: string
  readonly children?: Child
}

/** Several controls of one field. */
export function Group({ of, legend, children }: GroupProps) {
  return (
    <fieldset class="row">
      <legend>{legend}</legend>
      <div class="choices">{children}</div>
      <FieldIssues of={of} />
    </fieldset>
  )
}
