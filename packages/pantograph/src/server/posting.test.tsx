// Forms that are sent as plain POSTs: through node:http and through fetch, with and without everything that they need.
import { createServer, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createForm, FieldIssues, once, signal, user } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { App, AppOptions } from 'pantograph/server'
import { openPage } from 'pantograph/testing'
import { Sealer } from '../session/seal.ts'
import { sealAnswer } from './sealed-answer.ts'

const SECRET = 'a secret of at least thirty-two characters'
const line = () => vi.fn<(data: object, message: string) => void>()
const log = { info: line(), warn: line(), error: line() }
const handled: unknown[] = []
const made: (App | Server)[] = []

const SCHEMA = z.object({
  name: z.string().min(2, 'Too short'),
  age: z.number('How old?').nullable(),
  born: z.date().nullable(),
  news: z.boolean(),
  plan: z.enum(['free', 'pro']),
  tags: z.array(z.string()),
  note: z.string(),
  lines: z.array(z.object({ item: z.string() })),
})

type Values = {
  name: string
  age: number | null
  born: Date | null
  news: boolean
  plan: string
  tags: string[]
  note: string
  lines: { item: string }[]
}

const INITIAL: Values = {
  name: '',
  age: null,
  born: null,
  news: true,
  plan: 'free',
  tags: ['a'],
  note: '',
  lines: [{ item: 'one' }],
}

function Page() {
  const opened = signal(0)
  const form = createForm<Values, z.infer<typeof SCHEMA>>({
    schema: SCHEMA,
    initial: INITIAL,
    async onSubmit(values, { submitter, cookies, redirect, fail, id }) {
      await Promise.resolve()
      if (values.name === 'crash') throw new Error('it crashed')
      if (values.name === 'taken') return fail({ name: 'Taken' })
      const receipt = await once(() => Promise.resolve('receipt'))
      handled.push({ values, submitter, id, receipt })
      cookies.set('who', values.name, { maxAge: 60 })
      cookies.delete('old')
      if (values.name === 'leaver') redirect('/welcome?from=page')
    },
  })
  return () => (
    <form {...form.props}>
      <p>For {user() ?? 'nobody'}</p>
      <input {...form.field('name').props} />
      <FieldIssues of={form.field('name')} />
      <input type="number" {...form.field('age').props} />
      <input type="date" {...form.field('born').props} />
      <input type="checkbox" {...form.field('news').props} />
      <input type="radio" {...form.field('plan').option('free')} />
      <input type="radio" {...form.field('plan').option('pro')} />
      <select multiple {...form.field('tags').props}>
        <option>a</option>
        <option>b</option>
      </select>
      <textarea {...form.field('note').props} />
      {form.list('lines').items.map((line) => (
        <input key={line.key} {...line.field('item').props} />
      ))}
      <button name="action" value="save">
        Save
      </button>
      <output>{form.submitted ? 'sent' : 'open'}</output>
      <button type="button" onClick={() => form.list('lines').append({ item: 'two' })}>
        Add
      </button>
      <button type="button" class="opened" onClick={() => opened.value++}>
        {opened}
      </button>
    </form>
  )
}

/** Hosts, as a browser sees them: an address, and requests that are answered. */
type Ask = (path: string, init?: RequestInit) => Promise<Response>

async function overNode(app: App): Promise<Ask> {
  const server = createServer(app.node)
  made.push(server)
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return (path, init) => fetch(`http://localhost:${port}${path}`, { redirect: 'manual', ...init })
}

async function overFetch(app: App): Promise<Ask> {
  return async (path, init) =>
    (await app.fetch(new Request(`http://localhost${path}`, init))) ?? new Response(null)
}

/** As Express has read it. */
async function overParsed(app: App): Promise<Ask> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const body: Record<string, string | string[]> = {}
      const fields = new URLSearchParams(Buffer.concat(chunks).toString())
      for (const name of fields.keys()) {
        const all = fields.getAll(name)
        body[name] = all.length > 1 ? all : String(all[0])
      }
      app.node(Object.assign(req, { body }), res)
    })
  })
  made.push(server)
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return (path, init) => fetch(`http://localhost:${port}${path}`, { redirect: 'manual', ...init })
}

function app(options: AppOptions = {}): App {
  const one = createApp({ secret: SECRET, log, ...options })
  one.page('/sign-up', Page)
  made.push(one)
  return one
}

const tokenIn = (html: string): string =>
  /<input type="hidden" name="pantograph-form" form="form-\w+" value="([\w.-]+)">/.exec(
    html,
  )?.[1] ?? ''

const FIELDS: readonly (readonly [string, string])[] = [
  ['name', 'Ada'],
  ['age', '36'],
  ['born', '1815-12-10'],
  ['plan', 'pro'],
  ['tags', 'a'],
  ['tags', 'b'],
  ['note', 'one\r\ntwo'],
  ['lines.#1.item', 'uno'],
  ['action', 'save'],
]

function post(
  fields: readonly (readonly [string, string])[],
  headers: Record<string, string> = {},
): RequestInit {
  const body = new URLSearchParams(fields.map(([name, value]) => [name, value]))
  return { method: 'POST', body, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } }
}

const withName = (name: string): readonly (readonly [string, string])[] =>
  FIELDS.map(([key, value]) => [key, key === 'name' ? name : value])

/** Opens the page and sends its form. */
async function send(
  ask: Ask,
  fields = FIELDS,
  headers: Record<string, string> = {},
  change = (token: string): string => token,
): Promise<Response> {
  const page = await (await ask('/sign-up', { headers })).text()
  const token = change(tokenIn(page))
  return ask('/sign-up', post([['pantograph-form', token], ...fields], headers))
}

async function closed(one: App | Server): Promise<void> {
  if (!(one instanceof Server)) return one.close()
  one.closeAllConnections()
  await new Promise((resolve) => one.close(resolve))
}

afterEach(async () => {
  handled.length = 0
  for (const one of made.splice(0)) await closed(one)
  vi.restoreAllMocks()
  for (const fn of Object.values(log)) fn.mockClear()
})

describe.each([
  ['node:http', overNode],
  ['fetch', overFetch],
  ['a body that was parsed before', overParsed],
])('through %s', (_, over) => {
  test('values reach the handler as their controls mean them', async () => {
    const answer = await send(await over(app()))
    expect(answer.status).toBe(200)
    expect(handled).toEqual([
      {
        values: {
          name: 'Ada',
          age: 36,
          born: new Date('1815-12-10'),
          news: false,
          plan: 'pro',
          tags: ['a', 'b'],
          note: 'one\ntwo',
          lines: [{ item: 'uno' }],
        },
        submitter: { name: 'action', value: 'save' },
        id: expect.stringMatching(/^post:/) as string,
        receipt: 'receipt',
      },
    ])
    expect(await answer.text()).toContain('<output>sent</output>')
    expect(answer.headers.getSetCookie()).toEqual([
      'who=Ada; Path=/; SameSite=lax; Max-Age=60; HttpOnly',
      'old=; Path=/; SameSite=lax; Max-Age=0; HttpOnly',
    ])
  })

  test('the same page says what is wrong, and keeps what was entered', async () => {
    const answer = await send(await over(app()), withName('A'))
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(handled).toEqual([])
    expect(html).toContain('aria-live="polite">Too short</p>')
    expect(html).toMatch(/name="name"[^>]* aria-invalid="true"[^>]* value="A"/)
    expect(html).toMatch(/<textarea[^>]*>\n?one\ntwo<\/textarea>/)
    expect(html).toMatch(/<option selected>b/)
    expect(html.match(/<input[^>]* autofocus[^>]*>/g)).toEqual([
      expect.stringContaining('name="name"'),
    ])
    expect(tokenIn(html)).not.toBe('')
  })

  test('what the handler finds wrong is shown too', async () => {
    const answer = await send(await over(app()), withName('taken'))
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('>Taken</p>'),
    ])
  })

  test('a redirect is an answer of its own, with cookies', async () => {
    const answer = await send(await over(app()), withName('leaver'))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/welcome?from=page'])
    expect(answer.headers.getSetCookie()[0]).toContain('who=leaver')
  })
})

test('files are read over, as multipart', async () => {
  const ask = await overNode(app())
  const token = tokenIn(await (await ask('/sign-up')).text())
  const body = new FormData()
  for (const [name, value] of [['pantograph-form', token], ...FIELDS])
    body.append(String(name), String(value))
  body.append('photo', new Blob(['x']), 'me.png')
  const answer = await ask('/sign-up', { method: 'POST', body })
  expect(answer.status).toBe(200)
  expect(handled).toMatchObject([{ values: { note: 'one\ntwo' } }])
})

describe('what is no form of ours is refused', () => {
  test.each([
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }, 'PG_FORM_ORIGIN'],
    ['from another host of this site', { 'Sec-Fetch-Site': 'same-site' }, 'PG_FORM_ORIGIN'],
  ])('%s', async (_, headers, code) => {
    const answer = await send(await overFetch(app()), FIELDS, headers)
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining(code)])
    expect(handled).toEqual([])
  })

  test('by the Origin header, where a browser says no more', async () => {
    const ask = await overNode(app({ origins: ['https://friend.example'] }))
    const token = tokenIn(await (await ask('/sign-up')).text())
    const from = async (origin: string): Promise<number> => {
      const body = new URLSearchParams(
        [['pantograph-form', token], ...FIELDS].map(([a, b]) => [String(a), String(b)]),
      )
      return (await ask('/sign-up', { method: 'POST', body, headers: { Origin: origin } })).status
    }
    expect(await from('https://evil.example')).toBe(403)
    expect(await from('null')).toBe(403)
    expect(await from('https://friend.example')).toBe(200)
  })

  test.each([
    ['a token that was altered', (token: string) => `${token.slice(0, -4)}AAAA`],
    ['the token of another form', (token: string) => `x${token}`],
  ])('%s: the page is shown again, with what was entered', async (_, change) => {
    const answer = await send(await overNode(app()), FIELDS, {}, change)
    const html = await answer.text()
    expect([answer.status, html]).toEqual([
      403,
      expect.stringContaining('data-refused="PG_FORM_TOKEN"'),
    ])
    expect(html).toContain(
      `name="name" aria-required="true" value${change('a') !== 'xa' ? '="Ada"' : ''}`,
    )
    expect(handled).toEqual([])
  })

  test('no token at all', async () => {
    const ask = await overNode(app())
    const answer = await ask('/sign-up', post([...FIELDS, ['password', 'hidden!']]))
    const html = await answer.text()
    expect([answer.status, html]).toEqual([403, expect.stringContaining('PG_FORM_TOKEN')])
    expect(html).toContain('<dd>Ada</dd>')
    expect(html).not.toContain('hidden!')
  })

  test('a page that was shown to somebody else', async () => {
    const ask = await overNode(app({ session: (request) => request.headers.get('cookie') }))
    const token = tokenIn(await (await ask('/sign-up', { headers: { cookie: 'ada' } })).text())
    const fields = [['pantograph-form', token] as const, ...FIELDS]
    const answer = await ask('/sign-up', post(fields, { cookie: 'bob' }))
    const html = await answer.text()
    expect([answer.status, html]).toEqual([403, expect.stringContaining('PG_FORM_TOKEN')])
    expect(html).toContain('For bob')
    const mine = await ask('/sign-up', post(fields, { cookie: 'ada' }))
    expect([mine.status, handled.length]).toEqual([200, 1])
  })

  test('a page that was open for too long: nothing entered is lost', async () => {
    const ask = await overFetch(app({ limits: { tokenMilliseconds: 1000 } }))
    const token = tokenIn(await (await ask('/sign-up')).text())
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2000)
    const answer = await ask('/sign-up', post([['pantograph-form', token], ...FIELDS]))
    const html = await answer.text()
    expect([answer.status, html]).toEqual([403, expect.stringContaining('PG_FORM_EXPIRED')])
    expect(html).toContain('value="Ada"')
    expect(html).toContain('value="uno"')
  })

  test('a form that the page has no more: what was entered is told', async () => {
    const ask = await overNode(app())
    const other = createApp({ secret: SECRET, log })
    made.push(other)
    other.page('/sign-up', () => (
      <p>
        Another build <input type="password" name="motto" />
      </p>
    ))
    const token = tokenIn(await (await ask('/sign-up')).text())
    const answer = await (
      await overNode(other)
    )('/sign-up', post([['pantograph-form', token], ...FIELDS, ['motto', 'open sesame']]))
    const html = await answer.text()
    expect(html).not.toContain('open sesame')
    expect([answer.status, html]).toEqual([409, expect.stringContaining('PG_FORM_UNKNOWN')])
    expect(html).toContain('<dd>Ada</dd>')
    expect(html).toContain('Another build')
  })

  test('what is too large, or no form', async () => {
    const ask = await overNode(app({ limits: { formBytes: 1000 } }))
    const large = await ask('/sign-up', post([['note', 'x'.repeat(2000)]]))
    expect([large.status, await large.text()]).toEqual([
      413,
      expect.stringContaining('PG_FORM_SIZE'),
    ])
    const json = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }
    const answer = await ask('/sign-up', json)
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('PG_FORM_BODY'),
    ])
  })

  test('any other method', async () => {
    const ask = await overNode(app())
    expect((await ask('/sign-up', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD, POST')
  })
})

test('a handler that throws is logged, and the page keeps what was entered', async () => {
  const answer = await send(await overNode(app()), withName('crash'))
  const html = await answer.text()
  expect([answer.status, html]).toEqual([500, expect.stringContaining('PG_HANDLER')])
  expect(html).toContain('value="crash"')
  expect(html).not.toContain('it crashed')
  expect(log.error).toHaveBeenCalledWith(expect.anything(), expect.stringContaining('PG_HANDLER'))
})

test('a form that is sent twice from the same page is handled once', async () => {
  const ask = await overNode(app())
  const token = tokenIn(await (await ask('/sign-up')).text())
  const fields = [['pantograph-form', token] as const, ...FIELDS]
  const answers = await Promise.all([ask('/sign-up', post(fields)), ask('/sign-up', post(fields))])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(handled.length).toBe(1)
  const other = fields.map(([name, value]) => [name, name === 'name' ? 'Eve' : value] as const)
  await ask('/sign-up', post(other))
  expect(handled.length).toBe(2)
})

test('a form is handled as its page stood: lists that had grown are as long', async () => {
  const one = app()
  const ask = await overNode(one)
  const { url } = await one.listen(0)
  const page = await openPage(`${url}sign-up`)
  page.click('button[type=button]')
  await page.idle()
  page.close()
  // A page that comes from a POST has what it was posted with.
  const html = await (await send(ask, withName('A'))).text()
  const again = FIELDS.map(
    ([name, value]) => [name, name.endsWith('item') ? 'due' : value] as const,
  )
  await ask('/sign-up', post([['pantograph-form', tokenIn(html)], ...again]))
  expect(handled).toMatchObject([{ values: { name: 'Ada', lines: [{ item: 'due' }] } }])
})

test('the page that a POST is answered with goes on live', async () => {
  const one = app()
  const { url } = await one.listen(0)
  const html = await (await fetch(`${url}sign-up`)).text()
  const body = new URLSearchParams(
    [['pantograph-form', tokenIn(html)], ...withName('A')].map(([a, b]) => [String(a), String(b)]),
  )
  const answered = await (await fetch(`${url}sign-up`, { method: 'POST', body })).text()
  expect(one.stats().sessions.rendered).toBeGreaterThan(0)
  expect(answered).toContain('data-session=')
})

describe('cookies for a page that is connected', () => {
  const sealer = new Sealer([SECRET])
  const answer = { cookies: ['a=1; Path=/'], location: '/welcome' }
  const at = async (user: string | null = null): Promise<[Ask, string]> => {
    const ask = await overNode(app({ session: (request) => request.headers.get('cookie') }))
    return [ask, sealAnswer(sealer, user, answer)]
  }
  const send = (body: string, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    body,
    headers: { 'Sec-Fetch-Site': 'same-origin', ...headers },
  })

  test('are set by the answer to what its session has sealed', async () => {
    const [ask, sealed] = await at('ada')
    const answered = await ask('/_pantograph/post', send(sealed, { cookie: 'ada' }))
    expect([answered.status, await answered.text()]).toEqual([200, '/welcome\n'])
    expect(answered.headers.getSetCookie()).toEqual(answer.cookies)
  })

  test.each([
    ['somebody else', {}, (sealed: string) => sealed],
    ['another site', { cookie: 'ada', 'Sec-Fetch-Site': 'cross-site' }, (sealed: string) => sealed],
    ['a forger', { cookie: 'ada' }, (sealed: string) => `${sealed.slice(0, -3)}AAA`],
  ])('not for %s', async (_, headers, change) => {
    const [ask, sealed] = await at('ada')
    const answered = await ask('/_pantograph/post', send(change(sealed), headers))
    expect([answered.status, answered.headers.getSetCookie()]).toEqual([403, []])
  })

  test('nor later than a minute', async () => {
    const [ask, sealed] = await at()
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
    expect((await ask('/_pantograph/post', send(sealed))).status).toBe(403)
  })
})
