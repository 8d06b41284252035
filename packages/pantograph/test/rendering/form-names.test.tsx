// Names of forms: what they hold is found again whichever came first, and one may follow another of its name.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createForm, signal } from 'pantograph'
import { open } from './page.ts'

test('a form that came later stands before another: a crash loses nothing of either', async () => {
  const isOpen = signal(false)
  function Field({ name }: { readonly name: string }) {
    const form = createForm({ schema: z.any(), initial: { text: '' }, onSubmit() {} })
    return () => (
      <form {...form.props} class={name}>
        <input {...form.field('text').props} />
        <b>{form.values.text}</b>
      </form>
    )
  }
  const page = await open(() => () => (
    <main>
      {isOpen.value && <Field name="late" />}
      <Field name="early" />
    </main>
  ))
  page.type(page.find('.early input'), 'early')
  await page.settle()
  isOpen.value = true
  await page.settle()
  page.type(page.find('.late input'), 'late')
  await page.settle()
  const ids = [page.find('.early').id, page.find('.late').id]
  await page.restore()
  expect([page.find('.early b').textContent, page.find('.late b').textContent]).toEqual([
    'early',
    'late',
  ])
  expect([page.find('.early').id, page.find('.late').id]).toEqual(ids)
})

test('forms of one component, and items without keys, have names of their own', async () => {
  function Two() {
    const forms = [1, 2].map(() => createForm({ schema: z.any(), initial: {}, onSubmit() {} }))
    return () => (
      <li>
        <form {...forms[0]?.props} />
        <form {...forms[1]?.props} />
      </li>
    )
  }
  const page = await open(() => () => (
    <ul>
      <Two />
      {[<Two />, <Two />]}
    </ul>
  ))
  const ids = [...page.html.matchAll(/<form id="([\w-]+)"/g)].map(([, id]) => id)
  expect([ids.length, new Set(ids).size]).toEqual([6, 6])
})

describe('a form takes the name over from one that goes with the same update', () => {
  function Edit({ id }: { readonly id: number }) {
    const initial = { text: `of ${id}` }
    const form = createForm({ name: 'edit', schema: z.any(), initial, onSubmit() {} })
    return () => (
      <form {...form.props}>
        <input {...form.field('text').props} />
        <b>{form.values.text}</b>
      </form>
    )
  }

  function Other() {
    const form = createForm({ name: 'edit', schema: z.any(), initial: {}, onSubmit() {} })
    return () => (
      <form {...form.props}>
        <b>other</b>
      </form>
    )
  }

  test('of a component with another key', async () => {
    const id = signal(1)
    const page = await open(() => () => (
      <main>
        <Edit key={id.value} id={id.value} />
      </main>
    ))
    id.value = 2
    await page.settle()
    page.type(page.find('input'), 'typed')
    await page.settle()
    expect(page.find('b').textContent).toBe('typed')
    await page.restore()
    expect(page.find('b').textContent).toBe('typed')
  })

  test('of another component, but not while both stand there', async () => {
    const shown = signal('one')
    const page = await open(() => () => (
      <main>
        {shown.value === 'two' ? <Other /> : <Edit id={1} />}
        {shown.value === 'both' && <Other />}
      </main>
    ))
    shown.value = 'two'
    await page.settle()
    expect([page.find('b').textContent, page.session.state]).toEqual(['other', 'live'])
    shown.value = 'both'
    await page.settle()
    expect([page.session.state, JSON.stringify(page.log)]).toEqual([
      'closed',
      expect.stringContaining('PG_FORM_NAME'),
    ])
  })
})
