// Types of forms: paths come from `initial`, values from the schema.
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { createForm } from 'pantograph'

test('paths and values are typed', () => {
  const form = createForm({
    schema: z.object({ name: z.string(), size: z.number() }),
    initial: {
      name: '',
      size: null as number | null,
      born: new Date(),
      tags: [] as string[],
      address: { city: '', at: { zip: 0 } },
      lines: [{ item: '', parts: [{ id: 1 }] }],
    },
    onSubmit(values, { fail }) {
      expectTypeOf(values).toEqualTypeOf<{ name: string; size: number }>()
      fail({ name: 'Taken', '': 'No', 'address.at.zip': 'Where?' })
    },
  })
  expectTypeOf(form.field('name').value).toEqualTypeOf<string>()
  expectTypeOf(form.field('size').value).toEqualTypeOf<number | null>()
  expectTypeOf(form.field('born').value).toEqualTypeOf<Date>()
  expectTypeOf(form.field('tags').value).toEqualTypeOf<string[]>()
  expectTypeOf(form.field('address.at.zip').value).toEqualTypeOf<number>()
  const [line] = form.list('lines').items
  if (line) {
    expectTypeOf(line.field('item').value).toEqualTypeOf<string>()
    expectTypeOf(line.list('parts').items[0]?.field('id').value).toEqualTypeOf<number | undefined>()
  }
  form.set('name', 'x')
  // @ts-expect-error -- no such field
  form.field('nme')
  // @ts-expect-error -- its items have fields of their own
  form.field('lines.0.item')
  // @ts-expect-error -- no list of items with fields
  form.list('tags')
  // @ts-expect-error -- another type
  form.set('size', 'x')
})
