// Hooks: the application's own code on elements, what it pushes to the server and what the server pushes to it, over
// reconnects; and elements whose inside belongs to the browser.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { computed, hook, hookRef, pushEvent, signal, stream } from 'pantograph'
import { PUSH } from '../../src/wire/protocol.ts'
import { inStep } from './compare.ts'
import type { Noted } from './hook-module.ts'
import { open, TestPage } from './page.ts'
import { query } from './query.ts'

interface Kind {
  readonly data: unknown
  readonly push: {
    double(n: number): number
    slow(n: number): number
    fail(): void
    odd(): unknown
    query(): PromiseLike<string>
  }
  readonly events: { readonly flash: string }
}

const URL_OF = new URL('hook-module.ts', import.meta.url).pathname
const Probe = hook<Kind>(URL_OF)
const Other = hook<Kind>(`${URL_OF}?other`)

const withCode = (code: string): unknown => expect.objectContaining({ code })

let noted: Noted
/** What the server's functions were called with. */
let called: unknown[]
let release: () => void

const functions = () => ({
  double: (n: number) => {
    called.push(n)
    return n * 2
  },
  slow: async (n: number) => {
    called.push(n)
    await new Promise<void>((resolve) => (release = resolve))
    return n
  },
  fail: () => {
    throw new Error('secret')
  },
  odd: () => 1n,
  query: () => query<string>((found) => found('Ada')),
})

beforeEach(() => {
  noted = { steps: [], contexts: [] }
  vi.stubGlobal('noted', noted)
  called = []
})

/** Modules are loaded from files here. */
async function loaded(page: TestPage, count = 1): Promise<TestPage> {
  await vi.waitFor(() => expect(noted.contexts.length).toBe(count), 5000)
  await page.settle()
  return page
}

const steps = (): string[] => noted.steps.splice(0)

const COMEBACKS = [
  ['comes back', 'resume'],
  ['is restored elsewhere', 'restore'],
  ['is told anew', 'tellAnew'],
] as const

describe('the life of an element', () => {
  test('mounted once with the data, told of changes, destroyed', async () => {
    const data = signal<unknown>({ n: 1 })
    const label = signal('a')
    const isShown = signal(true)
    const page = await open(() => () => (
      <main>
        {isShown.value && (
          <div id="x" title={label.value} hook={Probe(data.value, functions())}>
            <i>{label}</i>
          </div>
        )}
      </main>
    ))
    await loaded(page)
    expect(steps()).toEqual(['mounted x {"n":1}'])
    data.value = { n: 2 }
    await page.settle()
    expect(steps()).toEqual(['updated 1 x {"n":2}'])
    label.value = 'b'
    await page.settle()
    expect(steps()).toEqual(['updated 2 x {"n":2}'])
    // Equal data are told nobody.
    page.down.length = 0
    data.value = { n: 2 }
    await page.settle()
    expect(page.down).toEqual([])
    isShown.value = false
    await page.settle()
    expect(steps()).toEqual(['destroyed x {"n":2}'])
    isShown.value = true
    await loaded(page, 2)
    expect(steps()).toEqual(['mounted x {"n":2}'])
    await inStep(page)
  })

  test('new data of the same module does not name it again', async () => {
    const data = signal('one')
    const page = await open(() => () => <p hook={Probe(data.value, functions())} />)
    await loaded(page)
    page.down.length = 0
    data.value = 'two'
    await page.settle()
    expect(noted.contexts[0]?.data).toBe('two')
    expect(Buffer.concat(page.down).toString()).not.toContain('hook-module')
    await inStep(page)
  })

  test('a signal, a spread, and none at all', async () => {
    const data = signal(1)
    const bound = computed(() => Probe(data.value, functions()))
    const rest = signal<object>({ id: 'spread', hook: Probe('s', functions()) })
    const page = await open(() => () => (
      <main>
        <p id="bound" hook={bound} />
        <p {...rest.value} />
        <p hook={null} />
      </main>
    ))
    await loaded(page, 2)
    expect(steps().toSorted()).toEqual(['mounted bound 1', 'mounted spread "s"'])
    data.value = 2
    await page.settle()
    expect(steps()).toEqual(['updated 1 bound 2'])
    const results = noted.contexts.map(({ push }) => push('double', 4))
    await page.settle()
    expect(await Promise.all(results)).toEqual([8, 8])
    rest.value = { id: 'spread' }
    await page.settle()
    expect(steps().filter((step) => step.startsWith('destroyed'))).toEqual(['destroyed spread "s"'])
    await inStep(page)
  })

  test('another module: the old one ends, the new one begins', async () => {
    const isOther = signal(false)
    const page = await open(() => () => (
      <p id="x" hook={(isOther.value ? Other : Probe)(1, functions())} />
    ))
    await loaded(page)
    isOther.value = true
    await loaded(page, 2)
    expect(steps()).toEqual(['mounted x 1', 'destroyed x 1', 'mounted x 1'])
  })

  test('a module that cannot be loaded harms nothing, and is tried again', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    const Missing = hook('/no/such/module.js')
    const count = signal(0)
    const page = await open(() => () => (
      <p hook={Missing()}>
        <b>{count}</b>
      </p>
    ))
    await vi.waitFor(() =>
      expect(error.mock.calls).toEqual([['PG_HOOK', '/no/such/module.js', expect.anything()]]),
    )
    count.value++
    await page.settle()
    expect(page.find('b').textContent).toBe('1')
    await page.resume()
    await vi.waitFor(() => expect(error.mock.calls.length).toBeGreaterThan(1))
    error.mockRestore()
  })

  test.each(COMEBACKS)('a page that %s keeps elements and their hooks', async (_, comeBack) => {
    const data = signal(1, { name: 'data' })
    const rows = signal([1, 2, 3], { name: 'rows' })
    const page = await open(() => () => (
      <ul>
        {rows.value.map((row) => (
          <li key={row} id={`r${row}`} hook={Probe(data.value, functions())} />
        ))}
      </ul>
    ))
    await loaded(page, 3)
    steps()
    const [first] = noted.contexts
    await page[comeBack]()
    expect(steps().toSorted()).toEqual(
      ['disconnected', 'reconnected'].flatMap((step) => [1, 2, 3].map((n) => `${step} r${n} 1`)),
    )
    rows.value = [3, 1]
    await page.settle()
    expect(steps()).toEqual(['destroyed r2 1'])
    data.value = 5
    await page.settle()
    expect(steps().toSorted()).toEqual(['updated 1 r1 5', 'updated 1 r3 5'])
    const reply = first?.push('double', 21)
    await page.settle()
    expect(await reply).toBe(42)
    expect(first?.element.isConnected).toBe(true)
    await inStep(page)
  })

  test('told anew without it, an element has none any more', async () => {
    const has = signal(true)
    const page = await open(() => () => (
      <main>
        <p id="x" {...(has.value ? { hook: Probe(1, functions()) } : {})} />
      </main>
    ))
    await loaded(page)
    page.isDistrusted = true
    page.cut()
    has.value = false
    page.reconnect()
    await page.settle()
    expect(steps().at(-1)).toBe('destroyed x 1')
    await inStep(page)
  })
})

describe('to the server', () => {
  const Page = () => () => <p id="x" hook={Probe(null, functions())} />
  const outcome = (reply: Promise<unknown> | undefined): Promise<unknown> =>
    (reply as Promise<unknown>).catch((error: { code: string }) => error.code)

  test('what it returns is the reply, and what it throws stays there', async () => {
    const page = await loaded(await open(Page))
    const [context] = noted.contexts
    const replies = [
      outcome(context?.push('double', 2)),
      outcome(context?.push('fail')),
      outcome(context?.push('odd')),
      outcome(context?.push('query')),
      outcome(context?.push('none')),
      outcome(context?.push('toString')),
      outcome(context?.push('double', 3)),
    ]
    await page.settle()
    const refused = 'PG_PUSH'
    expect(await Promise.all(replies)).toEqual([4, refused, refused, 'Ada', refused, refused, 6])
    expect(called).toEqual([2, 3])
    expect(Buffer.concat(page.down).toString()).not.toContain('secret')
  })

  test('while it is offline it waits, and is done once', async () => {
    const page = await loaded(await open(Page))
    const [context] = noted.contexts
    page.cut()
    const replies = [context?.push('double', 1), context?.push('double', 2)]
    await page.settle()
    expect(called).toEqual([])
    page.reconnect()
    await page.settle()
    expect(await Promise.all(replies)).toEqual([2, 4])
    expect(called).toEqual([1, 2])
  })

  test('an answer that was on its way when the connection broke is told again', async () => {
    const page = await loaded(await open(Page))
    const [context] = noted.contexts
    const reply = outcome(context?.push('slow', 7))
    await page.settle()
    page.cut()
    release()
    await page.settle()
    page.reconnect()
    await page.settle()
    expect(await reply).toBe(7)
    expect(called).toEqual([7])
  })

  test('what is not done yet when the server dies is done by the next one', async () => {
    const page = await loaded(await open(Page))
    const [context] = noted.contexts
    page.cut()
    const reply = outcome(context?.push('double', 9))
    await page.restore()
    expect(await reply).toBe(18)
    expect(called).toEqual([9])
  })

  test('an answer that is lost with its process is refused', async () => {
    const page = await loaded(await open(Page))
    const [context] = noted.contexts
    const { onTheWay } = page
    // The frame with the answer never arrives.
    page.onTheWay = () => Uint8Array.of(2)
    const reply = outcome(context?.push('double', 5))
    await page.settle()
    page.onTheWay = onTheWay
    await page.restore()
    const next = outcome(context?.push('double', 6))
    await page.settle()
    expect(await next).toBe(12)
    expect(await reply).toBe('PG_PUSH_LOST')
    expect(called).toEqual([5, 6])
  })

  test('the page takes no more than it can keep', async () => {
    const page = await loaded(await open(Page))
    const [context] = noted.contexts
    page.cut()
    expect(await outcome(context?.push('double', 'x'.repeat(70_000)))).toBe('PG_PUSH_FULL')
    page.reconnect()
    await page.settle()
    expect(called).toEqual([])
  })

  test('of an element that is gone, nothing is taken', async () => {
    const isShown = signal(true)
    const page = await loaded(await open(() => () => <main>{isShown.value && <Page />}</main>))
    const [context] = noted.contexts
    isShown.value = false
    await page.settle()
    expect(await outcome(context?.push('double', 1))).toBe('PG_PUSH_LOST')
    expect(called).toEqual([])
  })

  test.each([
    ['no number', [0x03]],
    ['no JSON', [1, 6, ...Buffer.from('double'), ...Buffer.from('{')]],
    ['a name that is cut', [1, 9, 0x64]],
  ])('what no page of ours sends ends the session: %s', async (_, payload) => {
    const page = await open(() => <p hook={Probe(null, functions())} />)
    await page.inject(0, 1, 0, ...payload)
    expect(page.ended).toMatch(/^PG_WIRE/)
    expect(called).toEqual([])
  })

  test('its element says that it waits', async () => {
    const page = await loaded(await open(Page))
    const reply = noted.contexts[0]?.push('slow', 1)
    await page.settle()
    expect(page.find('#x').hasAttribute('data-pending')).toBe(true)
    release()
    await page.settle()
    expect(page.find('#x').hasAttribute('data-pending')).toBe(false)
    expect(await reply).toBe(1)
    // Which is no change of the server's.
    expect(steps()).toEqual(['mounted x null'])
  })
})

describe('from the server', () => {
  test('a ref tells its hook, also one of the same update, after it', async () => {
    const isShown = signal(false)
    let flash: (text: string) => void = () => {}
    const page = await open(() => {
      const probe = hookRef(Probe)
      flash = (text) => probe.push('flash', text)
      return () => (
        <main>{isShown.value && <p id="x" hook={Probe(1, functions())} ref={probe} />}</main>
      )
    })
    flash('nobody')
    await page.settle()
    isShown.value = true
    flash('early')
    await loaded(page)
    flash('late')
    await page.settle()
    expect(steps()).toEqual(['mounted x 1', 'flash early', 'flash late'])
  })

  test('events for the window', async () => {
    const seen: unknown[] = []
    const page = await open(() => () => (
      <button onClick={() => pushEvent('cart:changed', { items: 3 })}>Add</button>
    ))
    page.window.addEventListener('cart:changed', (event) =>
      seen.push((event as unknown as CustomEvent).detail),
    )
    page.find('button').click()
    await page.settle()
    expect(seen).toEqual([{ items: 3 }])
  })
})

describe('an idle page', () => {
  test('wakes for what is pushed, and is told nothing else', async () => {
    const Page = () => {
      const n = signal(1, { name: 'n' })
      const double = (by: number): number => (n.value *= by)
      return () => <p id="x" hook={Probe(n.value, { ...functions(), double })} />
    }
    const page = await loaded(await open(Page))
    steps()
    expect(page.session.link.hibernate()).toBe(true)
    const reply = noted.contexts[0]?.push('double', 3)
    await page.settle()
    expect(await reply).toBe(3)
    expect(steps()).toEqual(['updated 1 x 3'])
    await inStep(page)
  })
})

describe('what is no hook', () => {
  test.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/javascript,alert(1)',
    'blob:http://localhost/1',
    'http://example.com/x.js',
    '//example.com/x.js',
    '/\\example.com/x.js',
    '/\t/example.com/x.js',
    '/a\n/b.js',
    'https:///x.js',
    'https:example.com',
    './x.js',
    'x.js',
    '',
  ])('%j is no address of a module', (url) => {
    expect(() => hook(url)).toThrow(withCode('PG_HOOK'))
  })

  test.each([
    ['a text', '/assets/evil.js {}'],
    ['an object of that shape', { text: '/assets/evil.js {}', handlers: {} }],
    ['a function', () => {}],
  ])('%s', async (_, value) => {
    const given = { hook: value } as object
    await expect(open(() => <p {...given} />)).rejects.toThrow(withCode('PG_HOOK'))
    await expect(open(() => <p hook={value as never} />)).rejects.toThrow(withCode('PG_HOOK'))
  })

  test('an item of a stream has none: nobody keeps its functions', async () => {
    const page = open(() => {
      const feed = stream<number>({ key: (id) => id })
      feed.append(1)
      return () => (
        <ul>
          {feed.show(() => (
            <li hook={Probe(1, functions())} />
          ))}
        </ul>
      )
    })
    await expect(page).rejects.toThrow(withCode('PG_STREAM_ITEM'))
  })

  test('data that JSON cannot hold', () => {
    expect(() => hook<{ data: unknown }>('/x.js')(1n)).toThrow(withCode('PG_HOOK'))
  })

  test('an event of the DOM cannot be named as what a hook pushes', async () => {
    const given = { [`on:${PUSH}`]: () => {} }
    await expect(open(() => <p {...given} />)).rejects.toThrow(withCode('PG_ATTRIBUTE_NAME'))
  })
})

describe('an element that belongs to the browser', () => {
  const setUp = () => {
    const label = signal('a', { name: 'label' })
    const data = signal(1, { name: 'data' })
    const rows = signal([1, 2], { name: 'rows' })
    const Page = () => () => (
      <main title={label.value}>
        {rows.value.map((row) => (
          <section key={row}>
            <div class={label.value} hook={Probe(data.value, functions())} owned>
              <p lang="en">
                Loading <b>now</b> &amp; then
              </p>
            </div>
            <i>{row}</i>
          </section>
        ))}
      </main>
    )
    return { label, data, rows, Page }
  }
  const insides = (page: TestPage): string[] =>
    [...page.body.querySelectorAll('[data-raw]')].map((one) => one.innerHTML)
  const alter = (page: TestPage): void => {
    for (const one of page.body.querySelectorAll('[data-raw]')) {
      one.innerHTML = 'mine<canvas></canvas>'
    }
  }
  const MINE = 'mine<canvas></canvas>'
  const FIRST = '<p lang="en">Loading <b>now</b> &amp; then</p>'

  test('shows what it is at first, in the HTML and later', async () => {
    const { Page, rows } = setUp()
    const page = await loaded(await open(Page), 2)
    expect(insides(page)).toEqual([FIRST, FIRST])
    await inStep(page)
    alter(page)
    rows.value = [1, 3, 2]
    await loaded(page, 3)
    expect(insides(page)).toEqual([MINE, FIRST, MINE])
  })

  test('may be altered before the page is adopted', async () => {
    const { Page, label } = setUp()
    const page = new TestPage([[Page, {}]])
    await page.load()
    alter(page)
    const [first] = page.body.querySelectorAll('canvas')
    await page.connect()
    await loaded(page, 2)
    label.value = 'b'
    await page.settle()
    expect(insides(page)).toEqual([MINE, MINE])
    expect(first?.isConnected).toBe(true)
    expect([...page.body.querySelectorAll('[data-raw]')].map((one) => one.className)).toEqual([
      'b',
      'b',
    ])
  })

  test.each(COMEBACKS)('a page that %s leaves it alone', async (_, comeBack) => {
    const { Page, label, data, rows } = setUp()
    const page = await loaded(await open(Page), 2)
    alter(page)
    const canvas = page.find('canvas')
    steps()
    await page[comeBack]()
    expect(page.find('canvas')).toBe(canvas)
    label.value = 'c'
    data.value = 2
    rows.value = [2, 1]
    await page.settle()
    expect(insides(page)).toEqual([MINE, MINE])
    expect(canvas.isConnected).toBe(true)
    expect(page.find('[data-raw]').className).toBe('c')
    expect(steps().filter((step) => step.startsWith('updated'))).toEqual([
      'updated 1  2',
      'updated 1  2',
    ])
  })

  test('its hook is not told of what happens inside', async () => {
    const { Page } = setUp()
    const page = await loaded(await open(Page), 2)
    steps()
    alter(page)
    await page.settle()
    expect(steps()).toEqual([])
  })

  test('owned={false} is as without', async () => {
    const count = signal(0)
    const page = await open(() => () => <p owned={false}>{count.value}</p>)
    count.value = 3
    await page.settle()
    expect(page.root.innerHTML).toBe('<p>3</p>')
  })
})

test('what a hook pushes is not what its control shows', async () => {
  const text = signal('first')
  const Suggests = hook<{ push: { suggest(word: string): void } }>(URL_OF)
  const page = await open(() => () => (
    <input
      bind={text}
      hook={Suggests(undefined, { suggest: (word) => void (text.value = word) })}
    />
  ))
  await loaded(page)
  const pushed = noted.contexts[0]?.push('suggest', 'second')
  await page.settle()
  await pushed
  expect(page.find<HTMLInputElement>('input').value).toBe('second')
})

test('all that a hook is told at once arrives, and what is told of the page with it', async () => {
  const page = await open(() => {
    const probe = hookRef(Probe)
    const tell = () => {
      pushEvent('begun', null)
      for (let i = 0; i < 500; i++) probe.push('flash', `${i}`)
    }
    return () => <div id="x" hook={Probe(1, functions())} ref={probe} onClick={tell} />
  })
  await loaded(page)
  let begun = 0
  page.window.addEventListener('begun', () => begun++)
  steps()
  page.find('#x').click()
  await page.settle()
  expect(steps()).toEqual(Array.from({ length: 500 }, (_, i) => `flash ${i}`))
  expect(begun).toBe(1)
})
