// A session that lets its tree go: the page neither sees nor hears of it, and goes on as if nothing happened.
import { expect, test } from 'vitest'
import { computed, effect, onMount, onUnmount, signal, url } from 'pantograph'
import type { Component } from '../../src/template/block.ts'
import { subscriberCount } from '../../src/reactivity/system.ts'
import { PING } from '../../src/wire/protocol.ts'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'

function Counter() {
  const count = signal(0)
  return () => <button onClick={() => count.value++}>Clicked {count} times</button>
}

/** The browser acknowledges what it has applied when it is pinged. */
async function acknowledge(page: TestPage): Promise<void> {
  page.socket?.onmessage?.({ data: Uint8Array.of(PING).buffer })
  // Another millisecond: then the bucket of events is full again.
  await new Promise((resolve) => setTimeout(resolve, 2))
  await page.settle()
}

async function sleep(page: TestPage): Promise<void> {
  await acknowledge(page)
  expect(page.session.link.hibernate()).toBe(true)
  expect(page.session.isAsleep).toBe(true)
  page.down.length = 0
}

/** What the server answers to the same actions, with and without sleep before each of them. */
async function answers(
  component: Component,
  actions: readonly ((page: TestPage) => void)[],
  sleeps: boolean,
): Promise<string[]> {
  const page = await open(component)
  const all: string[] = []
  for (const act of actions) {
    await acknowledge(page)
    if (sleeps) await sleep(page)
    page.down.length = 0
    act(page)
    await page.settle()
    all.push(page.down.map((message) => Buffer.from(message).toString('hex')).join(' '))
    expect(page.session.isAsleep).toBe(false)
    await inStep(page)
  }
  return all
}

const click =
  (selector: string) =>
  (page: TestPage): void =>
    page.find(selector).click()

test('a click wakes it: nothing but the answer is sent, byte for byte the usual one', async () => {
  const clicks = [click('button'), click('button'), click('button')]
  expect(await answers(Counter, clicks, true)).toEqual(await answers(Counter, clicks, false))
})

test('a pong does not wake it, and nothing is sent', async () => {
  const page = await open(Counter)
  const state = page.session.components()
  await sleep(page)
  await acknowledge(page)
  expect([page.session.isAsleep, page.down.length]).toEqual([true, 0])
  // What a checkpoint would contain.
  expect(page.session.components()).toEqual(state)
})

interface Row {
  readonly id: number
  readonly cells: readonly string[]
}

function Cell({ text }: { text: string }) {
  const mark = signal('')
  return () => (
    <td onClick={() => (mark.value += '!')}>
      {text}
      {mark}
    </td>
  )
}

function Rows() {
  const rows = signal<Row[]>([1, 2, 3, 4, 5].map((id) => ({ id, cells: [`a${id}`, `b${id}`] })))
  const next = signal(6)
  const add = (): void => {
    const id = next.value++
    rows.value = [...rows.value.slice(0, 2), { id, cells: [`a${id}`] }, ...rows.value.slice(2)]
  }
  return () => (
    <div>
      <button id="add" onClick={add} />
      <button id="reverse" onClick={() => (rows.value = rows.value.toReversed())} />
      <button id="clear" onClick={() => (rows.value = [])} />
      <button id="drop" onClick={() => (rows.value = rows.value.slice(1, -1))} />
      <table>
        <tbody>
          {rows.value.map(({ id, cells }) => (
            <tr key={id} id={`r${id}`} class={rows.value.length > 4 ? 'long' : undefined}>
              {cells.map((text) => (
                <Cell key={text} text={text} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.value.length === 0 && <p>nothing</p>}
    </div>
  )
}

test('lists in lists with keys, whose numbers are in any order, and templates met on the way', async () => {
  const actions = [
    click('#r3 td'),
    click('#drop'),
    click('#add'),
    click('#r6 td'),
    click('#reverse'),
    click('#add'),
    click('#r3 td'),
    click('#clear'),
    click('#add'),
    click('#r8 td'),
  ]
  expect(await answers(Rows, actions, true)).toEqual(await answers(Rows, actions, false))
})

test('controlled inputs, spreads, options of handlers', async () => {
  function Form() {
    const text = signal('a')
    const on = signal(false)
    const upper = computed(() => text.value.toUpperCase())
    return () => (
      <form {...{ title: text.value, onSubmit: () => (text.value += '+') }}>
        <input id="text" value={text.value} onInput={(event) => (text.value = event.value)} />
        <input
          id="short"
          value={text.value.slice(0, 2)}
          onInput={(event) => (text.value = event.value.slice(0, 2))}
        />
        <input
          id="on"
          type="checkbox"
          checked={on}
          onChange={({ checked }) => (on.value = checked === true)}
        />
        <b>{upper}</b>
        <i onClick={on.value ? () => (text.value = '') : null}>{on.value ? 'clear' : 'no'}</i>
      </form>
    )
  }
  const actions: ((page: TestPage) => void)[] = [
    (page) => page.type(page.find<HTMLInputElement>('#text'), 'abc'),
    (page) => page.type(page.find<HTMLInputElement>('#short'), 'abcd'),
    (page) => {
      page.find<HTMLInputElement>('#on').checked = true
      page.fire(page.find('#on'), 'change')
    },
    (page) => void page.fire(page.find('form'), 'submit'),
    click('i'),
  ]
  expect(await answers(Form, actions, true)).toEqual(await answers(Form, actions, false))
})

test('several roots, and the address', async () => {
  const Where = () => () => <p>{url().search}</p>
  const page = await new TestPage([
    [Counter, {}],
    [Where, {}],
    [Counter, {}],
  ]).load()
  await page.connect()
  await sleep(page)
  page.window.history.pushState({}, '', '/page?two')
  page.fire(page.window as unknown as Element, 'popstate')
  await page.settle()
  expect(page.session.isAsleep).toBe(false)
  expect(page.body.textContent).toContain('?two')
  await sleep(page)
  page.body.querySelectorAll('button')[1]?.click()
  await page.settle()
  expect(page.body.textContent).toBe('Clicked 0 times?twoClicked 1 times')
})

test('a signal from outside wakes it, and the page is told anew on its connection; nodes stay', async () => {
  const news = signal('old')
  const page = await open(() => {
    const count = signal(0)
    return () => (
      <div>
        <p title={news.value}>{news}</p>
        <button onClick={() => count.value++}>{count}</button>
      </div>
    )
  })
  const { socket } = page
  page.find('button').click()
  await page.settle()
  const [text, button] = [page.find('p'), page.find('button')]
  await sleep(page)
  expect(subscriberCount(news)).toBe(1)
  news.value = 'new'
  await expect.poll(() => text.textContent).toBe('new')
  expect(page.session.isAsleep).toBe(false)
  expect([text.title, page.find('p'), page.find('button')]).toEqual(['new', text, button])
  expect(page.socket).toBe(socket)
  button.click()
  await page.settle()
  expect(button.textContent).toBe('2')
  await inStep(page)
  page.session.close('PG_GONE', 2)
  expect(subscriberCount(news)).toBe(0)
})

test('a signal that changes nothing to see wakes it in silence; one that changes back does not', async () => {
  const stock = signal(5)
  const page = await open(() => () => <p>{stock.value > 0 ? 'there' : 'gone'}</p>)
  await sleep(page)
  stock.value = 0
  stock.value = 5
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect(page.session.isAsleep).toBe(true)
  stock.value = 4
  await expect.poll(() => page.session.isAsleep).toBe(false)
  await page.settle()
  expect(page.down).toEqual([])
  stock.value = 0
  await page.settle()
  expect(page.find('p').textContent).toBe('gone')
  await inStep(page)
})

test('an event that was on its way while the page was told anew finds its place by path', async () => {
  const items = signal(['a', 'b'])
  const chosen: string[] = []
  const page = await open(() => () => (
    <ul>
      {items.value.map((item) => (
        <li key={item} id={item} onClick={() => chosen.push(item)}>
          {item}
        </li>
      ))}
    </ul>
  ))
  await sleep(page)
  const socket = page.socket as { stalled: boolean; release(): void }
  socket.stalled = true
  page.find('#b').click()
  items.value = ['b', 'c', 'a']
  // It is asked what it shows; its answer is on the way behind the click.
  await expect.poll(() => page.down.length).toBe(1)
  socket.release()
  await expect.poll(() => chosen).toEqual(['b'])
  expect(page.ended).toBe('PG_WAKE 1')
  page.find('#a').click()
  await page.settle()
  expect(chosen).toEqual(['b', 'a'])
  await inStep(page)
  // The same, but it is lost with the connection.
  await sleep(page)
  ;(page.socket as { stalled: boolean }).stalled = true
  page.find('#c').click()
  items.value = ['d', 'a', 'c']
  await expect.poll(() => page.down.length).toBe(1)
  page.cut()
  page.reconnect()
  await expect.poll(() => chosen).toEqual(['b', 'a', 'c'])
  await inStep(page)
})

test('a click on what shows something else now comes again by path; nodes and state stay', async () => {
  let time = 'morning'
  const page = await open(() => {
    const count = signal(0)
    return () => (
      <div>
        <p>{time}</p>
        {time === 'noon' && <hr />}
        <button onClick={() => count.value++}>{count}</button>
      </div>
    )
  })
  const button = page.find('button')
  button.click()
  await page.settle()
  await sleep(page)
  time = 'noon'
  button.click()
  button.click()
  await expect.poll(() => button.textContent).toBe('3')
  expect(page.ended).toBe('PG_WAKE 1')
  expect([page.find('p').textContent, page.find('button')]).toEqual(['noon', button])
  expect(page.find('hr')).toBeDefined()
  await inStep(page)
})

test('asynchronous setups are waited for, and messages wait in order', async () => {
  let finish = (): void => {}
  let isSlow = false
  const Slow = async () => {
    const words = signal('')
    if (isSlow) await new Promise<void>((resolve) => (finish = resolve))
    return () => (
      <p>
        <button id="a" onClick={() => (words.value += 'a')} />
        <button id="b" onClick={() => (words.value += 'b')} />
        <b>{words}</b>
      </p>
    )
  }
  const page = await open(() => () => <Slow />)
  page.find('#b').click()
  await page.settle()
  isSlow = true
  await sleep(page)
  for (const id of ['#a', '#b', '#a']) page.find(id).click()
  await page.settle()
  expect([page.find('b').textContent, page.down.length]).toEqual(['b', 0])
  expect(page.session.components()).toHaveLength(1)
  finish()
  await page.settle()
  expect(page.find('b').textContent).toBe('baba')
  await inStep(page)
})

test('a page that comes back wakes it and goes on; what changed meanwhile is told anew', async () => {
  const news = signal('old')
  const page = await open(() => {
    const count = signal(0)
    return () => (
      <button title={news.value} onClick={() => count.value++}>
        {count}
      </button>
    )
  })
  const button = page.find('button')
  for (const title of ['old', 'new']) {
    await sleep(page)
    page.cut()
    expect(subscriberCount(news)).toBe(0)
    button.click()
    news.value = title
    await page.settle()
    expect([page.session.state, page.session.isAsleep]).toEqual(['detached', true])
    page.reconnect()
    await page.settle()
    expect([page.session.isAsleep, page.find('button'), button.title]).toEqual([
      false,
      button,
      title,
    ])
    await inStep(page)
  }
  expect(button.textContent).toBe('2')
})

test('a page that comes back while it is being woken, twice', async () => {
  const finish: (() => void)[] = []
  let isSlow = false
  const Slow = async () => {
    const count = signal(0)
    if (isSlow) await new Promise<void>((resolve) => finish.push(resolve))
    return () => <button onClick={() => count.value++}>{count}</button>
  }
  const page = await open(Slow)
  isSlow = true
  await sleep(page)
  page.find('button').click()
  await page.settle()
  for (let i = 0; i < 2; i++) {
    page.cut()
    page.find('button').click()
    page.reconnect()
    await page.settle()
  }
  expect(finish).toHaveLength(1)
  finish[0]?.()
  await page.settle()
  expect(page.find('button').textContent).toBe('3')
  await inStep(page)
})

test('an altered page that is repaired, and one that ends asleep or while it is being woken', async () => {
  const page = await open(Counter)
  await sleep(page)
  await page.inject(5)
  expect(page.session.isAsleep).toBe(false)
  page.find('button').click()
  await page.settle()
  await inStep(page)

  const news = signal('old')
  let isSlow = false
  const Slow = async () => {
    if (isSlow) await new Promise(() => {})
    return () => <p onClick={() => {}}>{news}</p>
  }
  for (const wakes of [false, true]) {
    isSlow = false
    const other = await open(Slow)
    isSlow = true
    await sleep(other)
    if (wakes) other.find('p').click()
    await other.settle()
    other.session.close('PG_SHUTDOWN', 2)
    expect([subscriberCount(news), other.session.isAsleep]).toEqual([0, false])
  }
})

test('illegal input does not wake it', async () => {
  const page = await open(Counter)
  await sleep(page)
  await page.inject(10, 1)
  expect(page.ended).toBe('PG_WIRE 0')
  const other = await open(Counter)
  await sleep(other)
  await other.inject(0, 77, 0)
  expect(other.ended).toBe('PG_UNKNOWN_BLOCK 0')
})

const busy: Record<string, Component> = {
  onMount: () => {
    onMount(() => {})
    return () => <p />
  },
  onUnmount: () => {
    onUnmount(() => {})
    return () => <p />
  },
  'an effect': () => {
    effect(() => {})
    return () => <p />
  },
  'transient state': () => {
    const menu = signal('open', { transient: true })
    return () => <p>{menu}</p>
  },
  'state that is no data': () => {
    const say = signal(() => 'no data')
    return () => <p>{say.value()}</p>
  },
}

test.each(Object.entries(busy))('a page with %s stays awake', async (_, component) => {
  const page = await open(component)
  await acknowledge(page)
  expect(page.session.link.hibernate()).toBe(false)
  expect(page.session.isAsleep).toBe(false)
  await inStep(page)
})

test('a page with unacknowledged frames or a running handler stays awake', async () => {
  const page = await open(Counter)
  page.find('button').click()
  await page.settle()
  expect(page.session.link.hibernate()).toBe(false)
  let finish = (): void => {}
  const other = await open(() => () => (
    <p onClick={() => new Promise<void>((resolve) => (finish = resolve))} />
  ))
  other.find('p').click()
  await acknowledge(other)
  expect(other.session.link.hibernate()).toBe(false)
  finish()
  await acknowledge(other)
  await sleep(other)
  const volatile = await open(Counter, {}, { isKept: false })
  expect(volatile.session.link.hibernate()).toBe(false)
})

test('a setup that fails when it is woken ends the page', async () => {
  let isBroken = false
  const page = await open(() => {
    if (isBroken) throw new Error('no')
    return () => <p onClick={() => {}} />
  })
  await sleep(page)
  isBroken = true
  page.find('p').click()
  await page.settle()
  expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
})

test('views that keep changing what they read when it is woken, behind a setup that takes its time, end the page alone', async () => {
  const isOn = signal(false)
  let isBroken = false
  const [a, b] = [signal(0), signal(0)]
  const Ping = () => () => {
    if (isOn.value) b.value = a.value + 1
    return <p>{b.value}</p>
  }
  const Pong = async () => {
    await Promise.resolve()
    if (isBroken) isOn.value = true
    return () => {
      if (isOn.value) a.value = b.value + 1
      return <p>{a.value}</p>
    }
  }
  const page = await open(() => () => (
    <section onClick={() => {}}>
      <Ping />
      <Pong />
    </section>
  ))
  await sleep(page)
  isBroken = true
  page.find('section').click()
  await page.settle()
  expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
})
