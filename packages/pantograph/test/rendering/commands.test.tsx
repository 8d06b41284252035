// Commands: done at once and by the browser alone, kept when the server changes the same elements, and taken back when
// they were a guess.
import { describe, expect, test, vi } from 'vitest'
import { command, on, onMount, run, signal, stream } from 'pantograph'
import type { Command } from 'pantograph'
import { EVENT, FEATURE_COMMANDS, FEATURE_EVENTS, NEED, WELCOME } from '../../src/wire/protocol.ts'
import { inStep } from './compare.ts'
import { open } from './page.ts'
import type { TestPage } from './page.ts'

const eventsUp = ({ up }: TestPage): number =>
  up.filter(([head = 0]) => (head & 7) === EVENT).length

const tag = (page: TestPage, selector: string): string =>
  (page.find(selector).cloneNode() as HTMLElement).outerHTML.replace(/<\/.*$/, '')

/** All changes of attributes, as the page would draw them. */
function watch(page: TestPage): () => string[] {
  const seen: { attributeName: string }[] = []
  const observer = new page.window.MutationObserver((all) => void seen.push(...(all as never[])))
  observer.observe(page.window.document.body, { attributes: true, subtree: true })
  return () => {
    seen.push(...(observer.takeRecords() as never[]))
    return seen
      .splice(0)
      .flatMap((one) => (one.attributeName === 'data-pending' ? [] : [one.attributeName]))
  }
}

/** Nothing arrives at the server until this is called. */
function stall(page: TestPage): () => Promise<unknown> {
  const { socket } = page
  if (socket) socket.stalled = true
  return () => {
    socket?.release()
    return page.settle()
  }
}

function Buttons({ commands }: { commands: Record<string, Command> }) {
  return (
    <section>
      {Object.entries(commands).map(([id, made]) => (
        <button id={id} key={id} onClick={made} />
      ))}
      <ul>
        <li class="one a" title="one">
          1 <i /> <b class="x" />
        </li>
        <li class="two" hidden>
          2
        </li>
      </ul>
    </section>
  )
}

describe('at once', () => {
  test('attributes and classes, without a word to the server', async () => {
    const page = await open(Buttons, {
      commands: {
        show: command.show('.two'),
        hide: command.hide('li'),
        toggle: command.toggle('li'),
        add: command.addClass('b c', { to: 'li' }),
        remove: command.removeClass('a b', { to: 'li' }),
        flip: command.toggleClass('a', { to: 'li' }),
        set: command.setAttribute('data-n', 1, { to: 'li' }),
        unset: command.removeAttribute('title', { to: 'li' }),
        invert: command.toggleAttribute('inert', { to: '.one' }),
        expand: command.toggleAttribute('aria-expanded', { values: ['true', 'false'], to: '.one' }),
      },
    })
    const after = (id: string): string[] => {
      page.find(`#${id}`).click()
      return [...page.body.querySelectorAll('li')].map((li) =>
        (li.cloneNode() as HTMLElement).outerHTML.slice(4, -6),
      )
    }
    expect(after('show')[1]).toBe('class="two"')
    expect(after('hide')).toEqual(['class="one a" title="one" hidden=""', 'class="two" hidden=""'])
    expect(after('toggle')).toEqual(['class="one a" title="one"', 'class="two"'])
    expect(after('add')).toEqual(['class="one a b c" title="one"', 'class="two b c"'])
    expect(after('remove')).toEqual(['class="one c" title="one"', 'class="two c"'])
    expect(after('flip')).toEqual(['class="one a c" title="one"', 'class="two c a"'])
    expect(after('set')[0]).toBe('class="one a c" title="one" data-n="1"')
    expect(after('unset')[0]).toBe('class="one a c" data-n="1"')
    expect(after('invert')[0]).toBe('class="one a c" data-n="1" inert=""')
    expect(after('invert')[0]).toBe('class="one a c" data-n="1"')
    expect(after('expand')[0]).toContain('aria-expanded="true"')
    expect(after('expand')[0]).toContain('aria-expanded="false"')
    await page.settle()
    expect(eventsUp(page)).toBe(0)
  })

  test('elements near the one that it stands on', async () => {
    const near = signal<Command>(command)
    const page = await open(() => () => (
      <ul>
        <li id="a">
          <p id="a1" />
          <button onClick={near.value} />
          <p id="a2" class="far" />
          <p id="a3" />
        </li>
      </ul>
    ))
    const marked = async (to: Parameters<Command['show']>[0]): Promise<string[]> => {
      near.value = to ? command.toggleClass('m', { to }) : command.toggleClass('m')
      await page.settle()
      page.find('button').click()
      const found = [...page.body.querySelectorAll('.m')].map(
        ({ id, localName }) => id || localName,
      )
      page.find('button').click()
      return found
    }
    expect(await marked(undefined)).toEqual(['button'])
    expect(await marked({ closest: 'li' })).toEqual(['a'])
    expect(await marked({ closest: 'li', inner: 'p' })).toEqual(['a1', 'a2', 'a3'])
    expect(await marked({ next: '*' })).toEqual(['a2'])
    expect(await marked({ next: 'p:not(.far)' })).toEqual(['a3'])
    expect(await marked({ previous: '*' })).toEqual(['a1'])
    expect(await marked({ closest: 'table', inner: 'p' })).toEqual([])
    expect(await marked('#a2, #a1')).toEqual(['a1', 'a2'])
  })

  test('then the handler, which is told as always', async () => {
    const noted: string[] = []
    const page = await open(() => (
      <button
        class="a"
        onClick={command.addClass('b').then((event) => noted.push(`${event.type} ${event.button}`))}
      />
    ))
    page.find('button').click()
    expect(tag(page, 'button')).toContain('class="a b"')
    await page.settle()
    expect(noted).toEqual(['click 0'])
  })

  test('keys, with what the browser would do prevented for these alone', async () => {
    const page = await open(() => (
      <p>
        <button
          onKeyDown={command.keys({ x: command.addClass('x'), 'ctrl+y': command.addClass('y') })}
        />
        <i onClickOutside={command.addClass('outside')} />
      </p>
    ))
    const button = page.find('button')
    const press = (key: string, more: object = {}): boolean =>
      page.fire(button, 'keydown', { key, ...more }).defaultPrevented
    expect([press('z'), press('y'), press('x'), press('y', { ctrlKey: true })]).toEqual([
      false,
      false,
      true,
      true,
    ])
    expect(button.className).toBe('x y')
    button.click()
    expect(page.find('i').className).toBe('outside')
    await page.settle()
    expect(eventsUp(page)).toBe(0)
  })

  test('options of on: once, confirm, keys, stopPropagation', async () => {
    const page = await open(() => (
      <div onClick={command.toggleClass('outer')}>
        <a href="#" onClick={on(command.toggleClass('a'), { once: true, preventDefault: true })} />
        <b onClick={on(command.toggleClass('b'), { stopPropagation: true })} />
      </div>
    ))
    expect(page.fire(page.find('a'), 'click').defaultPrevented).toBe(true)
    page.find('a').click()
    expect(page.find('a').className).toBe('a')
    expect(page.find('div').className).toBe('')
    page.find('b').click()
    expect(page.find('b').className).toBe('b')
    expect(page.find('div').className).toBe('')
  })

  test('a step that fails holds up nothing', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    const page = await open(
      () => (
        <button
          onClick={command
            .show('#a:nonsense(')
            .addClass('b')
            .then(() => {})}
        />
      ),
      {},
    ).catch(() => null)
    // A bracket that stays open is the author's mistake, and said on the server.
    expect(page).toBeNull()
    const other = await open(() => <button onClick={command.show(':::').addClass('b')} />)
    other.find('button').click()
    expect(other.find('button').className).toBe('b')
    expect(error.mock.lastCall?.[0]).toBe('PG_COMMAND: show')
    error.mockRestore()
  })

  test('asked for before the page is adopted; what was clicked by then is done', async () => {
    const page = await open(() => <button onClick={command.addClass('a')} />)
    const before = page.down.filter(
      ([head = 0], i, all) =>
        all.findIndex(([h = 0]) => (h & 7) === WELCOME) > i && (head & 7) === NEED,
    )
    expect(before).toEqual([
      Uint8Array.of(NEED, FEATURE_EVENTS),
      Uint8Array.of(NEED, FEATURE_COMMANDS),
    ])
  })

  test('a view that runs again sends nothing; another command is told', async () => {
    const target = signal('#a')
    const other = signal(0)
    const page = await open(() => () => (
      <p title={other.value ? null : null}>
        <i id="a" />
        <i id="b" />
        <button onClick={command.addClass('x', { to: target.value })} />
      </p>
    ))
    page.down.length = 0
    other.value = 1
    await page.settle()
    expect(page.down).toEqual([])
    target.value = '#b'
    await page.settle()
    expect(page.down).toHaveLength(1)
    page.find('button').click()
    expect([page.find('#a').className, page.find('#b').className]).toEqual(['', 'x'])
  })

  test('on items of a stream, where a handler would need the server', async () => {
    const page = await open(() => {
      const feed = stream<number, number>({ key: (n) => n })
      feed.append(1, 2)
      return () => (
        <ul>
          {feed.show((n) => (
            <li>
              <button onClick={command.addClass(`c${n}`, { to: { closest: 'li' } })}>{n}</button>
            </li>
          ))}
        </ul>
      )
    })
    page.find('li:nth-child(2) button').click()
    await page.settle()
    expect([...page.body.querySelectorAll('li')].map((li) => li.className)).toEqual(['', 'c2'])
    expect(eventsUp(page)).toBe(0)
  })

  test('in a spread', async () => {
    const page = await open(() => <button {...{ onClick: command.addClass('a') }} />)
    page.find('button').click()
    expect(page.find('button').className).toBe('a')
  })
})

describe('from the server', () => {
  test('after the update that the handler makes', async () => {
    const shown = signal(false)
    const page = await open(() => () => (
      <p>
        <button
          onClick={() => {
            shown.value = true
            run(command.addClass('new', { to: '#later' }))
          }}
        />
        {shown.value && <i id="later" />}
      </p>
    ))
    page.find('button').click()
    await page.settle()
    expect(page.find('#later').className).toBe('new')
  })

  test('when the page is connected; once, also where the answer was lost', async () => {
    const page = await open(() => {
      onMount(() => run(command.addClass('mounted', { to: 'button' })))
      return () => <button onClick={() => run(command.toggleClass('run', { to: 'button' }))} />
    })
    expect(page.find('button').className).toBe('mounted')
    page.find('button').click()
    await Promise.resolve()
    page.cut()
    await page.settle()
    page.reconnect()
    await page.settle()
    expect(page.find('button').className).toBe('mounted run')
  })

  test('each needs an element by name', async () => {
    const page = await open(() => <button onClick={() => run(command.focus())} />)
    page.find('button').click()
    await page.settle()
    expect(String((page.log[0]?.data as { error?: unknown })?.error)).toContain('PG_COMMAND')
  })
})

describe('what commands changed', () => {
  function Box() {
    const look = signal('a')
    const title = signal('one')
    const count = signal(0)
    const isHidden = signal(false)
    return () => (
      <section>
        <button id="look" onClick={() => (look.value += ' s')} />
        <button id="open" onClick={() => (look.value = 'a open')} />
        <button id="close" onClick={() => (look.value = 'a')} />
        <button id="title" onClick={() => (title.value = 'two')} />
        <button id="count" onClick={() => count.value++} />
        <button id="hidden" onClick={() => (isHidden.value = !isHidden.value)} />
        <button
          id="go"
          onClick={command
            .addClass('open', { to: '#box' })
            .setAttribute('title', 'mine', { to: '#box' })
            .setAttribute('aria-busy', 'true', { to: '#box' })
            .hide('#box')}
        />
        <button
          id="back"
          onClick={command
            .removeClass('open', { to: '#box' })
            .setAttribute('title', 'one', { to: '#box' })
            .removeAttribute('aria-busy', { to: '#box' })
            .show('#box')}
        />
        <div
          id="box"
          class={look.value}
          title={title.value}
          hidden={isHidden.value}
          data-count={count.value}
        />
      </section>
    )
  }

  const OPENED =
    '<div id="box" class="a open" title="mine" data-count="0" aria-busy="true" hidden="">'

  async function opened(): Promise<TestPage> {
    const page = await open(Box)
    page.find('#go').click()
    expect(tag(page, '#box')).toBe(OPENED)
    return page
  }

  const click = async (page: TestPage, id: string): Promise<string> => {
    page.find(`#${id}`).click()
    await page.settle()
    return tag(page, '#box')
  }

  test('stays when the server changes something else', async () => {
    const page = await opened()
    expect(await click(page, 'count')).toBe(OPENED.replace('count="0"', 'count="1"'))
    expect(await click(page, 'look')).toContain('class="a s open"')
    expect(await click(page, 'close')).toContain('class="a open"')
  })

  test('is the server’s again when it changes just that', async () => {
    const page = await opened()
    expect(await click(page, 'title')).toContain('title="two"')
    // It has the class as well now; when it takes it away, that counts.
    expect(await click(page, 'open')).toContain('class="a open"')
    expect(await click(page, 'close')).toContain('class="a"')
    expect(await click(page, 'hidden')).toContain('hidden')
    expect(await click(page, 'hidden')).not.toContain('hidden')
  })

  test('can be taken back by commands, and then nothing is left of it', async () => {
    const page = await opened()
    page.find('#back').click()
    expect(tag(page, '#box')).toBe('<div id="box" class="a" title="one" data-count="0">')
    await inStep(page)
  })

  test('stays when the page is resumed', async () => {
    const page = await opened()
    page.cut()
    await page.settle()
    page.reconnect()
    await page.settle()
    expect(tag(page, '#box')).toBe(OPENED)
  })

  test.each([
    ['compared', false],
    ['told anew', true],
  ])('stays when the page is %s', async (_, isDistrusted) => {
    const page = await opened()
    const box = page.find('#box')
    page.isDistrusted = isDistrusted
    await page.moveOn()
    const changes = watch(page)
    page.down.length = page.up.length = 0
    page.reconnect()
    await page.settle()
    expect(page.find('#box')).toBe(box)
    expect(tag(page, '#box')).toBe(OPENED)
    expect(changes().filter((name) => name !== 'data-pantograph')).toEqual([])
    // If it is asked, it is no altered page: nothing is told.
    const frames = page.down.filter(([head = 0]) => (head & 7) === 0)
    expect(frames).toHaveLength(isDistrusted ? 1 : 0)
    page.find('#back').click()
    expect(tag(page, '#box')).toBe('<div id="box" class="a" title="one" data-count="0">')
    await inStep(page)
  })

  test('is no altered page with a spread either', async () => {
    const page = await open(() => () => (
      <p>
        <i {...{ id: 'box', title: 'x', class: 'a' }} />
        <button
          onClick={command
            .addClass('b', { to: '#box' })
            .setAttribute('lang', 'de', { to: '#box' })
            .removeAttribute('title', { to: '#box' })}
        />
      </p>
    ))
    page.find('button').click()
    const now = tag(page, '#box')
    expect(now).toBe('<i id="box" class="a b" lang="de">')
    await page.moveOn()
    page.down.length = 0
    page.reconnect()
    await page.settle()
    expect(tag(page, '#box')).toBe(now)
    expect(page.down.filter(([head = 0]) => (head & 7) === 0)).toEqual([])
  })

  test('moves with an item of a list, and goes with it', async () => {
    const items = signal([1, 2, 3])
    const page = await open(() => () => (
      <ul>
        {items.value.map((n) => (
          <li
            key={n}
            id={`i${n}`}
            class={`at${items.value.indexOf(n)}`}
            onClick={command.addClass('x')}
          />
        ))}
      </ul>
    ))
    page.find('#i1').click()
    items.value = [3, 2, 1]
    await page.settle()
    expect(tag(page, '#i1')).toBe('<li id="i1" class="at2 x">')
    items.value = [3, 2]
    await page.settle()
    items.value = [1, 3, 2]
    await page.settle()
    expect(tag(page, '#i1')).toBe('<li id="i1" class="at0">')
    await inStep(page)
  })
})

describe('a guess', () => {
  function Like({ answer }: { answer: (liked: boolean) => boolean | Promise<boolean> }) {
    const liked = signal(false)
    return () => (
      <button
        class={liked.value ? 'like liked' : 'like'}
        aria-pressed={liked.value ? 'true' : 'false'}
        onClick={command
          .toggleClass('liked')
          .toggleAttribute('aria-pressed', { values: ['true', 'false'] })
          .optimistic()
          .then(() => {
            const answered = answer(liked.value)
            // What is done at once is told in the frame that confirms it.
            if (typeof answered === 'boolean') return void (liked.value = answered)
            return answered.then((later) => (liked.value = later))
          })}
      />
    )
  }

  const LIKED = '<button class="like liked" aria-pressed="true">'
  const PLAIN = '<button class="like" aria-pressed="false">'
  const now = (page: TestPage): string => tag(page, 'button').replace(' data-pending=""', '')

  test('that comes true is seen once', async () => {
    const page = await open(Like, { answer: (liked: boolean) => !liked })
    const changes = watch(page)
    const go = stall(page)
    page.find('button').click()
    expect(now(page)).toBe(LIKED)
    expect(changes()).toEqual(['class', 'aria-pressed'])
    await page.settle()
    expect(now(page)).toBe(LIKED)
    await go()
    expect(now(page)).toBe(LIKED)
    expect(changes()).toEqual([])
    await inStep(page)
  })

  test('that does not is taken back', async () => {
    const page = await open(Like, { answer: () => false })
    const go = stall(page)
    page.find('button').click()
    await page.settle()
    expect(now(page)).toBe(LIKED)
    await go()
    expect(now(page)).toBe(PLAIN)
    await inStep(page)
  })

  test('is taken back when the handler throws', async () => {
    const page = await open(Like, {
      answer: () => {
        throw new Error('no')
      },
    })
    page.find('button').click()
    expect(now(page)).toBe(LIKED)
    await page.settle()
    expect(now(page)).toBe(PLAIN)
  })

  test('on a guess: each stands until it is answered itself', async () => {
    const page = await open(Like, { answer: (liked: boolean) => !liked })
    const changes = watch(page)
    const go = stall(page)
    for (let i = 0; i < 3; i++) page.find('button').click()
    expect(now(page)).toBe(LIKED)
    changes()
    await go()
    expect(now(page)).toBe(LIKED)
    expect(changes()).toEqual([])
    await inStep(page)
  })

  test('stands while a handler takes its time', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const page = await open(Like, { answer: () => promise })
    page.find('button').click()
    await page.settle()
    expect(now(page)).toBe(LIKED)
    resolve(false)
    await page.settle()
    expect(now(page)).toBe(PLAIN)
  })

  test.each([
    ['comes true', (liked: boolean) => !liked, LIKED, [] as string[]],
    ['does not', () => false, PLAIN, ['class', 'aria-pressed']],
  ])('made offline, that %s when the page is back', async (_, answer, result, expected) => {
    const page = await open(Like, { answer })
    page.cut()
    await page.settle()
    page.find('button').click()
    await page.settle()
    expect(now(page)).toBe(LIKED)
    const changes = watch(page)
    page.reconnect()
    await page.settle()
    expect(now(page)).toBe(result)
    expect(changes()).toEqual(expected)
  })

  test.each([
    [false, LIKED, [] as string[]],
    [true, LIKED, []],
  ])(
    'whose answer was lost is not seen to go (told anew: %s)',
    async (isDistrusted, result, expected) => {
      const page = await open(Like, { answer: (liked: boolean) => !liked })
      page.find('button').click()
      const changes = watch(page)
      changes()
      // The server has it; the answer is on the way when the connection ends.
      await Promise.resolve()
      page.cut()
      await page.settle()
      page.isDistrusted = isDistrusted
      expect(now(page)).toBe(result)
      page.reconnect()
      await page.settle()
      expect(now(page)).toBe(result)
      expect(changes()).toEqual(expected)
      await vi.waitFor(() => inStep(page), 10_000)
    },
  )

  test('on a page whose server dies comes true on the next one', async () => {
    const page = await open(Like, { answer: (liked: boolean) => !liked })
    page.cut()
    page.find('button').click()
    await page.moveOn()
    page.reconnect()
    await page.settle()
    expect(now(page)).toBe(LIKED)
    await vi.waitFor(() => inStep(page), 10_000)
  })

  test('waits with the pause of its event', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const heard = signal(0)
    const page = await open(() => (
      <input
        title={heard}
        onInput={on(
          command
            .addClass('dirty')
            .optimistic()
            .then(() => heard.value++),
          { debounce: 100 },
        )}
      />
    ))
    const input = page.find<HTMLInputElement>('input')
    page.type(input, 'a')
    await page.settle()
    expect(tag(page, 'input')).toBe('<input title="0" class="dirty">')
    vi.advanceTimersByTime(100)
    await page.settle()
    expect(tag(page, 'input')).toContain('title="1"')
    expect(input.className).toBe('')
    vi.useRealTimers()
  })

  test('beside what stays: that stays', async () => {
    const page = await open(() => () => (
      <p>
        <button
          id="a"
          onClick={command
            .addClass('x', { to: 'p' })
            .optimistic()
            .then(() => {})}
        />
        <button id="b" onClick={command.addClass('y', { to: 'p' })} />
      </p>
    ))
    const go = stall(page)
    page.find('#a').click()
    page.find('#b').click()
    expect(page.find('p').className).toBe('x y')
    await go()
    expect(page.find('p').className).toBe('y')
  })
})

describe('data that would run', () => {
  /** Commands as a server without checks would tell them. */
  const forged = (...step: unknown[]): Command =>
    Object.assign(Object.create(command) as Command, { steps: [step], asked: null, told: null })

  test.each([
    ['attribute', 'a', 'onclick', 'attack()', 'attack()'],
    ['attribute', 'a', 'OnClick', 'attack()', 'attack()'],
    ['attribute', 'a', 'href', 'javascript:attack()', 'javascript:attack()'],
    ['attribute', 'a', 'href', '\u0001 java\tscript:attack()', '\u0001 java\tscript:attack()'],
    ['attribute', 'iframe', 'srcdoc', '<script>attack()</script>', '<script>attack()</script>'],
    [
      'attribute',
      'iframe',
      'src',
      'data:text/html,<script>attack()</script>',
      'data:text/html,<script>attack()</script>',
    ],
    ['attribute', 'a', 'href', 'javascript:attack()', null],
    [
      'attribute',
      'a',
      'style',
      'background: url(javascript:attack())',
      'background: url(javascript:attack())',
    ],
    ['navigate', null, 'javascript:attack()', false, true],
    ['navigate', null, 'data:text/html,x', false, false],
  ])('%s %s %s %s is refused in the browser too', async (...step) => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    const page = await open(() => (
      <p>
        <a />
        <iframe title="x" />
        <button onClick={forged(...step)} />
      </p>
    ))
    const before = page.root.innerHTML
    page.find('button').click()
    expect(error.mock.lastCall?.[0]).toBe(`PG_COMMAND: ${step[0]}`)
    expect(page.root.innerHTML).toBe(before)
    expect(page.left).toEqual([])
    error.mockRestore()
  })
})
