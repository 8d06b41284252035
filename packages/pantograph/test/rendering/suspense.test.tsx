// Suspense and resources: what is to come, what stands in for it, and how it follows in place.
import { expect, test } from 'vitest'
import { computed, effect, ErrorBoundary, resource, signal, Suspense } from 'pantograph'
import type { Resource } from 'pantograph'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'

/** Loads that a test ends when it likes. */
function loads<T>() {
  const all: (PromiseWithResolvers<T> & { signal: AbortSignal; key: unknown })[] = []
  const load = (key: unknown, signal: AbortSignal): Promise<T> => {
    const one = Promise.withResolvers<T>()
    all.push({ ...one, signal, key })
    return one.promise
  }
  return { all, load }
}

const Show = ({ data }: { data: Resource<string> }) => <b>{data.value}</b>

const text = (page: TestPage): string => page.root.textContent ?? ''

/** As `open`, for a page that is sent while something is still to come. */
async function openPending(component: () => unknown): Promise<TestPage> {
  const page = new TestPage([[component, {}]])
  const { settled } = page.session
  page.session.settled = () => settled.call(page.session, 0)
  await page.load()
  return page.connect()
}

test('the first HTML waits for what comes soon', async () => {
  const { all, load } = loads<string>()
  const page = new TestPage([
    [
      () => {
        const name = resource(({ signal }) => load('a', signal))
        return () => <Suspense fallback={<i>…</i>}>{() => <b>{name.value}</b>}</Suspense>
      },
      {},
    ],
  ])
  setTimeout(() => all[0]?.resolve('Ada'), 5)
  await page.load()
  expect(page.html).toContain('<b>Ada</b>')
  await page.connect()
  await inStep(page)
})

test('what comes late follows in place, in one piece; neighbours keep their nodes', async () => {
  const { all, load } = loads<string>()
  const One = ({ name }: { name: string }) => {
    const data = resource(({ signal }) => load(name, signal))
    return () => <li>{data.value}</li>
  }
  const page = await openPending(() => () => (
    <main>
      <input />
      <Suspense fallback={<i>Loading…</i>}>
        <ul>
          <One name="a" />
          <One name="b" />
        </ul>
      </Suspense>
      <p>after</p>
    </main>
  ))
  expect(text(page)).toBe('Loading…after')
  const kept = [page.find('input'), page.find('p')]
  all[0]?.resolve('first')
  await page.settle()
  expect(text(page)).toBe('Loading…after')
  page.down.length = 0
  all[1]?.resolve('second')
  await page.settle()
  expect(text(page)).toBe('firstsecondafter')
  expect(page.down.length).toBe(1)
  expect([page.find('input'), page.find('p')]).toEqual(kept)
  await inStep(page)
})

test('it is who reads that waits, wherever the resource was made', async () => {
  const { all, load } = loads<{ name: string }>()
  const Profile = ({ user }: { user: Resource<{ name: string }> }) => <b>{user.value.name}</b>
  const page = await openPending(() => {
    const user = resource(({ signal }) => load('user', signal))
    const upper = computed(() => user.value.name.toUpperCase())
    return () => (
      <main>
        <h1>Title</h1>
        <Suspense fallback="…">
          <Profile user={user} />, {upper}, <u title={upper} />
        </Suspense>
        {user.loading ? 'loading' : 'done'}
      </main>
    )
  })
  expect(text(page)).toBe('Title…loading')
  all[0]?.resolve({ name: 'Ada' })
  await page.settle()
  expect(text(page)).toBe('TitleAda, ADA, done')
  expect(page.find('u').title).toBe('ADA')
  await inStep(page)
})

test('asynchronous setups count too, also one in another, and in lists', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const Inner = async () => {
    await gates[1]?.promise
    return () => <b>inner</b>
  }
  const Outer = async () => {
    await gates[0]?.promise
    return () => (
      <div>
        outer <Inner />
      </div>
    )
  }
  const page = await openPending(() => () => (
    <ul>
      {[1, 2].map((id) => (
        <Suspense key={id} fallback={<li>…</li>}>
          <li>
            <Outer />
          </li>
        </Suspense>
      ))}
    </ul>
  ))
  expect(text(page)).toBe('……')
  gates[0]?.resolve()
  await page.settle()
  expect(text(page)).toBe('……')
  gates[1]?.resolve()
  await page.settle()
  expect(text(page)).toBe('outer innerouter inner')
  await inStep(page)
})

test('content that nobody has seen changes unseen, and what it has made lives', async () => {
  const { all, load } = loads<string>()
  const tick = signal(0)
  const ran: number[] = []
  const Clock = () => {
    effect(() => void ran.push(tick.value))
    return () => <em class={`t${tick.value}`}>{tick}</em>
  }
  const show = signal(true)
  const page = await openPending(() => {
    const data = resource(({ signal }) => load('', signal))
    return () => (
      <Suspense fallback={<i>{tick}</i>}>
        <Show data={data} />
        <Clock />
        {show.value && <s>gone</s>}
        {Array.from({ length: tick.value }, (_, i) => (
          <q key={i}>{i}</q>
        ))}
      </Suspense>
    )
  })
  expect(text(page)).toBe('0')
  tick.value = 2
  show.value = false
  await page.settle()
  expect(text(page)).toBe('2')
  all[0]?.resolve('data')
  await page.settle()
  expect(text(page)).toBe('data201')
  expect(page.find('em').className).toBe('t2')
  tick.value = 3
  await page.settle()
  expect(text(page)).toBe('data3012')
  await inStep(page)
})

test('what is shown stays while it is fetched again', async () => {
  const { all, load } = loads<string>()
  const key = signal('a')
  const page = await openPending(() => {
    const data = resource(({ signal }) => load(key.value, signal))
    return () => (
      <Suspense fallback="…">
        {() => (
          <>
            <input />
            <p class={data.loading ? 'loading' : 'there'}>{data.value}</p>
          </>
        )}
      </Suspense>
    )
  })
  all[0]?.resolve('A')
  await page.settle()
  const input = page.find('input')
  key.value = 'b'
  await page.settle()
  expect([text(page), page.find('p').className]).toEqual(['A', 'loading'])
  // A newer one takes its place, whatever comes first.
  key.value = 'c'
  await page.settle()
  expect(all.map((one) => [one.key, one.signal.aborted])).toEqual([
    ['a', false],
    ['b', true],
    ['c', false],
  ])
  all[2]?.resolve('C')
  all[1]?.resolve('B')
  await page.settle()
  expect([text(page), page.find('p').className]).toEqual(['C', 'there'])
  expect(page.find('input')).toBe(input)
  await inStep(page)
})

test('what fails reaches the boundary, with what was there still to be had; again it may go well', async () => {
  const { all, load } = loads<string>()
  let data: Resource<string> | undefined
  const page = await openPending(() => {
    const made = resource(({ signal }) => load('', signal))
    data = made
    return () => (
      <main>
        <ErrorBoundary
          fallback={(error, retry) => (
            <button
              onClick={() => {
                made.refetch()
                retry()
              }}
            >
              {(error as Error).message} {made.latest}
            </button>
          )}
        >
          {() => <Suspense fallback="…">{() => <b>{made.value}</b>}</Suspense>}
        </ErrorBoundary>
        {made.error ? 'failed' : 'fine'}
      </main>
    )
  })
  all[0]?.resolve('one')
  await page.settle()
  expect(text(page)).toBe('onefine')
  data?.refetch()
  all[1]?.reject(new Error('down'))
  await page.settle()
  expect(text(page)).toBe('down onefailed')
  expect(page.log.map((line) => line.message)).toEqual([
    'PG_RESOURCE: the page goes on',
    'PG_CAUGHT: the page goes on',
  ])
  await inStep(page)
  page.find('button').click()
  await page.settle()
  expect(text(page)).toBe('onefine')
  all[2]?.resolve('two')
  await page.settle()
  expect(text(page)).toBe('twofine')
  await inStep(page)
})

test('a reader below a boundary fails in it', async () => {
  const { all, load } = loads<string>()
  const page = await openPending(() => {
    const data = resource(({ signal }) => load('', signal))
    return () => (
      <main>
        <ErrorBoundary
          fallback={(error, retry) => (
            <button
              onClick={() => {
                data.refetch()
                retry()
              }}
            >
              {(error as Error).message}
            </button>
          )}
        >
          <Suspense fallback="…">
            <Show data={data} />
          </Suspense>
        </ErrorBoundary>
      </main>
    )
  })
  all[0]?.reject(new Error('down'))
  await page.settle()
  expect(text(page)).toBe('down')
  await inStep(page)
  page.find('button').click()
  await page.settle()
  expect(text(page)).toBe('…')
  all[1]?.resolve('up')
  await page.settle()
  expect(text(page)).toBe('up')
  await inStep(page)
})

test('a component that goes aborts its fetches, and holds nothing up any more', async () => {
  const { all, load } = loads<string>()
  const show = signal(true)
  const Part = () => {
    const data = resource(({ signal }) => load('', signal))
    return () => <b>{data.value}</b>
  }
  const page = await openPending(() => () => (
    <Suspense fallback="…">
      <p>rest</p>
      {show.value && <Part />}
    </Suspense>
  ))
  expect(text(page)).toBe('…')
  show.value = false
  await page.settle()
  expect(text(page)).toBe('rest')
  expect(all[0]?.signal.aborted).toBe(true)
  expect(page.session.tree.pending.count).toBe(0)
  await inStep(page)
})

test('in a setup it is awaited; what reads it too early is told so', async () => {
  const { all, load } = loads<string>()
  const Waits = async () => {
    const data = resource(({ signal }) => load('', signal))
    const value = await data.ready
    return () => <b>{value}</b>
  }
  const page = await openPending(() => () => (
    <Suspense fallback="…">
      <Waits />
    </Suspense>
  ))
  all[0]?.resolve('there')
  await page.settle()
  expect(text(page)).toBe('there')
  const early = await openPending(() => {
    const data = resource(() => new Promise<string>(() => {}))
    return () => <button onClick={() => void data.value}>{data.latest}</button>
  })
  early.find('button').click()
  await early.settle()
  expect(early.log.map((line) => line.data)).toEqual([
    expect.objectContaining({ error: expect.objectContaining({ code: 'PG_PENDING' }) }),
  ])
})

test('one resource depends on another', async () => {
  const { all, load } = loads<string>()
  const page = await openPending(() => {
    const user = resource(({ signal }) => load('user', signal))
    const orders = resource(async ({ signal }) => load(`orders of ${user.value}`, signal))
    return () => (
      <Suspense fallback="…">
        <Show data={orders} />
      </Suspense>
    )
  })
  all[0]?.resolve('Ada')
  await page.settle()
  expect(all[1]?.key).toBe('orders of Ada')
  expect(text(page)).toBe('…')
  all[1]?.resolve('two')
  await page.settle()
  expect(text(page)).toBe('two')
})

test('a fallback that waits itself does not hold up the content', async () => {
  const { all, load } = loads<string>()
  const Slow = () => {
    const data = resource(({ signal }) => load('slow', signal))
    return () => <i>{data.value}</i>
  }
  const page = await openPending(() => {
    const data = resource(({ signal }) => load('fast', signal))
    return () => (
      <Suspense fallback={<Slow />}>
        <Show data={data} />
      </Suspense>
    )
  })
  all.find((one) => one.key === 'fast')?.resolve('content')
  await page.settle()
  expect(text(page)).toBe('content')
  expect(all.find((one) => one.key === 'slow')?.signal.aborted).toBe(true)
})

test('a page that comes back fetches again; what persists is shown meanwhile', async () => {
  const { all, load } = loads<string>()
  const page = await openPending(() => {
    const kept = resource(({ signal }) => load('kept', signal), { persist: true, name: 'kept' })
    const other = resource(({ signal }) => load('other', signal))
    const count = signal(0, { name: 'count' })
    return () => (
      <main>
        <Suspense fallback="…">
          <Show data={kept} />
        </Suspense>
        <i>{other.latest}</i>
        <button onClick={() => count.value++}>{count}</button>
      </main>
    )
  })
  all[0]?.resolve('K')
  all[1]?.resolve('O')
  await page.settle()
  page.find('button').click()
  await page.settle()
  expect(text(page)).toBe('KO1')
  await page.moveOn()
  expect(all.length).toBe(4)
  page.reconnect()
  await page.settle()
  expect(text(page)).toBe('K1')
  all[2]?.resolve('K2')
  all[3]?.resolve('O2')
  await page.settle()
  expect(text(page)).toBe('K2O21')
  await inStep(page)
})

test('a session sleeps when nothing is to come, and fetches again when it wakes', async () => {
  let count = 0
  const page = await open(() => {
    const data = resource(async () => {
      count++
      return 'same'
    })
    const clicks = signal(0, { name: 'clicks' })
    return () => (
      <Suspense fallback="…">
        <button onClick={() => clicks.value++}>
          {data.value} {clicks}
        </button>
      </Suspense>
    )
  })
  // The browser acknowledges what it has applied when it is pinged.
  page.socket?.onmessage?.({ data: Uint8Array.of(2).buffer })
  await new Promise((resolve) => setTimeout(resolve, 2))
  await page.settle()
  expect(page.session.link.hibernate()).toBe(true)
  page.down.length = 0
  page.find('button').click()
  await page.settle()
  expect(count).toBe(2)
  expect(text(page)).toBe('same 1')
  expect(page.down.length).toBe(1)
  await inStep(page)
})

test('what has failed beside it does not keep the first HTML from what comes soon', async () => {
  const { all, load } = loads<string>()
  const Fails = (): never => {
    throw new Error('no')
  }
  const page = new TestPage([
    [
      () => {
        const data = resource(({ signal }) => load('', signal))
        return () => (
          <main>
            <Suspense fallback="…">
              <Show data={data} />
            </Suspense>
            <ErrorBoundary fallback={() => <i>failed</i>}>
              <Fails />
            </ErrorBoundary>
          </main>
        )
      },
      {},
    ],
  ])
  setTimeout(() => all[0]?.resolve('there'), 5)
  // Longer than a test may take.
  const { settled } = page.session
  page.session.settled = () => settled.call(page.session, 60_000)
  await page.load()
  expect(page.html).toContain('<b>there</b><i>failed</i>')
})
