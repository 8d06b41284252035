// The seven tasks of 7GUIs, sentence by sentence.
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { launch, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'
import { atEachLatency, textOf } from './stage.ts'

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('textbox', { name, exact: true })

atEachLatency((stage) => {
  test('Counter: each click increases the value by one', async () => {
    const page = await stage.page('/7guis/counter')
    expect(await page.getByRole('status').innerText()).toBe('0')
    for (let i = 0; i < 3; i++) await button(page, 'Count').click()
    await expect.poll(textOf(page.getByRole('status'))).toBe('3')
  })

  describe('Temperature Converter', () => {
    test('each field follows the other', async () => {
      const page = await stage.page('/7guis/temperature')
      const [celsius, fahrenheit] = [field(page, 'Celsius'), field(page, 'Fahrenheit')]
      expect([await celsius.inputValue(), await fahrenheit.inputValue()]).toEqual(['', ''])
      await celsius.pressSequentially('37.5', { delay: 20 })
      await expect.poll(() => fahrenheit.inputValue()).toBe('99.5')
      await fahrenheit.fill('-40')
      await expect.poll(() => celsius.inputValue()).toBe('-40')
      expect(await fahrenheit.inputValue()).toBe('-40')
    })

    test('what is no number changes nothing in the other', async () => {
      const page = await stage.page('/7guis/temperature')
      const [celsius, fahrenheit] = [field(page, 'Celsius'), field(page, 'Fahrenheit')]
      await celsius.fill('0')
      await expect.poll(() => fahrenheit.inputValue()).toBe('32')
      await celsius.fill('mild')
      await expect.poll(() => celsius.getAttribute('aria-invalid')).toBe('true')
      expect(await fahrenheit.inputValue()).toBe('32')
      await celsius.fill('')
      await expect.poll(() => celsius.getAttribute('aria-invalid')).toBe(null)
      expect(await fahrenheit.inputValue()).toBe('32')
    })
  })

  describe('Flight Booker', () => {
    test('begins with a one-way flight and the same date twice', async () => {
      const page = await stage.page('/7guis/flights')
      expect(await page.getByRole('combobox').inputValue()).toBe('one-way flight')
      const days = [field(page, /^Start/), field(page, /^Return/)]
      expect(await days[0]?.inputValue()).toBe(await days[1]?.inputValue())
      expect(await days[1]?.isDisabled()).toBe(true)
      await button(page, 'Book').click()
      await expect
        .poll(textOf(page.getByRole('status')))
        .toBe('You have booked a one-way flight on 27.03.2027.')
    })

    test('lets nobody return before the start, or on a day that does not exist', async () => {
      const page = await stage.page('/7guis/flights')
      await page.getByRole('combobox').selectOption('return flight')
      const [start, back] = [field(page, /^Start/), field(page, /^Return/)]
      await expect.poll(() => back.isEnabled()).toBe(true)
      expect(await button(page, 'Book').isEnabled()).toBe(true)
      await start.fill('28.03.2027')
      await expect.poll(() => button(page, 'Book').isDisabled()).toBe(true)
      await back.fill('30.02.2028')
      await expect.poll(() => back.getAttribute('aria-invalid')).toBe('true')
      expect(await button(page, 'Book').isDisabled()).toBe(true)
      await back.fill('29.02.2028')
      await expect.poll(() => button(page, 'Book').isEnabled()).toBe(true)
      expect(await back.getAttribute('aria-invalid')).toBe(null)
      await button(page, 'Book').click()
      await expect
        .poll(textOf(page.getByRole('status')))
        .toBe('You have booked a return flight from 28.03.2027 to 29.02.2028.')
    })

    test('an ill-formatted date matters only while its field is enabled', async () => {
      const page = await stage.page('/7guis/flights')
      const [start, back] = [field(page, /^Start/), field(page, /^Return/)]
      await start.fill('27.3.2027')
      await expect.poll(() => start.getAttribute('aria-invalid')).toBe('true')
      expect(await button(page, 'Book').isDisabled()).toBe(true)
      await start.fill('27.03.2027')
      await page.getByRole('combobox').selectOption('return flight')
      await expect.poll(() => back.isEnabled()).toBe(true)
      await back.fill('later')
      await expect.poll(() => button(page, 'Book').isDisabled()).toBe(true)
      await page.getByRole('combobox').selectOption('one-way flight')
      await expect.poll(() => button(page, 'Book').isEnabled()).toBe(true)
      expect(await back.getAttribute('aria-invalid')).toBe(null)
    })
  })

  describe('Timer', () => {
    const seconds = async (page: Page): Promise<number> =>
      Number.parseFloat(await page.getByRole('status').innerText())
    const gauge = (page: Page): Promise<number> =>
      page.locator('progress').evaluate((bar) => (bar as HTMLProgressElement).position)

    test('runs to its end, goes on when that is moved, and begins again', async () => {
      const page = await stage.page('/7guis/timer')
      const slider = page.getByRole('slider')
      await expect.poll(() => seconds(page)).toBeGreaterThan(0)
      await slider.fill('1000')
      await expect.poll(() => seconds(page)).toBeGreaterThanOrEqual(1)
      await expect.poll(() => gauge(page)).toBe(1)
      const stopped = await seconds(page)
      await page.waitForTimeout(500)
      expect(await seconds(page)).toBe(stopped)
      await slider.fill('30000')
      await expect.poll(() => gauge(page)).toBeLessThan(1)
      await expect.poll(() => seconds(page)).toBeGreaterThan(stopped)
      // It goes on at once, whenever somebody looks.
      await page.getByRole('status').evaluate((output) => {
        const seen: number[] = []
        Object.assign(globalThis, { seen })
        new MutationObserver(() => seen.push(Number.parseFloat(output.textContent ?? ''))).observe(
          output,
          { childList: true, characterData: true, subtree: true },
        )
      })
      const least = (): Promise<number> =>
        page.evaluate(() => Math.min(...(globalThis as unknown as { seen: number[] }).seen))
      await button(page, 'Reset').click()
      await expect.poll(least).toBeLessThan(stopped)
    })
  })

  describe('CRUD', () => {
    const people = (page: Page): Promise<string[]> => page.locator('option').allInnerTexts()

    test('creates, filters, changes and deletes', async () => {
      const page = await stage.page('/7guis/crud')
      const [update, remove] = [button(page, 'Update'), button(page, 'Delete')]
      expect(await people(page)).toEqual(['Emil, Hans', 'Mustermann, Max', 'Tisch, Roman'])
      expect([await update.isDisabled(), await remove.isDisabled()]).toEqual([true, true])
      await field(page, 'Name').fill('Ada')
      await field(page, 'Surname').fill('Musgrave')
      await button(page, 'Create').click()
      await expect.poll(() => people(page)).toHaveLength(4)
      await field(page, 'Filter prefix').pressSequentially('mus')
      await expect.poll(() => people(page)).toEqual(['Mustermann, Max', 'Musgrave, Ada'])
      await page.getByRole('listbox').selectOption('Mustermann, Max')
      await expect.poll(() => update.isEnabled()).toBe(true)
      await field(page, 'Surname').fill('Muster')
      await update.click()
      await expect.poll(() => people(page)).toEqual(['Muster, Ada', 'Musgrave, Ada'])
      await remove.click()
      await expect.poll(() => people(page)).toEqual(['Musgrave, Ada'])
      await expect.poll(() => update.isDisabled()).toBe(true)
      await field(page, 'Filter prefix').fill('')
      await expect.poll(() => people(page)).toEqual(['Emil, Hans', 'Tisch, Roman', 'Musgrave, Ada'])
    })

    test('who is filtered away is not selected any more', async () => {
      const page = await stage.page('/7guis/crud')
      await page.getByRole('listbox').selectOption('Tisch, Roman')
      await expect.poll(() => button(page, 'Delete').isEnabled()).toBe(true)
      await field(page, 'Filter prefix').fill('e')
      await expect.poll(() => people(page)).toEqual(['Emil, Hans'])
      expect(await button(page, 'Delete').isDisabled()).toBe(true)
      expect(await page.getByRole('listbox').inputValue()).toBe('')
    })
  })

  describe('Circle Drawer', () => {
    const circles = (page: Page): Promise<(string | null)[]> =>
      page.locator('.canvas circle').evaluateAll((all) => all.map((one) => one.getAttribute('r')))
    const selected = (page: Page): Promise<(string | null)[]> =>
      page
        .locator('.canvas circle.selected')
        .evaluateAll((all) => all.map((one) => one.getAttribute('cx')))
    const canvas = (page: Page): Locator => page.locator('.canvas')
    const at = (x: number, y: number) => ({ position: { x, y } })

    test('clicks draw circles where nothing is, and the nearest one is grey', async () => {
      const page = await stage.page('/7guis/circles')
      expect(await button(page, 'Undo').isDisabled()).toBe(true)
      await canvas(page).click(at(100, 100))
      await expect.poll(() => circles(page)).toEqual(['20'])
      await canvas(page).click(at(110, 100))
      await canvas(page).click(at(125, 100))
      await expect.poll(() => circles(page)).toEqual(['20', '20'])
      await canvas(page).hover(at(108, 100))
      await expect.poll(() => selected(page)).toEqual(['100'])
      await canvas(page).hover(at(118, 100))
      await expect.poll(() => selected(page)).toEqual(['125'])
      await canvas(page).hover(at(200, 200))
      await expect.poll(() => selected(page)).toEqual([])
      const box = await page.locator('.canvas circle').first().boundingBox()
      const origin = await canvas(page).boundingBox()
      expect(Math.abs((box?.x ?? 0) - (origin?.x ?? 0) - 80)).toBeLessThan(1)
    })

    test('the diameter is adjusted in a dialog; undo and redo', async () => {
      const page = await stage.page('/7guis/circles')
      await canvas(page).click(at(60, 60))
      await canvas(page).click(at(200, 100))
      await expect.poll(() => circles(page)).toEqual(['20', '20'])
      await canvas(page).click({ ...at(205, 100), button: 'right' })
      await button(page, 'Adjust diameter..').click()
      const dialog = page.getByRole('dialog', { name: 'Adjust diameter of circle at (200, 100).' })
      await dialog.waitFor()
      await page.getByRole('slider').fill('90')
      await expect.poll(() => circles(page)).toEqual(['20', '45'])
      await page.getByRole('slider').fill('100')
      await expect.poll(() => circles(page)).toEqual(['20', '50'])
      await button(page, 'Close').click()
      await dialog.waitFor({ state: 'detached' })
      // The whole adjustment is one change.
      await button(page, 'Undo').click()
      await expect.poll(() => circles(page)).toEqual(['20', '20'])
      await button(page, 'Undo').click()
      await expect.poll(() => circles(page)).toEqual(['20'])
      await button(page, 'Redo').click()
      await button(page, 'Redo').click()
      await expect.poll(() => circles(page)).toEqual(['20', '50'])
      expect(await button(page, 'Redo').isDisabled()).toBe(true)
      await button(page, 'Undo').click()
      await expect.poll(() => circles(page)).toEqual(['20', '20'])
      await canvas(page).click(at(300, 200))
      await expect.poll(() => circles(page)).toEqual(['20', '20', '20'])
      expect(await button(page, 'Redo').isDisabled()).toBe(true)
    })

    test('the menu goes when something else is clicked, which draws nothing', async () => {
      const page = await stage.page('/7guis/circles')
      await canvas(page).click(at(60, 60))
      await expect.poll(() => circles(page)).toEqual(['20'])
      await canvas(page).click({ ...at(60, 60), button: 'right' })
      await button(page, 'Adjust diameter..').waitFor()
      await page.getByRole('heading', { level: 1 }).click()
      await button(page, 'Adjust diameter..').waitFor({ state: 'detached' })
      expect(await circles(page)).toEqual(['20'])
    })

    describe('by keyboard alone', () => {
      const said = (page: Page) => textOf(page.locator('.said'))
      const press = async (page: Page, ...keys: string[]): Promise<void> => {
        for (const key of keys) await page.keyboard.press(key)
      }
      const times = (count: number, key: string): string[] => Array<string>(count).fill(key)
      const hasFocus = (locator: Locator) => (): Promise<boolean> =>
        locator.evaluate((element) => element === document.activeElement)

      /** With the focus on the canvas, which is 300 pixels wide, and two circles, 60 pixels apart. */
      async function drawn(): Promise<Page> {
        const page = await stage.page('/7guis/circles')
        await page.setViewportSize({ width: 375, height: 800 })
        await page.waitForFunction(() => innerWidth === 375)
        // The size is told with the next picture: before the keys.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
        )
        await press(page, ...times(4, 'Tab'))
        await expect.poll(hasFocus(canvas(page))).toBe(true)
        await press(page, 'Enter', ...times(6, 'ArrowRight'), 'Space')
        await expect.poll(() => circles(page)).toEqual(['20', '20'])
        return page
      }

      test('a cursor draws, finds circles, and says where it is', async () => {
        const page = await drawn()
        const [first = 0, second = 0] = await page
          .locator('.canvas circle')
          .evaluateAll((all) => all.map((one) => Number(one.getAttribute('cx'))))
        expect(second - first).toBe(60)
        await expect.poll(said(page)).toMatch(`Drawn: Circle at (${second}, `)
        await press(page, 'Shift+ArrowLeft', 'Shift+ArrowUp')
        await expect.poll(said(page)).toMatch(`Circle at (${second}, `)
        await press(page, 'Enter', ...times(2, 'ArrowLeft'))
        await expect.poll(said(page)).toMatch(new RegExp(`^\\(${second - 21}, \\d+\\)$`))
        expect(await circles(page)).toHaveLength(2)
        expect(await selected(page)).toEqual([])
        await press(page, 'PageDown')
        await expect.poll(() => selected(page)).toEqual([String(first)])
        await press(page, 'PageUp')
        await expect.poll(() => selected(page)).toEqual([String(second)])
        // It stays on the canvas.
        await press(page, ...times(40, 'ArrowUp'), ...times(40, 'ArrowLeft'))
        await expect.poll(said(page)).toBe('(0, 0)')
        const cursor = page.locator('.canvas .cursor')
        expect(await cursor.isVisible()).toBe(true)
        await press(page, 'Tab')
        await expect.poll(() => cursor.isVisible()).toBe(false)
      })

      test('a diameter is adjusted by the menu and by a key; undo and redo', async () => {
        const page = await drawn()
        const menu = button(page, 'Adjust diameter..')
        await press(page, 'ContextMenu')
        await expect.poll(hasFocus(menu)).toBe(true)
        await press(page, 'Escape')
        await menu.waitFor({ state: 'detached' })
        await expect.poll(hasFocus(canvas(page))).toBe(true)
        await press(page, 'ContextMenu')
        await expect.poll(hasFocus(menu)).toBe(true)
        await press(page, 'Enter')
        const slider = page.getByRole('slider')
        await expect.poll(hasFocus(slider)).toBe(true)
        await press(page, ...times(10, 'ArrowRight'))
        await expect.poll(() => circles(page)).toEqual(['20', '25'])
        await press(page, 'Tab', 'Enter')
        await slider.waitFor({ state: 'detached' })
        await expect.poll(hasFocus(canvas(page))).toBe(true)
        await press(page, 'PageDown', 'd')
        await expect.poll(hasFocus(slider)).toBe(true)
        await press(page, 'Home')
        await expect.poll(() => circles(page)).toEqual(['5', '25'])
        await press(page, 'Escape')
        await expect.poll(hasFocus(canvas(page))).toBe(true)
        await press(page, 'Control+z', 'Control+z')
        await expect.poll(() => circles(page)).toEqual(['20', '20'])
        await expect.poll(said(page)).toBe('Undone, circles: 2')
        await press(page, 'Control+y', 'Control+Shift+z')
        await expect.poll(() => circles(page)).toEqual(['5', '25'])
        expect(await button(page, 'Redo').isDisabled()).toBe(true)
        // What is not possible now can still have the focus.
        await press(page, 'Shift+Tab', 'Shift+Tab')
        await expect.poll(hasFocus(button(page, 'Undo'))).toBe(true)
        await press(page, ...times(6, 'Enter'))
        await expect.poll(() => circles(page)).toEqual([])
        expect(await hasFocus(button(page, 'Undo'))()).toBe(true)
      })
    })
  })

  describe('Cells', () => {
    const cell = (page: Page, ref: string): Locator =>
      page
        .locator('tbody tr')
        .nth(Number(ref.slice(1)))
        .locator('td')
        .nth(ref.charCodeAt(0) - 65)
    const editor = (page: Page, ref: string): Locator => field(page, `Formula of ${ref}`)

    async function write(page: Page, ref: string, formula: string): Promise<void> {
      await cell(page, ref).dblclick()
      await editor(page, ref).fill(formula)
      await editor(page, ref).press('Enter')
      await editor(page, ref).waitFor({ state: 'detached' })
    }

    test('has columns A to Z and rows 0 to 99, and scrolls', async () => {
      const page = await stage.page('/7guis/cells')
      const headers = page.locator('th[scope=col]')
      expect((await headers.allInnerTexts()).join('')).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
      expect(await page.locator('th[scope=row]').allInnerTexts()).toEqual(
        Array.from({ length: 100 }, (_, row) => String(row)),
      )
      expect(await page.locator('tbody td').count()).toBe(2600)
      const isScrolled = await page
        .getByRole('region', { name: 'Spreadsheet' })
        .evaluate((grid) => {
          grid.scrollTo(500, 500)
          return grid.scrollTop > 0 && grid.scrollLeft > 0
        })
      expect(isScrolled).toBe(true)
    })

    test('a double click shows the formula, Enter what follows from it, everywhere', async () => {
      const page = await stage.page('/7guis/cells')
      await expect.poll(textOf(cell(page, 'D3'))).toBe('90')
      await cell(page, 'D1').dblclick()
      await expect.poll(() => editor(page, 'D1').inputValue()).toBe('=B1*C1')
      expect(await editor(page, 'D1').evaluate((input) => input === document.activeElement)).toBe(
        true,
      )
      await editor(page, 'D1').press('Escape')
      await expect.poll(textOf(cell(page, 'D1'))).toBe('36')
      await write(page, 'C1', '100')
      await expect.poll(textOf(cell(page, 'D3'))).toBe('174')
      await write(page, 'E3', '=D3/0')
      await expect.poll(textOf(cell(page, 'E3'))).toBe('#DIV/0')
      await write(page, 'C1', '=E3')
      await expect.poll(textOf(cell(page, 'D3'))).toBe('#CYCLE')
      await write(page, 'C1', '1')
      await expect.poll(textOf(cell(page, 'D3'))).toBe('55.2')
    })

    test('leaving the field writes, too', async () => {
      const page = await stage.page('/7guis/cells')
      await cell(page, 'F5').dblclick()
      await editor(page, 'F5').fill('=1+1')
      await cell(page, 'G7').hover()
      await page.mouse.down()
      await expect.poll(textOf(cell(page, 'F5'))).toBe('2')
      // What has changed has not moved the cell away from under the mouse.
      await page.mouse.up()
      await expect.poll(() => cell(page, 'G7').getAttribute('class')).toBe('selected')
    })

    test('the keyboard alone is enough', async () => {
      const page = await stage.page('/7guis/cells')
      await field(page, 'Cell').fill('z99')
      await field(page, 'Cell').press('Tab')
      await expect.poll(() => field(page, 'Cell').inputValue()).toBe('Z99')
      await field(page, 'Formula').fill('=SUM(D1:D2)')
      await field(page, 'Formula').press('Enter')
      await expect.poll(textOf(cell(page, 'Z99'))).toBe('90')
    })

    test('only the cells that show something else are sent', async () => {
      const page = await stage.page('/7guis/cells')
      let received = 0
      await page
        .context()
        .newCDPSession(page)
        .then(async (cdp) => {
          await cdp.send('Network.enable')
          cdp.on('Network.webSocketFrameReceived', ({ response }) => {
            received += Buffer.from(response.payloadData, 'base64').length
          })
        })
      await field(page, 'Formula').fill('Things')
      await field(page, 'Formula').press('Enter')
      await expect.poll(textOf(cell(page, 'A0'))).toBe('Things')
      await expect.poll(() => received).toBeGreaterThan(0)
      expect(received).toBeLessThan(40)
    })
  })
})

test('a drawing and its history outlive the process', async () => {
  const [gallery, browser] = await Promise.all([Gallery.start(), launch()])
  const page = await openLive(browser, gallery.at('/7guis/circles'))
  const count = (): Promise<number> => page.locator('.canvas circle').count()
  for (const x of [60, 120, 180]) await page.locator('.canvas').click({ position: { x, y: 50 } })
  await expect.poll(count).toBe(3)
  await button(page, 'Undo').click()
  await expect.poll(count).toBe(2)
  await page.waitForTimeout(600)
  await gallery.end('SIGKILL')
  const next = await gallery.again()
  await button(page, 'Redo').click()
  await expect.poll(count).toBe(3)
  await button(page, 'Undo').click()
  await button(page, 'Undo').click()
  await expect.poll(count).toBe(1)
  await browser.close()
  await next.remove()
})
