// Forms as strangers, slow networks and impatient users send them: each test names what once went wrong.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createForm, once } from 'pantograph'
import { memoryStore } from '../../src/cluster/memory-store.ts'
import { start } from './app.tsx'

type Entry = readonly [name: string, value: string]

const tokenIn = (html: string): string =>
  /name="pantograph-form" form="form1" value="([\w.-]+)"/.exec(html)?.[1] ?? ''

const post = (url: string, fields: readonly Entry[]): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  })

/** What the page's form brings along. */
async function fresh(url: string): Promise<Entry> {
  return ['pantograph-form', tokenIn(await (await fetch(url)).text())]
}

describe('sendings', () => {
  test('other content from the same page is another sending: once() does its work again', async () => {
    const receipts: unknown[] = []
    function Page() {
      const form = createForm({
        schema: z.object({ item: z.string() }),
        initial: { item: '' },
        async onSubmit({ item }) {
          receipts.push(await once(() => Promise.resolve(`receipt for ${item}`)))
        },
      })
      return () => (
        <form {...form.props}>
          <input {...form.field('item').props} />
        </form>
      )
    }
    const { server } = await start((app) => app.page('/', Page), { store: memoryStore() })
    const token = await fresh(server.url)
    await post(server.url, [token, ['item', 'apples']])
    await post(server.url, [token, ['item', 'pears']])
    expect(receipts).toEqual(['receipt for apples', 'receipt for pears'])
  })
})
