// What forms hold when something besides typing changes it: another build, code, items that come and go.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createForm } from 'pantograph'
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
