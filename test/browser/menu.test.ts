// The page of commands, by keyboard and by mouse, near and far: what opens does so at once, whatever the latency.
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { overflow, violations } from './judge.ts'
import { atEachLatency, textOf } from './stage.ts'

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })
const item = (page: Page, name: string): Locator => page.getByRole('menuitem', { name })

const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.textContent?.trim() || document.activeElement?.id || '',
  )

/** Does something in the page, and tells what is there before anything could have come from the server. */
const atOnce = <T>(page: Page, act: () => T): Promise<T> => page.evaluate(act)

atEachLatency((stage) => {
  describe('the menu', () => {
    test('opens at once, and closes by a press elsewhere', async () => {
      const page = await stage.page('/menu')
      const state = await atOnce(page, () => {
        const opener = document.querySelector('#file-button') as HTMLElement
        opener.click()
        const menu = document.querySelector('#file-menu') as HTMLElement
        return [menu.hidden, opener.ariaExpanded, document.activeElement?.textContent?.trim()]
      })
      expect(state).toEqual([false, 'true', 'Copy the first'])
      await page.getByRole('heading', { level: 1 }).click()
      expect(await page.locator('#file-menu').isHidden()).toBe(true)
      expect(await page.locator('#file-button').getAttribute('aria-expanded')).toBe('false')
    })

    test('by keyboard alone: arrows go around, Escape and Tab give the focus back', async () => {
      const page = await stage.page('/menu')
      await page.locator('#file-button').focus()
      await page.keyboard.press('ArrowDown')
      expect(await focused(page)).toBe('Copy the first')
      for (const [key, name] of [
        ['ArrowDown', 'Restore'],
        ['ArrowDown', 'Delete all…'],
        ['ArrowDown', 'Copy the first'],
        ['ArrowUp', 'Delete all…'],
        ['Home', 'Copy the first'],
        ['End', 'Delete all…'],
      ] as const) {
        await page.keyboard.press(key)
        expect(await focused(page)).toBe(name)
      }
      await page.keyboard.press('Escape')
      expect(await focused(page)).toBe('Files')
      expect(await page.locator('#file-menu').isHidden()).toBe(true)
      await page.keyboard.press('ArrowUp')
      expect(await focused(page)).toBe('Delete all…')
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('Files')
    })

    test('what is chosen reaches the server; a toast comes from there, and goes by itself or when it is told to', async () => {
      const page = await stage.page('/menu')
      await page.locator('#file-button').press('Enter')
      await page.keyboard.press('Enter')
      expect(await page.locator('#file-menu').isHidden()).toBe(true)
      await expect.poll(textOf(page.locator('.toasts'))).toContain('Report.pdf was copied.')
      expect(await page.locator('.files li').count()).toBe(4)
      await button(page, 'Dismiss').click()
      await page.locator('#toast').waitFor({ state: 'hidden' })
      await page.locator('#file-button').click()
      await item(page, 'Copy the first').click()
      await page.locator('#toast').waitFor()
      // Its time runs out.
      await page.locator('.clock').evaluate((clock) => clock.getAnimations()[0]?.finish())
      await page.locator('#toast').waitFor({ state: 'hidden' })
    })

    test('a dialog opens before the server knows, and closes with what is to be done', async () => {
      const page = await stage.page('/menu')
      await page.locator('#file-button').click()
      await item(page, 'Delete all…').click()
      const dialog = page.getByRole('dialog', { name: 'Delete all files?' })
      expect(await dialog.isVisible()).toBe(true)
      expect(await focused(page)).toBe('Keep them')
      await page.keyboard.press('Enter')
      expect(await dialog.isVisible()).toBe(false)
      expect(await page.locator('.files li').count()).toBe(3)
      await page.locator('#file-button').click()
      await item(page, 'Delete all…').click()
      await page.keyboard.press('Escape')
      expect(await dialog.isVisible()).toBe(false)
      await page.locator('#file-button').click()
      await item(page, 'Delete all…').click()
      await button(page, 'Delete').click()
      await expect.poll(() => page.locator('.files li').count()).toBe(0)
      await expect.poll(textOf(page.locator('.toasts'))).toContain('3 files were deleted.')
    })
  })

  test('tabs: arrows select, a click selects, and one of them is reached by Tab', async () => {
    const page = await stage.page('/menu')
    const shown = (): Promise<string[]> =>
      page.getByRole('tabpanel').evaluateAll((all) => all.map(({ id }) => id))
    const selected = (): Promise<string[]> =>
      page.locator('[role=tab][aria-selected=true][tabindex="0"]').allInnerTexts()
    expect([await shown(), await selected()]).toEqual([['oak'], ['Oak']])
    await page.getByRole('tab', { name: 'Oak' }).focus()
    for (const [key, id, name] of [
      ['ArrowRight', 'lime', 'Lime'],
      ['ArrowRight', 'yew', 'Yew'],
      ['ArrowRight', 'oak', 'Oak'],
      ['ArrowLeft', 'yew', 'Yew'],
      ['Home', 'oak', 'Oak'],
      ['End', 'yew', 'Yew'],
    ] as const) {
      await page.keyboard.press(key)
      expect([await shown(), await selected()]).toEqual([[id], [name]])
    }
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('yew')
    const address = page.url()
    await page.getByRole('tab', { name: 'Lime' }).click()
    expect([await shown(), await selected()]).toEqual([['lime'], ['Lime']])
    expect(page.url()).toBe(address)
  })

  test('a panel keeps the Tab key, also while the server changes it, and gives the focus back', async () => {
    const page = await stage.page('/menu')
    await page.locator('#open-settings').press('Enter')
    expect(await focused(page)).toBe('Louder')
    await page.keyboard.press('Enter')
    for (const name of ['Softer', 'Done', 'Louder']) {
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe(name)
    }
    await expect.poll(textOf(page.locator('#volume-title'))).toBe('Volume: 6')
    expect(await page.locator('#settings').isVisible()).toBe(true)
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('Done')
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('Settings')
    await page.locator('#settings').waitFor({ state: 'hidden' })
  })

  test('a popover opens, and closes by Escape, by its button, or by a press elsewhere', async () => {
    const page = await stage.page('/menu')
    const help = page.locator('#help')
    const ways = [
      () => page.keyboard.press('Escape'),
      () => button(page, 'Close').click(),
      () => page.getByRole('heading', { level: 1 }).click(),
    ]
    for (const close of ways) {
      await page.locator('#open-help').click()
      expect(await help.isVisible()).toBe(true)
      await close()
      expect(await help.isVisible()).toBe(false)
    }
  })

  test('answers unfold and fold, and say so', async () => {
    const page = await stage.page('/menu')
    const question = button(page, 'Who is asked?')
    // A page that is no longer as long as it was moves under the mouse.
    await question.scrollIntoViewIfNeeded()
    const looks = await question.evaluate((it) => {
      ;(it as HTMLElement).click()
      return [it.getAttribute('aria-expanded'), document.querySelector('#why')?.className]
    })
    expect(looks).toEqual(['true', 'unfold-in'])
    await expect.poll(() => page.locator('#why').getAttribute('class')).toBeFalsy()
    await question.click()
    expect(await question.getAttribute('aria-expanded')).toBe('false')
    await page.locator('#why').waitFor({ state: 'hidden' })
    // In the middle of it, it turns around.
    await question.dblclick()
    await page.locator('#why').waitFor({ state: 'hidden' })
  })

  test('a text is copied', async () => {
    const page = await stage.page('/menu')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await button(page, 'Copy').click()
    await page.getByText('Copied.').waitFor()
    // It is said at once, and done soon.
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toBe('npm install pantograph')
  })

  test('a like is shown at once and stays; a refused one goes again', async () => {
    const page = await stage.page('/menu')
    const like = page.locator('#post-tea button')
    const looks = await page.evaluate(() => {
      const button = document.querySelector('#post-tea button') as HTMLElement
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      new MutationObserver(() => seen.push(`${button.className} ${button.ariaPressed}`)).observe(
        button,
        { attributeFilter: ['class', 'aria-pressed'] },
      )
      button.click()
      return `${button.className} ${button.ariaPressed}`
    })
    expect(looks).toBe('like liked true')
    await expect.poll(textOf(like)).toContain('Like · 13')
    const seen = (): Promise<string[]> =>
      page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
    // Once, by the click; not when the server answered.
    expect(await seen()).toEqual(['like liked true'])
    const refused = page.locator('#post-closed button')
    const guessed = await refused.evaluate((it) => {
      ;(it as HTMLElement).click()
      return it.getAttribute('aria-pressed')
    })
    expect(guessed).toBe('true')
    await expect.poll(() => refused.getAttribute('aria-pressed')).toBe('false')
    expect(await refused.getAttribute('class')).toBe('like')
    expect(await like.getAttribute('aria-pressed')).toBe('true')
  })
})

describe('everything open', () => {
  atEachLatency((stage) => {
    test.each(['light', 'dark'] as const)(
      'is accessible, and fits a phone: %s',
      async (colorScheme) => {
        const context = await stage.browser.newContext({
          bypassCSP: true,
          colorScheme,
          viewport: { width: 375, height: 667 },
        })
        const page = await context.newPage()
        await page.goto(stage.proxy.at('/menu'))
        await page.locator('html[data-pantograph=live]').waitFor({ state: 'attached' })
        await button(page, 'Who is asked?').click()
        await page.locator('#open-settings').click()
        await page.locator('#file-button').click()
        await item(page, 'Copy the first').click()
        await page.locator('#toast').waitFor()
        // It stays, however long somebody looks.
        await page
          .locator('.clock')
          .evaluate((clock) => clock.getAnimations().forEach((one) => one.pause()))
        await page.locator('#file-button').click()
        // What is half transparent has too little contrast.
        await expect.poll(() => page.locator('.rise-in, .unfold-in').count()).toBe(0)
        expect(await violations(page)).toEqual([])
        expect(await overflow(page)).toBeLessThanOrEqual(0)
        await page.keyboard.press('End')
        await page.keyboard.press('Enter')
        await page.getByRole('dialog', { name: 'Delete all files?' }).waitFor()
        expect(await violations(page)).toEqual([])
        await context.close()
      },
    )
  })
})
