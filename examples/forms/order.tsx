// An order: a list of lines that are added, removed and moved, each with fields of its own, and what they add up to.
import { createForm, FieldIssues, signal } from 'pantograph'
import { z } from 'zod'

const schema = z.object({
  customer: z.object({
    name: z.string().trim().min(1, 'Who orders?'),
    city: z.string().trim().min(1, 'Where to?'),
  }),
  lines: z
    .array(
      z.object({
        item: z.string().trim().min(1, 'What?'),
        amount: z.number('How many?').int('Whole pieces.').min(1, 'At least one.'),
        price: z.number('How much?').min(0, 'Not less than nothing.'),
      }),
    )
    .min(1, 'An order has at least one line.'),
})

interface Line {
  readonly item: string
  readonly amount: number | null
  readonly price: number | null
}

const EMPTY: Line = { item: '', amount: 1, price: null }

const initial = {
  customer: { name: '', city: '' },
  lines: [{ item: 'Pencils', amount: 12, price: 0.5 }, EMPTY] as Line[],
}

const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' })
const total = ({ amount, price }: Line): number => (amount ?? 0) * (price ?? 0)

export function Order() {
  const receipt = signal('')
  const form = createForm({
    name: 'order',
    schema,
    initial,
    validate: 'submit',
    onSubmit({ customer, lines }, { submitter }) {
      const sum = euros.format(lines.reduce((all, line) => all + total(line), 0))
      const what = submitter?.value === 'draft' ? 'kept as a draft' : 'ordered'
      receipt.value = `${lines.length} lines, ${sum}, ${what} for ${customer.name} in ${customer.city}.`
    },
  })
  const lines = form.list('lines')

  return () => (
    <section class="panel" aria-labelledby="order-title">
      <h2 id="order-title">Order</h2>
      <form class="fields" {...form.props}>
        <div class="row">
          <label for={form.field('customer.name').id}>Customer</label>
          <input autocomplete="off" {...form.field('customer.name').props} />
          <FieldIssues of={form.field('customer.name')} />
        </div>
        <div class="row">
          <label for={form.field('customer.city').id}>City</label>
          <input autocomplete="off" {...form.field('customer.city').props} />
          <FieldIssues of={form.field('customer.city')} />
        </div>
        <ol class="lines">
          {lines.items.map((line, index) => {
            const item = line.field('item')
            const amount = line.field('amount')
            const price = line.field('price')
            const name = `line ${index + 1}`
            return (
              <li key={line.key}>
                <div class="row">
                  <label for={item.id}>Item</label>
                  <input autocomplete="off" {...item.props} />
                  <FieldIssues of={item} />
                </div>
                <div class="row">
                  <label for={amount.id}>Amount</label>
                  <input type="number" min={1} {...amount.props} />
                  <FieldIssues of={amount} />
                </div>
                <div class="row">
                  <label for={price.id}>Price</label>
                  <input type="number" min={0} step={0.01} {...price.props} />
                  <FieldIssues of={price} />
                </div>
                <output class="sum" for={`${amount.id} ${price.id}`}>
                  {euros.format(total(line.value))}
                </output>
                <p class="line">
                  <button
                    type="button"
                    aria-label={`Move ${name} up`}
                    disabled={index === 0}
                    onClick={() => line.moveBy(-1)}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    aria-label={`Move ${name} down`}
                    disabled={index === lines.length - 1}
                    onClick={() => line.moveBy(1)}
                  >
                    ↓
                  </button>
                  <button type="button" aria-label={`Remove ${name}`} onClick={() => line.remove()}>
                    ×
                  </button>
                </p>
              </li>
            )
          })}
        </ol>
        <FieldIssues of={lines} />
        <p class="line">
          <button type="button" onClick={() => lines.append(EMPTY)}>
            Add a line
          </button>
          <output class="total" aria-label="Total">
            {euros.format(form.values.lines.reduce((sum, line) => sum + total(line), 0))}
          </output>
        </p>
        <p class="line">
          <button name="action" value="order">
            Order
          </button>
          <button name="action" value="draft">
            Keep as a draft
          </button>
        </p>
        <p role="status">{form.submitted ? receipt : ''}</p>
      </form>
    </section>
  )
}
