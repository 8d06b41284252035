// What the user types into bound controls always wins, and is never touched: on a near and on a far server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { on, signal } from 'pantograph'
import type { Child, WritableSignal } from 'pantograph'
import type { Browser, Locator, Page } from 'playwright-core'
import { launch } from '../browser.ts'
import { show } from '../events/app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

interface Caret {
  readonly value: string
  readonly start: number | null
  readonly end: number | null
}

const caretOf = (control: Locator): Promise<Caret> =>
  control.evaluate((node) => {
    const { value, selectionStart: start, selectionEnd: end } = node as HTMLInputElement
    return { value, start, end }
  })

const valueOf = (control: Locator) => (): Promise<string> => control.inputValue()

describe.each([0, 800])('a server that is %d ms away', (latency) => {
  const answered = (page: Page): Promise<void> => page.waitForTimeout(latency + 150)

  /** A page that shows what it holds. */
  async function bound<T>(initial: T, view: (held: WritableSignal<T>) => Child) {
    let held!: WritableSignal<T>
    const component = () => {
      held = signal(initial)
      return () => view(held)
    }
    const { page } = await show(browser, component, { latency })
    return { page, held }
  }

  test.each(['input', 'textarea'] as const)(
    '%s: the caret stays where it is, and undo works',
    async (tag) => {
      const { page, held: text } = await bound('hello world', (held) =>
        tag === 'input' ? <input bind={held} /> : <textarea bind={held} />,
      )
      const control = page.locator(tag)
      await control.focus()
      await control.evaluate((node) => (node as HTMLInputElement).setSelectionRange(5, 5))
      await page.keyboard.type(', wide', { delay: 30 })
      expect(await caretOf(control)).toEqual({ value: 'hello, wide world', start: 11, end: 11 })
      await answered(page)
      await expect.poll(() => text.value).toBe('hello, wide world')
      expect(await caretOf(control)).toEqual({ value: 'hello, wide world', start: 11, end: 11 })
      await page.keyboard.press('Control+z')
      await answered(page)
      const undone = await control.inputValue()
      expect(undone.length).toBeLessThan('hello, wide world'.length)
      await expect.poll(() => text.value).toBe(undone)
      await page.keyboard.press('Control+Shift+z')
      await expect.poll(() => text.value).toBe('hello, wide world')
      await control.evaluate((node) =>
        (node as HTMLInputElement).setSelectionRange(0, 5, 'backward'),
      )
      await answered(page)
      expect(await caretOf(control)).toMatchObject({ start: 0, end: 5 })
    },
  )

  test('what is typed wins over what the server says of before, focused or not', async () => {
    const { page, held: text } = await bound('', (held) => (
      <p>
        <input id="a" bind={held} />
        <button type="button">Other</button>
      </p>
    ))
    const control = page.locator('#a')
    await control.pressSequentially('min')
    await expect.poll(() => text.value).toBe('min')
    await answered(page)
    // What the server says now is on its way when the last key comes.
    text.value = 'from the server'
    await control.evaluate((node) => {
      const input = node as HTMLInputElement
      input.value = 'mine'
      input.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await page.getByText('Other').focus()
    const isFar = latency > 0
    expect(isFar ? await control.inputValue() : 'mine').toBe('mine')
    await answered(page)
    // Whatever came first, both sides have the same in the end; at a distance the user always comes last.
    await expect.poll(() => (isFar ? text.value : 'mine')).toBe('mine')
    await expect.poll(async () => (await control.inputValue()) === text.value).toBe(true)
  })

  test('a change by the server shows, also where the focus is, around the caret', async () => {
    const { page, held: text } = await bound('two', (held) => <input bind={held} />)
    const control = page.locator('input')
    await control.focus()
    await page.keyboard.press('End')
    await page.keyboard.type('!')
    await expect.poll(() => text.value).toBe('two!')
    await answered(page)
    for (const [value, start] of [
      ['two! three', 4],
      ['one two! three', 8],
      ['', 0],
      ['else', 0],
    ] as const) {
      text.value = value
      await expect.poll(valueOf(control)).toBe(value)
      expect(await caretOf(control)).toEqual({ value, start, end: start })
    }
  })

  test('a handler that corrects what is typed leaves the caret', async () => {
    const { page } = await bound('', (held) => (
      <input bind={held} onInput={() => (held.value = held.value.toUpperCase())} />
    ))
    const control = page.locator('input')
    await control.pressSequentially('abcd')
    await expect.poll(valueOf(control)).toBe('ABCD')
    await control.evaluate((node) => (node as HTMLInputElement).setSelectionRange(2, 2))
    await page.keyboard.type('x')
    await expect.poll(valueOf(control)).toBe('ABXCD')
    expect(await caretOf(control)).toMatchObject({ start: 3, end: 3 })
  })

  test('what waits for a pause is not overwritten meanwhile', async () => {
    const { page, held: text } = await bound('', (held) => (
      <input bind={held} onInput={on(() => {}, { debounce: 60_000 })} />
    ))
    const control = page.locator('input')
    await control.pressSequentially('typed')
    text.value = 'from the server'
    await page.waitForTimeout(latency + 200)
    expect(await control.inputValue()).toBe('typed')
    // Ends the pause: one that ends by itself may do so before the server has said anything.
    await control.blur()
    await expect.poll(() => text.value).toBe('typed')
    await answered(page)
    expect(await control.inputValue()).toBe('typed')
  })

  test('a text that is being composed is left alone, and corrected when it is there', async () => {
    const { page, held: text } = await bound('', (held) => (
      <input bind={held} onInput={() => (held.value = held.value.toUpperCase())} />
    ))
    const control = page.locator('input')
    await control.focus()
    const devtools = await page.context().newCDPSession(page)
    for (const composed of ['k', 'ka', 'kan']) {
      await devtools.send('Input.imeSetComposition', {
        text: composed,
        selectionStart: composed.length,
        selectionEnd: composed.length,
      })
      await expect.poll(valueOf(control)).toBe(composed)
      await answered(page)
      expect(await control.inputValue()).toBe(composed)
    }
    text.value = 'from the server'
    await answered(page)
    expect(await control.inputValue()).toBe('kan')
    await devtools.send('Input.insertText', { text: 'kanji ' })
    await expect.poll(valueOf(control)).toBe('KANJI ')
    expect(text.value).toBe('KANJI ')
  })

  test('a number that is half written stays as it is', async () => {
    const { page, held: n } = await bound<number | null>(null, (held) => (
      <input type="number" step="any" bind={held} />
    ))
    const control = page.locator('input')
    await control.focus()
    for (const [key, value] of [
      ['1', 1],
      ['.', 1],
      ['0', 1],
      ['5', 1.05],
      ['e', null],
      ['2', 105],
    ] as const) {
      await page.keyboard.type(key)
      await answered(page)
      await expect.poll(() => n.value).toBe(value)
    }
    expect(await control.inputValue()).toBe('1.05e2')
  })

  test('a slider shows what is held as soon as its limits allow it', async () => {
    const max = signal(10)
    const far = signal<number | null>(80)
    const { page, held: near } = await bound<number | null>(5, (held) => (
      <p>
        <input type="range" max={max.value} bind={held} />
        <input type="range" bind={held} max={max.value} />
        <input type="range" max={max} bind={far} />
      </p>
    ))
    const shown = (): Promise<string[]> =>
      page
        .locator('input')
        .evaluateAll((all) => (all as HTMLInputElement[]).map(({ value }) => value))
    expect(await shown()).toEqual(['5', '5', '10'])
    near.value = 50
    max.value = 60
    await expect.poll(shown).toEqual(['50', '50', '60'])
    max.value = 100
    await expect.poll(shown).toEqual(['50', '50', '80'])
    // The user's own place on it stays.
    await page.locator('input').last().fill('90')
    await expect.poll(() => far.value).toBe(90)
    max.value = 120
    await answered(page)
    expect(await shown()).toEqual(['50', '50', '90'])
  })

  test('a date that is half written stays as it is', async () => {
    const { page, held: date } = await bound<Date | null>(null, (held) => (
      <input type="date" bind={held} />
    ))
    await page.locator('input').focus()
    await page.keyboard.type('0229')
    await answered(page)
    expect(date.value).toBe(null)
    await page.keyboard.type('2024')
    await expect.poll(() => date.value?.toISOString()).toBe('2024-02-29T00:00:00.000Z')
    await answered(page)
    expect(await page.locator('input').inputValue()).toBe('2024-02-29')
  })

  test('what is longer than maxlength comes from the server alone', async () => {
    const { page, held: text } = await bound('', (held) => <input maxlength={5} bind={held} />)
    const control = page.locator('input')
    await control.pressSequentially('abcdefgh')
    await expect.poll(() => text.value).toBe('abcde')
    text.value = 'longer than that'
    await expect.poll(valueOf(control)).toBe('longer than that')
  })

  test('of radio buttons the last one wins, also over another page', async () => {
    const { page, held: plan } = await bound('c', (held) => (
      <p>
        {['a', 'b', 'c'].map((name) => (
          <label key={name}>
            <input type="radio" name="plan" value={name} bind={held} />
            {name}
          </label>
        ))}
      </p>
    ))
    const chosen = (): Promise<string[]> =>
      page
        .locator('input')
        .evaluateAll((all) =>
          (all as HTMLInputElement[]).filter(({ checked }) => checked).map(({ value }) => value),
        )
    await page.getByLabel('a').click()
    await page.getByLabel('b').click()
    // Somebody else goes back and forth, before the clicks are there.
    const isSooner = latency > 0 && plan.value === 'c'
    for (const other of isSooner ? ['a', 'c'] : []) plan.value = other
    expect(await chosen()).toEqual(['b'])
    await expect.poll(() => plan.value).toBe('b')
    await answered(page)
    expect(await chosen()).toEqual(['b'])
    plan.value = 'a'
    await expect.poll(chosen).toEqual(['a'])
  })

  test('an element that is edited in place keeps caret and undo', async () => {
    const { page, held: text } = await bound('one two', (held) => (
      <div>
        <p id="note" contenteditable="plaintext-only" bind={held} />
        <button type="button">Other</button>
        <b>{held}</b>
      </div>
    ))
    const note = page.locator('#note')
    await note.click()
    await page.keyboard.press('Control+Home')
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.type(' and', { delay: 40 })
    await expect.poll(() => text.value).toBe('one and two')
    await answered(page)
    await page.keyboard.type(' a half')
    await expect.poll(() => text.value).toBe('one and a half two')
    await page.keyboard.press('Enter')
    await expect.poll(() => text.value).toBe('one and a half\n two')
    await page.keyboard.press('Control+z')
    const undone = await note.innerText()
    expect(undone).not.toContain('half\n')
    await expect.poll(() => text.value).toBe(undone)
    text.value = 'from the server\nwith two lines'
    await answered(page)
    expect(await note.innerText()).toBe(undone)
    await page.getByText('Other').focus()
    await expect.poll(() => note.innerText()).toBe('from the server\nwith two lines')
  })

  test('an element that is edited in place has as many lines as one sees', async () => {
    const { page, held: text } = await bound('', (held) => (
      <div id="note" contenteditable bind={held} />
    ))
    const note = page.locator('#note')
    await note.click()
    for (const line of ['', 'two', '', 'three ', 'x']) {
      await page.keyboard.type(line)
      await page.keyboard.press('Enter')
    }
    await page.keyboard.type('end')
    await expect.poll(() => text.value).toBe('\ntwo\n\nthree\u00a0\nx\nend')
    // What is told is read as it was told.
    await note.blur()
    text.value = 'a\n\nb'
    await expect.poll(() => note.innerText()).toBe('a\n\nb')
    await note.focus()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type('!')
    await expect.poll(() => text.value).toBe('a\n\nb!')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
    await expect.poll(() => text.value).toBe('')
  })
})
