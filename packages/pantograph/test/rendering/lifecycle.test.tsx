// The life of a component: connected, disconnected, removed; and that nothing of it remains.
import { beforeEach, expect, test } from 'vitest'
import { abortSignal, computed, effect, onMount, onUnmount, signal } from 'pantograph'
import type { Child } from 'pantograph'
import { subscriberCount } from '../../src/reactivity/system.ts'
import { Session } from '../../src/session/session.ts'
import type { Component } from '../../src/template/block.ts'
import { open, TestPage } from './page.ts'

const log: string[] = []
const say = (what: string) => (): void => void log.push(what)

beforeEach(() => {
  log.length = 0
})

test('onMount runs when the page is connected, its clean-up when the connection ends, both again after', async () => {
  function Watched() {
    onMount(() => {
      log.push('mount')
      return say('clean')
    })
    onUnmount(say('unmount'))
    return () => <p />
  }
  const page = new TestPage([[Watched, {}]])
  await page.load()
  expect(log).toEqual([])
  await page.connect()
  expect(log).toEqual(['mount'])
  page.cut()
  expect(log).toEqual(['mount', 'clean'])
  page.reconnect()
  await page.settle()
  expect(log).toEqual(['mount', 'clean', 'mount'])
  page.session.close('PG_GONE', 2)
  expect(log).toEqual(['mount', 'clean', 'mount', 'clean', 'unmount'])
})

test('a component that is removed cleans up: children first, then mounts, abort, effects', async () => {
  const shown = signal(true)
  function Part({ name }: { name: string; children?: Child }) {
    const aborted = abortSignal()
    aborted.addEventListener('abort', say(`${name} abort`))
    onMount(() => say(`${name} clean`))
    effect(() => say(`${name} effect`))
    onUnmount(say(`${name} unmount`))
    return ({ children }: { children?: Child }) => <div>{children}</div>
  }
  const page = await open(() => () => (
    <div>
      {shown.value && (
        <Part name="outer">
          <Part name="inner" />
        </Part>
      )}
    </div>
  ))
  shown.value = false
  await page.settle()
  expect(log).toEqual(
    ['inner', 'outer'].flatMap((name) =>
      ['clean', 'abort', 'effect', 'unmount'].map((what) => `${name} ${what}`),
    ),
  )
})

test('what setup makes behind an await, when its component is gone, ends at once', async () => {
  const shown = signal(true)
  const source = signal(0)
  const { promise, resolve } = Promise.withResolvers<void>()
  async function Slow() {
    await promise
    onMount(say('mount'))
    onUnmount(say('unmount'))
    effect(() => {
      log.push(`effect ${source.value}`)
    })
    log.push(abortSignal().aborted ? 'aborted' : 'not aborted')
    return () => <p />
  }
  const page = new TestPage([[() => () => <div>{shown.value && <Slow />}</div>, {}]])
  // Not yet loaded, which would wait for it.
  page.session.tree.pending.count = 0
  await page.load()
  await page.connect()
  shown.value = false
  await page.settle()
  resolve()
  await page.settle()
  page.cut()
  page.reconnect()
  await page.settle()
  expect(log).toEqual(['unmount', 'effect 0', 'aborted'])
  expect(subscriberCount(source)).toBe(0)
})

test('onMount of a component that appears later runs after its frame', async () => {
  const shown = signal(false)
  function Late() {
    onMount(say('mount'))
    return () => <p />
  }
  const page = await open(() => () => <div>{shown.value && <Late />}</div>)
  shown.value = true
  await page.settle()
  expect(log).toEqual(['mount'])
})

test('onMount after an await was forgotten when another one had run', async () => {
  let ready = (): void => {}
  const gate = new Promise<void>((resolve) => (ready = resolve))
  const shown = signal(false)
  async function Slow() {
    onMount(() => {
      log.push('early')
      return say('early clean')
    })
    await gate
    onMount(() => {
      log.push('late')
      return say('late clean')
    })
    return () => <p>ready</p>
  }
  const page = await open(() => () => <div>{shown.value && <Slow />}</div>)
  shown.value = true
  await page.settle()
  ready()
  await page.settle()
  expect(log).toEqual(['early', 'late'])
  page.cut()
  expect(log.slice(2)).toEqual(['early clean', 'late clean'])
  page.reconnect()
  await page.settle()
  expect(log.slice(4)).toEqual(['early', 'late'])
})

test('onMount of a component that has nothing to show was not run', async () => {
  let ready = (): void => {}
  const gate = new Promise<void>((resolve) => (ready = resolve))
  const shown = signal(false)
  async function Silent() {
    await gate
    onMount(say('mount'))
    return () => null
  }
  const page = await open(() => () => shown.value && <Silent />)
  shown.value = true
  await page.settle()
  ready()
  await page.settle()
  expect(log).toEqual(['mount'])
})

test('an error in onMount or in a clean-up ends this page with a code, and is logged with its component', async () => {
  function Failing() {
    onMount(() => {
      throw new Error('mount failed')
    })
    return () => <p />
  }
  const page = await open(Failing)
  expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
  expect(page.log).toEqual([
    expect.objectContaining({
      level: 'error',
      message: 'PG_COMPONENT_FAILED',
      data: expect.objectContaining({
        component: 'Failing',
        error: expect.objectContaining({ message: 'mount failed' }),
      }),
    }),
  ])
})

test.each([
  ['onMount', () => onMount(() => {})],
  ['onUnmount', () => onUnmount(() => {})],
  ['abortSignal', () => void abortSignal()],
])('%s outside a component is PG_NO_COMPONENT', (_, call) => {
  expect(call).toThrow(expect.objectContaining({ code: 'PG_NO_COMPONENT' }))
})

const shared = signal(0)
const doubled = computed(() => shared.value * 2)

/** Reads a signal of the module in every way there is. */
function Reader(_props: { fails?: boolean }) {
  effect(() => shared.value)
  const own = computed(() => shared.value + doubled.value)
  return ({ fails = false }: { fails?: boolean }) => (
    <p title={shared} {...{ 'data-n': doubled }} hidden={own.value > 5}>
      {shared.value}
      {doubled}
      {[1].map((n) => (
        <b key={n}>{own}</b>
      ))}
      {fails && <Fails />}
    </p>
  )
}

function Fails(): never {
  void shared.value
  throw new Error('fails')
}

const subscribers = (): number[] => [subscriberCount(shared), subscriberCount(doubled)]

function session(component: Component): Session {
  const silent = { info() {}, warn() {}, error() {} }
  const made = new Session('x', '/', null, {
    limits: { eventsPerSecond: 1, burst: 1, maxQueuedEvents: 1 },
    host: {
      log: silent,
      onClosed() {},
      onDetached() {},
      ticket: () => new Uint8Array(0),
      tellKept() {},
      shared: () => ({ isLoaded: true, load: () => Promise.resolve() }),
    },
    ownsUrl: () => true,
  })
  try {
    made.addRoot(component, {})
  } finally {
    made.close('PG_GONE', 2)
  }
  return made
}

test('nothing listens to a signal of the module after 10,000 sessions', { timeout: 60_000 }, () => {
  for (let i = 0; i < 10_000; i++) session(Reader)
  expect(subscribers()).toEqual([0, 0])
})

test(
  'nothing listens after 10,000 mounts and unmounts in one page',
  { timeout: 60_000 },
  async () => {
    const keys = signal<number[]>([])
    const page = await open(() => () => (
      <div>
        {keys.value.map((key) => (
          <Reader key={key} />
        ))}
      </div>
    ))
    for (let i = 0; i < 100; i++) {
      keys.value = Array.from({ length: 100 }, (_, n) => i * 1000 + n)
      page.session.tree.frame(0, 0)
    }
    keys.value = []
    page.session.tree.frame(0, 0)
    expect(subscribers()).toEqual([0, 0])
  },
)

test('a component that failed while it was made kept listening', () => {
  for (const make of [
    () => <Reader fails />,
    () => [<Reader key={1} />, <Fails key={2} />],
    Fails,
  ]) {
    expect(() => session(make)).toThrow('fails')
    expect(subscribers()).toEqual([0, 0])
  }
})

test('a component that failed in an update kept others listening', async () => {
  const fails = signal(false)
  const page = await open(() => () => (
    <div>
      <Reader />
      {[1, 2, 3].map((n) => (
        <Reader key={fails.value ? 4 - n : n} fails={fails.value && n === 2} />
      ))}
    </div>
  ))
  fails.value = true
  await page.settle()
  expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
  expect(subscribers()).toEqual([0, 0])
})

test('an onMount that is asynchronous cleans up, too', async () => {
  const notes: string[] = []
  const shown = signal(true)
  const ready = Promise.withResolvers<void>()
  const Live = (wait: Promise<void> | null, name: string) => () => {
    onMount(async () => {
      notes.push(`${name} begins`)
      await wait
      return () => notes.push(`${name} ends`)
    })
    return () => <b />
  }
  const Quick = Live(null, 'quick')
  const Slow = Live(ready.promise, 'slow')
  const page = await open(() => () => (
    <main>
      {shown.value && <Quick />}
      {shown.value && <Slow />}
    </main>
  ))
  await page.settle()
  shown.value = false
  await page.settle()
  expect(notes).toEqual(['quick begins', 'slow begins', 'quick ends'])
  ready.resolve()
  await page.settle()
  expect(notes.slice(3)).toEqual(['slow ends'])
})
