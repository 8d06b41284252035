// Forms as strangers, slow networks and impatient users send them: each test names what once went wrong.
import { connect } from 'node:net'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createForm, FieldIssues, once, signal } from 'pantograph'
import type { Form } from 'pantograph'
import { memoryStore } from '../../src/cluster/memory-store.ts'
import { openPage } from '../../src/testing/open.ts'
import { start } from './app.tsx'

type Entry = readonly [name: string, value: string]

const tokenIn = (html: string): string =>
  /name="pantograph-form" form="form-\w+" value="([\w.-]+)"/.exec(html)?.[1] ?? ''

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

describe('what a browser does not send', () => {
  test('a box that another form of the page has, too', async () => {
    const handled: unknown[] = []
    function Task({ name, isDisabled }: { name: string; isDisabled: boolean }) {
      const form = createForm({
        name,
        schema: z.any(),
        initial: { done: true },
        onSubmit: (values) => void handled.push(values),
      })
      return () => (
        <form {...form.props}>
          <input type="checkbox" disabled={isDisabled} {...form.field('done').props} />
        </form>
      )
    }
    const { server } = await start((app) =>
      app.page('/', () => (
        <main>
          <Task name="form-a" isDisabled={true} />
          <Task name="other" isDisabled={false} />
        </main>
      )),
    )
    await post(server.url, [await fresh(server.url)])
    expect(handled).toEqual([{ done: true }])
  })

  const INITIAL = { name: '', news: true, tags: ['a'], plan: 'free' }

  function disabled(): { Page: () => () => unknown; handled: unknown[] } {
    const handled: unknown[] = []
    function Page() {
      const form = createForm({
        schema: z.any(),
        initial: INITIAL,
        onSubmit: (values) => void handled.push(values),
      })
      return () => (
        <form {...form.props}>
          <input {...form.field('name').props} />
          <fieldset disabled>
            <input type="checkbox" {...form.field('news').props} />
          </fieldset>
          <select multiple disabled {...form.field('tags').props}>
            <option>a</option>
          </select>
        </form>
      )
    }
    return { Page, handled }
  }

  test('a box that is disabled stays on when its form is posted', async () => {
    const { Page, handled } = disabled()
    const { server } = await start((app) => app.page('/', Page))
    await post(server.url, [await fresh(server.url), ['name', 'x']])
    expect(handled).toEqual([{ ...INITIAL, name: 'x' }])
  })

  test('a box that is disabled stays on when its form is sent over the connection', async () => {
    const { Page, handled } = disabled()
    const { server } = await start((app) => app.page('/', Page))
    const page = await openPage(server.url)
    onTestFinished(() => page.close())
    page.submit('form', { name: 'x' })
    await page.idle()
    expect(handled).toEqual([{ ...INITIAL, name: 'x' }])
  })

  test('in the legend of a fieldset that is disabled a box is not', async () => {
    const handled: unknown[] = []
    function Page() {
      const form = createForm({
        schema: z.any(),
        initial: { own: true, inner: true },
        onSubmit: (values) => void handled.push(values),
      })
      return () => (
        <form {...form.props}>
          <fieldset disabled={true}>
            <legend>
              <input type="checkbox" {...form.field('own').props} />
            </legend>
            <legend title="a > b">
              <input type="checkbox" {...form.field('inner').props} />
            </legend>
          </fieldset>
        </form>
      )
    }
    const { server } = await start((app) => app.page('/', Page))
    await post(server.url, [await fresh(server.url)])
    expect(handled).toEqual([{ own: false, inner: true }])
  })

  test('a box that came while the form was on its way keeps what it began with', async () => {
    const handled: unknown[] = []
    interface Line {
      readonly gift: boolean
      readonly tags: readonly string[]
    }
    function Page() {
      const form = createForm({
        schema: z.any(),
        initial: { lines: [] as Line[] },
        onSubmit: (values) => void handled.push(values),
      })
      const lines = form.list('lines')
      return () => (
        <form {...form.props}>
          {lines.items.map((line) => (
            <p key={line.key}>
              <input type="checkbox" {...line.field('gift').props} />
              <select multiple {...line.field('tags').props}>
                <option>a</option>
              </select>
            </p>
          ))}
          <button type="button" onClick={() => lines.append({ gift: true, tags: ['a'] })}>
            Add
          </button>
        </form>
      )
    }
    const { server } = await start((app) => app.page('/', Page))
    const page = await openPage(server.url)
    onTestFinished(() => page.close())
    page.click('button')
    await page.idle()
    page.submit('form', {})
    await page.idle()
    expect(handled).toEqual([{ lines: [{ gift: true, tags: ['a'] }] }])
  })

  test('an input that is bound to nothing is not the button', async () => {
    const handled: unknown[] = []
    function Page() {
      const form = createForm({
        schema: z.any(),
        initial: { a: '' },
        onSubmit: (_, { submitter }) => void handled.push(submitter),
      })
      return () => (
        <form {...form.props}>
          <input {...form.field('a').props} />
          <button name="action" value="save">
            Save
          </button>
          <input name="website" />
        </form>
      )
    }
    const { server } = await start((app) => app.page('/', Page))
    const token = await fresh(server.url)
    await post(server.url, [['a', 'x'], ['action', 'save'], ['website', ''], token])
    await post(server.url, [['a', 'y'], ['website', 'z'], token])
    expect(handled).toEqual([{ name: 'action', value: 'save' }, null])
  })
})

describe('what is posted is bounded', () => {
  function Page() {
    const form = createForm({
      schema: z.any(),
      initial: { lines: Array.from({ length: 300 }, () => ({ a: '', b: '', c: '', d: '' })) },
      onSubmit() {},
    })
    const names = ['a', 'b', 'c', 'd'] as const
    return () => (
      <form {...form.props}>
        {form.list('lines').items.map((line) => (
          <p key={line.key}>
            {names.map((name) => (
              <input key={name} {...line.field(name).props} />
            ))}
          </p>
        ))}
      </form>
    )
  }

  test('more than a thousand fields: what was entered is not lost', async () => {
    const { server } = await start((app) => app.page('/', Page))
    const html = await (await fetch(server.url)).text()
    const fields = [...html.matchAll(/name="(lines[^"]*)"/g)].map(([, name = '']): Entry => [
      name,
      'typed',
    ])
    const answer = await post(server.url, [['pantograph-form', tokenIn(html)], ...fields])
    expect([fields.length, answer.status]).toEqual([1200, 200])
    expect((await answer.text()).match(/value="typed"/g)?.length).toBe(1200)
  })

  const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
  test.each([
    ['application/x-www-form-urlencoded', 'a&'.repeat(500_000)],
    ['multipart/form-data; a="boundary=y"; boundary=x', `${part.repeat(15_000)}--x--\r\n`],
  ])('a body of very many fields is refused before it is parsed: %s', async (type, body) => {
    const { server } = await start((app) => app.page('/', Page))
    const headers = { 'Content-Type': type, 'Sec-Fetch-Site': 'same-origin' }
    const answer = await fetch(server.url, { method: 'POST', body, headers })
    expect([answer.status, await answer.text()]).toEqual([
      413,
      expect.stringContaining('PG_FORM_FIELDS'),
    ])
  })

  test('what does not arrive is not waited for', async () => {
    const limits = { uploadStallMilliseconds: 200 }
    const { server } = await start((app) => app.page('/', Page), { limits })
    const socket = connect(server.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    let answer = ''
    socket.on('data', (data: Buffer) => (answer += data.toString()))
    socket.write(
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nSec-Fetch-Site: same-origin\r\n` +
        'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60\r\n\r\na=b',
    )
    await new Promise((resolve) => socket.on('close', resolve))
    expect(answer).toContain('HTTP/1.1 408')
    expect(answer).toContain('PG_FORM_STALLED')
  })

  test('what is sent on and on does not leave its connection hanging', async () => {
    const { server } = await start((app) => app.page('/', Page))
    const socket = connect(server.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    const ended = new Promise((resolve) => socket.on('close', resolve).on('error', resolve))
    socket.write(
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nSec-Fetch-Site: same-origin\r\n` +
        'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 60000000\r\n\r\n',
    )
    const piece = Buffer.alloc(1_000_000)
    const pump = (): void => {
      while (socket.writable && socket.write(piece));
    }
    socket.on('drain', pump).resume()
    pump()
    await ended
    expect(socket.bytesWritten).toBeLessThan(60_000_000)
  })
})

describe('a schema that asks elsewhere, and gets no answer', () => {
  const schema = (validate: () => Promise<never>): never =>
    ({ '~standard': { version: 1, vendor: 'test', validate } }) as never

  test('fails when a field is left: that is logged, and the page goes on', async () => {
    function Page() {
      const count = signal(0)
      const form = createForm({
        schema: schema(() => Promise.reject(new Error('the database is away'))),
        initial: { a: '' },
        onSubmit() {},
      })
      return () => (
        <form {...form.props}>
          <input {...form.field('a').props} />
          <button type="button" onClick={() => count.value++}>
            {count}
          </button>
        </form>
      )
    }
    const { server, log } = await start((app) => app.page('/', Page))
    const page = await openPage(server.url)
    onTestFinished(() => page.close())
    page.input(0, 'typed')
    page.fire('blur', 0, [0])
    await page.idle()
    await expect.poll(() => log.some(({ message }) => message.includes('PG_HANDLER'))).toBe(true)
    page.click('button')
    await page.idle()
    expect(page.text).toContain('1')
    expect(log.filter(({ message }) => message.includes('PG_COMPONENT_FAILED'))).toEqual([])
  })

  test('fails when its form is gone: nobody is told', async () => {
    let reject: (error: Error) => void = () => {}
    function Child() {
      const form = createForm({
        schema: schema(() => new Promise((_, no) => (reject = no))),
        initial: { a: '' },
        validate: 'input',
        onSubmit() {},
      })
      return () => (
        <form {...form.props}>
          <input {...form.field('a').props} />
        </form>
      )
    }
    function Page() {
      const count = signal(0)
      return () => (
        <div>
          {count.value === 0 && <Child />}
          <button type="button" onClick={() => count.value++}>
            {count}
          </button>
        </div>
      )
    }
    const { server, log } = await start((app) => app.page('/', Page))
    const page = await openPage(server.url)
    onTestFinished(() => page.close())
    page.input(0, 'x')
    await page.idle()
    page.click('button')
    await page.idle()
    reject(new Error('the network is away'))
    await setImmediate()
    page.click('button')
    await page.idle()
    expect(page.text).toContain('2')
    expect(log.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('a POST whose handler takes its time', () => {
  function slow(milliseconds: number): { Page: () => () => unknown; done: () => number } {
    let done = 0
    function Page() {
      const form = createForm({
        schema: z.object({ a: z.string() }),
        initial: { a: '' },
        async onSubmit() {
          await sleep(milliseconds)
          done++
        },
      })
      return () => (
        <form {...form.props}>
          <input {...form.field('a').props} />
        </form>
      )
    }
    return { Page, done: () => done }
  }

  test('keeps its session, however soon one that nobody connects to is let go', async () => {
    const { Page, done } = slow(2_300)
    const limits = { adoptMilliseconds: 500 }
    const { server } = await start((app) => app.page('/', Page), { limits })
    const { status } = await post(server.url, [await fresh(server.url), ['a', 'x']])
    expect([status, done()]).toEqual([200, 1])
  })

  test('keeps its session, however many others come', async () => {
    const { Page, done } = slow(300)
    const { server } = await start((app) => app.page('/', Page), { limits: { sessions: 5 } })
    const answer = post(server.url, [await fresh(server.url), ['a', 'x']])
    await sleep(100)
    for (let i = 0; i < 10; i++) await (await fetch(server.url)).text()
    expect([(await answer).status, done()]).toEqual([200, 1])
  })
})

test('a page with a form for each row does not hold its whole state for each row', async () => {
  const handled: unknown[] = []
  function Row({ n }: { readonly n: number }) {
    const form = createForm({
      schema: z.any(),
      initial: { name: `row ${n} ${'x'.repeat(300)}` },
      onSubmit: (values) => void handled.push(values),
    })
    return () => (
      <form {...form.props}>
        <input {...form.field('name').props} />
      </form>
    )
  }
  const Page = () => (
    <div>
      {Array.from({ length: 100 }, (_, n) => (
        <Row key={n} n={n} />
      ))}
    </div>
  )
  const { server } = await start((app) => app.page('/', Page))
  const html = await (await fetch(server.url)).text()
  const fields = [...html.matchAll(/<input[^>]* name="pantograph-form"[^>]*>/g)]
  expect(fields.length).toBe(100)
  expect(fields.join('').length).toBeLessThan(500_000)
  await post(server.url, [
    ['pantograph-form', tokenIn(html)],
    ['name', 'typed'],
  ])
  expect(handled).toEqual([{ name: 'typed' }])
})

test('fields and options in any script, and of signs alone, have ids of their own', async () => {
  const options = ['男', '女', '👍', '👎', 'C', 'C+', 'C#', '<5', '>5', '+', '-', 'so so', 'issues']
  function Page() {
    const form = createForm({
      schema: z.any(),
      initial: { plan: '', имя: '', год: '', issues: '', 'a-b': '', a: { b: '' } },
      onSubmit() {},
    })
    return () => (
      <form {...form.props}>
        {options.map((option) => (
          <input key={option} type="radio" {...form.field('plan').option(option)} />
        ))}
        <input {...form.field('имя').props} />
        <input {...form.field('год').props} />
        {(['issues', 'a-b', 'a.b'] as const).map((name) => (
          <input key={name} {...form.field(name).props} />
        ))}
        <FieldIssues of={form.field('plan')} />
        <FieldIssues of={form} />
      </form>
    )
  }
  const { server } = await start((app) => app.page('/', Page))
  const html = await (await fetch(server.url)).text()
  const ids = [...html.matchAll(/ id="(form-\w+[-:][^"]*)"/g)].map(([, id]) => id)
  expect(ids.length).toBe(options.length + 7)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => id === undefined || /\s/.test(id))).toEqual([])
})

test('what the user had typed before is no value that code has overwritten', async () => {
  const handled: unknown[] = []
  function Page() {
    const form = createForm({
      schema: z.any(),
      initial: { a: '', b: '', c: '' },
      onSubmit: (values) => void handled.push(values),
    })
    const [a, b] = [form.field('a'), form.field('b')]
    return () => (
      <form {...form.props}>
        <input {...a.props} />
        <input {...b.props} onInput={() => (b.value = 'by code')} />
        <button type="reset">Empty</button>
      </form>
    )
  }
  const { server } = await start((app) => app.page('/', Page))
  const page = await openPage(server.url)
  onTestFinished(() => page.close())
  page.input(0, 'ab')
  page.input(1, 'xy')
  await page.idle()
  // The browser has emptied them, and has told nobody; the second one's event was on its way.
  page.submit('form', { a: '', b: 'xy' })
  await page.idle()
  expect(handled).toEqual([{ a: '', b: 'by code', c: '' }])
})

test('after a reset new items have keys of their own: what is typed into an old one reaches none', async () => {
  let form: Form<{ lines: { a: string }[] }> | undefined
  function Page() {
    const made = (form = createForm({
      schema: z.any(),
      initial: { lines: [{ a: 'one' }, { a: 'two' }] },
      onSubmit() {},
    }))
    return () => (
      <form {...made.props}>
        {made.list('lines').items.map((line) => (
          <input key={line.key} {...line.field('a').props} />
        ))}
        <button
          type="button"
          onClick={() => made.reset({ lines: [{ a: 'three' }, { a: 'four' }] })}
        >
          Again
        </button>
      </form>
    )
  }
  const { server } = await start((app) => app.page('/', Page))
  const page = await openPage(server.url)
  onTestFinished(() => page.close())
  const keys = (): number[] => form?.list('lines').items.map(({ key }) => key) ?? []
  expect(keys()).toEqual([1, 2])
  page.click('button')
  await page.idle()
  expect(keys()).toEqual([3, 4])
  page.click('button')
  await page.idle()
  expect(keys()).toEqual([5, 6])
})

test('what setup sets each time is no news to whoever has changed it already', async () => {
  const handled: unknown[] = []
  function Page() {
    const form = createForm({
      schema: z.object({ city: z.string(), name: z.string().min(1) }),
      initial: { city: '', name: '' },
      onSubmit: (values) => void handled.push(values),
    })
    form.set('city', 'Rome')
    return () => (
      <form {...form.props}>
        <input {...form.field('city').props} />
        <input {...form.field('name').props} />
      </form>
    )
  }
  const { server } = await start((app) => app.page('/', Page))
  const refused = await post(server.url, [await fresh(server.url), ['city', 'Paris'], ['name', '']])
  const token: Entry = ['pantograph-form', tokenIn(await refused.text())]
  await post(server.url, [token, ['city', 'Paris'], ['name', 'Ada']])
  expect(handled).toEqual([{ city: 'Paris', name: 'Ada' }])
})
