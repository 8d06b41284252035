// Names of forms: what they hold is found again whichever came first, and one may follow another of its name.
import { expect, test } from 'vitest'
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
