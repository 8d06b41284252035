// Streams: lists whose items only the page has.
import { beforeEach, expect, test } from 'vitest'
import { on, signal, stream } from 'pantograph'
import type { Stream, StreamOptions } from 'pantograph'
import type { PantographValueEvent } from 'pantograph'
import { COMPARED, RENDER_ANEW, RESUMED, WELCOME } from '../../src/wire/protocol.ts'
import { open, TestPage } from './page.ts'

interface Post {
  readonly id: number
  readonly text: string
}
const post = (id: number, text = `post ${id}`): Post => ({ id, text })
const posts = (...ids: number[]): Post[] => ids.map((id) => post(id))

/** The stream of the page that was mounted last, and what its setup fills in. */
let feed: Stream<Post, number>
let filled: readonly Post[] = []
let options: Partial<StreamOptions<Post, number>> = {}
let removed: (number | string)[] = []

beforeEach(() => {
  filled = posts(1, 2, 3)
  options = {}
  removed = []
})

function Feed() {
  feed = stream<Post, number>({ key: ({ id }) => id, ...options })
  const remove = feed.on((_, id) => {
    removed.push(id)
    feed.delete(id)
  })
  feed.append(...filled)
  const title = signal('Feed')
  return () => (
    <section>
      <h1 onClick={() => (title.value += '!')}>{title.value}</h1>
      <ul>
        {feed.show(({ id, text }) => (
          <li id={`p${id}`}>
            {text} <button onClick={remove}>x</button>
          </li>
        ))}
      </ul>
      <p>end</p>
    </section>
  )
}

const shown = (page: TestPage): string =>
  [...page.find('ul').children].map((item) => item.textContent?.replace(/ x$/, '')).join(', ')

const ids = (page: TestPage): string =>
  [...page.find('ul').children].map((item) => item.id.slice(1)).join(' ')

const welcomes = (page: TestPage): (number | undefined)[] =>
  page.down.filter(([head = 0]) => (head & 7) === WELCOME).map(([, how]) => how)

test('what setup fills in comes with the HTML and is adopted; changes follow by key', async () => {
  const page = await open(Feed)
  expect(page.html).toContain('<li id="p2">post 2 <button>x</button></li>')
  const [first] = page.find('ul').children
  feed.append(post(4))
  feed.prepend(post(-1), post(0))
  await page.settle()
  expect(ids(page)).toBe('-1 0 1 2 3 4')
  feed.insert(post(9), { before: 2 })
  feed.insert(post(8), { at: 1 })
  feed.update(post(3, 'three'))
  feed.update(post(77))
  feed.delete(0)
  feed.delete(78)
  await page.settle()
  expect(ids(page)).toBe('-1 8 1 9 2 3 4')
  expect(page.find('#p3').textContent).toBe('three x')
  expect(page.find('#p1')).toBe(first)
  feed.reset(posts(5, 6))
  await page.settle()
  expect(ids(page)).toBe('5 6')
  expect(page.log).toEqual([])
})

test('an item that is there already is updated where it stands', async () => {
  const page = await open(Feed)
  const node = page.find('#p2')
  feed.append(post(2, 'again'), post(4))
  feed.prepend(post(3, 'three'))
  await page.settle()
  expect(shown(page)).toBe('post 1, again, three, post 4')
  expect(page.find('#p2')).toBe(node)
})

test('a limit drops items at the other end', async () => {
  options = { limit: 4 }
  const page = await open(Feed)
  feed.append(post(4), post(5))
  await page.settle()
  expect(ids(page)).toBe('2 3 4 5')
  feed.prepend(post(0))
  await page.settle()
  expect(ids(page)).toBe('0 2 3 4')
  feed.append(...posts(10, 11, 12, 13, 14, 15))
  await page.settle()
  expect(ids(page)).toBe('12 13 14 15')
})

test('what is added before the first HTML is part of it, by the same rules', async () => {
  options = { limit: 5 }
  const page = await open(() => {
    const list = stream<Post, number>({ key: ({ id }) => id, limit: 5 })
    list.append(...posts(1, 2, 3, 4, 5, 6))
    list.prepend(...posts(10, 11))
    list.insert(post(12), { before: 3 })
    list.delete(11)
    list.update(post(10, 'ten'))
    list.append(post(3, 'three'))
    return () => (
      <ul>
        {list.show(({ id, text }) => (
          <li id={`p${id}`}>{text}</li>
        ))}
      </ul>
    )
  })
  expect(shown(page)).toBe('ten, post 2, post 12, three')
})

test('handlers get the key of the item, with the page adopted, told and after a move', async () => {
  const page = await open(Feed)
  page.find('#p2 button').click()
  await page.settle()
  expect([removed, ids(page)]).toEqual([[2], '1 3'])
  feed.append(post(4))
  await page.settle()
  page.find('#p4 button').click()
  page.find('h1').click()
  await page.settle()
  expect([removed, ids(page), page.find('h1').textContent]).toEqual([[2, 4], '1 3', 'Feed!'])
  filled = posts(1, 3)
  await page.moveOn()
  page.find('#p3 button').click()
  page.reconnect()
  await page.settle()
  expect([removed, ids(page)]).toEqual([[2, 4, 3], '1'])
  expect(page.log).toEqual([])
})

test('keys of every kind come back as they are', async () => {
  const keys = ['a', '', '#', '##1', '#1', 'é😀', 0, -1, 7, 2 ** 40, 1.5, -0.25]
  const got: unknown[] = []
  const page = await open(() => {
    const list = stream<string | number>({ key: (item) => item })
    const take = list.on((_, key) => got.push(key))
    list.append(...keys)
    return () => (
      <ul>
        {list.show((item) => (
          <li onClick={take}>{String(item)}</li>
        ))}
      </ul>
    )
  })
  for (const item of page.find('ul').children) (item as HTMLElement).click()
  await page.settle()
  expect(got).toEqual(keys)
})

test('options of handlers, values of controls and components without state work in items', async () => {
  const typed: unknown[] = []
  const Card = ({ id }: { id: number }) => <b>card {id}</b>
  const page = await open(() => {
    const list = stream<Post, number>({ key: ({ id }) => id })
    const edit = list.on<PantographValueEvent>((event, id) => typed.push([id, event.value]))
    const stay = list.on((_, id) => typed.push(id))
    list.append(...posts(1, 2))
    return () => (
      <ul>
        {list.show(({ id, text }) => (
          <li>
            <Card id={id} />
            <a href="#x" onClick={id === 1 ? on(stay, { preventDefault: true }) : null}>
              a
            </a>
            <input value={text} onInput={edit} />
            {[1, 2].map((n) => (
              <i key={n}>{n}</i>
            ))}
          </li>
        ))}
      </ul>
    )
  })
  const [first, second] = page.find('ul').children as unknown as [HTMLElement, HTMLElement]
  expect(first.querySelector('b')?.textContent).toBe('card 1')
  page.type(second.querySelector('input') as HTMLInputElement, 'new')
  const event = page.fire(first.querySelector('a') as Element, 'click')
  page.fire(second.querySelector('a') as Element, 'click')
  await page.settle()
  expect(typed).toEqual([[2, 'new'], 1])
  expect(event.defaultPrevented).toBe(true)
})

test('what would have to be kept is refused', async () => {
  const text = signal('x')
  const Stateful = () => {
    const count = signal(0)
    return () => <b>{count.value}</b>
  }
  const Async = async () => <b>late</b>
  const item = (render: (list: Stream<number>) => unknown) => () => {
    const list = stream<number>({ key: (one) => one })
    list.append(1)
    return () => (
      <ul>
        {list.show(() => (
          <li>{render(list) as never}</li>
        ))}
      </ul>
    )
  }
  await expect(open(item(() => text))).rejects.toThrow('PG_STREAM_ITEM')
  await expect(open(item(() => <b title={text} />))).rejects.toThrow('PG_STREAM_ITEM')
  await expect(open(item(() => <b {...{ title: text }} />))).rejects.toThrow('PG_STREAM_ITEM')
  await expect(open(item(() => <Stateful />))).rejects.toThrow('PG_STREAM_ITEM')
  await expect(open(item(() => <Async />))).rejects.toThrow('PG_STREAM_ITEM')
  await expect(open(item((list) => list.show(() => 'x')))).rejects.toThrow('PG_STREAM_ITEM')
  await expect(open(item(() => <b onClick={() => {}} />))).rejects.toThrow('PG_STREAM_HANDLER')
  await expect(open(item(() => <b {...{ onClick: () => {} }} />))).rejects.toThrow(
    'PG_STREAM_HANDLER',
  )
  await expect(
    open(() => <ul>{stream<number>({ key: (one) => one }).show(() => 'x')}</ul>),
  ).resolves.toBeDefined()
  await expect(open(item((list) => list.on(() => {}) && 'x'))).rejects.toThrow('PG_STREAM_HANDLER')
  await expect(open(item(() => 'x'))).resolves.toBeDefined()
  const limited = () => stream({ key: () => 1, limit: 0 }) && null
  await expect(open(limited)).rejects.toThrow('PG_STREAM_LIMIT')
})

test('a stream that goes takes its items along, and begins anew where another one stands', async () => {
  const which = signal(0)
  const lists: Stream<Post, number>[] = []
  const page = await open(() => {
    for (const from of [1, 5]) {
      const list = stream<Post, number>({ key: ({ id }) => id })
      list.append(...posts(from, from + 1))
      lists.push(list)
    }
    return () => (
      <ul>
        {which.value < 2 ? lists[which.value]?.show(({ id }) => <li id={`p${id}`} />) : 'none'}
      </ul>
    )
  })
  expect(ids(page)).toBe('1 2')
  which.value = 1
  await page.settle()
  expect(ids(page)).toBe('5 6')
  lists[1]?.append(post(7))
  lists[0]?.append(post(3))
  await page.settle()
  expect(ids(page)).toBe('5 6 7')
  which.value = 2
  await page.settle()
  expect(page.find('ul').innerHTML).toBe('none')
  lists[1]?.append(post(8))
  which.value = 1
  await page.settle()
  expect(ids(page)).toBe('8')
  which.value = 0
  await page.settle()
  expect(ids(page)).toBe('3')
})

test('a connection that was lost: what was missed is told again, and nothing else', async () => {
  const page = await open(Feed)
  const node = page.find('#p1')
  feed.append(post(4))
  await page.settle()
  page.onTheWay = (message) => (page.online ? message : Uint8Array.of(2))
  page.online = false
  feed.append(post(5))
  feed.delete(2)
  await page.settle()
  page.onTheWay = (message) => message
  page.cut()
  feed.prepend(post(0))
  page.down.length = 0
  page.reconnect()
  await page.settle()
  expect(welcomes(page)).toEqual([RESUMED])
  expect(ids(page)).toBe('0 1 3 4 5')
  expect(page.find('#p1')).toBe(node)
  expect(page.log).toEqual([])
})

test('told anew, the page keeps the items that it has', async () => {
  const page = await open(Feed)
  feed.append(...posts(4, 5))
  feed.delete(1)
  await page.settle()
  const nodes = [...page.find('ul').children]
  page.isDistrusted = true
  page.cut()
  feed.append(post(6))
  page.down.length = 0
  page.reconnect()
  await page.settle()
  expect(welcomes(page)).toEqual([RENDER_ANEW])
  expect(ids(page)).toBe('2 3 4 5 6')
  expect([...page.find('ul').children].slice(0, 4)).toEqual(nodes)
  page.find('#p4 button').click()
  page.find('#p6 button').click()
  await page.settle()
  expect([removed, ids(page)]).toEqual([[4, 6], '2 3 5'])
  expect(page.log).toEqual([])
})

test('restored elsewhere: nothing is told while setup fills in the same', async () => {
  const page = await open(Feed)
  feed.append(...posts(4, 5))
  await page.settle()
  const nodes = [...page.find('ul').children]
  await page.moveOn()
  page.down.length = page.up.length = 0
  page.reconnect()
  await page.settle()
  expect(welcomes(page)).toEqual([COMPARED])
  expect(page.down).toHaveLength(1)
  expect(page.up.map(([head = 0]) => head & 7)).toEqual([1, 7])
  expect([...page.find('ul').children]).toEqual(nodes)
  page.find('#p5 button').click()
  await page.settle()
  expect([removed, ids(page)]).toEqual([[5], '1 2 3 4'])
})

test('restored elsewhere: what setup fills in is merged by key', async () => {
  const page = await open(Feed)
  feed.append(...posts(4, 5))
  await page.settle()
  const nodes = new Map([...page.find('ul').children].map((node) => [node.id, node]))
  filled = [post(0), post(2, 'two'), post(21), post(3), post(31), post(32)]
  await page.moveOn()
  feed.append(post(6))
  feed.delete(1)
  page.down.length = 0
  page.reconnect()
  await page.settle()
  expect(welcomes(page)).toEqual([COMPARED])
  expect(ids(page)).toBe('0 2 21 3 31 32 4 5 6')
  expect(page.find('#p2').textContent).toBe('two x')
  for (const node of page.find('ul').children) expect(nodes.get(node.id) ?? node).toBe(node)
  expect(page.log).toEqual([])
})

test('an item that is told again keeps its elements, those of components in it too', async () => {
  const version = signal('a')
  const Field = ({ title }: { title: string }) => (
    <label title={title}>
      <input />
    </label>
  )
  const page = await open(() => {
    const list = stream<number>({ key: (id) => id })
    list.append(1, 2)
    return () => (
      <ul>
        {list.show(() => (
          <li>
            <Field title={version.peek()} />
          </li>
        ))}
      </ul>
    )
  })
  const fields = [...page.body.querySelectorAll('input')]
  for (const field of fields) page.type(field, 'typed')
  await page.moveOn()
  await page.moveOn()
  version.value = 'b'
  await page.moveOn()
  page.reconnect()
  await page.settle()
  expect(page.find('label').title).toBe('b')
  expect([...page.body.querySelectorAll('input')]).toEqual(fields)
  expect(fields.map(({ value }) => value)).toEqual(['typed', 'typed'])
})

test('restored elsewhere with nothing of what the page had: that takes its place', async () => {
  const page = await open(Feed)
  filled = posts(10, 11)
  await page.moveOn()
  page.reconnect()
  await page.settle()
  expect(ids(page)).toBe('10 11')
})

test('a session that hibernates and wakes tells nothing, and its streams go on', async () => {
  const page = await open(Feed)
  feed.append(post(4))
  await page.settle()
  page.socket?.onmessage?.({ data: Uint8Array.of(2).buffer })
  await page.settle()
  const sent = page.down.length
  expect(page.session.link.hibernate()).toBe(true)
  await page.session.wake()
  await page.settle()
  expect(page.down).toHaveLength(sent)
  feed.append(post(5))
  await page.settle()
  expect(ids(page)).toBe('1 2 3 4 5')
  page.find('#p4 button').click()
  await page.settle()
  expect([removed, ids(page)]).toEqual([[4], '1 2 3 5'])
})

test('a page that was reloaded gets what setup fills in, with the state of its session', async () => {
  const page = await open(Feed)
  page.find('h1').click()
  feed.append(post(4))
  await page.settle()
  // Nobody is there any more who could come back.
  if (page.socket) page.socket.onclose = null
  page.cut()
  filled = posts(2, 3, 5)
  const next = new TestPage([[Feed, {}]])
  await next.load()
  next.session = page.session
  next.isReloaded = true
  await next.connect()
  expect(ids(next)).toBe('2 3 5')
  expect(next.find('h1').textContent).toBe('Feed!')
  next.find('#p3 button').click()
  await next.settle()
  expect([removed, ids(next)]).toEqual([[3], '2 5'])
})

test.each([false, true])(
  'a page that was reloaded while a handler runs (concurrent: %s): what that does is done, then setup fills in',
  async (concurrent) => {
    let finish = (): void => {}
    const Page = () => {
      const sum = signal(0)
      const numbers = stream<number, number>({ key: (number) => number })
      for (let i = 1; i <= 2 + sum.peek(); i++) numbers.append(i)
      const add = async (): Promise<void> => {
        await new Promise<void>((resolve) => (finish = resolve))
        numbers.append(++sum.value + 2)
      }
      return () => (
        <div>
          <button onClick={on(add, { concurrent })}>{sum}</button>
          <p>{numbers.show((number) => number)}</p>
        </div>
      )
    }
    const page = await open(Page)
    page.find('button').click()
    await page.settle()
    // Nobody is there any more who could come back.
    if (page.socket) page.socket.onclose = null
    page.cut()
    const next = new TestPage([[Page, {}]])
    await next.load()
    next.session = page.session
    next.isReloaded = true
    await next.connect()
    finish()
    await expect.poll(() => next.find('button').textContent).toBe('1')
    expect(next.find('p').textContent).toBe('123')
  },
)

test('a page that was altered before it was adopted is made like what setup has filled in', async () => {
  const page = new TestPage([[Feed, {}]])
  await page.load()
  page.find('ul').append(page.window.document.createElement('hr') as never)
  await page.connect()
  feed.append(post(4))
  await expect.poll(() => ids(page)).toBe('1 2 3 4')
  page.find('#p2 button').click()
  await page.settle()
  expect([removed, ids(page)]).toEqual([[2], '1 3 4'])
})

test('a slow page: what waits is bounded, and of each key only the latest is told', async () => {
  options = { limit: 50 }
  const page = await open(Feed)
  page.cut()
  for (let i = 0; i < 10_000; i++) feed.append(post(100 + i))
  for (let i = 0; i < 10_000; i++) feed.update(post(10_050, `version ${i}`))
  for (let i = 0; i < 10_000; i++) feed.delete(i + 20_000)
  expect(feed.queue.size).toBeLessThanOrEqual(50 + 1 + 1000)
  page.reconnect()
  page.down.length = 0
  await page.settle()
  expect(page.find('ul').children).toHaveLength(50)
  expect(page.find('ul').lastElementChild?.id).toBe('p10099')
  expect(page.down.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(4000)
})

test('an element of an item hears everything that it listens to, also when it is told again', async () => {
  const notes: string[] = []
  const page = await open(() => {
    feed = stream<Post, number>({ key: ({ id }) => id })
    const click = feed.on((_, id) => notes.push(`click ${id}`))
    const key = feed.on((_, id) => notes.push(`key ${id}`))
    feed.append(post(1))
    return () => (
      <ul>
        {feed.show(({ id, text }) => (
          <li id={`p${id}`} onClick={click} onKeyDown={key}>
            {text}
          </li>
        ))}
      </ul>
    )
  })
  feed.append(post(2))
  feed.update(post(1, 'new'))
  await page.settle()
  for (const id of [1, 2]) {
    page.find(`#p${id}`).click()
    page.fire(page.find(`#p${id}`), 'keydown', { key: 'a' })
  }
  await page.settle()
  expect(notes).toEqual(['click 1', 'key 1', 'click 2', 'key 2'])
})

test('items that listen alike, with what the browser is asked to do', async () => {
  const notes: (number | string)[] = []
  const page = await open(() => {
    feed = stream<Post, number>({ key: ({ id }) => id })
    const key = feed.on((_, id) => notes.push(id))
    feed.append(post(1), post(2))
    return () => (
      <ul>
        {feed.show(({ id, text }) => (
          <li id={`p${id}`} onKeyDown={on(key, { key: 'a' })}>
            {text}
          </li>
        ))}
      </ul>
    )
  })
  feed.append(post(3), post(4), post(5))
  feed.append(post(6))
  await page.settle()
  expect(ids(page)).toBe('1 2 3 4 5 6')
  for (const id of [1, 2, 3, 4, 5, 6]) page.fire(page.find(`#p${id}`), 'keydown', { key: 'a' })
  await page.settle()
  expect(notes).toEqual([1, 2, 3, 4, 5, 6])
  expect(page.ended).toBe(null)
})

test('a page that shows few of many items that change misses none of its own', async () => {
  options = { limit: 3 }
  const page = await open(Feed)
  for (let id = 1; id <= 500; id++) feed.update(post(id, `new ${id}`))
  await page.settle()
  expect(shown(page)).toBe('new 1, new 2, new 3')
  feed.delete(1)
  for (let id = 2; id <= 500; id++) feed.update(post(id, `newer ${id}`))
  await page.settle()
  expect(shown(page)).toBe('newer 2, newer 3')
})

test('an event on its way to an item is not for another stream that takes the place meanwhile', async () => {
  const notes: string[] = []
  const isSecond = signal(false)
  const page = await open(() => {
    const kept = stream<Post, number>({ key: ({ id }) => id })
    const trash = stream<Post, number>({ key: ({ id }) => id })
    const open = kept.on((_, id) => notes.push(`open ${id}`))
    const close = kept.on((_, id) => notes.push(`close ${id}`))
    const destroy = trash.on((_, id) => notes.push(`destroy ${id}`))
    for (const one of [kept, trash]) one.append(post(1), post(2))
    return () => (
      <ul>
        {isSecond.value
          ? trash.show(({ id }) => <li id={`p${id}`} onClick={destroy} />)
          : kept.show(({ id }) => <li id={`p${id}`} onClick={open} onKeyDown={close} />)}
      </ul>
    )
  })
  const socket = page.socket as { stalled: boolean; release(): void }
  page.find('#p2').click()
  await page.settle()
  socket.stalled = true
  page.find('#p1').click()
  // The other stream has no handler of this number.
  page.fire(page.find('#p1'), 'keydown')
  isSecond.value = true
  await page.settle()
  socket.release()
  await page.settle()
  page.find('#p1').click()
  await page.settle()
  expect([notes, page.ended]).toEqual([['open 2', 'destroy 1'], null])
})

test('another build whose stream has fewer handlers: an event for one of them is not done, and the page goes on', async () => {
  const notes: string[] = []
  let isOld = true
  const page = await open(() => {
    const posts = stream<Post, number>({ key: ({ id }) => id })
    const edit = posts.on((_, id) => notes.push(`edit ${id}`))
    const close = isOld ? posts.on((_, id) => notes.push(`close ${id}`)) : null
    posts.append(post(1))
    return () => (
      <ul onDblClick={() => Promise.resolve()}>
        {posts.show(({ id }) => (
          <li id={`p${id}`} onClick={edit} onKeyDown={close} />
        ))}
      </ul>
    )
  })
  await page.moveOn(() => {
    page.fire(page.find('ul'), 'dblclick')
    page.fire(page.find('#p1'), 'keydown')
    page.find('#p1').click()
    isOld = false
  })
  page.reconnect()
  await page.settle()
  expect([notes, page.ended]).toEqual([['edit 1'], null])
  expect(page.log.map(({ message }) => message)).toEqual(['PG_NOT_DONE: its place is gone'])
})
