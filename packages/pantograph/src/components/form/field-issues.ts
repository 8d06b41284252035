// Says what is wrong with a field, a list or a form, where `aria-describedby` expects it.
import { jsx } from '../../template/jsx-runtime.ts'
import type { JSX } from '../../template/jsx-runtime.ts'

/** Props of `FieldIssues`. */
export interface FieldIssuesProps {
  /** A field, a list or a form. */
  readonly of: { readonly issues: readonly string[]; readonly issuesId?: string }
  /** Default: `field-issues`. */
  readonly class?: string
}

/**
 * A paragraph with what is wrong with a field, empty while nothing is: it stays on the page, so that screen readers
 * announce what comes into it.
 *
 * @example
 * <input {...form.field('email').props} />
 * <FieldIssues of={form.field('email')} />
 */
export function FieldIssues({ of, class: name = 'field-issues' }: FieldIssuesProps): JSX.Element {
  const { issues, issuesId } = of
  return jsx('p', { id: issuesId, class: name, 'aria-live': 'polite', children: issues.join(' ') })
}
