// Form controls: what the server sets, what the user changes, and who wins.
import { describe, expect, test } from 'vitest'
import { on, signal } from 'pantograph'
import { open, TestPage } from './page.ts'

type Input = HTMLInputElement

describe('what the server sets', () => {
  test('value and checked, at first and later, are properties', async () => {
    const value = signal<string | number | null>('a')
    const checked = signal<boolean | undefined>(true)
    const page = await open(() => () => (
      <p>
        <input value={value.value} />
        <input type="checkbox" checked={checked.value} />
      </p>
    ))
    expect(page.html).toContain('<input value="a">')
    expect(page.html).toContain('<input type="checkbox" checked>')
    const [text, box] = page.find('p').children as unknown as [Input, Input]
    text.value = 'as typed, without any handler'
    box.checked = false
    for (const [nextValue, nextChecked] of [
      ['b', undefined],
      [7, true],
      [null, false],
    ] as const) {
      value.value = nextValue
      checked.value = nextChecked
      await page.settle()
      expect([text.value, box.checked]).toEqual([String(nextValue ?? ''), Boolean(nextChecked)])
    }
  })

  test('a textarea has its value as content, newlines and all', async () => {
    const value = signal('\n<b>&\n')
    const page = await open(() => () => <textarea value={value.value} />)
    expect(page.html).toContain('<textarea>\n\n&lt;b&gt;&amp;\n</textarea>')
    const area = page.find<HTMLTextAreaElement>('textarea')
    value.value = 'later'
    await page.settle()
    expect(area.value).toBe('later')
  })

  function Choice({ value }: { value: unknown }) {
    return (
      <select value={value as string}>
        <option>a</option>
        <option value="b">B</option>
        <optgroup label="more">
          {['c', 'd'].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </optgroup>
      </select>
    )
  }

  test('a select has the option of its value selected', async () => {
    const value = signal('b')
    const page = await open(() => () => <Choice value={value.value} />)
    expect(page.html).toContain('<option value="b" selected>B</option>')
    expect(page.html.match(/selected/g)?.length).toBe(1)
    const select = page.find<HTMLSelectElement>('select')
    for (const next of ['d', 'a', 'b']) {
      value.value = next
      await page.settle()
      expect(select.value).toBe(next)
    }
  })

  test('a select that comes later has its value', async () => {
    const shown = signal(false)
    const page = await open(() => () => <p>{shown.value && <Choice value="c" />}</p>)
    shown.value = true
    await page.settle()
    expect(page.find<HTMLSelectElement>('select').value).toBe('c')
  })

  test('a select of several has a list of values', async () => {
    const values = signal(['a', 'c'])
    const page = await open(() => () => (
      <select multiple value={values.value as unknown as string}>
        {['a', 'b', 'c'].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    ))
    expect(page.html.match(/value="." selected/g)).toEqual([
      'value="a" selected',
      'value="c" selected',
    ])
    const selected = (): string[] =>
      [...page.find<HTMLSelectElement>('select').options]
        .filter((o) => o.selected)
        .map((o) => o.value)
    values.value = ['b']
    await page.settle()
    expect(selected()).toEqual(['b'])
    values.value = []
    await page.settle()
    expect(selected()).toEqual([])
  })

  test('the text of an option is its value, whatever it is made of', async () => {
    const name = signal('bound')
    const page = await open(() => () => (
      <select value="bound 1">
        <option>other</option>
        <option>
          {name} {1}
        </option>
      </select>
    ))
    expect(page.html.match(/<option[^>]*>bound/)?.[0]).toBe('<option selected>bound')
  })

  test('values in spreads are said as others are', async () => {
    const value = signal('b')
    const page = await open(() => () => (
      <p>
        <textarea {...{ value: value.value }} />
        <select {...{ value: value.value, title: 'choose' }}>
          <option {...{ value: 'a' }}>b</option>
          <option {...{ value: 'b' }}>c</option>
        </select>
      </p>
    ))
    expect(page.html).toContain('<textarea>\nb</textarea>')
    expect(page.html).toContain('<select title="choose"><option value="a">b')
    expect(page.html).toContain('<option value="b" selected>c')
    value.value = 'a'
    await page.settle()
    expect(page.find<HTMLTextAreaElement>('textarea').value).toBe('a')
    expect(page.find<HTMLSelectElement>('select').value).toBe('a')
  })

  test('options are selected one by one without a value on the select', async () => {
    const which = signal('b')
    const page = await open(() => () => (
      <select>
        {['a', 'b'].map((name) => (
          <option key={name} selected={name === which.value}>
            {name}
          </option>
        ))}
      </select>
    ))
    const select = page.find<HTMLSelectElement>('select')
    expect(select.value).toBe('b')
    which.value = 'a'
    await page.settle()
    expect(select.value).toBe('a')
  })
})

describe('what the user changes', () => {
  function Field() {
    const text = signal('')
    return () => (
      <p>
        <input value={text.value} onInput={(event) => (text.value = event.value)} />
        <button onClick={() => (text.value = '')}>Clear</button>
        <b>{text}</b>
      </p>
    )
  }

  const down = async (page: TestPage, act: () => void): Promise<number> => {
    const before = page.down.length
    act()
    await page.settle()
    return page.down.slice(before).reduce((sum, { length }) => sum + length, 0)
  }

  test('is not sent back', async () => {
    function Silent() {
      const text = signal('')
      return () => <input value={text.value} onInput={(event) => (text.value = event.value)} />
    }
    const page = await open(Silent)
    const input = page.find<Input>('input')
    expect(await down(page, () => page.type(input, 'a rather long text that was typed'))).toBe(2)
    expect(input.value).toBe('a rather long text that was typed')
  })

  test('may be cleared by the server, also to what it was before', async () => {
    const page = await open(Field)
    const input = page.find<Input>('input')
    for (const text of ['one', 'two']) {
      page.type(input, text)
      await page.settle()
      expect(page.find('b').textContent).toBe(text)
      page.find('button').click()
      await page.settle()
      expect(input.value).toBe('')
    }
  })

  test('is not overwritten by an answer to something older', async () => {
    function Upper() {
      const text = signal('')
      return () => (
        <input value={text.value} onInput={(event) => (text.value = event.value.toUpperCase())} />
      )
    }
    const page = await open(Upper)
    const input = page.find<Input>('input')
    page.type(input, 'a')
    // The answer is on its way when the next key comes.
    await Promise.resolve()
    page.type(input, 'Ab')
    const seen: string[] = []
    for (let i = 0; i < 20; i++) {
      await Promise.resolve()
      seen.push(input.value)
    }
    await page.settle()
    expect(seen).not.toContain('A')
    expect(input.value).toBe('AB')
  })

  test('is not overwritten by a push while an event of it is on its way', async () => {
    const text = signal('first')
    const page = await open(() => () => <input value={text.value} onInput={() => {}} />)
    const input = page.find<Input>('input')
    ;(page.socket as { stalled: boolean }).stalled = true
    page.type(input, 'typed')
    text.value = 'pushed'
    await page.settle()
    expect(input.value).toBe('typed')
  })

  test('and the handler refuses is taken back', async () => {
    function Short() {
      const text = signal('')
      const agreed = signal(false)
      return () => (
        <p>
          <input value={text.value} onInput={(event) => (text.value = event.value.slice(0, 3))} />
          <input type="checkbox" checked={agreed.value} onChange={() => (agreed.value = false)} />
        </p>
      )
    }
    const page = await open(Short)
    const [input, box] = page.find('p').children as unknown as [Input, Input]
    for (const typed of ['abc', 'abcd', 'abcde']) {
      page.type(input, typed)
      await page.settle()
      expect(input.value).toBe('abc')
    }
    box.checked = true
    page.fire(box, 'change')
    await page.settle()
    expect(box.checked).toBe(false)
  })

  test('and nobody keeps stays as it is, also when the view runs again', async () => {
    const seen = signal(0)
    const page = await open(() => () => (
      <input title={seen.value} value="" onKeyDown={() => seen.value++} />
    ))
    const input = page.find<Input>('input')
    input.value = 'a'
    page.fire(input, 'keydown', { key: 'b' })
    input.value = 'ab'
    await page.settle()
    expect([input.title, input.value]).toEqual(['1', 'ab'])
  })

  test('an asynchronous handler that corrected it early lost the correction', async () => {
    const gates: (() => void)[] = []
    function Upper() {
      const text = signal('')
      return () => (
        <input
          value={text.value}
          onInput={async (event) => {
            text.value = event.value.toUpperCase()
            await new Promise<void>((resolve) => gates.push(resolve))
          }}
        />
      )
    }
    const page = await open(Upper)
    const input = page.find<Input>('input')
    page.type(input, 'a')
    await page.settle()
    gates.shift()?.()
    await page.settle()
    expect(input.value).toBe('A')
  })

  test('an asynchronous handler of Enter clears it at once', async () => {
    let finish = (): void => {}
    function Add() {
      const draft = signal('')
      const add = async (): Promise<void> => {
        draft.value = ''
        await new Promise<void>((resolve) => (finish = resolve))
      }
      return () => (
        <input
          value={draft.value}
          onInput={(event) => (draft.value = event.value)}
          onKeyDown={on(add, { key: 'Enter' })}
        />
      )
    }
    const page = await open(Add)
    const input = page.find<Input>('input')
    page.type(input, 'one')
    await page.settle()
    page.fire(input, 'keydown', { key: 'Enter' })
    await page.settle()
    expect(input.value).toBe('')
    finish()
    await page.settle()
    expect(input.value).toBe('')
  })

  test('a number that is echoed costs nothing', async () => {
    function Amount() {
      const n = signal(0)
      return () => <input value={n.value} onInput={(event) => (n.value = Number(event.value))} />
    }
    const page = await open(Amount)
    expect(await down(page, () => page.type(page.find<Input>('input'), '1234'))).toBe(2)
  })

  test('of a box: changed, refused, changed again', async () => {
    const allowed = signal(false)
    function Box() {
      const checked = signal(false)
      return () => (
        <p>
          <input
            type="checkbox"
            checked={checked.value}
            onChange={(event) => (checked.value = event.checked && allowed.value)}
          />
          {String(checked.value)}
        </p>
      )
    }
    const page = await open(Box)
    const box = page.find<Input>('input')
    const change = async (to: boolean): Promise<void> => {
      box.checked = to
      page.fire(box, 'change')
      await page.settle()
    }
    allowed.value = true
    await change(true)
    expect([box.checked, page.find('p').textContent]).toEqual([true, 'true'])
    await change(false)
    expect([box.checked, page.find('p').textContent]).toEqual([false, 'false'])
  })

  test('of a select, also one of several', async () => {
    const seen = signal<unknown[]>([])
    const see = (event: { value: string; values?: readonly string[] }): void => {
      seen.value = [...seen.value, event.values ?? event.value]
    }
    const page = await open(() => () => (
      <p>
        <select id="one" onChange={see}>
          <option>a</option>
          <option>b</option>
        </select>
        <select id="several" multiple onChange={see}>
          <option>a</option>
          <option>b</option>
          <option>c</option>
        </select>
      </p>
    ))
    const one = page.find<HTMLSelectElement>('#one')
    one.value = 'b'
    page.fire(one, 'change')
    const several = page.find<HTMLSelectElement>('#several')
    for (const option of several.options) option.selected = option.value !== 'b'
    page.fire(several, 'change')
    await page.settle()
    expect(seen.value).toEqual(['b', ['a', 'c']])
  })

  test('in a list stays with its row', async () => {
    const rows = signal(['a', 'b', 'c'])
    const texts = signal<Record<string, string>>({})
    const page = await open(() => () => (
      <ul>
        {rows.value.map((name) => (
          <li key={name}>
            <input
              id={name}
              value={texts.value[name] ?? ''}
              onInput={(event) => (texts.value = { ...texts.value, [name]: event.value })}
            />
          </li>
        ))}
      </ul>
    ))
    page.type(page.find<Input>('#b'), 'of b')
    rows.value = ['c', 'b']
    await page.settle()
    expect([...page.body.querySelectorAll('input')].map(({ value }) => value)).toEqual(['', 'of b'])
    expect(texts.value).toEqual({ b: 'of b' })
  })

  test('before the page was connected is told to the server', async () => {
    const page = await new TestPage([[Field, {}]]).load()
    page.find<Input>('input').value = 'early'
    await page.connect()
    expect(page.find('b').textContent).toBe('early')
    expect(page.find<Input>('input').value).toBe('early')
  })

  test('is cleared when Enter takes it', async () => {
    const items = signal<string[]>([])
    function Add() {
      const draft = signal('')
      const add = (event: { value: string }): void => {
        items.value = [...items.value, event.value]
        draft.value = ''
      }
      return () => (
        <input
          value={draft.value}
          onInput={(event) => (draft.value = event.value)}
          onKeyDown={on(add, { key: 'Enter' })}
        />
      )
    }
    const page = await open(Add)
    const input = page.find<Input>('input')
    for (const text of ['one', 'two']) {
      page.type(input, text)
      page.fire(input, 'keydown', { key: 'Enter' })
      await page.settle()
      expect(input.value).toBe('')
    }
    expect(items.value).toEqual(['one', 'two'])
  })
})
