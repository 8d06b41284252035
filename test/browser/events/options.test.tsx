// What `on(handler, options)` asks of the browser, with real input, on a near and on a far server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { on, signal, stream } from 'pantograph'
import type { Browser, Page } from 'playwright-core'
import { launch, live } from '../browser.ts'
import { note, nothingMore, pictured, show } from './app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

const values = (seen: readonly Readonly<Record<string, unknown>>[], type: string): unknown[] =>
  seen.filter((event) => event['type'] === type).map((event) => event['value'])

const click = (page: Page, name: string): Promise<void> =>
  page.getByText(name, { exact: true }).click()

/** Types into the field in one go: on a busy machine a pause between two keys may be of any length. */
const typeAtOnce = (page: Page, text: string): Promise<void> =>
  page.locator('input').evaluate((input: HTMLInputElement, keys) => {
    input.focus()
    for (const key of keys) document.execCommand('insertText', false, key)
  }, text)

describe.each([0, 300])('a server that is %d ms away', (latency) => {
  /** The most that can be told since then, where each waits for the answer to the one before. */
  const mostSince = (began: number): number =>
    latency > 0 ? 10 + (performance.now() - began) / (latency - 20) : 110

  const settled = (page: Page): Promise<void> => page.waitForTimeout(latency + 100)

  test('debounce: the newest, after a pause', async () => {
    const { page, seen } = await show(
      browser,
      () => <input onInput={on(note, { debounce: 250 })} />,
      { latency },
    )
    const began = performance.now()
    await typeAtOnce(page, 'hello')
    await expect.poll(() => values(seen, 'input')).toEqual(['hello'])
    expect(performance.now() - began).toBeGreaterThan(240)
    await page.locator('input').pressSequentially('!')
    await expect.poll(() => values(seen, 'input')).toEqual(['hello', 'hello!'])
  })

  test('debounce: at once when the focus leaves, the value changes or the form is sent, and before these', async () => {
    const { page, seen, types } = await show(
      browser,
      () => (
        <form onSubmit={note}>
          <input onInput={on(note, { debounce: 60_000 })} onChange={note} onBlur={note} />
          <button type="button" onClick={note}>
            Other
          </button>
        </form>
      ),
      { latency },
    )
    await page.locator('input').pressSequentially('ab')
    await click(page, 'Other')
    await expect.poll(types).toEqual(['input', 'change', 'blur', 'click'])
    expect(values(seen, 'input')).toEqual(['ab'])
    await page.locator('input').focus()
    await page.keyboard.press('End')
    await page.keyboard.type('c')
    await page.keyboard.press('Enter')
    await expect
      .poll(types)
      .toEqual(['input', 'change', 'blur', 'click', 'input', 'change', 'submit'])
    expect(values(seen, 'input')).toEqual(['ab', 'abc'])
  })

  test('debounce: what waits of an element is told before it goes', async () => {
    const shown = signal(true)
    const { page, seen } = await show(
      browser,
      () => () => (
        <p>
          {shown.value && <input onInput={on(note, { debounce: 60_000 })} />}
          <b onClick={note}>Next</b>
        </p>
      ),
      { latency },
    )
    await page.locator('input').pressSequentially('a')
    shown.value = false
    await page.locator('input').waitFor({ state: 'detached' })
    await click(page, 'Next')
    await expect
      .poll(() => seen.map(({ type, id }) => [type, String(id).split(':')[1]]))
      .toEqual([
        // The first was for an element that is gone: counted, not run.
        ['click', '2'],
      ])
  })

  test('throttle: the first at once, then the newest', async () => {
    const { page, seen } = await show(
      browser,
      () => <input onInput={on(note, { throttle: 400 })} />,
      { latency },
    )
    await typeAtOnce(page, 'abcd')
    await expect.poll(() => values(seen, 'input')).toEqual(['a', 'abcd'])
    await settled(page)
    expect(values(seen, 'input')).toEqual(['a', 'abcd'])
  })

  test('throttle: keys that repeat are held back, others are not', async () => {
    const { page, seen } = await show(
      browser,
      () => <input onKeyDown={on(note, { throttle: 60_000 })} />,
      { latency },
    )
    await page.locator('input').focus()
    await page.keyboard.down('a')
    for (let i = 0; i < 5; i++) await page.keyboard.down('a')
    await page.keyboard.up('a')
    await page.keyboard.press('b')
    await page.keyboard.press('a')
    await expect.poll(() => seen.map(({ key }) => key)).toEqual(['a', 'b', 'a'])
    await settled(page)
    expect(seen).toHaveLength(3)
  })

  test('once, stopPropagation and capture', async () => {
    const { page, seen, next } = await show(
      browser,
      () => (
        <div id="outer" onClick={on(() => note({ type: 'capturing' }), { capture: true })}>
          <div onClick={() => note({ type: 'bubbling' })}>
            <b onClick={on(note, { once: true })}>Once</b>
            <i onClick={on(note, { stopPropagation: true })}>Stops</i>
          </div>
        </div>
      ),
      { latency },
    )
    await click(page, 'Once')
    await click(page, 'Once')
    await click(page, 'Stops')
    await expect
      .poll(() => seen.map(({ type }) => type))
      .toEqual(['capturing', 'click', 'bubbling', 'capturing', 'bubbling', 'capturing', 'click'])
    await next('click')
  })

  test('confirm: nothing is told, or done, unless the user agrees', async () => {
    const { page, seen } = await show(
      browser,
      () => (
        <>
          <a href="#gone" onClick={on(note, { confirm: 'Really?' })}>
            Delete
          </a>
        </>
      ),
      { latency },
    )
    const asked: string[] = []
    let answer = false
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void (answer ? dialog.accept() : dialog.dismiss())
    })
    await click(page, 'Delete')
    await settled(page)
    expect(seen).toEqual([])
    expect(new URL(page.url()).hash).toBe('')
    answer = true
    await click(page, 'Delete')
    await expect.poll(() => seen).toHaveLength(1)
    await expect.poll(() => new URL(page.url()).hash).toBe('#gone')
    expect(asked).toEqual(['Really?', 'Really?'])
  })

  test('events in swarms: the newest of each picture, no more before one is answered, and before what follows', async () => {
    const { page, seen, proxy, types } = await show(
      browser,
      () => (
        <div style="width:400px;height:300px" onMouseMove={note} onClick={note}>
          Field
        </div>
      ),
      { latency },
    )
    await page.mouse.move(10, 10)
    await settled(page)
    seen.length = 0
    const began = performance.now()
    for (let i = 0; i < 100; i++) await page.mouse.move(100 + i, 50)
    await page.mouse.down()
    await page.mouse.up()
    await expect.poll(types).toContain('click')
    const all = types()
    expect(seen[all.lastIndexOf('mousemove')]).toMatchObject({ clientX: 199 })
    expect(all.lastIndexOf('mousemove')).toBe(all.indexOf('click') - 1)
    expect(all.length).toBeLessThan(mostSince(began))
    // Without a server, one waits, however many come.
    proxy.cut()
    await page.locator('html:not([data-pantograph=live])').waitFor({ state: 'attached' })
    seen.length = 0
    for (let i = 0; i < 200; i++) await page.mouse.move(100 + i, 60)
    await page.waitForTimeout(100)
    proxy.restore()
    await live(page)
    await expect.poll(() => seen.at(-1)?.['clientX']).toBe(299)
    expect(seen.length).toBeLessThan(5)
  })

  test('a range is told as it is slid, and where it ends', async () => {
    const { page, seen } = await show(
      browser,
      () => <input type="range" min="0" max="1000" onInput={note} style="width:500px" />,
      { latency },
    )
    const box = await page.locator('input').boundingBox()
    if (box === null) throw new Error('no box')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + 10, y)
    const began = performance.now()
    await page.mouse.down()
    for (let i = 0; i < 100; i++) await page.mouse.move(box.x + 10 + i * 4, y)
    await page.mouse.up()
    const shown = await page.locator('input').inputValue()
    await expect.poll(() => values(seen, 'input').at(-1)).toBe(shown)
    expect(seen.length).toBeLessThan(mostSince(began))
  })

  test('a handler that runs long holds up nobody when it is concurrent', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const said = signal('')
    const { page } = await show(
      browser,
      () => () => (
        <p>
          <b
            onClick={on(
              async () => {
                await promise
                said.value += ' long'
              },
              { concurrent: true },
            )}
          >
            Long
          </b>
          <i onClick={() => (said.value += ' short')}>Short</i>
          <output>{said}</output>
        </p>
      ),
      { latency },
    )
    await click(page, 'Long')
    await click(page, 'Short')
    await expect.poll(() => page.locator('output').textContent()).toBe(' short')
    resolve()
    await expect.poll(() => page.locator('output').textContent()).toBe(' short long')
  })

  test('a button that waits says so, and cannot be pressed again', async () => {
    const saved = signal(0)
    const isSaved = Promise.withResolvers<void>()
    const { page } = await show(
      browser,
      () => () => (
        <form
          onSubmit={async () => {
            await isSaved.promise
            saved.value++
          }}
        >
          <button data-pending-disable data-pending-text="Saving…">
            Save {saved.value}
          </button>
        </form>
      ),
      { latency },
    )
    const button = page.locator('button')
    await button.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await button.textContent()).toBe('Saving…')
    expect(await button.isDisabled()).toBe(true)
    expect(await page.locator('form').getAttribute('data-pending')).toBe('')
    isSaved.resolve()
    await expect.poll(() => button.textContent()).toBe('Save 1')
    expect(await button.isDisabled()).toBe(false)
    await expect.poll(() => button.evaluate((node) => node === document.activeElement)).toBe(true)
    await settled(page)
    expect(await button.textContent()).toBe('Save 1')
    expect(await page.locator('[data-pending]').count()).toBe(0)
  })
})

test('debounce: a page that is reloaded tells what waits', async () => {
  const { page, seen } = await show(
    browser,
    () => <input onInput={on(note, { debounce: 60_000 })} />,
    { page: { keepOnReload: true } },
  )
  await page.locator('input').pressSequentially('kept')
  await page.reload()
  await expect.poll(() => values(seen, 'input')).toEqual(['kept'])
})

test('keys: with modifiers, from anywhere on the page', async () => {
  const { page, seen } = await show(browser, () => (
    <>
      <i onKeyDown={on(note, { target: 'window', key: ['mod+k', 'Escape', 'shift+?'] })} />
      <b onKeyDown={on(note, { target: 'document', key: 'ctrl+s', preventDefault: true })} />
      <input onKeyDown={on(note, { key: ['Enter', 'a'] })} />
    </>
  ))
  await page.keyboard.press('k')
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Control+Shift+K')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+s')
  await page.locator('input').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('a')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.press('Enter')
  await expect.poll(() => seen.map(({ key }) => key)).toEqual(['k', 'Escape', 's', 'a', 'Enter'])
})

test('items of a stream that listen alike, to several events and outside', async () => {
  const told: string[] = []
  let more = (): void => {}
  const { page } = await show(browser, () => {
    const rows = stream<number, number>({ key: (id) => id })
    const tell = (what: string) => rows.on((_, id) => void told.push(`${what} ${id}`))
    const [press, focus, outside] = [tell('press'), tell('focus'), tell('outside')]
    rows.append(1, 2)
    more = () => rows.append(3)
    return () => (
      <ul>
        {rows.show((id) => (
          <li>
            <button
              id={`b${id}`}
              onClick={on(press, { throttle: 10 })}
              onFocus={focus}
              onClickOutside={outside}
            >
              {id}
            </button>
          </li>
        ))}
      </ul>
    )
  })
  await page.locator('#b2').click()
  await expect.poll(() => told.toSorted()).toEqual(['focus 2', 'outside 1', 'press 2'])
  told.length = 0
  more()
  await page.locator('#b3').click()
  await expect.poll(() => told.toSorted()).toEqual(['focus 3', 'outside 1', 'outside 2', 'press 3'])
})

test('window and document: as long as the element is there', async () => {
  const shown = signal(true)
  const { page, seen, next } = await show(browser, () => () => (
    <p>
      {shown.value && <i onKeyDown={on(note, { target: 'window' })} />}
      <b onClick={note}>Click</b>
    </p>
  ))
  await page.keyboard.press('x')
  await next('keydown')
  shown.value = false
  await page.locator('i').waitFor({ state: 'detached' })
  await page.keyboard.press('y')
  await click(page, 'Click')
  await next('click')
  expect(seen).toHaveLength(2)
})

test('passive where nothing is prevented: the page scrolls', async () => {
  const { page, next } = await show(browser, () => (
    <>
      <div style="height:3000px">
        <p id="free" style="height:100px;margin:0" onWheel={note} />
        <p id="held" style="height:100px;margin:0" onWheel={on(note, { preventDefault: true })} />
      </div>
    </>
  ))
  const top = () => page.evaluate(() => scrollY)
  await pictured(page)
  await page.mouse.move(20, 150)
  await page.mouse.wheel(0, 50)
  await next('wheel')
  await nothingMore(page)
  expect(await top()).toBe(0)
  await page.mouse.move(20, 50)
  await page.mouse.wheel(0, 50)
  await next('wheel')
  await expect.poll(top).toBe(50)
})

test('links keep their native meaning with a modifier key, the middle button, and as downloads', async () => {
  const { page, seen, next } = await show(browser, () => (
    <p>
      <a id="ours" href="/other" onClick={on(note, { preventDefault: true })}>
        Ours
      </a>
      <a id="told" href="#told" onClick={note}>
        Told
      </a>
      <a id="file" href="data:text/plain,x" download="x.txt" onClick={note}>
        File
      </a>
    </p>
  ))
  const opened: string[] = []
  page.context().on('page', (other) => {
    opened.push('tab')
    void other.close()
  })
  await page.locator('#ours').click()
  await next('click')
  await page.locator('#ours').click({ modifiers: ['Control'] })
  await expect.poll(() => opened.length).toBe(1)
  await page.locator('#ours').click({ button: 'middle' })
  await expect.poll(() => opened.length).toBe(2)
  expect(seen).toHaveLength(1)
  await page.locator('#told').click({ modifiers: ['Control'] })
  await expect.poll(() => opened.length).toBe(3)
  expect(await next('click')).toMatchObject({ ctrlKey: true })
  const download = page.waitForEvent('download')
  await page.locator('#file').click()
  expect((await download).suggestedFilename()).toBe('x.txt')
  await next('click')
  expect(new URL(page.url()).pathname).toBe('/')
})

describe('clicks outside', () => {
  const Menu = () => {
    const isOpen = signal(true)
    return () => (
      <main style="height:400px">
        <p id="elsewhere">Elsewhere</p>
        {isOpen.value && (
          <div
            id="menu"
            style="width:100px;height:100px"
            onClickOutside={(event) => {
              note(event)
              isOpen.value = false
            }}
          >
            <b id="inner">Inner</b>
          </div>
        )}
        <button onClick={() => (isOpen.value = !isOpen.value)}>Toggle</button>
      </main>
    )
  }

  test('decided by where the press began', async () => {
    const { page, seen, next } = await show(browser, Menu)
    await page.locator('#inner').click()
    const inner = await page.locator('#inner').boundingBox()
    if (inner === null) throw new Error('no box')
    // A selection that is dragged out of the menu is no click outside.
    await page.mouse.move(inner.x + 5, inner.y + 5)
    await page.mouse.down()
    await page.mouse.move(inner.x + 300, inner.y + 150)
    await page.mouse.up()
    await nothingMore(page)
    expect(seen).toEqual([])
    await page.locator('#elsewhere').click()
    expect(await next('clickoutside')).toMatchObject({ button: 0 })
    await page.locator('#menu').waitFor({ state: 'detached' })
  })

  test('the click that opens it is not outside', async () => {
    const { page, seen, next } = await show(browser, Menu)
    await page.locator('#elsewhere').click()
    await next('clickoutside')
    await page.locator('#menu').waitFor({ state: 'detached' })
    await page.locator('button').click()
    await page.locator('#menu').waitFor()
    await nothingMore(page)
    expect(seen).toHaveLength(1)
    // With the keyboard there is no press.
    await page.locator('button').focus()
    await page.keyboard.press('Enter')
    await next('clickoutside')
  })
})
