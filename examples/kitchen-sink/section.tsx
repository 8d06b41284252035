// A section of the page, with a heading that the table of contents leads to.
import type { Child } from 'pantograph'

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly children: Child
}

export function Section({ id, title, children }: SectionProps) {
  return (
    <section class="panel" id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{title}</h3>
      {children}
    </section>
  )
}
