// A session that was restored from a checkpoint: the page says in sums what it shows, and is told no more than
// what differs.
import { expect, test } from 'vitest'
import { computed, navigate, on, pushEvent, ref, resource, signal } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import type { Component } from '../../src/template/block.ts'
import { OUTLINE, RENDER_ANEW, REPAIR, RESUMED, WELCOME } from '../../src/wire/protocol.ts'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'

const IS_COMPILED = process.env['PANTOGRAPH_FRONT_END'] === 'compiled'

/** Another server goes on; returns how often the DOM was changed until the page was in step again. */
async function restore(page: TestPage, meanwhile: () => void = () => {}): Promise<number> {
  await page.moveOn()
  meanwhile()
  const records: unknown[] = []
  const observer = new page.window.MutationObserver((seen) => void records.push(...seen))
  observer.observe(page.window.document.body, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  })
  page.down.length = page.up.length = 0
  page.reconnect()
  await page.settle()
  records.push(...observer.takeRecords())
  observer.disconnect()
  await inStep(page)
  return records.length
}

const hex = (messages: readonly Uint8Array[]): string[] =>
  messages.map((message) => Buffer.from(message).toString('hex'))

const typesUp = (page: TestPage): number[] => page.up.map(([head = 0]) => head & 7)

function Counter() {
  const count = signal(0)
  return () => <button onClick={() => count.value++}>Clicked {count} times</button>
}

function Rows() {
  const count = signal(1000)
  const rows = computed(() => Array.from({ length: count.value }, (_, i) => i + 1))
  return () => (
    <section>
      <table>
        <tbody>
          {rows.value.map((row) => (
            <tr key={row}>
              <td>{row}</td>
              <td class={`row${row}`}>row {row}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button onClick={() => count.value++} />
    </section>
  )
}

test('an unchanged page of 1,000 rows: nothing is told, nothing is touched, and it goes on', async () => {
  const page = await open(Rows)
  page.find('button').click()
  await page.settle()
  expect(await restore(page)).toBe(0)
  // The kind, one event done, no checkpoints, a ticket of a byte, and a sum.
  const sum = IS_COMPILED ? 'b2de30c70924' : '[0-9a-f]{12}'
  expect(hex(page.down).join(' ')).toMatch(new RegExp(`^010401000101${sum}$`))
  expect(hex(page.up.slice(1))).toEqual(['07'])
  page.find('button').click()
  await page.settle()
  expect(page.find('tr:last-child').textContent).toBe('1002row 1002')
  await inStep(page)
})

test('a changed text: its block is told, and only the text is touched', async () => {
  const shared = signal('before')
  const page = await open(() => () => (
    <section>
      <p title="static">It is {shared} now</p>
      <Counter />
    </section>
  ))
  const texts = [...page.find('p').childNodes]
  expect(await restore(page, () => (shared.value = 'after'))).toBe(1)
  expect([...page.find('p').childNodes]).toEqual(texts)
  expect(typesUp(page)).toEqual([1, OUTLINE])
  // A text of a block, of which the other slots hold blocks.
  const told = IS_COMPILED ? '10046002141b6166746572' : '10.*6166746572.*'
  expect(hex(page.down.slice(1)).join(' ')).toMatch(new RegExp(`^${told}$`))
  page.find('button').click()
  await page.settle()
  await inStep(page)
})

test('an inserted, a moved and a removed item: just these are told', async () => {
  const items = signal(Array.from({ length: 200 }, (_, i) => i))
  const page = await open(() => () => (
    <ul>
      {items.value.map((item) => (
        <li key={item} id={`i${item}`}>
          {item}
        </li>
      ))}
    </ul>
  ))
  const before = new Map([...page.find('ul').children].map((item) => [item.id, item]))
  await restore(
    page,
    () => (items.value = [7, 1000, ...items.value.filter((i) => i !== 7 && i !== 9)]),
  )
  const stayed = [...page.find('ul').children].filter((item) => before.get(item.id) === item)
  expect([stayed.length, page.find('ul').children.length]).toEqual([199, 200])
  expect(page.down).toHaveLength(2)
  expect((page.down[1] as Uint8Array).length).toBeLessThan(60)
})

/** A heading that changes, and a counter. */
const titled = (title: WritableSignal<string>): Component => {
  return () => () => (
    <main>
      <h1>{title}</h1>
      <Counter />
    </main>
  )
}

/** Whether it was told everything. */
const isToldAll = ({ down }: TestPage): boolean =>
  down.some(([head = 0, how]) => head === WELCOME && how === RENDER_ANEW)

test.each([
  ['a text that a translator has wrapped', '<font>Bonjour</font>', 'p'],
  ['a text beside it', 'Hello <b>you</b> and you', 'p'],
  ['a list without its rows', '', 'ul'],
  ['a row that is gone', null, 'li'],
  ['a row that somebody else has put there', '<li>1</li><li>spam</li><li>2</li>', 'ul'],
])('%s: the page is told everything', async (_, html, selector) => {
  const name = signal('you')
  const page = await open(() => () => (
    <div>
      <p>Hello {name}</p>
      <ul>
        {[1, 2].map((row) => (
          <li key={row}>{row}</li>
        ))}
      </ul>
    </div>
  ))
  if (html === null) page.find(selector).remove()
  else page.find(selector).innerHTML = html
  await restore(page)
  expect(isToldAll(page)).toBe(true)
})

test('blocks that were put into another slot of their element are not where they should be', async () => {
  const page = await open(() => () => (
    <div>
      {[<i key="i">1</i>]}
      <hr />
      {[<b key="b">2</b>]}
    </div>
  ))
  page.find('b').before(page.find('i'))
  await restore(page)
  expect(typesUp(page)).toContain(REPAIR)
})

test('an attribute that was changed is told again', async () => {
  const title = signal('right')
  const page = await open(() => () => <p class="a b" title={title} />)
  page.find('p').title = 'wrong'
  expect(await restore(page)).toBe(1)
  expect(typesUp(page)).toEqual([1, OUTLINE])
})

test('what the user has typed stays, whatever is told around it', async () => {
  const title = signal('before')
  const Form = () => () => (
    <form class={title.value}>
      <input id="text" value={title} />
      <textarea value="given" />
      <input type="checkbox" checked={false} />
      <select value="a">
        <option value="a">A</option>
        <option value="b">B</option>
      </select>
    </form>
  )
  const page = await open(Form)
  const box = page.find<HTMLInputElement>('[type=checkbox]')
  const select = page.find<HTMLSelectElement>('select')
  page.type(page.find<HTMLInputElement>('#text'), 'typed')
  page.type(page.find<HTMLTextAreaElement>('textarea'), 'typed too')
  box.checked = true
  page.fire(box, 'input')
  select.value = 'b'
  page.fire(select, 'input')
  await restore(page, () => (title.value = 'after'))
  expect(typesUp(page)).toEqual([1, OUTLINE])
  expect(page.find('form').className).toBe('after')
  expect(page.find<HTMLInputElement>('#text').value).toBe('typed')
  expect(page.find<HTMLTextAreaElement>('textarea').value).toBe('typed too')
  expect([box.checked, select.value]).toEqual([true, 'b'])
})

test('attributes by spread, styles, SVG and handlers with options: the same sums on both sides', async () => {
  const title = signal('title')
  const width = signal(3)
  const page = await open(() => () => (
    <section {...{ title, 'data-n': 1, hidden: true, onFocus: () => {} }} class="static">
      <svg viewBox="0 0 1 1">
        <rect width={width} />
      </svg>
      <p class={['a', width.value > 3 && 'b']} draggable={false} />
      <input onKeyDown={on(() => {}, { key: ['Enter', 'Escape'], preventDefault: true })} />
      <textarea value={title} />
    </section>
  ))
  width.value = 4
  await page.settle()
  expect(await restore(page)).toBe(0)
  expect(typesUp(page)).toEqual([1, OUTLINE])
  expect(page.up[1]).toHaveLength(1)
  // A spread is not told apart. The plain runtime makes slots of what is in it.
  await restore(page, () => (title.value = 'other'))
  expect([isToldAll(page), page.find('section').title]).toEqual([IS_COMPILED, 'other'])
})

test('a style that the browser writes in its own way is not told again', async () => {
  const width = signal(1)
  const page = await open(() => () => <p style={{ color: 'red', width: `${width.value}px` }} />)
  width.value = 2
  await page.settle()
  await page.moveOn()
  page.up.length = 0
  page.reconnect()
  await page.settle()
  expect(hex(page.up.slice(1))).toEqual(['07'])
  await page.moveOn()
  width.value = 3
  page.reconnect()
  await page.settle()
  expect(page.find('p').style.width).toBe('3px')
})

test('a control with a spread: such a page is not asked', async () => {
  const title = signal('before')
  const page = await open(() => () => (
    <div>
      <input {...{ value: title, class: 'field' }} />
      {title}
    </div>
  ))
  await restore(page, () => (title.value = 'after'))
  expect([isToldAll(page), typesUp(page).length]).toEqual(IS_COMPILED ? [true, 1] : [false, 2])
  expect(page.find<HTMLInputElement>('input').value).toBe('after')
})

test('several roots: only the one that differs is told', async () => {
  const second = signal(0)
  const page = new TestPage([
    [Counter, {}],
    [() => () => <p>{second}</p>, {}],
    [() => () => null, {}],
  ])
  await page.load()
  await page.connect()
  const nodes = ['button', 'p'].map((selector) => page.find(selector))
  page.find('button').click()
  await page.settle()
  await page.moveOn()
  second.value = 7
  page.reconnect()
  await page.settle()
  expect(['button', 'p'].map((selector) => page.find(selector))).toEqual(nodes)
  expect(nodes.map((node) => node.textContent)).toEqual(['Clicked 1 times', '7'])
  page.find('button').click()
  await page.settle()
  expect(page.find('button').textContent).toBe('Clicked 2 times')
})

test('what the user does while page and server compare is done where it was done', async () => {
  const heard: number[] = []
  const rows = signal([1, 2, 3])
  const page = await open(() => () => (
    <ul>
      {rows.value.map((row) => (
        <li key={row} id={`row${row}`} onClick={() => heard.push(row)} />
      ))}
    </ul>
  ))
  await page.moveOn()
  rows.value = [4, 3, 1]
  page.onTheWay = (message) => {
    page.find('#row3').click()
    page.find('#row2')?.click()
    page.onTheWay = (later) => later
    return message
  }
  page.reconnect()
  await page.settle()
  expect(heard).toEqual([3])
  page.find('#row4').click()
  await page.settle()
  expect(heard).toEqual([3, 4])
  await inStep(page)
})

test('an event that comes before the answer means nothing: the page comes back and tells it by path', async () => {
  const page = await open(Counter)
  await page.moveOn()
  page.onTheWay = (message) => {
    ;(page.socket as { stalled: boolean }).stalled = true
    return message
  }
  page.reconnect()
  await page.settle()
  page.onTheWay = (message) => message
  await page.inject(0, 1, 0)
  expect(page.ended).toBe('PG_WAKE 1')
  page.reconnect()
  await page.settle()
  await inStep(page)
})

test('numbers of blocks that are gone are given again', async () => {
  const items = signal([1, 2, 3])
  const page = await open(() => () => (
    <ul>
      {items.value.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  ))
  await restore(page, () => (items.value = [1, 3]))
  const { fresh } = page.session.tree
  // The second frame acknowledges both.
  for (const next of [[1], [1, 4], [1, 4, 5]]) {
    items.value = next
    await page.settle()
  }
  expect(page.session.tree.fresh).toBe(fresh)
  await inStep(page)
})

test.each([
  ['its question', 0],
  ['its differences', 1],
])('a server that is lost with %s is asked again', async (_, lost) => {
  const title = signal('before')
  const page = await open(titled(title))
  await page.moveOn()
  title.value = 'after'
  let count = 0
  page.onTheWay = (message) => {
    if (count++ === lost) queueMicrotask(() => page.cut())
    return count > lost ? Uint8Array.of(2) : message
  }
  page.reconnect()
  await page.settle()
  expect(page.find('h1').textContent).toBe('before')
  page.onTheWay = (message) => message
  page.reconnect()
  await page.settle()
  await inStep(page)
  page.find('button').click()
  await page.settle()
  await inStep(page)
})

test('a page that is told everything, and loses that, is told it again', async () => {
  const title = signal('before')
  const page = await open(titled(title))
  page.isDistrusted = true
  page.cut()
  title.value = 'after'
  let count = 0
  page.onTheWay = (message) => {
    if (++count < 2) return message
    queueMicrotask(() => page.cut())
    return Uint8Array.of(2)
  }
  page.reconnect()
  await page.settle()
  page.isDistrusted = false
  page.onTheWay = (message) => message
  page.reconnect()
  await page.settle()
  expect(page.find('h1').textContent).toBe('after')
  await inStep(page)
})

test('an altered page that is lost before it could say so says it later', async () => {
  const page = new TestPage([[Counter, {}]])
  await page.load()
  page.find('button').textContent = 'Altered'
  page.onTheWay = (message) => {
    // Behind the message.
    queueMicrotask(() => queueMicrotask(() => page.cut()))
    return message
  }
  await page.connect()
  page.onTheWay = (message) => message
  page.reconnect()
  await page.settle()
  expect(page.down.some(([head, how]) => head === WELCOME && how === RESUMED)).toBe(true)
  expect([isToldAll(page), page.find('button').textContent]).toEqual([true, 'Clicked 0 times'])
  page.find('button').click()
  await page.settle()
  await inStep(page)
})

test('the server changes between question and answer: the page is told everything', async () => {
  const title = signal('before')
  const page = await open(titled(title))
  await page.moveOn()
  page.onTheWay = (message) => {
    ;(page.socket as { stalled: boolean }).stalled = true
    return message
  }
  page.reconnect()
  await page.settle()
  page.onTheWay = (message) => message
  title.value = 'after'
  // As an event of the log does that is still waiting.
  page.session.tree.catchUp()
  page.find('button').click()
  ;(page.socket as { release(): void }).release()
  await expect.poll(() => page.find('button').textContent).toBe('Clicked 1 times')
  await inStep(page)
})

test('what differed when it was asked is right when it answers: a frame comes all the same', async () => {
  const title = signal('before')
  const page = await open(titled(title))
  await page.moveOn()
  title.value = 'after'
  page.onTheWay = (message) => {
    ;(page.socket as { stalled: boolean }).stalled = true
    return message
  }
  page.reconnect()
  await page.settle()
  page.onTheWay = (message) => message
  title.value = 'before'
  page.session.tree.catchUp()
  page.down.length = 0
  ;(page.socket as { release(): void }).release()
  await page.settle()
  expect(hex(page.down)).toEqual(['00'])
  await inStep(page)
})

test('what a handler asks of the page that is done again, or for the first time, while it comes back is told it', async () => {
  const page = await open(() => {
    const field = ref()
    const count = signal(0)
    return () => (
      <div>
        <b onClick={() => navigate('/elsewhere')} />
        <button
          onClick={() => {
            count.value++
            navigate(`/page?${count.value}`)
            pushEvent('counted', count.value)
            field.focus()
          }}
        >
          {count}
        </button>
        {count.value > 0 && <input ref={field} />}
      </div>
    )
  })
  const counted: unknown[] = []
  page.window.addEventListener('counted', (event) => {
    counted.push((event as unknown as CustomEvent).detail)
  })
  for (const how of ['restored', 'told anew']) {
    const click = (): void => page.find('button').click()
    if (how === 'restored') await page.moveOn(click)
    else page.isDistrusted = true
    if (how !== 'restored') {
      page.cut()
      click()
    }
    page.reconnect()
    await page.settle()
    page.isDistrusted = false
    const { search } = page.window.location
    expect([search, page.session.address.peek()]).toEqual([
      `?${counted.length}`,
      `/page?${counted.length}`,
    ])
    expect(page.window.document.activeElement).toBe(page.find('input'))
    page.find('input').blur()
    await inStep(page)
  }
  expect(counted).toEqual([1, 2])
  await page.moveOn(() => page.find('b').click())
  page.reconnect()
  await page.settle()
  expect(page.left).toEqual(['/elsewhere'])
})

test('state of what is still to come, and of what stands in it, is in checkpoints and is given back', async () => {
  let finish: (() => void) | null = () => {}
  const wait = async (): Promise<void> => {
    if (finish !== null) await new Promise<void>((resolve) => (finish = resolve))
  }
  function Part({ id }: { id: string }) {
    const count = signal(0)
    return () => (
      <button id={id} onClick={() => count.value++}>
        {count}
      </button>
    )
  }
  async function Slow() {
    const early = signal('-')
    await wait()
    const late = signal(0)
    return () => (
      <div>
        <b onClick={() => (early.value = String(++late.value))}>
          {early}
          {late}
        </b>
        <Part id="inner" />
      </div>
    )
  }
  const Data = () => {
    const data = resource(() => wait().then(() => ''))
    return () => (
      <p>
        {data.value}
        <Part id="behind" />
      </p>
    )
  }
  finish = null
  const page = await open(() => () => (
    <main>
      <Part id="fast" />
      <Slow />
      <Data />
    </main>
  ))
  const shown = (): (string | null)[] =>
    ['#fast', 'b', '#inner', '#behind'].map(
      (place) => page.body.querySelector(place)?.textContent ?? null,
    )
  for (const place of ['#fast', 'b', '#inner', '#behind']) page.find(place).click()
  await page.settle()
  expect(shown()).toEqual(['1', '11', '1', '1'])
  finish = () => {}
  await page.restore()
  page.find('#fast').click()
  await page.settle()
  finish = null
  await page.restore()
  expect(shown()).toEqual(['2', '11', '1', '1'])
  page.find('#inner').click()
  await page.settle()
  await inStep(page)
})

test('a setup that waits for data in its props keeps what it makes then', async () => {
  let isThere = false
  const Child = ({ data }: { data: { readonly value: number } }) => {
    const count = signal(data.value)
    const more = resource(() => 'more')
    return () => (
      <button title={more.latest} onClick={() => count.value++}>
        {count}
      </button>
    )
  }
  const page = await open(() => {
    const data = resource(async () => {
      await Promise.resolve()
      return isThere ? 100 : 7
    })
    return () => <Child data={data} />
  })
  isThere = true
  page.find('button').click()
  await page.settle()
  await page.restore()
  expect([page.find('button').textContent, page.find('button').title]).toEqual(['8', 'more'])
  page.find('button').click()
  await page.settle()
  await inStep(page)
})
