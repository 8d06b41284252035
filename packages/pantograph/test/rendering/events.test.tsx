// Events: options that the browser carries out, what they carry, their order, and those that come too late.
import { describe, expect, test } from 'vitest'
import { on, signal } from 'pantograph'
import { inStep } from './compare.ts'
import { open, TestPage } from './page.ts'
import { query } from './query.ts'

/** A place to note what handlers were called with. */
const notes: unknown[] = []
const note = (what: unknown) => (): void => void notes.push(what)

async function openNoted(component: () => unknown): Promise<TestPage> {
  notes.length = 0
  return open(component)
}

describe('options', () => {
  test('preventDefault keeps the browser from its own action, and nothing else does', async () => {
    const page = await openNoted(() => (
      <p>
        <a id="plain" href="#a" onClick={note('plain')} />
        <a id="prevented" href="#b" onClick={on(note('prevented'), { preventDefault: true })} />
      </p>
    ))
    expect(page.fire(page.find('#plain'), 'click').defaultPrevented).toBe(false)
    expect(page.fire(page.find('#prevented'), 'click').defaultPrevented).toBe(true)
    await page.settle()
    expect(notes).toEqual(['plain', 'prevented'])
  })

  test('events bubble through handlers until stopPropagation', async () => {
    const page = await openNoted(() => (
      <div onClick={note('div')}>
        <p onClick={on(note('p'), { stopPropagation: true })}>
          <b onClick={note('b')}>
            <i>deep</i>
          </b>
        </p>
        <button>button</button>
      </div>
    ))
    page.find('i').click()
    page.find('button').click()
    await page.settle()
    expect(notes).toEqual(['b', 'p', 'div'])
  })

  test('once fires once', async () => {
    const page = await openNoted(() => <button onClick={on(note('once'), { once: true })} />)
    page.find('button').click()
    page.find('button').click()
    await page.settle()
    page.find('button').click()
    await page.settle()
    expect(notes).toEqual(['once'])
  })

  test('keys: only those, and not while a text is being composed', async () => {
    const page = await openNoted(() => (
      <p>
        <input id="one" onKeyDown={on((event) => notes.push(event.key), { key: 'Enter' })} />
        <input
          id="two"
          onKeyDown={on((event) => notes.push(event.key), { key: ['Escape', 'a'] })}
        />
      </p>
    ))
    const [one, two] = [page.find('#one'), page.find('#two')]
    for (const key of ['a', 'Enter', 'Escape']) {
      page.fire(one, 'keydown', { key })
      page.fire(two, 'keydown', { key })
    }
    page.fire(one, 'keydown', { key: 'Enter', isComposing: true })
    await page.settle()
    expect(notes).toEqual(['a', 'Enter', 'Escape'])
  })

  test('may change, and handlers may come and go', async () => {
    const mode = signal<'none' | 'plain' | 'prevented' | 'once'>('none')
    const handlers = {
      none: null,
      plain: note('plain'),
      prevented: on(note('prevented'), { preventDefault: true }),
      once: on(note('once'), { once: true }),
    }
    const page = await openNoted(() => () => <a href="#x" onClick={handlers[mode.value]} />)
    const prevented: boolean[] = []
    for (const next of ['none', 'plain', 'none', 'prevented', 'once', 'plain'] as const) {
      mode.value = next
      await page.settle()
      prevented.push(page.fire(page.find('a'), 'click').defaultPrevented)
      page.fire(page.find('a'), 'click')
      await page.settle()
    }
    expect(prevented).toEqual([false, false, false, true, false, false])
    expect(notes).toEqual(['plain', 'plain', 'prevented', 'prevented', 'once', 'plain', 'plain'])
  })

  test('of content that comes later work from the start', async () => {
    const shown = signal(false)
    const page = await openNoted(() => () => (
      <p>
        {shown.value &&
          [1, 2].map((n) => <a key={n} onClick={on(note(n), { preventDefault: true })} />)}
      </p>
    ))
    shown.value = true
    await page.settle()
    const [, second] = page.find('p').children
    expect(page.fire(second as Element, 'click').defaultPrevented).toBe(true)
    await page.settle()
    expect(notes).toEqual([2])
  })
})

describe('what they carry', () => {
  test('a click: the button and the keys that were held', async () => {
    const page = await openNoted(() => <button onClick={(event) => notes.push(event)} />)
    page.fire(page.find('button'), 'click', { button: 1, ctrlKey: true, shiftKey: true })
    page.find('button').click()
    await page.settle()
    const keys = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }
    expect(notes).toEqual([
      { type: 'click', id: 'test:1', ...keys, button: 1, ctrlKey: true, shiftKey: true },
      { type: 'click', id: 'test:2', ...keys, button: 0 },
    ])
  })

  test('a key: its name, its value, whether it repeats', async () => {
    const page = await openNoted(() => <input onKeyDown={(event) => notes.push(event)} />)
    page.find<HTMLInputElement>('input').value = 'tex'
    page.fire(page.find('input'), 'keydown', { key: 'ü', repeat: true, altKey: true })
    await page.settle()
    expect(notes).toEqual([
      expect.objectContaining({
        key: 'ü',
        value: 'tex',
        repeat: true,
        altKey: true,
        ctrlKey: false,
      }),
    ])
  })

  test('a form: its fields, several of a name as a list, and who submitted it', async () => {
    const page = await openNoted(() => (
      <form onSubmit={(event) => notes.push(event)}>
        <input name="title" value="a&b" />
        <input type="checkbox" name="tag" value="x" checked />
        <input type="checkbox" name="tag" value="y" checked />
        <input type="checkbox" name="other" value="z" />
        <button name="save">Save</button>
      </form>
    ))
    const event = page.fire(page.find('form'), 'submit')
    await page.settle()
    expect(event.defaultPrevented).toBe(true)
    expect(notes).toEqual([
      {
        type: 'submit',
        id: 'test:1',
        submitter: '',
        data: { __proto__: null, title: 'a&b', tag: ['x', 'y'] },
      },
    ])
  })

  test('an event that carries nothing', async () => {
    const page = await openNoted(() => <img onLoad={(event) => notes.push(event)} />)
    page.fire(page.find('img'), 'load', { bubbles: false })
    await page.settle()
    expect(notes).toEqual([{ type: 'load', id: 'test:1' }])
  })

  test('focus does not bubble to the elements around', async () => {
    const page = await openNoted(() => (
      <p onFocus={note('p')}>
        <input onFocus={note('input')} />
      </p>
    ))
    page.fire(page.find('input'), 'focus', { bubbles: false })
    await page.settle()
    expect(notes).toEqual(['input'])
  })
})

describe('order', () => {
  test('handlers run one at a time, in the order of the user', async () => {
    const gates: (() => void)[] = []
    const slow = (name: string) => async (): Promise<void> => {
      notes.push(`${name} begins`)
      await new Promise<void>((resolve) => gates.push(resolve))
      notes.push(`${name} ends`)
    }
    const page = await openNoted(() => (
      <p>
        <a onClick={slow('a')} />
        <b onClick={slow('b')} />
      </p>
    ))
    page.find('a').click()
    page.find('b').click()
    await page.settle()
    expect(notes).toEqual(['a begins'])
    gates.shift()?.()
    await page.settle()
    gates.shift()?.()
    await page.settle()
    expect(notes).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })

  test('what an asynchronous handler writes before its await shows at once', async () => {
    let finish = (): void => {}
    const state = signal('idle')
    const page = await openNoted(() => () => (
      <button
        onClick={async () => {
          state.value = 'busy'
          await new Promise<void>((resolve) => (finish = resolve))
          state.value = 'done'
        }}
      >
        {state.value}
      </button>
    ))
    page.find('button').click()
    await page.settle()
    expect(page.find('button').textContent).toBe('busy')
    finish()
    await page.settle()
    expect(page.find('button').textContent).toBe('done')
  })

  test('a click before the page was connected is handled once it is', async () => {
    const count = signal(0)
    const page = new TestPage([
      [() => () => <button onClick={() => count.value++}>{count}</button>, {}],
    ])
    await page.load()
    const connected = page.connect()
    // The runtime has started; the socket is not open yet.
    while (page.socket === null) await new Promise(setImmediate)
    page.find('button').click()
    await connected
    await page.settle()
    expect(count.value).toBe(1)
    expect(page.find('button').textContent).toBe('1')
  })
})

describe('concurrent', () => {
  test('does not hold up what follows, counts as done when it has begun, and may fail', async () => {
    const gate = Promise.withResolvers<void>()
    const said = signal('')
    const page = await openNoted(() => () => (
      <p>
        <a
          onClick={on(
            async () => {
              said.value += 'begins '
              await gate.promise
              said.value += 'ends '
              throw new Error('late')
            },
            { concurrent: true },
          )}
        />
        <b onClick={() => (said.value += 'short ')} />
        <output>{said}</output>
      </p>
    ))
    page.find('a').click()
    page.find('b').click()
    await page.settle()
    expect(page.find('output').textContent).toBe('begins short ')
    expect(page.session.ledger.done).toBe(2)
    // A tree that is in use stays.
    expect(page.session.works.hibernate()).toBe(false)
    let isDrained = false
    const drained = page.session.drain().then(() => (isDrained = true))
    await page.settle()
    expect(isDrained).toBe(false)
    gate.resolve()
    await drained
    await page.settle()
    expect(page.find('output').textContent).toBe('begins short ends ')
    expect(page.log.map(({ message }) => message)).toEqual(['PG_HANDLER: a handler failed'])
  })

  test('a handler of several events runs as often, at the same time', async () => {
    let running = 0
    const most = signal(0)
    const gate = Promise.withResolvers<void>()
    const page = await openNoted(() => () => (
      <a
        onClick={on(
          async () => {
            most.value = Math.max(most.peek(), ++running)
            await gate.promise
          },
          { concurrent: true },
        )}
      >
        {most}
      </a>
    ))
    for (let i = 0; i < 3; i++) page.find('a').click()
    await page.settle()
    expect(page.find('a').textContent).toBe('3')
    gate.resolve()
    await page.settle()
  })
})

describe('too late', () => {
  test('the element has gone before its event arrives: nobody hears it, the page lives on', async () => {
    const shown = signal(true)
    const page = await openNoted(() => () => (
      <p>
        {shown.value ? <a onClick={note('gone')} /> : null}
        <b onClick={note('stays')} />
      </p>
    ))
    shown.value = false
    // On its way while the server already has another tree.
    page.find('a').click()
    await page.settle()
    page.find('b').click()
    await page.settle()
    expect(notes).toEqual(['stays'])
    expect(page.log).toEqual([])
    await inStep(page)
  })

  test('an event that waited behind one that removed its element is not run', async () => {
    const shown = signal(true)
    const page = await openNoted(() => () => (
      <p>
        <b onClick={() => (shown.value = false)} />
        {shown.value && <a onClick={note('gone')} />}
      </p>
    ))
    const link = page.find('a')
    page.find('b').click()
    await Promise.resolve()
    await Promise.resolve()
    link.click()
    await page.settle()
    link.click()
    await page.settle()
    expect(page.ended).toBeNull()
    expect(notes).toEqual([])
  })

  test('an event can never reach a stranger that got the number of its block', async () => {
    const shown = signal<string | null>('first')
    const tick = signal(0)
    const page = await openNoted(() => () => (
      <p>
        {tick.value}
        {shown.value && (
          <b key={shown.value}>
            <a onClick={note(shown.value)} />
          </b>
        )}
      </p>
    ))
    const old = page.find('a')
    shown.value = null
    old.click()
    // The event waits at the server's door while the block is removed and another one comes.
    ;(page.socket as { stalled: boolean }).stalled = true
    await page.settle()
    shown.value = 'second'
    await page.settle()
    page.socket?.release()
    await page.settle()
    expect(notes).toEqual([])
    page.find('a').click()
    await page.settle()
    expect(notes).toEqual(['second'])
  })

  test('a handler that was taken away is not called by an event on its way', async () => {
    const isOn = signal(true)
    const page = await openNoted(() => () => <a onClick={isOn.value && note('heard')} />)
    isOn.value = false
    page.find('a').click()
    await page.settle()
    page.find('a').click()
    await page.settle()
    expect(page.ended).toBeNull()
    expect(notes.length).toBeLessThanOrEqual(1)
    await inStep(page)
  })
})

test('what a handler returns to be awaited need not be a promise', async () => {
  notes.length = 0
  let answered = (): void => {}
  const asked = () =>
    query<void>((found) => {
      notes.push('asked')
      answered = found
    })
  const page = await open(() => (
    <p>
      <button id="query" onClick={asked} />
      <button id="next" onClick={note('next')} />
    </p>
  ))
  page.find('#query').click()
  page.find('#next').click()
  await page.settle()
  expect(notes).toEqual(['asked'])
  answered()
  await page.settle()
  expect(notes).toEqual(['asked', 'next'])
})

test('more than the limit waits, nothing is lost', async () => {
  notes.length = 0
  const limits = { eventsPerSecond: 100, burst: 2, maxQueuedEvents: 4 }
  const count = signal(0)
  const page = await open(
    () => () => <button onClick={() => count.value++}>{count}</button>,
    {},
    { limits },
  )
  for (let i = 0; i < 20; i++) page.find('button').click()
  await page.settle()
  expect(count.value).toBeLessThan(20)
  while (count.value < 20) await new Promise((resolve) => setTimeout(resolve, 5))
  await page.settle()
  expect(page.find('button').textContent).toBe('20')
})
