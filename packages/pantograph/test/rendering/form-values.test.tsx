// What forms hold when something besides typing changes it: another build, code, items that come and go.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createForm, FieldIssues } from 'pantograph'
import type { Form } from 'pantograph'
import { encodeState } from '../../src/session/checkpoint.ts'
import { stateOf } from '../../src/session/session-state.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

type Input = HTMLInputElement

async function submit(page: TestPage): Promise<void> {
  const { SubmitEvent } = page.window as unknown as { SubmitEvent: typeof globalThis.SubmitEvent }
  page.find('form').dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
  await page.settle()
}

async function check(page: TestPage, selector: string): Promise<void> {
  const box = page.find<Input>(selector)
  box.checked = true
  page.fire(box, 'input')
  await page.settle()
}

test('a new build has more fields: what was typed stays, and they begin as in a new form', async () => {
  interface Values {
    a: string
    news?: boolean
    tags?: string[]
    address: { city: string; zip?: string }
  }
  const older: Values = { a: '', address: { city: '' } }
  const newer: Values = { a: '', news: false, tags: [], address: { city: 'Rome', zip: '?' } }
  const sent: unknown[] = []
  let isNew = false
  function Page() {
    const form = createForm({
      schema: z.any(),
      initial: isNew ? newer : older,
      onSubmit: (values: unknown) => void sent.push(values),
    })
    return () => (
      <form {...form.props}>
        <input {...form.field('a').props} />
        {isNew && <input type="checkbox" {...form.field('tags').option('x')} />}
      </form>
    )
  }
  const page = await open(Page)
  page.type(page.find<Input>('[name=a]'), 'typed')
  await page.settle()
  isNew = true
  await page.restore()
  await check(page, '[name=tags]')
  await submit(page)
  const address = { city: '', zip: '?' }
  expect(sent).toEqual([{ a: 'typed', news: false, tags: ['x'], address }])
})

test('a group of another shape, set by code, is not mixed with that of the start after a crash', async () => {
  type Payment = { type: 'card'; number: string } | { type: 'bank'; iban: string }
  const sent: unknown[] = []
  function Page() {
    const form = createForm({
      schema: z.any(),
      initial: { by: { type: 'card', number: '1' } as Payment },
      onSubmit: (values: unknown) => void sent.push(values),
    })
    return () => (
      <form {...form.props}>
        <b onClick={() => form.set('by', { type: 'bank', iban: 'AT61' })} />
      </form>
    )
  }
  const page = await open(Page)
  page.find('b').click()
  await page.settle()
  await page.restore()
  await submit(page)
  expect(sent).toEqual([{ by: { type: 'bank', iban: 'AT61' } }])
})

const said = (page: TestPage): string | null =>
  page.find(`[id="${page.find('form').id}:issues"]`).textContent

test('the form says what is wrong with a field that is not on the page any more', async () => {
  function Page() {
    const form = createForm({
      schema: z.object({ kind: z.string(), vat: z.string().min(1, 'Which?') }),
      initial: { kind: 'company', vat: '' },
      onSubmit() {},
    })
    const vat = form.field('vat')
    return () => (
      <form {...form.props}>
        <input {...form.field('kind').props} />
        {form.field('kind').value === 'company' && <input {...vat.props} />}
        <FieldIssues of={form} />
      </form>
    )
  }
  const page = await open(Page)
  await submit(page)
  expect(said(page)).toBe('')
  page.type(page.find<Input>('[name=kind]'), 'person')
  await page.settle()
  await submit(page)
  expect(said(page)).toBe('vat: Which?')
  page.type(page.find<Input>('[name=kind]'), 'company')
  await page.settle()
  expect(said(page)).toBe('')
})

test('the form does not say what a field below it says, however late that is asked for', async () => {
  interface Values {
    city: string
  }
  function City({ form }: { readonly form: Form<Values> }) {
    return () => <input {...form.field('city').props} />
  }
  function Page() {
    const form = createForm<Values, Values>({
      schema: z.object({ city: z.string().min(1, 'Where?') }),
      initial: { city: '' },
      onSubmit() {},
    })
    return () => (
      <form {...form.props}>
        <FieldIssues of={form} />
        <City form={form} />
      </form>
    )
  }
  const page = await open(Page)
  await submit(page)
  await page.restore()
  expect([page.find('input').getAttribute('aria-invalid'), said(page)]).toEqual(['true', ''])
})

/** A form with a group and a list, and what it was sent with. */
async function order() {
  const initial = { address: { city: 'Rome' }, lines: [{ item: 'one', parts: [{ id: '' }] }] }
  const sent: unknown[] = []
  let made: Form<typeof initial> | undefined
  function Page() {
    const form = createForm({
      schema: z.any(),
      initial,
      onSubmit: (values) => void sent.push(values),
    })
    made = form
    return () => (
      <form {...form.props}>
        <input {...form.field('address.city').props} />
        {form.list('lines').items.map((line) => (
          <p key={line.key}>
            <input class="item" {...line.field('item').props} />
            {line.list('parts').items.map((part) => (
              <input key={part.key} {...part.field('id').props} />
            ))}
          </p>
        ))}
      </form>
    )
  }
  const page = await open(Page)
  return { page, sent, form: made as Form<typeof initial> }
}

test('a group that code has set is not undone by what the page still held', async () => {
  const { page, sent, form } = await order()
  form.set('address', { city: 'by code' })
  void submit(page)
  await page.settle()
  expect(sent).toMatchObject([{ address: { city: 'by code' } }])
})

test('items of a list that code has set are others: what was typed into an old one reaches none', async () => {
  const { page, form } = await order()
  const old = page.find<Input>('.item')
  form.set('lines', [{ item: 'two', parts: [] }])
  page.type(old, 'one!')
  await page.settle()
  expect(form.values.lines).toEqual([{ item: 'two', parts: [] }])
  expect(page.find<Input>('.item')).not.toBe(old)
})

test('nothing is kept of items that are gone', async () => {
  const { page, form } = await order()
  const held = (): number[] => [
    encodeState(stateOf(page.session, null)).length,
    ...['fields', 'lists', 'overwritten'].map(
      (name) =>
        (Reflect.get(Reflect.get(form, 'known') as object, name) as Map<string, unknown>).size,
    ),
  ]
  const use = async (change: () => void): Promise<number[]> => {
    page.type(page.find<Input>('.item'), 'typed')
    page.fire(page.find('.item'), 'blur', { bubbles: false })
    await page.settle()
    form.fail({ 'lines.1.item': 'No' })
    change()
    await page.settle()
    return held()
  }
  const lines = form.list('lines')
  const item = { item: 'one', parts: [{ id: '' }] }
  const changes: readonly (() => void)[] = [
    () => {
      lines.remove(0)
      lines.append(item)
    },
    () => form.set('lines', [item]),
    () => form.reset(),
  ]
  for (const change of changes) {
    await use(change)
    const before = await use(change)
    await use(change)
    expect(await use(change)).toEqual(before)
  }
})

test('what is wrong with the form as a whole goes when any field puts it right', async () => {
  function Page() {
    const form = createForm({
      schema: z
        .object({ a: z.string(), b: z.string() })
        .refine(({ a, b }) => a === b, 'Not the same'),
      initial: { a: '', b: 'x' },
      validate: 'submit',
      onSubmit() {},
    })
    return () => (
      <form {...form.props}>
        <input {...form.field('a').props} />
        <FieldIssues of={form} />
      </form>
    )
  }
  const page = await open(Page)
  await submit(page)
  expect(said(page)).toBe('Not the same')
  page.type(page.find<Input>('input'), 'x')
  await page.settle()
  expect(said(page)).toBe('')
})

test('what the handler finds wrong with a list or a group goes when a field in it puts it right, and the other way round', async () => {
  let made: Form<{ address: { city: string }; lines: { item: string }[] }> | undefined
  function Page() {
    const form = createForm({
      schema: z.any(),
      initial: { address: { city: 'Rome' }, lines: [{ item: 'a' }, { item: 'b' }] },
      onSubmit: (__, { fail }) =>
        fail({
          'address.city': 'Where?',
          address: 'Too far',
          lines: 'Twice',
          'lines.1.item': 'No',
        }),
    })
    made = form
    return () => (
      <form {...form.props}>
        {form.list('lines').items.map((line) => (
          <input key={line.key} {...line.field('item').props} />
        ))}
        <p>{form.valid ? 'fine' : form.issues.join()}</p>
        <b onClick={() => form.set('address', { city: 'Oslo' })} />
      </form>
    )
  }
  const page = await open(Page)
  await submit(page)
  const [first, second] = page.body.querySelectorAll('input')
  page.type(first as Input, 'c')
  await page.settle()
  const lines = made?.list('lines')
  expect(lines?.issues).toEqual([])
  lines?.append({ item: 'd' })
  expect(lines?.items[1]?.field('item').issues).toEqual(['No'])
  page.type(second as Input, 'e')
  await page.settle()
  page.find('b').click()
  await page.settle()
  expect(page.find('p').textContent).toBe('fine')
})
