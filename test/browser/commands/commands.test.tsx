// Commands in a real browser: transitions, dialogs and popovers while the server changes them, what comes before the page is
// connected, and guesses over connections that end.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, on, run, signal, url } from 'pantograph'
import { live, launch } from '../browser.ts'
import { note, show } from '../events/app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

const STYLES = `
  .fade-in { animation: fade 300ms }
  .fade-out { opacity: 0; transition: opacity 300ms }
  .spin { animation: fade 1s infinite }
  @keyframes fade { from { opacity: 0 } }`

const Styles = () => <link rel="stylesheet" href={`data:text/css,${encodeURIComponent(STYLES)}`} />

/** Does something, and tells how an element looks right behind it. `holds`: what moves then stands still. */
const after = (page: Page, act: string, holds = false): Promise<string> =>
  page.evaluate(
    ([act, holds]) => {
      document.querySelector<HTMLElement>(act as string)?.click()
      if (holds) for (const one of document.getAnimations()) one.pause()
      const box = document.querySelector<HTMLElement>('#box')
      return `${box?.className}${box?.hidden ? ' hidden' : ''}`
    },
    [act, holds],
  )

const look = (page: Page): Promise<string> => after(page, '#nothing')

describe('transitions', () => {
  function Box() {
    const look = signal('box')
    return () => (
      <main>
        <Styles />
        <button id="toggle" onClick={command.toggle('#box', { transition: 'fade' })} />
        <button id="hide" onClick={command.hide('#box', { transition: 'fade' })} />
        <button id="server" onClick={() => (look.value += 'x')} />
        <p id="box" class={look.value}>
          Box
        </p>
      </main>
    )
  }

  test('a class is there while it runs, also when the server changes the classes meanwhile', async () => {
    const { page } = await show(browser, Box)
    // However long the server takes.
    expect(await after(page, '#toggle', true)).toBe('box fade-out')
    await after(page, '#server')
    await expect.poll(() => look(page)).toBe('boxx fade-out')
    await page.evaluate(() => document.getAnimations().forEach((one) => one.play()))
    await expect.poll(() => look(page)).toBe('boxx hidden')
    expect(await after(page, '#toggle')).toBe('boxx fade-in')
    await expect.poll(() => look(page)).toBe('boxx')
  })

  test('turns around in the middle; asked for twice, it goes on', async () => {
    const { page } = await show(browser, Box)
    // However far apart the clicks are.
    expect(await after(page, '#hide', true)).toBe('box fade-out')
    expect(await after(page, '#hide', true)).toBe('box fade-out')
    expect(await after(page, '#toggle')).toBe('box')
    await page.waitForTimeout(400)
    expect(await look(page)).toBe('box')
  })

  test('there is none for who wants less motion, nor without a style', async () => {
    const { page } = await show(browser, Box)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await after(page, '#toggle')).toBe('box hidden')
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await page.locator('link[rel=stylesheet]').evaluate((link) => link.remove())
    await after(page, '#toggle')
    expect(await after(page, '#toggle')).toBe('box hidden')
  })

  test('what moves for ever is not waited for', async () => {
    const { page } = await show(browser, () => (
      <main>
        <Styles />
        <button id="hide" onClick={command.hide('#box', { transition: 'fade' })} />
        <p id="box" class="spin">
          Box
        </p>
      </main>
    ))
    await after(page, '#hide')
    await expect.poll(() => look(page)).toBe('spin hidden')
  })
})

describe('dialogs and popovers', () => {
  function Boxes() {
    const count = signal(0)
    const closed = signal('')
    return () => (
      <main>
        <button id="open" onClick={command.openDialog('#dialog')}>
          Open
        </button>
        <button id="beside" onClick={command.openDialog('#dialog', { modal: false })}>
          Beside
        </button>
        <button id="pop" onClick={command.togglePopover('#popover')}>
          Pop
        </button>
        <dialog
          id="dialog"
          {...{ title: `t${count.value}` }}
          onClose={({ returnValue }) => (closed.value += `[${returnValue}]`)}
        >
          <button id="more" onClick={() => count.value++}>
            {count.value}
          </button>
          <button id="yes" onClick={command.closeDialog(undefined, { returnValue: 'yes' })}>
            Yes
          </button>
        </dialog>
        <p id="popover" popover="manual" title={`t${count.value}`}>
          Popover
        </p>
        <output>{closed}</output>
      </main>
    )
  }

  test('stay open when the server changes them, and when the page was away', async () => {
    const { page, proxy } = await show(browser, Boxes)
    const isModal = (): Promise<boolean> =>
      page.locator('#dialog').evaluate((dialog) => dialog.matches(':modal'))
    await page.locator('#pop').click()
    await page.locator('#open').click()
    await page.locator('#more').click()
    await expect.poll(() => page.locator('#more').innerText()).toBe('1')
    expect(await isModal()).toBe(true)
    proxy.cut()
    await page.locator('html:not([data-pantograph=live])').waitFor({ state: 'attached' })
    proxy.restore()
    await live(page)
    await page.locator('#more').click()
    await expect.poll(() => page.locator('#more').innerText()).toBe('2')
    expect(await isModal()).toBe(true)
    expect(await page.locator('#popover').isVisible()).toBe(true)
    await page.locator('#yes').click()
    await expect.poll(() => page.locator('output').innerText()).toBe('[yes]')
    await page.locator('#pop').click()
    expect(await page.locator('#popover').isVisible()).toBe(false)
    await page.locator('#beside').click()
    expect([await page.locator('#dialog').isVisible(), await isModal()]).toEqual([true, false])
  })
})

test('a press on the button of an open popover closes it, as its native button does', async () => {
  const { page } = await show(browser, () => (
    <main>
      <button id="button" onClick={command.togglePopover('#menu')}>
        Menu
      </button>
      <div id="menu" popover="auto">
        Menu
      </div>
    </main>
  ))
  const isOpen = (): Promise<boolean> =>
    page.evaluate(() => document.querySelector('#menu')?.matches(':popover-open') === true)
  const clicks = (): Promise<unknown> =>
    page.evaluate(() => document.documentElement.dataset['clicks'])
  let acts = 0
  const toggled = async (act: () => Promise<void>): Promise<boolean> => {
    await act()
    // What a finger does becomes a click only later.
    await expect.poll(clicks).toBe(String(++acts))
    return isOpen()
  }
  await page.evaluate(() => {
    let count = 0
    addEventListener('click', () => (document.documentElement.dataset['clicks'] = `${++count}`))
  })
  const box = await page.locator('#button').boundingBox()
  const press = () => page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 5)
  const touch = () => page.touchscreen.tap((box?.x ?? 0) + 5, (box?.y ?? 0) + 5)
  const key = () => page.keyboard.press('Enter')
  const script = () => page.evaluate(() => document.querySelector<HTMLElement>('#button')?.click())
  // In pairs: what opened it does not matter to what closes it.
  for (const [open, close] of [press, touch, key, script].flatMap((one) => [
    [one, one] as const,
    [one, press] as const,
  ])) {
    expect(await toggled(open)).toBe(true)
    expect(await toggled(close)).toBe(false)
  }
})

test('focus, selection, scrolling, events of one’s own, and addresses', async () => {
  const { page } = await show(
    browser,
    () => (
      <main>
        <input id="field" value="a text" />
        <div id="some">
          <p>No</p>
          <button disabled>No</button>
          <a href="#x">First</a>
          <button inert>No</button>
          <button id="last">Last</button>
          <button hidden>No</button>
        </div>
        <button id="focus" onClick={command.focus('#field').select('#field')} />
        <button id="first" onClick={command.focusFirst('#some')} />
        <button id="end" onClick={command.focusLast('#some')} />
        <button
          id="fire"
          onClick={command.dispatch('app:news', { to: '#some', detail: { n: 1 } })}
        />
        <button id="go" onClick={command.navigate('/?page=2#there')} />
        <button id="away" onClick={command.navigate('/elsewhere')} />
        <output>{url().href}</output>
        <button id="scroll" onClick={command.scrollIntoView('#far', { block: 'center' })} />
        <div style="height: 5000px" />
        <i id="far">Far</i>
      </main>
    ),
    {},
  )
  const has = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent)
  await page.locator('#focus').click()
  expect(await has()).toBe('field')
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('a text')
  await page.locator('#first').click()
  expect(await has()).toBe('First')
  await page.locator('#end').click()
  expect(await has()).toBe('last')
  await page.evaluate(() => {
    addEventListener('app:news', (event) => {
      document.title = `${(event.target as Element).id} ${JSON.stringify((event as CustomEvent).detail)}`
    })
  })
  await page.locator('#fire').click()
  expect(await page.title()).toBe('some {"n":1}')
  await page.locator('#scroll').click()
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(3000)
  await page.evaluate(() => Object.assign(globalThis, { isSame: true }))
  await page.locator('#go').click()
  await expect.poll(() => new URL(page.url()).search).toBe('?page=2')
  await expect.poll(() => page.locator('output').innerText()).toBe('/?page=2#there')
  expect(await page.evaluate(() => 'isSame' in globalThis)).toBe(true)
})

test('to a place on the page, as a link goes there', async () => {
  const { page } = await show(browser, () => () => (
    <main>
      <button id="go" onClick={command.navigate('#far')} />
      <button id="instead" onClick={command.navigate('#near', { replace: true })} />
      <output>{url().href}</output>
      <i id="near">Near</i>
      <div style="height: 5000px" />
      <i id="far">Far</i>
    </main>
  ))
  const scrolled = (): Promise<number> => page.evaluate(() => scrollY)
  const length = (): Promise<number> => page.evaluate(() => history.length)
  const before = await length()
  await page.locator('#go').click()
  await expect.poll(scrolled).toBeGreaterThan(3000)
  await expect.poll(() => page.locator('output').innerText()).toBe('/#far')
  await page.evaluate(() => document.querySelector<HTMLElement>('#instead')?.click())
  await expect.poll(scrolled).toBeLessThan(100)
  await expect.poll(() => page.locator('output').innerText()).toBe('/#near')
  expect(await length()).toBe(before + 1)
})

test('what is copied from an element that is no field is its text', async () => {
  const { page } = await show(browser, () => (
    <main>
      <button id="copy" value="v" onClick={command.copy({ from: { closest: 'button' } })}>
        A text
      </button>
    </main>
  ))
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: (text: string) => (document.title = text) },
    })
  })
  await page.locator('#copy').click()
  await expect.poll(() => page.title()).toBe('A text')
})

test('where there is no clipboard, what is selected is copied, and the focus stays', async () => {
  const { page } = await show(browser, () => (
    <main>
      <input id="from" value="by hand" />
      <button id="copy" onClick={command.copy({ from: '#from' })}>
        Copy
      </button>
    </main>
  ))
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined })
    document.addEventListener('copy', () => (document.title = String(getSelection())))
  })
  await page.locator('#copy').click()
  await expect.poll(() => page.title()).toBe('by hand')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('copy')
})

test.each([0, 600])('a click before the page is connected, %d ms away', async (latency) => {
  const { page } = await show(
    browser,
    () => (
      <main>
        <button id="go" onClick={command.addClass('done').then(note)}>
          Go
        </button>
      </main>
    ),
    { latency },
  )
  // What carries commands out arrives later than everything else.
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/feature-commands-*', async (route) => {
    await held
    await route.continue()
  })
  await page.reload({ waitUntil: 'commit' })
  await page.locator('html[data-pantograph=connecting]').waitFor({ state: 'attached' })
  await page.locator('#go').click()
  expect(await page.locator('#go').getAttribute('class')).toBeNull()
  release()
  await live(page)
  await expect.poll(() => page.locator('#go').getAttribute('class')).toBe('done')
})

describe.each([0, 300])('guesses, %d ms away', (latency) => {
  function Rows() {
    const done = signal<readonly number[]>([])
    const turn = (n: number): void => {
      if (n === 3) return
      done.value = done.value.includes(n)
        ? done.value.filter((one) => one !== n)
        : [...done.value, n]
    }
    return () => (
      <ul title={`${done.value.length}`}>
        {[1, 2, 3].map((n) => (
          <li key={n} id={`row${n}`} class={done.value.includes(n) ? 'row done' : 'row'}>
            <button
              onClick={command
                .toggleClass('done', { to: { closest: 'li' } })
                .optimistic()
                .then(() => turn(n))}
            >
              {n}
            </button>
          </li>
        ))}
      </ul>
    )
  }

  const watch = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      new MutationObserver((all) => {
        for (const { target } of all)
          seen.push(`${(target as Element).id} ${(target as Element).className}`)
      }).observe(document, { subtree: true, attributeFilter: ['class'] })
    })

  const seen = (page: Page): Promise<string[]> =>
    page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)

  const done = (page: Page, count: number): Promise<void> =>
    page.locator(`ul[title="${count}"]`).waitFor()

  test('that come true are seen once', async () => {
    const { page } = await show(browser, Rows, { latency })
    await watch(page)
    await page.locator('#row1 button').click()
    await page.locator('#row2 button').click()
    await done(page, 2)
    await page.waitForTimeout(100)
    expect(await seen(page)).toEqual(['row1 row done', 'row2 row done'])
  })

  test('that the server refuses are seen to go', async () => {
    const { page } = await show(browser, Rows, { latency })
    await watch(page)
    await page.locator('#row3 button').click()
    await expect.poll(() => seen(page)).toEqual(['row3 row done', 'row3 row'])
  })

  test('stand over a connection that ends, before and behind the answer', async () => {
    const { page, proxy } = await show(browser, Rows, { latency })
    // What it takes to come back is there.
    await page.waitForTimeout(1000)
    await watch(page)
    await page.locator('#row1 button').click()
    // The server has it; its answer is on the way.
    await page.waitForTimeout(latency * 0.7)
    proxy.cut()
    await page.locator('html:not([data-pantograph=live])').waitFor({ state: 'attached' })
    await page.locator('#row2 button').click()
    proxy.restore()
    await live(page)
    await done(page, 2)
    await page.waitForTimeout(1200)
    expect(await seen(page)).toEqual(['row1 row done', 'row2 row done'])
    expect(await page.locator('.done').count()).toBe(2)
  })
})

test('the server runs commands behind its update', async () => {
  const { page } = await show(browser, () => {
    const shown = signal(false)
    const open = (): void => {
      shown.value = true
      run(command.openDialog('#made').focus('#inside'))
    }
    return () => (
      <main>
        <button id="go" onClick={on(open, { once: true })}>
          Go
        </button>
        {shown.value && (
          <dialog id="made">
            <input /> <input id="inside" />
          </dialog>
        )}
      </main>
    )
  })
  await page.locator('#go').click()
  await page.locator('#made').waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('inside')
})
