// An element that the page's own script defines (public/bar-chart.js), the template that it copies, and data for it in
// an element of raw text.
import { inject, signal } from 'pantograph'
import { Note } from './log.tsx'
import { Section } from './section.tsx'

const MOST = 7

export function Custom() {
  const note = inject(Note)
  const numbers = signal<readonly number[]>([3, 8, 5, 9])
  const isLong = signal(false)

  return () => (
    <Section id="custom" title="Custom elements, templates, raw text">
      <template id="bar">
        <button type="button" part="bar" />
      </template>
      <script type="application/json" id="bar-names">
        ["Apples & pears", "Plums", "Cherries", "Grapes", "Figs", "Dates", "Quinces"]
      </script>
      <bar-chart
        role="group"
        aria-label="Fruit"
        template="bar"
        names="bar-names"
        unit={isLong.value ? 'kilograms' : 'kg'}
        prop:values={numbers.value}
        onChange={note}
      >
        {numbers.value.join(', ')}
      </bar-chart>
      <p class="line">
        <button
          type="button"
          onClick={() =>
            (numbers.value = [...numbers.value, numbers.value.length + 2].slice(-MOST))
          }
        >
          Another bar
        </button>
        <button type="button" onClick={() => (isLong.value = !isLong.value)}>
          Another unit
        </button>
      </p>
    </Section>
  )
}
