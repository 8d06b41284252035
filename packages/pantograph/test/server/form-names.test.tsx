// Forms without a name of their own: a plain POST, which mounts the page anew, finds the one that was sent.
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createForm, signal, Suspense } from 'pantograph'
import { start } from './app.tsx'

const handled: string[] = []
beforeEach(() => {
  handled.length = 0
})

/** A form that is one button. */
function Act({ name, then }: { readonly name: string; readonly then?: () => void }) {
  const form = createForm({
    schema: z.object({}),
    initial: {},
    onSubmit() {
      handled.push(name)
      then?.()
    },
  })
  return () => (
    <form {...form.props}>
      <button>{name}</button>
    </form>
  )
}

/** Presses a button of the page that was sent. */
async function press(url: string, html: string, button: string): Promise<Response> {
  const [, id] = new RegExp(`<form id="([\\w-]+)"[^>]*><button>${button}<`).exec(html) ?? []
  const [, token = ''] = new RegExp(`form="${id}" value="([\\w.-]+)"`).exec(html) ?? []
  return fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ 'pantograph-form': token }),
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  })
}

const page = async (url: string): Promise<string> => (await fetch(url)).text()

test.each([
  ['components', (id: number) => <Act key={id} name={`delete ${id}`} />],
  [
    'elements, with something around it in each',
    (id: number) => (
      <li key={id}>{id > 0 && <div>{id > 0 && <Act name={`delete ${id}`} />}</div>}</li>
    ),
  ],
])('a row of a list has gone, another has come: %s', async (_, row) => {
  let ids = [1, 2, 3]
  const { server } = await start((app) => app.page('/', () => () => <ul>{ids.map(row)}</ul>))
  const html = await page(server.url)
  ids = [4, 2, 3]
  const { status } = await press(server.url, html, 'delete 1')
  await press(server.url, html, 'delete 2')
  expect([status, handled]).toEqual([409, ['delete 2']])
})

test('another form like it has come before it', async () => {
  let isOpen = false
  function Page() {
    return () => (
      <div>
        {isOpen && <Act name="delete" />}
        <Act name="search" />
      </div>
    )
  }
  const { server } = await start((app) => app.page('/', Page))
  const html = await page(server.url)
  isOpen = true
  await press(server.url, html, 'search')
  expect(handled).toEqual(['search'])
})

test('what was slow is fast now', async () => {
  let slow = 'subscribe'
  async function Late({ name }: { readonly name: string }) {
    await sleep(slow === name ? 100 : 5)
    const form = createForm({
      schema: z.object({}),
      initial: {},
      onSubmit: () => void handled.push(name),
    })
    return () => (
      <form {...form.props}>
        <button>{name}</button>
      </form>
    )
  }
  function Page() {
    return () => (
      <div>
        {['subscribe', 'delete'].map((name) => (
          <Suspense key={name} fallback={<p />}>
            <Late name={name} />
          </Suspense>
        ))}
      </div>
    )
  }
  const { server } = await start((app) => app.page('/', Page))
  const html = await page(server.url)
  slow = 'delete'
  await press(server.url, html, 'subscribe')
  expect(handled).toEqual(['subscribe'])
})

test('one step comes after another in the same place', async () => {
  function Page() {
    const step = signal(1)
    const next = (): void => void step.value++
    return () => (
      <div>{step.value < 3 && <Act key={step.value} name={String(step.value)} then={next} />}</div>
    )
  }
  const { server } = await start((app) => app.page('/', Page))
  const second = await (await press(server.url, await page(server.url), '1')).text()
  expect((await press(server.url, second, '2')).status).toBe(200)
  expect(handled).toEqual(['1', '2'])
})

test('a page with two forms of one name is not shown', async () => {
  function Page() {
    for (const schema of [z.object({}), z.any()]) {
      createForm({ name: 'one', schema, initial: {}, onSubmit() {} })
    }
    return () => <p>shown</p>
  }
  const { server, log } = await start((app) => app.page('/', Page))
  expect((await fetch(server.url)).status).toBe(500)
  expect(String(log[0]?.data['error'])).toContain('PG_FORM_NAME')
})
