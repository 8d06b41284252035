// `createForm` on a page: fields and their issues, lists, sending, and what survives.
import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createForm, FieldIssues, signal } from 'pantograph'
import type { Form, FormOptions, StandardSchema, Submission } from 'pantograph'
import { PING } from '../../src/wire/protocol.ts'
import { inStep } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'
import { query } from './query.ts'

type Input = HTMLInputElement

const schemas: readonly (readonly [string, StandardSchema<Account>])[] = [
  [
    'zod',
    z.object({
      email: z.email('Not an address'),
      age: z.number('How old?').min(18, 'Too young'),
      address: z.object({ city: z.string() }),
      news: z.boolean(),
    }),
  ],
  [
    'valibot',
    v.object({
      email: v.pipe(v.string(), v.email('Not an address')),
      age: v.pipe(v.number('How old?'), v.minValue(18, 'Too young')),
      address: v.object({ city: v.string() }),
      news: v.boolean(),
    }),
  ],
]

interface Account {
  email: string
  age: number
  address: { city: string }
  news: boolean
}

const INITIAL = { email: '', age: null as number | null, address: { city: 'Rome' }, news: true }

type Values = typeof INITIAL

interface Sent {
  readonly values: unknown
  readonly submission: Submission<Values>
}

async function account(options: Partial<FormOptions<Values, Account>> = {}): Promise<{
  page: TestPage
  form: Form<Values>
  sent: Sent[]
  input: (name: string) => Input
}> {
  const sent: Sent[] = []
  let made: Form<Values> | undefined
  function Page() {
    const form = createForm<Values, Account>({
      schema: (schemas[0] as (typeof schemas)[number])[1],
      initial: INITIAL,
      onSubmit: (values, submission) => void sent.push({ values, submission }),
      ...options,
    })
    made = form
    return () => (
      <form {...form.props}>
        <label for={form.field('email').id}>E-mail</label>
        <input type="email" {...form.field('email').props} />
        <FieldIssues of={form.field('email')} />
        <input type="number" aria-label="Age" {...form.field('age').props} />
        <FieldIssues of={form.field('age')} />
        <input aria-label="City" {...form.field('address.city').props} />
        <input type="checkbox" aria-label="News" {...form.field('news').props} />
        <FieldIssues of={form} />
        <button name="action" value="save" disabled={form.submitting}>
          Save
        </button>
        <p class="state">
          {form.submitted ? 'sent' : 'open'} {form.dirty ? 'dirty' : 'clean'}
        </p>
      </form>
    )
  }
  const page = await open(Page)
  const input = (name: string): Input => page.find<Input>(`[name="${name}"]`)
  return { page, form: made as Form<Values>, sent, input }
}

const idOf = (page: TestPage, name: string): string =>
  `${page.find('form').id}${name && `-${name}`}`

const issues = (page: TestPage, name: string): string =>
  page.find(`[id="${idOf(page, name)}:issues"]`).textContent ?? 'gone'

async function submit(page: TestPage, selector = 'button[name=action]'): Promise<void> {
  const submitter = page.find(selector)
  const form = page.find('form') as unknown as HTMLFormElement
  const { SubmitEvent } = page.window as unknown as { SubmitEvent: typeof globalThis.SubmitEvent }
  form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true, submitter }))
  await page.settle()
}

async function type(page: TestPage, input: Input, value: string): Promise<void> {
  page.type(input, value)
  await page.settle()
}

async function leave(page: TestPage, input: Input): Promise<void> {
  page.fire(input, 'blur', { bubbles: false })
  await page.settle()
}

describe.each(schemas)('checked by %s', (_, schema) => {
  test('values that do not pass are not handed on, and their fields say why', async () => {
    const { page, sent, input } = await account({ schema })
    await type(page, input('email'), 'nobody')
    await submit(page)
    expect(sent).toEqual([])
    expect(issues(page, 'email')).toBe('Not an address')
    expect(issues(page, 'age')).toBe('How old?')
    expect(input('email').getAttribute('aria-invalid')).toBe('true')
    expect(input('email').getAttribute('aria-describedby')).toBe(`${idOf(page, 'email')}:issues`)
    expect(input('address.city').getAttribute('aria-invalid')).toBe(null)
    expect(page.find('.state').textContent).toBe('open dirty')
    await inStep(page)
  })

  test('values that pass are handed on as the schema makes them', async () => {
    const { page, sent, input } = await account({ schema })
    await type(page, input('email'), 'ada@example.org')
    await type(page, input('age'), '36')
    await submit(page)
    const [{ values, submission }] = sent as [Sent]
    expect(values).toEqual({
      email: 'ada@example.org',
      age: 36,
      address: { city: 'Rome' },
      news: true,
    })
    expect(submission.submitter).toEqual({ name: 'action', value: 'save' })
    expect(page.find('.state').textContent).toBe('sent dirty')
    await inStep(page)
  })

  test('fields that may not be empty say so', async () => {
    const { input } = await account({ schema })
    const required = ['email', 'age', 'address.city', 'news'].map((name) =>
      input(name).getAttribute('aria-required'),
    )
    expect(required).toEqual(['true', 'true', null, null])
  })
})

describe('the HTML', () => {
  test('is a form that works by itself', async () => {
    const { page } = await account()
    expect(page.html).toMatch(/<form id="form-\w+" method="post" novalidate>/)
    expect(page.html).toMatch(/<input type="email"[^>]* name="email"/)
    expect(page.html).toMatch(/<input type="checkbox"[^>]* checked/)
    expect(page.html).toMatch(/name="address.city"[^>]* value="Rome"/)
    expect(page.html).toContain(
      `<p id="${idOf(page, 'email')}:issues" class="field-issues" aria-live="polite"></p>`,
    )
  })
})

describe('issues are shown', () => {
  test('when the field is left, by default; then with every change', async () => {
    const { page, input } = await account()
    await type(page, input('email'), 'a')
    expect(issues(page, 'email')).toBe('')
    await leave(page, input('email'))
    expect(issues(page, 'email')).toBe('Not an address')
    expect(issues(page, 'age')).toBe('')
    await type(page, input('email'), 'a@example.org')
    expect(issues(page, 'email')).toBe('')
    await type(page, input('email'), 'a@')
    expect(issues(page, 'email')).toBe('Not an address')
  })

  test('when the form is sent', async () => {
    const { page, input } = await account({ validate: 'submit' })
    await type(page, input('email'), 'a')
    await leave(page, input('email'))
    expect(issues(page, 'email')).toBe('')
    await submit(page)
    expect(issues(page, 'email')).toBe('Not an address')
    await type(page, input('email'), 'a@example.org')
    expect(issues(page, 'email')).toBe('')
  })

  test('with every change', async () => {
    const { page, input } = await account({ validate: 'input' })
    await type(page, input('email'), 'a')
    expect(issues(page, 'email')).toBe('Not an address')
    expect(issues(page, 'age')).toBe('')
  })
})

describe('what is wrong where no field stands', () => {
  test('within the value of a field is wrong with the field', async () => {
    const image = z.object({ type: z.string().startsWith('image/', 'No picture') })
    let pass = 0
    const page = await open(() => {
      const form = createForm({
        schema: z.object({ photo: z.array(image), tags: z.set(z.string().min(2, 'Too short')) }),
        initial: {
          photo: [{ name: 'a', type: 'text/plain', size: 1, lastModified: 0 }],
          tags: new Set(['a']),
        },
        onSubmit: () => void pass++,
      })
      return () => (
        <form {...form.props}>
          <input type="file" {...form.field('photo').props} />
          <FieldIssues of={form.field('photo')} />
          <input type="checkbox" {...form.field('tags').option('ab')} />
          <FieldIssues of={form.field('tags')} />
          <FieldIssues of={form} />
          <button name="action">Send</button>
        </form>
      )
    })
    await submit(page)
    expect(pass).toBe(0)
    expect(issues(page, 'photo')).toBe('No picture')
    expect(issues(page, 'tags')).toBe('Too short')
    expect(issues(page, '')).toBe('')
    expect(page.window.document.activeElement).toBe(page.find('[type=file]'))
  })

  test('where there is no field at all is said by the form, once it was sent', async () => {
    const page = await open(() => {
      const form = createForm({
        schema: z.object({
          name: z.string().min(1, 'Who?'),
          lines: z.array(z.object({ vat: z.string().min(2, 'Which?') })),
        }),
        initial: { name: '', lines: [{ vat: '' }] },
        validate: 'input',
        onSubmit() {},
      })
      return () => (
        <form {...form.props}>
          <input {...form.field('name').props} />
          <FieldIssues of={form.field('name')} />
          <FieldIssues of={form} />
          <button name="action">Send</button>
        </form>
      )
    })
    await type(page, page.find<Input>('input'), 'a')
    expect(issues(page, '')).toBe('')
    await submit(page)
    expect(issues(page, '')).toBe('lines.0.vat: Which?')
    expect(issues(page, 'name')).toBe('')
    await inStep(page)
  })
})

describe('sending', () => {
  test('what the page holds counts, also if no event has told it', async () => {
    const { page, sent, input } = await account()
    input('email').value = 'filled@example.org'
    input('age').value = '40'
    await submit(page)
    expect(sent[0]?.values).toMatchObject({ email: 'filled@example.org', age: 40, news: true })
  })

  test('inputs and buttons that stand elsewhere belong to it by their `form` attribute', async () => {
    const sent: unknown[] = []
    const page = await open(() => {
      const form = createForm({
        schema: z.object({ name: z.string(), nick: z.string().min(1, 'None?') }),
        initial: { name: '', nick: '' },
        onSubmit: (values, { submitter }) => void sent.push([values, submitter]),
      })
      return () => (
        <main>
          <form {...form.props}>
            <input {...form.field('name').props} />
          </form>
          <input form={form.id} {...form.field('nick').props} />
          <FieldIssues of={form.field('nick')} />
          <button form={form.id} name="action" value="go">
            Go
          </button>
        </main>
      )
    })
    await submit(page)
    expect(issues(page, 'nick')).toBe('None?')
    expect(page.window.document.activeElement).toBe(page.find('[name=nick]'))
    page.find<Input>('[name=name]').value = 'Ada'
    // No event has told it.
    page.find<Input>('[name=nick]').value = 'Countess'
    await submit(page)
    expect(sent).toEqual([
      [
        { name: 'Ada', nick: 'Countess' },
        { name: 'action', value: 'go' },
      ],
    ])
    await inStep(page)
  })

  test('a box is off when its own event has told it: a form also leaves out what is disabled', async () => {
    const { page, sent, input } = await account()
    await type(page, input('email'), 'a@example.org')
    await type(page, input('age'), '40')
    input('news').checked = false
    page.fire(input('news'), 'input')
    await submit(page)
    expect(sent[0]?.values).toMatchObject({ news: false })
  })

  test('what code has set meanwhile is not undone by what the page still held', async () => {
    const { page, form, sent, input } = await account()
    await type(page, input('email'), 'a@example.org')
    await type(page, input('age'), '36')
    form.set('address.city', 'Paris')
    await submit(page)
    expect(sent[0]?.values).toMatchObject({ address: { city: 'Paris' } })
  })

  test('what nobody has touched is handed on as it was: a date with its time, nothing as nothing', async () => {
    const due = new Date('2026-05-01T15:30:20.123Z')
    const initial = { due, nick: null, age: undefined, text: 'a\r\nb', choice: null }
    const sent: unknown[] = []
    let isDirty = true
    const page = await open(() => {
      const form = createForm({
        schema: z.any(),
        initial,
        onSubmit(values) {
          sent.push(values)
          isDirty = form.dirty
        },
      })
      return () => (
        <form {...form.props}>
          <input type="date" {...form.field('due').props} />
          <input {...form.field('nick').props} />
          <input type="number" {...form.field('age').props} />
          <textarea {...form.field('text').props} />
          <select {...form.field('choice').props}>
            <option value="">Choose</option>
          </select>
          <button name="action" />
        </form>
      )
    })
    await submit(page)
    expect([sent, isDirty]).toEqual([[initial], false])
  })

  test('of two controls of a field, the one that was changed counts', async () => {
    const sent: unknown[] = []
    const page = await open(() => {
      const form = createForm({
        schema: z.any(),
        initial: { amount: 5 },
        onSubmit: (values) => void sent.push(values),
      })
      return () => (
        <form {...form.props}>
          <input type="number" {...form.field('amount').props} id="first" />
          <input type="range" {...form.field('amount').props} id="last" />
          <button name="action" />
        </form>
      )
    })
    const [first, last] = page.body.querySelectorAll<Input>('[name=amount]')
    // The other one has not been told when the form is sent.
    page.type(last as Input, '70')
    await submit(page)
    page.type(first as Input, '30')
    await submit(page)
    expect(sent).toEqual([{ amount: 70 }, { amount: 30 }])
  })

  test('the same form is not sent again while the first is at work', async () => {
    let finish = (): void => {}
    let runs = 0
    const onSubmit = async (): Promise<void> => {
      runs++
      await new Promise<void>((resolve) => (finish = resolve))
    }
    const { page, form, input } = await account({ onSubmit })
    await type(page, input('email'), 'a@example.org')
    await type(page, input('age'), '36')
    await submit(page)
    expect(form.submitting).toBe(true)
    expect(page.find<HTMLButtonElement>('button').disabled).toBe(true)
    await submit(page)
    finish()
    await page.settle()
    expect([runs, form.submitting, form.submitted]).toEqual([1, false, true])
    await submit(page)
    finish()
    await page.settle()
    expect(runs).toBe(2)
  })

  test('a press that was made twice offline counts once', async () => {
    const { page, sent, input } = await account()
    await type(page, input('email'), 'a@example.org')
    await type(page, input('age'), '36')
    page.cut()
    await submit(page)
    await submit(page)
    page.reconnect()
    await page.settle()
    expect(sent.length).toBe(1)
  })

  test('the first field that is wrong gets the focus', async () => {
    const { page, input } = await account()
    await type(page, input('email'), 'a@example.org')
    await submit(page)
    expect(page.window.document.activeElement).toBe(input('age'))
  })

  test('what the handler finds wrong is shown until the field is changed', async () => {
    const { page, form, input } = await account({
      onSubmit: (_, { fail }) => fail({ email: 'Taken', '': 'Try another' }),
    })
    await type(page, input('email'), 'a@example.org')
    await type(page, input('age'), '36')
    await submit(page)
    expect(issues(page, 'email')).toBe('Taken')
    expect(issues(page, '')).toBe('Try another')
    expect([form.submitted, form.valid]).toEqual([false, false])
    await type(page, input('age'), '37')
    expect(issues(page, 'email')).toBe('Taken')
    await type(page, input('email'), 'b@example.org')
    expect(issues(page, 'email')).toBe('')
    expect([form.valid, issues(page, '')]).toEqual([true, ''])
  })

  test('a redirect leaves the page', async () => {
    const { page, input } = await account({
      onSubmit: (__, { redirect }) => redirect('/welcome?a'),
    })
    await type(page, input('email'), 'a@example.org')
    await type(page, input('age'), '36')
    await submit(page)
    expect(page.left).toEqual(['/welcome?a'])
  })

  test('cookies are sealed, posted by the page, and set by the answer, which says where to go', async () => {
    const posted: unknown[] = []
    const { page, input } = await account({
      onSubmit(__, { cookies, redirect }) {
        cookies.set('a', '1')
        cookies.delete('b')
        redirect('/welcome')
      },
    })
    vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
      posted.push([url.pathname.split('/').at(-1), init])
      return Promise.resolve(new Response('/welcome\n'))
    })
    await type(page, input('email'), 'a@example.org')
    await type(page, input('age'), '36')
    await submit(page)
    expect(posted).toEqual([['post', { method: 'POST', body: 'sealed 2' }]])
    expect(page.left).toEqual(['/welcome'])
  })

  test('cookies wait for a server that is away for a moment', async () => {
    const statuses = [502, 503, 200]
    const { page, input } = await account({
      onSubmit(__, { cookies, redirect }) {
        cookies.set('a', '1')
        redirect('/welcome')
      },
    })
    vi.stubGlobal('fetch', () =>
      Promise.resolve(new Response('/welcome\n', { status: statuses.shift() as number })),
    )
    await type(page, input('email'), 'a@example.org')
    await type(page, input('age'), '36')
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    await submit(page)
    await vi.advanceTimersByTimeAsync(3_000)
    vi.useRealTimers()
    expect(page.left).toEqual(['/welcome'])
  })

  test.each(['javascript:alert(1)', '//evil.example', '/\\evil.example', 'data:text/html,x', 'x'])(
    'a redirect to %s is refused',
    async (to) => {
      const { page, input } = await account({ onSubmit: (__, { redirect }) => redirect(to) })
      await type(page, input('email'), 'a@example.org')
      await type(page, input('age'), '36')
      await submit(page)
      expect(page.left).toEqual([])
      expect(
        JSON.stringify(page.log.map(({ data }) => String((data as { error: Error }).error))),
      ).toContain('PG_URL')
    },
  )

  test('reset gives the start again, and forgets what was said', async () => {
    const { page, form, input } = await account()
    await type(page, input('email'), 'a')
    await submit(page)
    form.reset()
    await page.settle()
    expect([input('email').value, issues(page, 'email')]).toEqual(['', ''])
    form.reset({ ...INITIAL, email: 'new@example.org' })
    await page.settle()
    expect(input('email').value).toBe('new@example.org')
    expect([form.dirty, form.field('email').touched]).toEqual([false, false])
    await inStep(page)
  })
})

/** A schema whose answers the test gives: what is wrong with the e-mail, or null. */
function asking() {
  const asked: { value: { email: string }; answer: (message: string | null) => void }[] = []
  const schema: StandardSchema<Account> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        new Promise((resolve) => {
          asked.push({
            value: value as { email: string },
            answer: (message) =>
              resolve(
                message === null
                  ? { value: value as Account }
                  : { issues: [{ message, path: ['email'] }] },
              ),
          })
        }),
    },
  }
  return { asked, schema }
}

test('of asynchronous checks, the answer to the newest counts', async () => {
  const { asked, schema } = asking()
  const { page, input } = await account({ schema, validate: 'input' })
  asked.length = 0
  await type(page, input('email'), 'a')
  await type(page, input('email'), 'ab')
  expect(asked.map(({ value }) => value.email)).toEqual(['a', 'ab'])
  asked[1]?.answer('about ab')
  await page.settle()
  expect(issues(page, 'email')).toBe('about ab')
  asked[0]?.answer('about a')
  await page.settle()
  expect(issues(page, 'email')).toBe('about ab')
})

test('a form that is refused while code changes it says why', async () => {
  const { asked, schema } = asking()
  const { page, form, sent } = await account({ schema })
  await submit(page)
  asked.at(-1)?.answer('no')
  await page.settle()
  expect(issues(page, 'email')).toBe('no')
  page.type(page.find<Input>('[name=email]'), 'a')
  await page.settle()
  asked.at(-1)?.answer(null)
  await page.settle()
  expect(issues(page, 'email')).toBe('')
  await submit(page)
  const mine = asked.at(-1)
  form.field('address.city').value = 'Paris'
  expect(asked.at(-1)).not.toBe(mine)
  mine?.answer('taken')
  await page.settle()
  expect([issues(page, 'email'), sent]).toEqual(['taken', []])
  // What is asked since has the last word.
  for (const { answer } of asked) answer('still taken')
  await page.settle()
  expect(issues(page, 'email')).toBe('still taken')
})

test('a schema may answer with what is awaited, and no promise', async () => {
  const answer = { issues: [{ message: 'taken', path: ['email'] }] }
  const schema = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: () => query((found) => found(answer)),
    },
  }
  const { page, input } = await account({ schema: schema as never, validate: 'input' })
  await type(page, input('email'), 'a@example.org')
  expect(issues(page, 'email')).toBe('taken')
})

describe('mistakes are named', () => {
  const options = {
    schema: (schemas[0] as (typeof schemas)[number])[1],
    initial: INITIAL,
    onSubmit() {},
  }

  test('a form that is made in a view', async () => {
    const page = open(() => () => {
      createForm(options)
      return <p />
    })
    await expect(page).rejects.toThrow('PG_NO_COMPONENT')
  })

  test('a name that is no id', async () => {
    const page = open(() => {
      createForm({ ...options, name: 'a b' })
      return () => <p />
    })
    await expect(page).rejects.toThrow('PG_FORM_NAME')
  })

  test('no schema', async () => {
    const page = open(() => {
      createForm({ ...options, schema: {} as never })
      return () => <p />
    })
    await expect(page).rejects.toThrow('PG_OPTION')
  })
})

test('a form that comes back has its name again', async () => {
  const isThere = signal(true)
  function Inner() {
    const form = createForm({
      schema: (schemas[0] as (typeof schemas)[number])[1],
      initial: INITIAL,
      onSubmit() {},
    })
    return () => <form {...form.props} />
  }
  const page = await open(() => () => <main>{isThere.value && <Inner />}</main>)
  const { id } = page.find('form')
  for (const now of [false, true]) {
    isThere.value = now
    await page.settle()
  }
  expect(page.find('form').id).toBe(id)
})

describe('another server', () => {
  test('goes on with what was typed, touched and said', async () => {
    const { page, input } = await account()
    await type(page, input('email'), 'nobody')
    await submit(page)
    const { html } = { html: page.root.innerHTML }
    await page.moveOn(() => page.type(input('age'), '12'))
    page.reconnect()
    await page.settle()
    expect(issues(page, 'email')).toBe('Not an address')
    expect(issues(page, 'age')).toBe('Too young')
    expect(html).toContain('Not an address')
    await inStep(page)
  })
})

test('a form rests with its page, and goes on', async () => {
  const { page, input, sent } = await account()
  await type(page, input('email'), 'nobody')
  await submit(page)
  await expect
    .poll(async () => {
      // The browser acknowledges what it has applied when it is pinged.
      page.socket?.onmessage?.({ data: Uint8Array.of(PING).buffer })
      await page.settle()
      return page.session.link.hibernate()
    })
    .toBe(true)
  await type(page, input('email'), 'ada@example.org')
  expect(issues(page, 'email')).toBe('')
  await type(page, input('age'), '36')
  await submit(page)
  expect(sent.length).toBe(1)
  await inStep(page)
})

const ORDER = z.object({
  lines: z
    .array(z.object({ item: z.string().min(1, 'What?'), amount: z.number() }))
    .min(1, 'Empty'),
})

type Order = { lines: { item: string; amount: number | null }[] }

async function order(initial: Order): Promise<{
  page: TestPage
  form: Form<Order>
  items: () => string[]
  sent: unknown[]
}> {
  const sent: unknown[] = []
  let made: Form<Order> | undefined
  function Page() {
    const form = createForm({
      schema: ORDER,
      initial,
      onSubmit: (values) => void sent.push(values),
    })
    made = form
    const lines = form.list('lines')
    return () => (
      <form {...form.props}>
        <ul>
          {lines.items.map((line) => (
            <li key={line.key}>
              <input class="item" {...line.field('item').props} />
              <FieldIssues of={line.field('item')} />
              <input class="amount" type="number" {...line.field('amount').props} />
              <button type="button" class="remove" onClick={() => line.remove()}>
                Remove
              </button>
              <button type="button" class="up" onClick={() => line.moveBy(-1)}>
                Up
              </button>
            </li>
          ))}
        </ul>
        <p class="issues">{lines.issues.join()}</p>
        <button type="button" class="add" onClick={() => lines.append({ item: '', amount: 1 })}>
          Add
        </button>
        <button name="send">Send</button>
      </form>
    )
  }
  const page = await open(Page)
  const items = (): string[] =>
    [...page.body.querySelectorAll<Input>('.item')].map(({ value, name }) => `${name} ${value}`)
  return { page, form: made as Form<Order>, items, sent }
}

const click = async (page: TestPage, selector: string): Promise<void> => {
  page.fire(page.find(selector), 'click')
  await page.settle()
}

describe('lists', () => {
  const initial = { lines: ['a', 'b', 'c'].map((item) => ({ item, amount: 1 })) }

  test('items keep their names, wherever they are', async () => {
    const { page, form, items } = await order(initial)
    expect(items()).toEqual(['lines.#1.item a', 'lines.#2.item b', 'lines.#3.item c'])
    const second = page.find('li:nth-child(2)')
    await click(page, 'li:nth-child(2) .up')
    expect(items()).toEqual(['lines.#2.item b', 'lines.#1.item a', 'lines.#3.item c'])
    expect(page.find('li:first-child')).toBe(second)
    await click(page, 'li:nth-child(3) .remove')
    await click(page, '.add')
    expect(items()).toEqual(['lines.#2.item b', 'lines.#1.item a', 'lines.#4.item '])
    await type(page, page.find<Input>('li:nth-child(3) .item'), 'd')
    expect(form.values.lines.map(({ item }) => item)).toEqual(['b', 'a', 'd'])
    await inStep(page)
  })

  test('issues go with their items', async () => {
    const { page } = await order(initial)
    await type(page, page.find<Input>('li:nth-child(2) .item'), '')
    await submit(page, 'button[name=send]')
    const shown = (): string[] =>
      [...page.body.querySelectorAll('.field-issues')].map(({ textContent }) => String(textContent))
    expect(shown()).toEqual(['', 'What?', ''])
    await click(page, 'li:nth-child(2) .up')
    expect(shown()).toEqual(['What?', '', ''])
    await click(page, 'li:nth-child(1) .remove')
    expect(shown()).toEqual(['', ''])
  })

  test('what is wrong with the list as such is told', async () => {
    const { page } = await order({ lines: [] })
    await submit(page, 'button[name=send]')
    expect(page.find('.issues').textContent).toBe('Empty')
  })

  test('what was typed into an item that is gone goes nowhere', async () => {
    const { page, form, sent } = await order(initial)
    page.find<Input>('li:nth-child(1) .item').value = 'typed without an event'
    form.list('lines').remove(0)
    await submit(page, 'button[name=send]')
    expect((sent[0] as Order).lines.map(({ item }) => item)).toEqual(['b', 'c'])
  })

  test('keys are the same on another server', async () => {
    const { page, items } = await order(initial)
    await click(page, 'li:nth-child(2) .remove')
    await click(page, '.add')
    const before = items()
    await page.moveOn(() => page.type(page.find<Input>('li:nth-child(3) .item'), 'typed meanwhile'))
    page.reconnect()
    await page.settle()
    expect(items()).toEqual([...before.slice(0, 2), 'lines.#4.item typed meanwhile'])
    await inStep(page)
  })
})

describe('several controls of one field', () => {
  const initial = { plan: 'free', days: ['mo'] }
  const schema = z.object({ plan: z.string(), days: z.array(z.string()) })

  test('radio buttons and boxes', async () => {
    const sent: unknown[] = []
    function Page() {
      const form = createForm({ schema, initial, onSubmit: (values) => void sent.push(values) })
      return () => (
        <form {...form.props}>
          {['free', 'pro'].map((plan) => (
            <input key={plan} type="radio" {...form.field('plan').option(plan)} />
          ))}
          {['mo', 'tu'].map((day) => (
            <input key={day} type="checkbox" {...form.field('days').option(day)} />
          ))}
          <button name="send">Send</button>
        </form>
      )
    }
    const page = await open(Page)
    expect(page.find<Input>(`[id="${idOf(page, 'plan')}=free"]`).checked).toBe(true)
    page.find<Input>(`[id="${idOf(page, 'days')}=mo"]`).checked = false
    page.fire(page.find(`[id="${idOf(page, 'days')}=mo"]`), 'input')
    // Nothing tells of these but the form itself.
    page.find<Input>(`[id="${idOf(page, 'plan')}=pro"]`).checked = true
    page.find<Input>(`[id="${idOf(page, 'plan')}=free"]`).checked = false
    page.find<Input>(`[id="${idOf(page, 'days')}=tu"]`).checked = true
    await submit(page, 'button[name=send]')
    expect(sent).toEqual([{ plan: 'pro', days: ['tu'] }])
  })
})
