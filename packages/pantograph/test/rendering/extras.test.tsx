// Portals, the document's head, unparsed HTML, refs and properties: what HTML has no words for, live and over
// reconnects.
import { describe, expect, test } from 'vitest'
import {
  createContext,
  Head,
  inject,
  on,
  Portal,
  provide,
  raw,
  ref,
  signal,
  Suspense,
} from 'pantograph'
import type { Ref } from 'pantograph'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'

const withCode = (code: string): unknown => expect.objectContaining({ code })

describe('Portal', () => {
  const Name = createContext<string>('Name')
  const Inner = () => {
    const name = inject(Name)
    return () => <b>{name}</b>
  }
  const setUp = () => {
    const isOpen = signal(true, { name: 'open' })
    const clicks = signal(0, { name: 'clicks' })
    const Page = () => {
      provide(Name, 'context')
      return () => (
        <main>
          <i>before</i>
          {isOpen.value && (
            <Portal>
              <Inner />
              <button onClick={() => clicks.value++}>{clicks}</button>
            </Portal>
          )}
          <i>after</i>
        </main>
      )
    }
    return { isOpen, clicks, Page }
  }
  const carried = (page: TestPage): Element | null =>
    page.body.querySelector('body > pg-portal:last-child')

  test('its content stands where it is written in the HTML, and elsewhere in a live page', async () => {
    const { Page, isOpen } = setUp()
    const page = new TestPage([[Page, {}]])
    await page.load()
    const button = page.find('main > pg-portal > button')
    await page.connect()
    expect(carried(page)?.textContent).toBe('context0')
    expect(page.find('pg-portal > button')).toBe(button)
    expect(page.find('main').textContent).toBe('beforeafter')
    button.click()
    await page.settle()
    expect(carried(page)?.textContent).toBe('context1')
    isOpen.value = false
    await page.settle()
    expect(page.body.querySelector('pg-portal')).toBe(null)
    isOpen.value = true
    await page.settle()
    expect(carried(page)?.textContent).toBe('context1')
    expect(page.find('main').textContent).toBe('beforeafter')
  })

  test.each([
    ['restored elsewhere', 'restore', 1],
    ['told anew', 'tellAnew', 5],
  ] as const)('a page that is %s keeps its nodes', async (_, comeBack, messages) => {
    const { Page, clicks } = setUp()
    const page = await open(Page)
    const button = page.find('pg-portal > button')
    await page[comeBack]()
    expect(page.find('pg-portal > button')).toBe(button)
    expect(carried(page)?.textContent).toBe('context0')
    expect(page.down.length).toBe(messages)
    button.click()
    await page.settle()
    expect(carried(page)?.textContent).toBe('context1')
    clicks.value = 7
    await page.settle()
    expect(carried(page)?.textContent).toBe('context7')
  })

  test('it goes to the element that fits, also to one of the same update', async () => {
    const isOpen = signal(false)
    const to = signal('#here')
    const page = await open(() => () => (
      <main>
        {isOpen.value && <Portal to={to.value}>content</Portal>}
        {isOpen.value && (
          <>
            <div id="here">own</div>
            <div id="there" />
          </>
        )}
      </main>
    ))
    isOpen.value = true
    await page.settle()
    // What is written before its target is there before it, and stays where it is written.
    expect(page.find('main').textContent).toBe('contentown')
    to.value = '#there'
    await page.settle()
    expect(page.find('#there').textContent).toBe('content')
    to.value = '#here'
    await page.settle()
    expect(page.find('#here').textContent).toBe('owncontent')
  })

  test('in a list, its items move and go without it', async () => {
    const rows = signal([1, 2, 3])
    const page = await open(() => () => (
      <ul>
        {rows.value.map((id) => (
          <li key={id}>
            {id}
            <Portal>p{id}</Portal>
          </li>
        ))}
      </ul>
    ))
    rows.value = [3, 1]
    await page.settle()
    expect(page.find('ul').textContent).toBe('31')
    const portals = [...page.body.querySelectorAll('body > pg-portal')]
    expect(portals.map((one) => one.textContent)).toEqual(['p1', 'p3'])
    rows.value = []
    await page.settle()
    expect(page.body.querySelector('pg-portal')).toBe(null)
  })
})

describe('raw', () => {
  test('HTML is shown as it is, adopted, changed, and left alone when it is the same', async () => {
    const html = signal('<b>one</b> &amp; <i>two</i>', { name: 'html' })
    const other = signal(0, { name: 'other' })
    const page = await open(() => () => (
      <article title={String(other.value)}>
        {raw(html.value)}
        <u>{other}</u>
      </article>
    ))
    const bold = page.find('article b')
    expect(page.find('article').textContent).toBe('one & two0')
    await page.restore()
    other.value = 1
    await page.tellAnew()
    expect(page.find('article b')).toBe(bold)
    expect(page.find('article').title).toBe('1')
    html.value = '<s>three</s>'
    await page.settle()
    expect(page.find('pg-raw').innerHTML).toBe('<s>three</s>')
    const struck = page.find('s')
    await page.restore()
    expect(page.down.length).toBe(1)
    await page.tellAnew()
    expect(page.find('s')).toBe(struck)
  })

  test('in an element of the author’s choice', async () => {
    const page = await open(() => () => <table>{raw('<tr><td>1</td></tr>', 'tbody')}</table>)
    expect(page.find('table > tbody > tr > td').textContent).toBe('1')
    await inStep(page)
    expect(() => raw('x', 'script')).toThrow(withCode('PG_TEMPLATE'))
    expect(() => raw('x', 'a b')).toThrow(withCode('PG_TAG_NAME'))
  })

  test('nobody gets in by a name', () => {
    for (const name of [
      '\u0001raw',
      '\u0001portal',
      'prop:innerHTML',
      'prop:',
      'prop:a b',
      'prop:onclick',
    ]) {
      const evil = { [name]: '<img src=x onerror=alert(1)>' }
      expect(() => new TestPage([[() => () => <p {...evil} />, {}]])).toThrow(
        withCode('PG_ATTRIBUTE_NAME'),
      )
    }
  })
})

describe('ref', () => {
  /** Notes what is called in the browser. */
  const listen = (page: TestPage): string[] => {
    const calls: string[] = []
    const prototype = page.window.HTMLElement.prototype as unknown as Record<string, unknown>
    for (const method of ['focus', 'scrollIntoView']) {
      prototype[method] = function (this: HTMLElement, ...values: unknown[]) {
        calls.push(`${method} ${this.id} ${JSON.stringify(values)}`)
      }
    }
    return calls
  }

  test.each([
    ['by name', (field: Ref) => <p ref={field} id="f" />],
    ['by spread', (field: Ref) => <p {...{ ref: field, id: 'f' }} />],
  ])('%s: calls follow the update that brings the element', async (_, show) => {
    const isShown = signal(false)
    const page = await open(() => {
      const field = ref()
      return () => (
        <main>
          <b
            onClick={() => {
              isShown.value = true
              field.focus({ preventScroll: true })
            }}
          />
          <i onClick={() => field.scrollIntoView()} />
          {isShown.value && show(field)}
        </main>
      )
    })
    const calls = listen(page)
    page.fire(page.find('i'), 'click')
    await page.settle()
    expect(calls).toEqual([])
    page.fire(page.find('b'), 'click')
    await page.settle()
    expect(calls).toEqual(['focus f [{"preventScroll":true}]'])
    await inStep(page)
    page.fire(page.find('i'), 'click')
    await page.settle()
    expect(calls).toEqual(['focus f [{"preventScroll":true}]', 'scrollIntoView f []'])
    isShown.value = false
    await page.settle()
    page.fire(page.find('i'), 'click')
    await page.settle()
    expect(calls.length).toBe(2)
  })

  test('a page that was away hears of it once', async () => {
    const page = await open(() => {
      const field = ref()
      return () => (
        <main>
          <p ref={field} id="f" />
          <b onClick={() => field.focus()} />
        </main>
      )
    })
    const calls = listen(page)
    page.onTheWay = (message) => {
      queueMicrotask(() => page.cut())
      return message
    }
    page.fire(page.find('b'), 'click')
    await page.settle()
    page.onTheWay = (message) => message
    page.reconnect()
    await page.settle()
    expect(calls).toEqual(['focus f []'])
    await inStep(page)
  })

  test('another element takes it over; anything else is refused', async () => {
    const which = signal(0)
    const page = await open(() => {
      const field = ref()
      return () => (
        <main>
          <p id="a" ref={which.value === 0 ? field : null} />
          <p id="b" ref={which.value === 1 ? field : null} />
          <b onClick={() => field.focus()} />
        </main>
      )
    })
    const calls = listen(page)
    for (const next of [0, 1, 0]) {
      which.value = next
      await page.settle()
      page.fire(page.find('b'), 'click')
      await page.settle()
    }
    expect(calls).toEqual(['focus a []', 'focus b []', 'focus a []'])
    const bad = { current: null } as unknown as Ref
    expect(() => new TestPage([[() => () => <p ref={bad} />, {}]])).toThrow(withCode('PG_REF'))
  })
})

describe('prop:', () => {
  test('data is set as a property, first and later, by name and by spread', async () => {
    const rows = signal<unknown>([1, { two: '<b>' }], { name: 'rows' })
    const page = await open(() => () => (
      <main>
        <p id="a" prop:rows={rows.value} prop:fixed="text" />
        <p id="b" {...{ 'prop:rows': rows.value }} />
        <p id="c" prop:rows={rows} />
      </main>
    ))
    const all = (): unknown[] =>
      ['a', 'b', 'c'].map((id) => (page.find(`#${id}`) as unknown as { rows: unknown }).rows)
    const same = [1, { two: '<b>' }]
    expect(all()).toEqual([same, same, same])
    expect((page.find('#a') as unknown as { fixed: unknown }).fixed).toBe('text')
    expect(page.find('#a').hasAttribute('prop:rows')).toBe(false)
    rows.value = { other: true }
    await page.settle()
    expect(all()).toEqual([{ other: true }, { other: true }, { other: true }])
    const before = all()
    await page.restore()
    expect(page.down.length).toBe(1)
    await page.tellAnew()
    for (const [i, value] of all().entries()) expect(value).toBe(before[i])
    rows.value = undefined
    await page.settle()
    expect(all()).toEqual([undefined, undefined, undefined])
  })

  test('an address that would run code is left out', async () => {
    const page = await open(() => () => <a prop:href="javascript:alert(1)">a</a>)
    expect((page.find('a') as HTMLAnchorElement).href).toBe('')
  })
})

describe('Head', () => {
  const heads = (page: TestPage): string[] =>
    [...page.window.document.head.querySelectorAll('[data-head]')].map((one) => {
      one.removeAttribute('data-head')
      const text = one.outerHTML
      one.setAttribute('data-head', '')
      return text
    })

  test('entries come, change and go; the last one counts; the page’s own title comes back', async () => {
    const count = signal(1)
    const isDeep = signal(true)
    const Deep = () => (
      <Head>
        <title>{count} deep</title>
        <meta name="description" content={`deep ${count.value}`} />
        <link rel="canonical" href="/deep" />
      </Head>
    )
    const page = new TestPage([
      [
        () => () => (
          <main>
            <Head>
              <meta name="description" content="outer" />
              <meta name="robots" content="noindex" />
            </Head>
            {isDeep.value && <Deep />}
          </main>
        ),
        {},
      ],
    ])
    page.window.document.title = 'Own'
    await page.load()
    await page.connect()
    expect(page.window.document.title).toBe('1 deep')
    expect(heads(page)).toEqual([
      '<meta name="description" content="deep 1">',
      '<meta name="robots" content="noindex">',
      '<link rel="canonical" href="/deep">',
    ])
    const robots = page.window.document.head.querySelector('[name=robots]')
    count.value = 2
    await page.settle()
    expect(page.window.document.title).toBe('2 deep')
    isDeep.value = false
    await page.settle()
    expect(page.window.document.title).toBe('Own')
    expect(heads(page)).toEqual([
      '<meta name="robots" content="noindex">',
      '<meta name="description" content="outer">',
    ])
    expect(page.window.document.head.querySelector('[name=robots]')).toBe(robots)
    isDeep.value = true
    await page.settle()
    await page.restore()
    expect(page.window.document.title).toBe('2 deep')
    expect(page.window.document.head.querySelector('[name=robots]')).toBe(robots)
    await inStep(page)
  })

  test('a session that wakes tells nothing of it', async () => {
    const page = await open(() => {
      const count = signal(0, { name: 'count' })
      return () => (
        <button onClick={() => count.value++}>
          <Head>
            <title>title</title>
          </Head>
          {count}
        </button>
      )
    })
    page.socket?.onmessage?.({ data: Uint8Array.of(2).buffer })
    await new Promise((resolve) => setTimeout(resolve, 2))
    await page.settle()
    expect(page.session.link.hibernate()).toBe(true)
    page.down.length = 0
    page.find('button').click()
    await page.settle()
    expect(page.down.map((message) => message.length)).toEqual([5])
  })

  test.each([
    ['a script', () => <script src="/x.js" />],
    ['text', () => 'text'],
    ['a component', () => <Portal />],
    ['an element in a title', () => <title>{<b>x</b>}</title>],
  ])('%s is PG_HEAD', (_, what) => {
    expect(() => new TestPage([[() => () => <Head>{what()}</Head>, {}]])).toThrow(
      withCode('PG_HEAD'),
    )
  })

  test('an address that would run code is left out', async () => {
    const page = await open(() => () => (
      <Head>
        <link rel="canonical" href="javascript:alert(1)" />
      </Head>
    ))
    expect(heads(page)).toEqual(['<link rel="canonical">'])
  })

  test('the title that stands last in the document counts, whichever came last; what waits does not', async () => {
    const order = signal(['one', 'two'], { name: 'order' })
    const isMore = signal(false, { name: 'more' })
    const Title = ({ name }: { name: string }) => (
      <Head>
        <title>{name}</title>
      </Head>
    )
    const gate = Promise.withResolvers<void>()
    const Late = async () => {
      await gate.promise
      return <Title name="late" />
    }
    const page = new TestPage([
      [
        () => () => (
          <main>
            {isMore.value && <Title name="before" />}
            {order.value.map((name) => (
              <Title key={name} name={name} />
            ))}
            <Suspense fallback="…">
              <Title name="hidden" />
              <Late />
            </Suspense>
          </main>
        ),
        {},
      ],
    ])
    const { settled } = page.session
    page.session.settled = () => settled.call(page.session, 0)
    await page.load()
    await page.connect()
    const { document } = page.window
    expect(document.title).toBe('two')
    isMore.value = true
    await page.settle()
    expect(document.title).toBe('two')
    order.value = ['two', 'one']
    await page.settle()
    expect(document.title).toBe('one')
    gate.resolve()
    await page.settle()
    expect(document.title).toBe('late')
    await page.restore()
    expect(document.title).toBe('late')
  })
})

test('a page that is told anew: a property that is gone goes, and what fires once has fired', async () => {
  const props = signal<Record<string, unknown>>({ 'prop:data': [1] }, { name: 'props' })
  const fired = signal(0, { name: 'fired' })
  const page = new TestPage([
    [
      () => () => (
        <main>
          <i {...props.value} />
          <button onClick={on(() => void fired.value++, { once: true })}>{fired}</button>
        </main>
      ),
      {},
    ],
  ])
  await page.load()
  await page.connect()
  const element = page.find('i') as unknown as { data?: unknown }
  expect(element.data).toEqual([1])
  page.find('button').click()
  await page.settle()
  page.cut()
  props.value = {}
  page.isDistrusted = true
  page.reconnect()
  await page.settle()
  expect(page.find('i')).toBe(element)
  expect(element.data).toBe(undefined)
  page.find('button').click()
  await page.settle()
  expect(page.find('button').textContent).toBe('1')
})
