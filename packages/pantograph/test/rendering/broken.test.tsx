// What somebody has broken once, by misuse, by bad luck, or by data.
import { expect, onTestFinished, test } from 'vitest'
import {
  ErrorBoundary,
  onUnmount,
  Portal,
  raw,
  ref,
  resource,
  signal,
  stream,
  Suspense,
} from 'pantograph'
import type { Ref, Resource } from 'pantograph'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'

const withCode = (code: string): unknown => expect.objectContaining({ code })
const never = (): Promise<never> => new Promise(() => {})

async function openPending(component: () => unknown): Promise<TestPage> {
  const page = new TestPage([[component, {}]])
  const { settled } = page.session
  page.session.settled = () => settled.call(page.session, 0)
  await page.load()
  return page.connect()
}

test('`ready` of data that has failed, which nobody awaits any more, ends no process', async () => {
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  let data: Resource<string> | undefined
  const page = await open(() => {
    const made = resource<string>(() => Promise.reject(new Error('db')))
    data = made
    return () => <p>{made.error ? 'failed' : ''}</p>
  })
  void data?.ready
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(page.root.textContent).toBe('failed')
  expect(unhandled).toEqual([])
})

test('a handler that awaits data of a component that goes does not hold up the page', async () => {
  const tab = signal('a')
  const clicks = signal(0)
  const Tab = () => {
    const data = resource(never)
    return () => (
      <button
        id="go"
        onClick={async () => {
          tab.value = 'b'
          await data.ready
        }}
      />
    )
  }
  const page = await openPending(() => () => (
    <main>
      {tab.value === 'a' && <Tab />}
      <b onClick={() => clicks.value++}>{clicks}</b>
    </main>
  ))
  page.find('#go').click()
  await page.settle()
  page.fire(page.find('b'), 'click')
  await page.settle()
  expect(page.find('b').textContent).toBe('1')
})

test('a resource in a view, or in a handler, is refused', async () => {
  const Stateless = () => {
    const data = resource(never)
    return <p>{data.value}</p>
  }
  expect(() => new TestPage([[Stateless, {}]])).toThrow(withCode('PG_STATE_IN_VIEW'))
  expect(() => new TestPage([[() => () => <p>{resource(never).latest}</p>, {}]])).toThrow(
    withCode('PG_NO_COMPONENT'),
  )
  const page = await open(() => () => <b onClick={() => void resource(never)} />)
  page.fire(page.find('b'), 'click')
  await page.settle()
  expect(page.log[0]?.data).toMatchObject({ error: { code: 'PG_NO_COMPONENT' } })
})

test('what fails while it is taken away, because it has failed, ends no session', async () => {
  const Content = () => {
    onUnmount(() => {
      throw new Error('clean-up')
    })
    return () => (
      <b
        onClick={() => {
          throw new Error('handler')
        }}
      />
    )
  }
  const page = await open(() => () => (
    <ErrorBoundary fallback={(error) => <p>{(error as Error).message}</p>}>
      <Content />
    </ErrorBoundary>
  ))
  page.fire(page.find('b'), 'click')
  await page.settle()
  expect(page.root.textContent).toBe('handler')
  expect(page.session.state).toBe('live')
})

test('data that is spread is no ref, no script and no prototype', () => {
  const show = (data: string) => () => {
    const spread = JSON.parse(data) as Record<string, string>
    return new TestPage([[() => () => <a {...spread} />, {}]])
  }
  expect(show('{"ref":"me"}')).toThrow(withCode('PG_REF'))
  expect(show('{"prop:__proto__":{"x":1}}')).toThrow(withCode('PG_ATTRIBUTE_NAME'))
  expect(show('{"data-raw":""}')).toThrow(withCode('PG_ATTRIBUTE_NAME'))
})

test.each(['{"prop:formAction":"javascript:x"}', '{"prop:href":["javascript:x"]}'])(
  '%s sets nothing',
  async (data) => {
    const spread = JSON.parse(data) as Record<string, string>
    const page = await open(() => () => <button {...spread} />)
    const button = page.find('button') as unknown as Record<string, unknown>
    expect(String(button['formAction'] ?? button['href'] ?? '')).not.toContain('javascript')
  },
)

test('a stream that waits unseen holds up no other', async () => {
  const a = { append: (_: number) => {} }
  const b = { append: (_: number) => {} }
  const Wait = ({ data }: { data: Resource<string> }) => <i>{data.value}</i>
  const page = await openPending(() => {
    const data = resource<string>(never)
    const [one, two] = [stream<number>({ key: (n) => n }), stream<number>({ key: (n) => n })]
    a.append = (n) => one.append(n)
    b.append = (n) => two.append(n)
    return () => (
      <main>
        <Suspense fallback="…">
          <section>
            <Wait data={data} />
            {one.show((n) => (
              <p>{n}</p>
            ))}
          </section>
        </Suspense>
        <ul>
          {two.show((n) => (
            <li>{n}</li>
          ))}
        </ul>
      </main>
    )
  })
  a.append(1)
  await page.settle()
  b.append(2)
  await page.settle()
  expect(page.find('ul').textContent).toBe('2')
})

test('nobody waits for an asynchronous component that is gone', async () => {
  const isSlow = signal(true)
  const Slow = async () => {
    await never()
    return () => null
  }
  const page = await openPending(() => () => (
    <Suspense fallback="…">{() => (isSlow.value ? <Slow /> : <p>fast</p>)}</Suspense>
  ))
  expect(page.root.textContent).toBe('…')
  isSlow.value = false
  await page.settle()
  expect(page.root.textContent).toBe('fast')
  expect(page.session.tree.pending.count).toBe(0)
  await inStep(page)
})

test('data that is read too early behind an await is an error, not waited for in vain', async () => {
  const page = await openPending(() => {
    const one = resource<string>(never)
    const two = resource(async () => {
      await Promise.resolve()
      return one.value
    })
    return () => <p>{String((two.error as Error | undefined)?.message)}</p>
  })
  await page.settle()
  expect(page.root.textContent).toContain('PG_PENDING')
})

test('calls of an element are made once, however often they are told', async () => {
  let field: Ref | undefined
  const calls: string[] = []
  const page = await open(() => {
    const made = ref()
    field = made
    return () => <p ref={made} />
  })
  ;(page.find('p') as unknown as Record<string, unknown>)['blur'] = () => void calls.push('blur')
  page.onTheWay = () => Uint8Array.of(2)
  field?.blur()
  await page.settle()
  for (let i = 0; i < 3; i++) {
    page.cut()
    // Only the WELCOME arrives.
    page.onTheWay = (message) => (((message[0] as number) & 7) === 1 ? message : Uint8Array.of(2))
    page.reconnect()
    await page.settle()
  }
  page.cut()
  page.onTheWay = (message) => message
  page.reconnect()
  await page.settle()
  expect(calls).toEqual(['blur'])
})

test('a portal into itself, HTML that is none, and an element that throws leave the page alive', async () => {
  const isOn = signal(false)
  const html = signal<string | undefined>('<b>x</b>')
  const page = await open(() => () => (
    <main>
      {isOn.value && (
        <Portal to="#own">
          <div id="own">own</div>
        </Portal>
      )}
      {raw(html.value as string)}
      <button {...(isOn.value ? { 'prop:form': 1 } : {})} />
    </main>
  ))
  Object.defineProperty(page.find('button'), 'form', {
    set() {
      throw new Error('read only')
    },
  })
  const { socket } = page
  isOn.value = true
  html.value = undefined
  await page.settle()
  expect(page.find('main').textContent).toBe('own')
  expect(page.socket).toBe(socket)
})

test('a portal whose target comes back is there again', async () => {
  const isOn = signal(true)
  const page = await open(() => () => (
    <main>
      {isOn.value && <aside id="target" />}
      <Portal to="#target">
        <b>toast</b>
      </Portal>
    </main>
  ))
  expect(page.find('#target').textContent).toBe('toast')
  isOn.value = false
  await page.settle()
  isOn.value = true
  await page.settle()
  expect(page.find('#target').textContent).toBe('toast')
})

test('an asynchronous component whose props change while it first runs shows the new ones', async () => {
  const name = signal('first')
  const gates: (() => void)[] = []
  const Greeting = async ({ to }: { to: string }) => {
    await new Promise<void>((resolve) => gates.push(resolve))
    return <p>Hello {to}</p>
  }
  const page = await openPending(() => () => (
    <Suspense fallback="…">
      <Greeting to={name.value} />
    </Suspense>
  ))
  name.value = 'second'
  await page.settle()
  gates.shift()?.()
  await page.settle()
  gates.shift()?.()
  await page.settle()
  expect(page.find('p').textContent).toBe('Hello second')
  expect(gates).toEqual([])
})

test('an abort listener that throws ends no process: it is an error of its component', async () => {
  const uncaught: unknown[] = []
  const note = (error: unknown): void => void uncaught.push(error)
  process.on('uncaughtException', note)
  onTestFinished(() => void process.off('uncaughtException', note))
  const fail = (): never => {
    throw new Error('listener')
  }
  const id = signal(0)
  const Data = () => {
    resource(({ signal: aborted }) => {
      if (id.value === 0) aborted.addEventListener('abort', fail)
      // Neither of these is called.
      aborted.addEventListener('abort', uncalled)
      aborted.removeEventListener('abort', uncalled)
      aborted.onabort = uncalled
      aborted.onabort = null
      return never()
    })
    return () => <i />
  }
  const uncalled = (): void => void uncaught.push('called')
  const page = await openPending(() => () => (
    <ErrorBoundary fallback={(error) => <p>{String(error)}</p>}>
      <Data />
    </ErrorBoundary>
  ))
  id.value = 1
  await page.settle()
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(page.find('p').textContent).toBe('Error: listener')
  expect(uncaught).toEqual([])
})

test('of two elements with one ref, the one that stays is meant when the other goes', async () => {
  const isOn = signal(true)
  let handle: Ref | undefined
  const page = await open(() => {
    const made = (handle = ref())
    return () => (
      <main>
        <input id="a" ref={made} />
        {isOn.value && <input id="b" ref={made} />}
      </main>
    )
  })
  isOn.value = false
  await page.settle()
  handle?.focus()
  await page.settle()
  expect(page.window.document.activeElement?.id).toBe('a')
})
