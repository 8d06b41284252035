// Components: setup and view, stateless, asynchronous; props and children.
import { afterEach, expect, test, vi } from 'vitest'
import { computed, effect, signal } from 'pantograph'
import type { Child } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import { inStep } from './compare.ts'
import { domOf } from './dom-text.ts'
import { open, TestPage } from './page.ts'
import { query } from './query.ts'

const withCode = (code: string): unknown => expect.objectContaining({ code })

afterEach(() => {
  vi.restoreAllMocks()
})

test('setup runs once, its view once per change', async () => {
  const setup = vi.fn<() => void>()
  const view = vi.fn<() => void>()
  const count = signal(0)
  const page = await open(() => {
    setup()
    return () => {
      view()
      return <p>{count.value}</p>
    }
  })
  for (const next of [1, 2]) {
    count.value = next
    await page.settle()
  }
  expect([setup.mock.calls.length, view.mock.calls.length]).toEqual([1, 3])
  expect(domOf(page.root)).toBe('<p>2</p>')
})

test('writes of one turn are one frame, and a write that changes nothing sends nothing', async () => {
  const count = signal(0)
  const page = await open(() => () => <p>{count.value > 0 ? 'some' : 'none'}</p>)
  const before = page.down.length
  count.value = 1
  count.value = 2
  await page.settle()
  expect(page.down.length).toBe(before + 1)
  count.value = 3
  await page.settle()
  expect(page.down.length).toBe(before + 1)
})

test('what setup read does not run anything again', async () => {
  const source = signal(1)
  const view = vi.fn<() => unknown>(() => <p>still</p>)
  const page = await open(() => {
    void source.value
    return view
  })
  source.value = 2
  await page.settle()
  expect(view).toHaveBeenCalledTimes(1)
})

test('a stateless component runs again when a signal it read changes', async () => {
  const name = signal('Ada')
  const Hello = () => <p>Hello {name.value}</p>
  const page = await open(Hello)
  name.value = 'Grace'
  await page.settle()
  expect(domOf(page.root)).toBe('<p>Hello Grace</p>')
})

test('an asynchronous setup is waited for, and may make state and effects after an await', async () => {
  const log: number[] = []
  async function Loaded() {
    const early = signal(1)
    await new Promise(setImmediate)
    const late = signal(10)
    effect(() => log.push(late.value))
    return () => (
      <button onClick={() => late.value++}>
        {early.value + late.value} {late}
      </button>
    )
  }
  const page = await open(() => <Loaded />)
  expect(page.html).toContain('<button>11 10</button>')
  page.find('button').click()
  await page.settle()
  expect(domOf(page.root)).toBe('<button>12 11</button>')
  expect(log).toEqual([10, 11])
  await inStep(page)
})

test('what a setup returns to be awaited need not be a promise', async () => {
  const answer = query<() => Child>((found) => found(() => <b>Ada</b>))
  const Loaded = (() => answer) as unknown as () => Child
  const page = await open(() => (
    <p>
      <Loaded />
    </p>
  ))
  expect(page.html).toContain('<p><b>Ada</b></p>')
})

test('an asynchronous component that appears later shows when it is ready', async () => {
  let ready = (): void => {}
  const gate = new Promise<void>((resolve) => (ready = resolve))
  const shown = signal(false)
  async function Late({ name }: { name: string }) {
    await gate
    return <b>{name}</b>
  }
  const page = await open(() => () => <p>{shown.value && <Late name="late" />}</p>)
  shown.value = true
  await page.settle()
  expect(domOf(page.root)).toBe('<p></p>')
  ready()
  await page.settle()
  expect(domOf(page.root)).toBe('<p><b>late</b></p>')
  await inStep(page)
})

test('of overlapping runs of an asynchronous component, the last one shows', async () => {
  const warn = vi.spyOn(console, 'warn')
  const gates: (() => void)[] = []
  const name = signal('a')
  async function Slow(props: { name: string }) {
    const taken = props.name
    await new Promise<void>((resolve) => gates.push(resolve))
    return <b>{taken}</b>
  }
  const page = await new TestPage([[() => () => <Slow name={name.value} />, {}]])
  const loaded = page.load()
  gates.shift()?.()
  await loaded
  await page.connect()
  for (const next of ['b', 'c']) {
    name.value = next
    await page.settle()
  }
  const [b, c] = gates
  c?.()
  await page.settle()
  b?.()
  await page.settle()
  expect(domOf(page.root)).toBe('<b>c</b>')
  // Nothing was ignored: it runs again with new props.
  expect(warn).not.toHaveBeenCalled()
})

test('a run of an asynchronous component that fails when a later one has begun ends nothing', async () => {
  const name = signal('a')
  const waits: Record<string, PromiseWithResolvers<void>> = {}
  async function Slow(props: { name: string }) {
    await (waits[props.name] = Promise.withResolvers<void>()).promise
    return <b>{props.name}</b>
  }
  const page = await open(() => () => (
    <p>{name.value === 'a' ? 'none' : <Slow name={name.value} />}</p>
  ))
  const show = async (next: string): Promise<void> => {
    name.value = next
    await page.settle()
  }
  await show('first')
  waits['first']?.resolve()
  await page.settle()
  await show('second')
  await show('third')
  waits['second']?.reject(new Error('superseded'))
  waits['third']?.resolve()
  await page.settle()
  expect(page.ended).toBeNull()
  expect(page.find('b').textContent).toBe('third')
})

test('an asynchronous component may need no waiting the next time', async () => {
  const name = signal('none')
  function Cached(props: { name: string }): never {
    const shown = <b>{props.name}</b>
    return (props.name === 'known' ? shown : Promise.resolve(shown)) as never
  }
  const page = await open(() => () => (
    <p>{name.value === 'none' ? null : <Cached name={name.value} />}</p>
  ))
  for (const next of ['loaded', 'known', 'other']) {
    name.value = next
    await page.settle()
    expect(page.find('b').textContent).toBe(next)
  }
})

test('a removed asynchronous component that settles later changes nothing', async () => {
  let ready = (): void => {}
  const gate = new Promise<void>((resolve) => (ready = resolve))
  const shown = signal(false)
  async function Late() {
    await gate
    return () => <b>late</b>
  }
  const page = await open(() => () => <p>{shown.value && <Late />}</p>)
  shown.value = true
  await page.settle()
  shown.value = false
  await page.settle()
  ready()
  await page.settle()
  expect(domOf(page.root)).toBe('<p></p>')
  expect(page.log).toEqual([])
})

test('the view gets current props, setup reads them live, destructuring takes the first', async () => {
  const source = signal(1)
  const seen: number[] = []
  function Child(props: { n: number }) {
    const double = computed(() => props.n * 2)
    effect(() => seen.push(props.n))
    const { n: first } = props
    return ({ n }: { n: number }) => (
      <p>
        {n} {double} {first} {props.n} {'n' in props ? Object.keys(props).join() : '-'}
      </p>
    )
  }
  const page = await open(() => () => <Child n={source.value} />)
  source.value = 2
  await page.settle()
  expect(domOf(page.root)).toBe('<p>2 4 1 2 n</p>')
  expect(seen).toEqual([1, 2])
})

test('props belong to the parent', () => {
  function Child(props: { n: number }) {
    props.n = 2
    return <p>{props.n}</p>
  }
  expect(() => new TestPage([[() => <Child n={1} />, {}]])).toThrow(withCode('PG_PROPS_READONLY'))
})

test('equal props do not run a component again', async () => {
  const tick = signal(0)
  const run = vi.fn<() => void>()
  const item = { name: 'x' }
  function Child({ name }: { name: string; item: object }) {
    run()
    return <b>{name}</b>
  }
  const page = await open(() => () => (
    <p title={tick.value}>
      <Child name="x" item={item} />
    </p>
  ))
  tick.value++
  await page.settle()
  expect(page.find('p').title).toBe('1')
  expect(run).toHaveBeenCalledTimes(1)
})

test('a prop that setup took and that changes later is named once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const source = signal(1)
  function Child({ n }: { n: number }) {
    return () => <p>{n}</p>
  }
  const page = await open(() => () => <Child n={source.value} />)
  for (const next of [2, 3]) {
    source.value = next
    await page.settle()
  }
  expect(domOf(page.root)).toBe('<p>1</p>')
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringMatching(/PG_PROPS_IGNORED: Child took n /),
  )
})

test('a prop that is no longer given is undefined', async () => {
  const given = signal(true)
  const Child = ({ name = 'nobody' }: { name?: string }) => <b>{name}</b>
  const page = await open(() => () => (given.value ? <Child name="x" /> : <Child />))
  given.value = false
  await page.settle()
  expect(domOf(page.root)).toBe('<b>nobody</b>')
})

test('children stand where the component puts them, follow the parent and keep their nodes', async () => {
  const count = signal(0)
  const Frame = ({ children, title }: { children?: Child; title: string }) => (
    <section>
      <h1>{title}</h1>
      {children}
    </section>
  )
  const page = await open(() => () => (
    <Frame title="t">
      <i>{count.value}</i>
      text
    </Frame>
  ))
  const italic = page.find('i')
  count.value = 5
  await page.settle()
  expect(domOf(page.root)).toBe('<section><h1>t</h1><i>5</i>text</section>')
  expect(page.find('i')).toBe(italic)
})

test('a function may be a child: the component calls it', async () => {
  const Each = ({ children }: { children: (n: number) => Child }) => <ol>{[1, 2].map(children)}</ol>
  const page = await open(() => <Each>{(n: number) => <li key={n}>{n}</li>}</Each>)
  expect(domOf(page.root)).toBe('<ol><li>1</li><li>2</li></ol>')
})

test('another component at the same place starts anew, the same one keeps its state', async () => {
  const which = signal('a')
  function Field({ name }: { name: string }) {
    const clicks = signal(0)
    return ({ name: now }: { name: string }) => (
      <button onClick={() => clicks.value++}>
        {name}
        {now}
        {clicks}
      </button>
    )
  }
  const Other = ({ name }: { name: string }) => <em>{name}</em>
  const page = await open(
    () => () => (which.value === 'other' ? <Other name="o" /> : <Field name={which.value} />),
  )
  page.find('button').click()
  await page.settle()
  which.value = 'b'
  await page.settle()
  expect(page.find('button').textContent).toBe('ab1')
  which.value = 'other'
  await page.settle()
  which.value = 'c'
  await page.settle()
  expect(page.find('button').textContent).toBe('cc0')
})

test('a new key makes a new instance', async () => {
  const id = signal(1)
  const Row = () => {
    const made = signal(id.peek())
    return () => <b>{made}</b>
  }
  const page = await open(() => () => (
    <p>
      <Row key={id.value} />
    </p>
  ))
  const first = page.find('b')
  id.value = 2
  await page.settle()
  expect(domOf(page.root)).toBe('<p><b>2</b></p>')
  expect(page.find('b')).not.toBe(first)
})

test('a component may show a component that shows a component', async () => {
  const depth = signal(3)
  const Nest = ({ n }: { n: number }): Child => (n === 0 ? <b>{depth}</b> : <Nest n={n - 1} />)
  const page = await open(() => () => <Nest n={depth.value} />)
  expect(domOf(page.root)).toBe('<b>3</b>')
  depth.value = 1
  await page.settle()
  expect(domOf(page.root)).toBe('<b>1</b>')
  await inStep(page)
})

test.each<[string, () => void]>([
  ['signal', () => void signal(0)],
  ['computed', () => void computed(() => 0)],
  ['effect', () => void effect(() => {})],
])('%s() in a view is PG_STATE_IN_VIEW', (_, make) => {
  const Bad = () => () => {
    make()
    return <p />
  }
  expect(() => new TestPage([[Bad, {}]])).toThrow(withCode('PG_STATE_IN_VIEW'))
})

test('state in a stateless component is PG_STATE_IN_VIEW', () => {
  const Bad = () => <p>{signal(0)}</p>
  expect(() => new TestPage([[Bad, {}]])).toThrow(withCode('PG_STATE_IN_VIEW'))
})

test('what is no component is PG_COMPONENT', () => {
  const Missing = undefined as unknown as () => null
  expect(() => new TestPage([[() => <Missing />, {}]])).toThrow(withCode('PG_COMPONENT'))
})

test('instances do not share state', async () => {
  const made: WritableSignal<number>[] = []
  function One() {
    const n = signal(0)
    made.push(n)
    return () => <b>{n}</b>
  }
  const page = await open(() => (
    <p>
      <One />
      <One />
    </p>
  ))
  ;(made[0] as WritableSignal<number>).value = 7
  await page.settle()
  expect(domOf(page.root)).toBe('<p><b>7</b><b>0</b></p>')
})
