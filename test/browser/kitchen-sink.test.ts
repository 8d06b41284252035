// Elements and events of every group, as a user meets them: what is done on the page is in its log, with what it carries.
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { atEachLatency, textOf } from './stage.ts'

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string): Locator => page.getByLabel(name, { exact: true })
const area = (page: Page, name: string): Locator => page.locator('.area', { hasText: name })

/** The log: what each event carried, by its type. */
async function log(page: Page): Promise<Record<string, unknown>> {
  const lines = await page.locator('.log li').evaluateAll((items) =>
    items.map((item) => ({
      type: item.querySelector('b')?.textContent ?? '',
      payload: JSON.parse(item.querySelector('code')?.textContent || '{}') as unknown,
    })),
  )
  return Object.fromEntries(lines.toReversed().map(({ type, payload }) => [type, payload]))
}

const told = (page: Page, type: string) => async (): Promise<unknown> => (await log(page))[type]

atEachLatency((stage) => {
  const open = (): Promise<Page> => stage.page('/kitchen-sink')

  describe('elements', () => {
    test('SVG, HTML within it, and MathML change in place', async () => {
      const page = await open()
      await button(page, 'More').click()
      await expect.poll(textOf(page.locator('.polygon p'))).toBe('6 corners')
      const points = await page.locator('polygon').getAttribute('points')
      expect(points?.split(' ')).toHaveLength(6)
      expect(await page.locator('p > math').textContent()).toBe('(6−2)·1806=120°')
      expect(await page.locator('.polygon math').textContent()).toBe('120°')
      const namespaces = await page.evaluate(() =>
        ['linearGradient', '.polygon p', '.polygon mn', 'mfrac', 'mtext circle'].map((selector) =>
          document.querySelector(selector)?.namespaceURI?.replace(/.*\//, ''),
        ),
      )
      expect(namespaces).toEqual(['svg', 'xhtml', 'MathML', 'MathML', 'svg'])
    })

    test('rows of a table move, come and go', async () => {
      const page = await open()
      const animals = (): Promise<string[]> => page.locator('tbody th').allInnerTexts()
      expect(await animals()).toEqual(['Snail', 'Cheetah', 'Falcon'])
      await button(page, 'Turn it round').click()
      await expect.poll(animals).toEqual(['Falcon', 'Cheetah', 'Snail'])
      await button(page, 'With or without a tortoise').click()
      await expect.poll(animals).toEqual(['Falcon', 'Cheetah', 'Tortoise', 'Snail'])
      const row = page.locator('tbody tr', { hasText: 'Tortoise' })
      expect(await row.innerText()).toMatch(/^Tortoise\s+0\.8\s+0\.22$/)
      await button(page, 'With or without a tortoise').click()
      await expect.poll(animals).toEqual(['Falcon', 'Cheetah', 'Snail'])
    })

    test('a form tells what its controls hold, of each kind', async () => {
      const page = await open()
      await page.locator('[name=text]').fill('ça va')
      await field(page, 'Range').fill('30')
      await field(page, 'Date').fill('2027-01-02')
      await page.locator('[name=several]').selectOption(['a', 'c'])
      await field(page, 'Radio two').check()
      await field(page, 'A checkbox').uncheck()
      await button(page, 'Send').click()
      const sent = page.locator('.sent')
      await expect.poll(textOf(sent)).not.toBe('')
      const data = JSON.parse(await sent.innerText()) as Record<string, unknown>
      expect(data).toMatchObject({
        text: 'ça va',
        range: '30',
        date: '2027-01-02',
        color: '#14606f',
        one: 'Blue',
        several: ['a', 'c'],
        radio: 'two',
        hidden: 'not seen',
        button: 'send',
      })
      expect(String(data['longer']).trim()).toBe('The first line is empty.')
      expect('check' in data).toBe(false)
      await button(page, 'Reset').click()
      await expect.poll(told(page, 'reset')).toBeDefined()
      expect(await page.locator('[name=text]').inputValue()).toBe('a text')
      await field(page, 'Required').fill('')
      await button(page, 'Send').click()
      await expect.poll(told(page, 'invalid')).toBeDefined()
    })

    test('a custom element takes a property and an attribute, copies a template, and tells of a change', async () => {
      const page = await open()
      const bars = (): Promise<(string | null)[]> =>
        page.locator('bar-chart button').evaluateAll((all) => all.map((one) => one.ariaLabel))
      await expect
        .poll(bars)
        .toEqual(['Apples & pears: 3 kg', 'Plums: 8 kg', 'Cherries: 5 kg', 'Grapes: 9 kg'])
      await button(page, 'Another bar').click()
      await expect.poll(bars).toHaveLength(5)
      await button(page, 'Another unit').click()
      await expect.poll(async () => (await bars()).at(-1)).toBe('Figs: 6 kilograms')
      await button(page, 'Figs: 6 kilograms').click()
      await expect.poll(told(page, 'change')).toMatchObject({ value: '6 kilograms' })
      const template = await page
        .locator('template#bar')
        .evaluate((element: HTMLTemplateElement) => [
          element.childNodes.length,
          element.content.firstElementChild?.localName,
        ])
      expect(template).toEqual([0, 'button'])
    })

    test('a video and a sound tell how they play', async () => {
      const page = await open()
      const play = (element: HTMLMediaElement): Promise<void> => {
        element.muted = true
        return element.play()
      }
      const video = page.locator('video')
      await video.evaluate(play)
      await expect.poll(told(page, 'play')).toMatchObject({ paused: false })
      await expect.poll(told(page, 'loadedmetadata')).toMatchObject({ duration: 16 })
      await video.evaluate((video: HTMLVideoElement) => {
        video.currentTime = 8
        video.pause()
        video.playbackRate = 2
      })
      await expect.poll(told(page, 'pause')).toMatchObject({ paused: true })
      await expect.poll(told(page, 'ratechange')).toMatchObject({ playbackRate: 2 })
      await expect.poll(told(page, 'seeked')).toMatchObject({ currentTime: 8, seeking: false })
      expect(await video.evaluate((video: HTMLVideoElement) => video.textTracks[0]?.mode)).toBe(
        'showing',
      )
      await button(page, 'Clear').click()
      await page.locator('audio').evaluate((audio: HTMLAudioElement) => {
        audio.currentTime = 15.5
        audio.muted = true
        return audio.play()
      })
      await expect.poll(told(page, 'volumechange')).toMatchObject({ muted: true })
      await expect.poll(told(page, 'ended')).toMatchObject({ ended: true })
    })

    test('details, a dialog and a popover open and close, and say so', async () => {
      const page = await open()
      await page.locator('summary').first().click()
      await expect.poll(told(page, 'toggle')).toEqual({ open: true })
      await button(page, 'Open a dialog').click()
      await page.getByRole('dialog', { name: 'Which one?' }).waitFor()
      await button(page, 'That').click()
      await expect.poll(told(page, 'close')).toEqual({ returnValue: 'that' })
      await button(page, 'Open a popover').click()
      await expect.poll(told(page, 'beforetoggle')).toEqual({ open: true })
      await page.getByRole('heading', { level: 1 }).click()
      await expect.poll(told(page, 'beforetoggle')).toEqual({ open: false })
    })
  })

  describe('events', () => {
    test('of mouse, pointer and wheel', async () => {
      const page = await open()
      await area(page, 'Mouse').dblclick({ modifiers: ['Shift'] })
      await expect.poll(told(page, 'dblclick')).toMatchObject({ button: 0, shiftKey: true })
      await area(page, 'Mouse').click({ button: 'right', position: { x: 12, y: 9 } })
      await expect.poll(told(page, 'contextmenu')).toMatchObject({ button: 2, offsetX: 14 })
      await area(page, 'Pointer').click()
      await expect.poll(told(page, 'pointerup')).toMatchObject({ pointerType: 'mouse' })
      await area(page, 'Wheel').hover()
      await page.mouse.wheel(0, 120)
      await expect.poll(told(page, 'wheel')).toMatchObject({ deltaY: 120 })
    })

    test('of fingers', async () => {
      const page = await stage.page('/kitchen-sink', {
        hasTouch: true,
        isMobile: true,
        viewport: { width: 375, height: 667 },
      })
      await area(page, 'Touch').scrollIntoViewIfNeeded()
      const { x, y } = (await area(page, 'Touch').boundingBox()) ?? { x: 0, y: 0 }
      const finger = await page.context().newCDPSession(page)
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: [number, number][]) =>
        finger.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: at.map(([left, top], id) => ({ x: x + left, y: y + top, id })),
        })
      const near = (value: number): unknown => expect.closeTo(value, -0.5)
      await touch('touchStart', [20, 30])
      // At once: a finger that stays is a long press.
      await touch('touchMove', [60, 40])
      await expect.poll(told(page, 'touchstart')).toMatchObject({
        touches: [{ identifier: 0, clientX: near(x + 20), clientY: near(y + 30) }],
        changedTouches: [{ identifier: 0 }],
        shiftKey: false,
      })
      await expect.poll(told(page, 'touchmove')).toMatchObject({
        touches: [{ clientX: near(x + 60), clientY: near(y + 40) }],
      })
      await touch('touchMove', [60, 40], [20, 40])
      await touch('touchEnd')
      await expect.poll(told(page, 'touchend')).toMatchObject({ touches: [] })
      const types = await page.locator('.log li b').allInnerTexts()
      expect(types.toReversed()).toEqual(
        expect.arrayContaining(['touchstart', 'touchmove', 'touchend']),
      )
      await page.touchscreen.tap(x + 30, y + 30)
      await expect.poll(told(page, 'touchend')).toMatchObject({ changedTouches: [{}] })
    })

    test('of keys, texts, focus, clipboard and selection', async () => {
      const page = await open()
      await field(page, 'Keys').press('Control+b')
      await expect
        .poll(told(page, 'keydown'))
        .toMatchObject({ key: 'b', code: 'KeyB', ctrlKey: true })
      await field(page, 'Editing').press('x')
      await expect
        .poll(told(page, 'beforeinput'))
        .toMatchObject({ inputType: 'insertText', data: 'x' })
      await field(page, 'Focus').focus()
      await expect.poll(told(page, 'focus')).toBeDefined()
      await field(page, 'Selection').selectText()
      await expect.poll(told(page, 'blur')).toBeDefined()
      await expect
        .poll(told(page, 'select'))
        .toMatchObject({ text: 'Select a part', start: 0, end: 13 })
      await field(page, 'Clipboard').selectText()
      await page.keyboard.press('Control+c')
      await expect.poll(told(page, 'copy')).toMatchObject({ text: 'Copy me' })
      await page.keyboard.press('Control+v')
      await expect.poll(told(page, 'paste')).toMatchObject({ text: 'Copy me' })
    })

    test('of dragging', async () => {
      const page = await open()
      await page.getByText('Pear', { exact: true }).dragTo(page.locator('.basket'))
      await expect.poll(textOf(page.locator('.basket'))).toBe('Pear')
      expect(await log(page)).toMatchObject({ dragstart: { text: 'Pear' }, drop: { text: 'Pear' } })
    })

    test('of scrolling, sizes, sight, animations and transitions', async () => {
      const page = await open()
      const box = page.getByRole('region', { name: 'Scrolls' })
      await box.scrollIntoViewIfNeeded()
      await box.evaluate((box) => box.scrollTo(0, 500))
      await expect.poll(told(page, 'visible')).toMatchObject({ visible: true })
      await expect.poll(told(page, 'scroll')).toMatchObject({ scrollLeft: 0 })
      await button(page, 'Move').click()
      await expect.poll(told(page, 'animationend')).toMatchObject({ animationName: 'pulse' })
      await expect.poll(told(page, 'transitionend')).toMatchObject({ propertyName: 'translate' })
      await page.setViewportSize({ width: 700, height: 700 })
      await expect.poll(told(page, 'resize')).toBeDefined()
    })
  })

  describe('options', () => {
    test('of rates and keys', async () => {
      const page = await open()
      // In one go: a user who pauses for half a second is told of.
      await field(page, 'Debounced by half a second').evaluate((input: HTMLInputElement) => {
        for (const letter of 'slowly') {
          input.value += letter
          input.dispatchEvent(new Event('input', { bubbles: true }))
        }
      })
      await expect.poll(told(page, 'input')).toMatchObject({ value: 'slowly' })
      expect(await page.locator('.log li', { hasText: 'input' }).innerText()).not.toContain('×')
      await button(page, 'Once').click()
      await button(page, 'Once').click()
      await field(page, 'Only Enter and Escape').press('a')
      await field(page, 'Only Enter and Escape').press('Enter')
      await expect.poll(told(page, 'keydown')).toMatchObject({ key: 'Enter', value: 'a' })
      expect(await page.locator('.log li', { hasText: 'click' }).innerText()).not.toContain('×')
      await page.getByRole('heading', { level: 1 }).click()
      await page.keyboard.press('Control+k')
      await expect.poll(told(page, 'keydown')).toMatchObject({ key: 'k', ctrlKey: true })
    })

    test('a question first, and a press outside', async () => {
      const page = await open()
      page.once('dialog', (dialog) => void dialog.dismiss())
      await button(page, 'Ask first').click()
      await button(page, 'Open').click()
      await area(page, 'Click outside').waitFor()
      await area(page, 'Click outside').click()
      await page.getByRole('heading', { level: 1 }).click()
      await area(page, 'Click outside').waitFor({ state: 'detached' })
      const before = await log(page)
      expect('click' in before).toBe(false)
      page.once('dialog', (dialog) => void dialog.accept())
      await button(page, 'Ask first').click()
      await expect.poll(told(page, 'click')).toBeDefined()
    })

    test('a button that waits says so, and is itself again', async () => {
      const page = await open()
      const save = page.locator('[data-pending-text]')
      // It may be itself again before the test looks.
      const seen = await save.evaluateHandle((button: HTMLButtonElement) => {
        const seen: string[] = []
        const look = (): number => seen.push(`${button.innerText} ${button.disabled}`)
        new MutationObserver(look).observe(button, { attributes: true, childList: true })
        return seen
      })
      await save.click()
      await expect.poll(() => seen.jsonValue()).toContain('Saving… true')
      await expect.poll(textOf(save)).toBe('Save slowly')
      expect(await save.isEnabled()).toBe(true)
      await expect.poll(() => log(page)).toHaveProperty('click')
    })
  })
})
