// What takes time, and what fails.
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { atEachLatency, textOf } from './stage.ts'

const button = (page: Page, name: string): Locator => page.getByRole('button', { name })
const FAILURES = [
  ['Fail in the handler', 'The handler has failed.'],
  ['Fail behind an await', 'The handler has failed, later.'],
  ['Fail in the view', 'The view has failed.'],
  ['Fail in a setup', 'The setup has failed.'],
] as const

/** What an element has shown since then, one after the other: most of it is over before a test looks. */
async function watch(element: Locator): Promise<() => Promise<string>> {
  const seen = await element.evaluateHandle((element) => {
    const seen: string[] = []
    const look = (): number =>
      seen.push(`${element.textContent} ${element.ariaBusy} ${element.childElementCount}`)
    new MutationObserver(look).observe(element, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    })
    return seen
  })
  return async () => (await seen.jsonValue()).join('\n')
}

const section = (page: Page, name: string): Locator => page.getByRole('region', { name })

atEachLatency((stage) => {
  describe('a resource', () => {
    const rivers = (page: Page): Promise<string[]> => page.locator('.rivers li').allInnerTexts()

    test('is fetched again for each term, and what there was stays meanwhile', async () => {
      const page = await stage.page('/async')
      expect(await rivers(page)).toHaveLength(30)
      const seen = await watch(page.locator('.rivers'))
      await page.getByRole('searchbox').fill('ni')
      await expect.poll(seen).toMatch(/ true 30$/m)
      await expect.poll(() => rivers(page)).toEqual(['Dnieper', 'Niger', 'Nile'])
      await expect.poll(() => page.locator('.rivers').getAttribute('aria-busy')).toBe('false')
    })

    test('only the newest answer counts', async () => {
      const page = await stage.page('/async')
      await page.getByRole('searchbox').pressSequentially('tigris', { delay: 180 })
      await expect.poll(() => rivers(page)).toEqual(['Tigris'])
      expect(await page.getByRole('searchbox').inputValue()).toBe('tigris')
    })

    test('that fails reaches its boundary, and begins anew', async () => {
      const page = await stage.page('/async')
      await page.getByRole('searchbox').fill('fail')
      const alert = section(page, 'A resource').getByRole('alert')
      await expect.poll(textOf(alert)).toContain('The search engine is out of order.')
      await button(page, 'Begin anew').click()
      await expect.poll(() => rivers(page)).toHaveLength(30)
      expect(await page.getByRole('searchbox').inputValue()).toBe('')
    })
  })

  test('what is slow comes behind the page, and can be asked for again', async () => {
    const page = await stage.page('/async')
    const html = await fetch(stage.proxy.at('/async')).then((response) => response.text())
    expect(html).toContain('Asking the weather office…')
    const weather = section(page, 'Something slow')
    await expect.poll(textOf(weather)).toContain('Sunny')
    const seen = await watch(weather)
    await button(page, 'Ask again').click()
    await expect.poll(seen).toMatch(/Asking the weather office…[^]*Sunny/)
  })

  describe('a task', () => {
    const status = (page: Page): Locator => section(page, 'A task').getByRole('status')

    test('tells how far it is while the page goes on, and what it returned', async () => {
      const page = await stage.page('/async')
      const seen = await watch(status(page))
      await button(page, 'Start').click()
      await expect.poll(seen).toMatch(/^Page \d+ of 20 /m)
      await button(page, 'Works').click()
      await expect.poll(textOf(button(page, 'Works'))).toBe('Works: 1')
      await expect.poll(textOf(status(page))).toBe('done: A report of 20 pages.')
      expect(await page.getByRole('progressbar').getAttribute('value')).toBe('20')
    })

    test('can be given up', async () => {
      const page = await stage.page('/async')
      // At once: when everything stalls, it is done before a test has looked.
      await section(page, 'A task').evaluate((task) => {
        const cancel = [...task.querySelectorAll('button')].find(
          (one) => one.innerText === 'Cancel',
        )
        const status = task.querySelector('[role=status]') as Element
        new MutationObserver((_, observer) => {
          if (!/^Page [1-9]/.test(status.textContent)) return
          observer.disconnect()
          cancel?.click()
        }).observe(status, { characterData: true, childList: true, subtree: true })
      })
      await button(page, 'Start').click()
      await expect.poll(textOf(status(page))).toBe('cancelled')
      const reached = await page.getByRole('progressbar').getAttribute('value')
      await page.waitForTimeout(500)
      expect(await page.getByRole('progressbar').getAttribute('value')).toBe(reached)
    })
  })

  test('whatever fails, the rest of the page goes on, and it can be tried again', async () => {
    const page = await stage.page('/async')
    const trouble = section(page, 'Trouble')
    for (const [i, [name, message]] of FAILURES.entries()) {
      await button(page, 'Works').click()
      await button(page, name).click()
      await expect.poll(textOf(trouble.getByRole('alert'))).toContain(message)
      await button(page, 'Try again').click()
      // Begun anew; what is outside goes on.
      await expect.poll(textOf(button(page, 'Works'))).toBe('Works: 0')
      await expect.poll(textOf(trouble.getByRole('status'))).toBe(String(i + 1))
    }
  })
})
