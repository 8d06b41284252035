// `bind`: what every control shows of a signal, and what the signal holds when the user has changed it.
import { describe, expect, test, vi } from 'vitest'
import { computed, on, signal } from 'pantograph'
import type { Bindable, JSX, WritableSignal } from 'pantograph'
import { open, TestPage } from './page.ts'

type Input = HTMLInputElement
type Select = HTMLSelectElement

/** A page with one control, bound to a signal of its setup. */
async function bound<T>(
  initial: T,
  view: (held: WritableSignal<T>) => JSX.Element,
): Promise<{ page: TestPage; held: WritableSignal<T>; control: Input }> {
  let held: WritableSignal<T> | undefined
  function Page() {
    const value = signal(initial)
    held = value
    return () => <p>{view(value)}</p>
  }
  const page = await open(Page)
  const control = page.find<Input>('p').firstElementChild as Input
  return { page, held: held as WritableSignal<T>, control }
}

const type = async (page: TestPage, control: Element, value: string): Promise<void> => {
  page.type(control as Input, value)
  await page.settle()
}

const check = async (page: TestPage, box: Input, checked: boolean): Promise<void> => {
  box.checked = checked
  page.fire(box, 'input')
  await page.settle()
}

const put = async <T,>(page: TestPage, held: Bindable<T>, value: T): Promise<void> => {
  held.value = value
  await page.settle()
}

describe('texts', () => {
  test('of an input: shown at first, taken, and shown again', async () => {
    const { page, held, control } = await bound('a"<', (text) => <input bind={text} />)
    expect(page.html).toContain('<input value="a&quot;&lt;">')
    await type(page, control, 'typed')
    expect(held.value).toBe('typed')
    await put(page, held, 'put')
    expect(control.value).toBe('put')
  })

  test('of a textarea stand between its tags', async () => {
    const { page, held, control } = await bound('\n<b>', (text) => (
      <textarea bind={text} rows={3} />
    ))
    expect(page.html).toContain('<textarea rows="3">\n\n&lt;b&gt;</textarea>')
    await type(page, control, 'a\nb')
    expect(held.value).toBe('a\nb')
    await put(page, held, 'c')
    expect(control.value).toBe('c')
  })

  test('nothing is an empty text', async () => {
    const { page, held, control } = await bound<string | null>(null, (text) => (
      <input bind={text} />
    ))
    expect(control.value).toBe('')
    await type(page, control, 'x')
    expect(held.value).toBe('x')
    await put(page, held, null)
    expect(control.value).toBe('')
    // As when its form is reset: a control that is empty, as it was, says nothing new.
    await type(page, control, '')
    expect(held.value).toBe(null)
  })

  test('what is typed is not sent back', async () => {
    const { page, control } = await bound('', (text) => <input bind={text} />)
    const before = page.down.length
    await type(page, control, 'a rather long text that was typed')
    expect(page.down.slice(before).reduce((sum, { length }) => sum + length, 0)).toBe(2)
  })

  test('a colour is a text', async () => {
    const { page, held, control } = await bound('#ff0000', (text) => (
      <input type="color" bind={text} />
    ))
    expect(page.html).toContain('<input type="color" value="#ff0000">')
    await type(page, control, '#00ff00')
    expect(held.value).toBe('#00ff00')
  })
})

describe('numbers', () => {
  test('of a range', async () => {
    const { page, held, control } = await bound(7, (n) => <input type="range" bind={n} />)
    expect(page.html).toContain('<input type="range" value="7">')
    await type(page, control, '12')
    expect(held.value).toBe(12)
    await put(page, held, 3)
    expect(control.value).toBe('3')
  })

  test('and null for none', async () => {
    const { page, held, control } = await bound<number | null>(7, (n) => (
      <input type="number" bind={n} />
    ))
    expect(page.html).toContain('value="7"')
    await type(page, control, '12.5')
    expect(held.value).toBe(12.5)
    await type(page, control, '')
    expect(held.value).toBe(null)
    await put(page, held, 3)
    expect(control.value).toBe('3')
  })

  test('zeros that are typed stay: 1.0 says as much as 1', async () => {
    const { page, held, control } = await bound(0, (n) => <input type="number" bind={n} />)
    for (const text of ['1', '1.', '1.0', '1.05', '01', '1e2']) {
      await type(page, control, text)
      expect([held.value, control.value]).toEqual([Number(text), text])
    }
  })

  test('a signal that holds a text keeps texts', async () => {
    const { page, held, control } = await bound('1', (n) => <input type="number" bind={n} />)
    await type(page, control, '1.50')
    expect(held.value).toBe('1.50')
  })
})

describe('dates', () => {
  test.each([
    ['date', '2026-11-21', '2024-02-29', Date.UTC(2024, 1, 29)],
    ['month', '2026-11', '2024-02', Date.UTC(2024, 1, 1)],
    ['datetime-local', '2026-11-21T18:30', '2024-02-29T07:05:09', Date.UTC(2024, 1, 29, 7, 5, 9)],
  ])('%s: a Date is a Date, in UTC', async (kind, shown, typed, time) => {
    const { page, held, control } = await bound<Date | null>(
      new Date(Date.UTC(2026, 10, 21, 18, 30)),
      (date) => <input type={kind as 'date'} bind={date} />,
    )
    expect(page.html).toContain(`value="${shown}"`)
    await type(page, control, typed)
    expect(held.value?.getTime()).toBe(time)
    await type(page, control, '')
    expect(held.value).toBe(null)
    await type(page, control, typed)
    expect(held.value?.getTime()).toBe(time)
  })

  test.each(['date', 'time', 'week', 'month', 'datetime-local'])(
    '%s: a text stays as the browser gives it',
    async (kind) => {
      const { page, held, control } = await bound('', (text) => (
        <input type={kind as 'date'} bind={text} />
      ))
      // Whether it is one is for the browser to say.
      const text = { date: '2024-02-29', time: '07:05', week: '2024-W09', month: '2024-02' }[kind]
      await type(page, control, text ?? '2024-02-29T07:05')
      expect(held.value).toBe(text ?? '2024-02-29T07:05')
    },
  )
})

describe('boxes and buttons', () => {
  test('a box is on or off', async () => {
    const { page, held, control } = await bound(true, (on) => <input type="checkbox" bind={on} />)
    expect(page.html).toContain('<input type="checkbox" checked>')
    await check(page, control, false)
    expect(held.value).toBe(false)
    await put(page, held, true)
    expect(control.checked).toBe(true)
  })

  test.each([
    ['list', (all: string[]) => all],
    ['Set', (all: string[]) => new Set(all)],
  ] as const)('several boxes are in a %s', async (_, make) => {
    const { page, held } = await bound<string[] | Set<string>>(make(['b']), (all) => (
      <span>
        {['a', 'b', 'c'].map((name) => (
          <input key={name} id={name} type="checkbox" value={name} bind={all} />
        ))}
        <input id="d" type="checkbox" value="d" bind={all} />
      </span>
    ))
    const box = (id: string): Input => page.find(`#${id}`)
    const on = (): string => 'abcd'.replace(/./g, (id) => (box(id).checked ? id : ''))
    expect(on()).toBe('b')
    await check(page, box('d'), true)
    await check(page, box('a'), true)
    await check(page, box('b'), false)
    expect([...held.value]).toEqual(['d', 'a'])
    await put(page, held, make(['c', 'a']))
    expect(on()).toBe('ac')
  })

  function Plans({ plan }: { plan: Bindable<string> }) {
    return (
      <span>
        {['free', 'team', 'firm'].map((name) => (
          <input key={name} id={name} type="radio" name="plan" value={name} bind={plan} />
        ))}
      </span>
    )
  }

  const chosen = (page: TestPage): string =>
    [...page.body.querySelectorAll('input')]
      .filter(({ checked }) => checked)
      .map(({ id }) => id)
      .join()

  test('of radio buttons the value of the one that is on', async () => {
    const { page, held } = await bound('team', (plan) => <Plans plan={plan} />)
    expect(chosen(page)).toBe('team')
    await check(page, page.find('#firm'), true)
    expect([held.value, chosen(page)]).toEqual(['firm', 'firm'])
    await put(page, held, 'free')
    expect(chosen(page)).toBe('free')
  })

  test('a choice among radio buttons that is refused goes back to the one before', async () => {
    const { page, held } = await bound('team', (plan) => (
      <Plans
        plan={{
          peek: () => plan.peek(),
          get value() {
            return plan.value
          },
          set value(_) {},
        }}
      />
    ))
    await check(page, page.find('#firm'), true)
    expect([held.value, chosen(page)]).toEqual(['team', 'team'])
  })

  test('of radio buttons without a name, too, though the browser turns off none of them', async () => {
    const { page } = await bound('a', (letter) => (
      <span>
        {['a', 'b', 'c'].map((name) => (
          <input key={name} id={name} type="radio" value={name} bind={letter} />
        ))}
      </span>
    ))
    await check(page, page.find('#b'), true)
    expect(chosen(page)).toBe('b')
    for (const id of ['#a', '#c']) {
      page.find<Input>(id).checked = true
      page.fire(page.find(id), 'input')
    }
    await page.settle()
    expect(chosen(page)).toBe('c')
  })

  test('a signal that holds a number keeps numbers', async () => {
    const { page, held } = await bound(1, (size) => (
      <span>
        <input id="one" type="radio" name="n" value="1" bind={size} />
        <input id="two" type="radio" name="n" value="2" bind={size} />
      </span>
    ))
    expect(chosen(page)).toBe('one')
    await check(page, page.find('#two'), true)
    expect(held.value).toBe(2)
  })
})

describe('selects', () => {
  const options = ['a', 'b', 'c'].map((name) => (
    <option key={name} value={name}>
      {name}
    </option>
  ))

  test('one value', async () => {
    const { page, held, control } = await bound('b', (value) => (
      <select bind={value}>{options}</select>
    ))
    expect(page.html).toContain('<option value="b" selected>')
    await type(page, control, 'c')
    expect(held.value).toBe('c')
    await put(page, held, 'a')
    expect(control.value).toBe('a')
  })

  test('several', async () => {
    const { page, held, control } = await bound(['b'], (values) => (
      <select multiple bind={values}>
        {options}
      </select>
    ))
    const selected = (): string[] =>
      [...(control as unknown as Select).options].filter((o) => o.selected).map((o) => o.value)
    expect(page.html.match(/ selected/g)?.length).toBe(1)
    for (const option of (control as unknown as Select).options) option.selected = true
    page.fire(control, 'input')
    await page.settle()
    expect(held.value).toEqual(['a', 'b', 'c'])
    await put(page, held, ['c'])
    expect(selected()).toEqual(['c'])
  })
})

describe('where it stands', () => {
  test('the handler of the element is called after that', async () => {
    const seen: string[] = []
    const { page, control } = await bound('', (text) => (
      <input bind={text} onInput={(event) => seen.push(`${event.value} ${text.value}`)} />
    ))
    await type(page, control, 'x')
    expect(seen).toEqual(['x x'])
  })

  test('in a spread it is the same, also with its handler', async () => {
    const seen: string[] = []
    const { page, held, control } = await bound('a', (text) => (
      <input {...{ bind: text, type: 'text', onInput: () => seen.push(text.value) }} />
    ))
    expect(page.html).toContain('value="a"')
    await type(page, control, 'x')
    expect([held.value, seen]).toEqual(['x', ['x']])
    await put(page, held, 'b')
    expect(control.value).toBe('b')
  })

  test('the options of its handler count for both', async () => {
    const { page, held, control } = await bound('', (text) => (
      <input bind={text} onInput={on(() => {}, { debounce: 30 })} />
    ))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await type(page, control, 'x')
    expect(held.value).toBe('')
    vi.advanceTimersByTime(30)
    vi.useRealTimers()
    await expect.poll(() => held.value).toBe('x')
  })

  describe.each([{ debounce: 60_000 }, { throttle: 60_000 }])('what %j holds back', (rate) => {
    test.each(['Enter', 'submit'])(
      'is there when %s takes it, and does not come back',
      async (how) => {
        const text = signal('')
        const taken: string[] = []
        const take = (): void => {
          taken.push(text.value)
          text.value = ''
        }
        const page = await open(() => () => (
          <form onSubmit={take}>
            <input
              bind={text}
              onInput={on(() => {}, rate)}
              onKeyDown={on(take, { key: 'Enter' })}
            />
          </form>
        ))
        const control = page.find<Input>('input')
        await type(page, control, 'h')
        await type(page, control, 'hello')
        if (how === 'submit') page.fire(page.find('form'), how, { cancelable: true })
        else page.fire(control, 'keydown', { key: how })
        await page.settle()
        page.fire(control, 'blur')
        await page.settle()
        expect([taken, text.value, control.value]).toEqual([['hello'], '', ''])
      },
    )
  })

  test('a key handler sees what was typed before it, and may clear it', async () => {
    const { page, held, control } = await bound('', (text) => (
      <input bind={text} onKeyDown={on(() => (text.value = ''), { key: 'Enter' })} />
    ))
    await type(page, control, 'todo')
    page.fire(control, 'keydown', { key: 'Enter' })
    await page.settle()
    expect([held.value, control.value]).toEqual(['', ''])
  })

  test('a handler that changes what is typed has the last word', async () => {
    const { page, held, control } = await bound('', (text) => (
      <input bind={text} onInput={() => (text.value = text.value.slice(0, 3))} />
    ))
    for (const typed of ['abc', 'abcd', 'abcde']) {
      await type(page, control, typed)
      expect([held.value, control.value]).toEqual(['abc', 'abc'])
    }
  })

  test('the order of attributes does not matter: what limits a value is there before it', async () => {
    const order: string[] = []
    const said = <T,>(what: string, value: T): T => {
      order.push(what)
      return value
    }
    const { page, control } = await bound(150, (n) => (
      <input
        bind={said('bind', n)}
        onInput={said('handler', () => {})}
        type={said('type', 'range')}
        max={said('max', 200)}
      />
    ))
    expect(order).toEqual(['bind', 'handler', 'type', 'max'])
    expect(page.html).toContain('<input type="range" max="200" value="150">')
    expect(control.value).toBe('150')
  })

  test('the type may come from a signal and change', async () => {
    const kind = signal<'text' | 'number'>('text')
    const { page, held, control } = await bound<string | number | null>('1', (value) => (
      <input type={kind} bind={value} />
    ))
    await type(page, control, '12')
    expect(held.value).toBe('12')
    kind.value = 'number'
    held.value = 5
    await page.settle()
    await type(page, control, '6')
    expect(held.value).toBe(6)
  })

  test('another signal may take the place of the first', async () => {
    const first = signal('1')
    const second = signal('2')
    const isFirst = signal(true)
    const page = await open(() => () => <input bind={isFirst.value ? first : second} />)
    const input = page.find<Input>('input')
    isFirst.value = false
    await page.settle()
    expect(input.value).toBe('2')
    await type(page, input, 'x')
    expect([first.value, second.value]).toEqual(['1', 'x'])
  })

  test('nothing is bound to nothing', async () => {
    const page = await open(() => () => <input bind={null} value="a" />)
    expect(page.html).toContain('<input value="a">')
  })

  test('what was typed before the page was connected is held', async () => {
    let held: WritableSignal<string> | undefined
    function Page() {
      const text = signal('')
      held = text
      return () => <input bind={text} />
    }
    const page = await new TestPage([[Page, {}]]).load()
    page.find<Input>('input').value = 'early'
    await page.connect()
    expect([held?.value, page.find<Input>('input').value]).toEqual(['early', 'early'])
  })

  test('state that comes back is shown', async () => {
    function Page() {
      const text = signal('', { name: 'text' })
      const on = signal(false, { name: 'on' })
      return () => (
        <p>
          <input bind={text} />
          <input type="checkbox" bind={on} />
          <b>{text}</b>
        </p>
      )
    }
    const page = await open(Page)
    const [text, box] = [...page.body.querySelectorAll('input')] as [Input, Input]
    await type(page, text, 'kept')
    await check(page, box, true)
    await page.moveOn(() => page.type(text, 'kept, and more'))
    page.reconnect()
    await page.settle()
    expect([text.value, box.checked, page.find('b').textContent]).toEqual([
      'kept, and more',
      true,
      'kept, and more',
    ])
    expect(page.body.contains(text)).toBe(true)
  })
})

describe('what cannot be bound is named', () => {
  const messageOf = async (view: () => JSX.Element): Promise<string> => {
    try {
      await open(() => view)
    } catch (error) {
      return (error as Error).message
    }
    return 'no error'
  }
  const bind = (value: unknown): never => value as never

  test.each([
    ['a text', () => <input bind={bind('text')} />, 'was given a string'],
    ['a computed', () => <input bind={bind(COMPUTED)} />, 'cannot be written'],
    ['an element that is no control', () => <p bind={signal0('')}>a</p>, '<p> holds nothing'],
    ['a button', () => <input type="submit" bind={signal0('')} />, 'holds nothing'],
    ['a number in a text', () => <input bind={signal0(1)} />, 'write type="number"'],
    ['an object in a text', () => <input bind={signal0(new Date(0))} />, 'an object (Date)'],
    ['a text in a box', () => <input type="checkbox" bind={signal0('a')} />, 'takes a boolean'],
    ['a value beside it', () => <input value="a" bind={signal0('')} />, 'has `bind` and `value`'],
    ['a text for several', () => <select multiple bind={signal0('a')} />, 'a list or Set'],
  ] as const)('%s', async (_, view, message) => {
    const said = await messageOf(view)
    expect(said).toContain('PG_BIND')
    expect(said).toContain(message)
  })

  const COMPUTED = computed(() => '')
  function signal0<T>(value: T): Bindable<T> {
    return { value, peek: () => value }
  }
})

test('a form that is reset tells what its controls hold then', async () => {
  const text = signal('a')
  const choice = signal('x')
  const isOn = signal(false)
  const page = await open(() => () => (
    <main>
      <form id="f">
        <input id="t" name="elements" bind={text} />
        <input id="x" name="c" type="radio" value="x" bind={choice} />
        <input id="y" name="c" type="radio" value="y" bind={choice} />
      </form>
      <input id="b" form="f" type="checkbox" bind={isOn} />
    </main>
  ))
  page.type(page.find<Input>('#t'), 'abc')
  for (const id of ['#y', '#b']) {
    page.find<Input>(id).checked = true
    page.fire(page.find(id), 'input')
  }
  await page.settle()
  expect([text.value, choice.value, isOn.value]).toEqual(['abc', 'y', true])
  page.find<HTMLFormElement>('form').reset()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await page.settle()
  const { value } = page.find<Input>('#t')
  const isFirst = page.find<Input>('#x').checked
  expect([text.value, choice.value, isOn.value]).toEqual([
    value,
    isFirst ? 'x' : 'y',
    page.find<Input>('#b').checked,
  ])
  expect([value, isFirst]).toEqual(['a', true])
})

test('a form that is reset leaves a date its time, which its control does not show', async () => {
  const due = new Date('2026-05-01T15:30:20.000Z')
  const held = signal(due)
  const page = await open(() => () => (
    <form>
      <input type="date" bind={held} />
    </form>
  ))
  page.find<HTMLFormElement>('form').reset()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await page.settle()
  expect(held.value).toEqual(due)
})

test('what a field holds is never more than the page may keep, however often it was typed in while offline', async () => {
  const text = signal('')
  const page = await open(() => () => <textarea bind={text} />)
  const control = page.find<HTMLTextAreaElement>('textarea')
  page.cut()
  page.type(control, 'a')
  page.type(control, 'a'.repeat(200_000))
  page.up.length = 0
  page.reconnect()
  await page.settle()
  expect(Math.max(...page.up.map((message) => message.length))).toBeLessThan(66_000)
  const notice = (): string => page.find('#pantograph-notice').textContent
  await vi.waitFor(() => expect(notice()).toContain('too large'), 10_000)
  // Nor does it hold up the page, which tries again.
  page.type(control, 'short')
  await page.settle()
  expect(text.value).toBe('short')
})
