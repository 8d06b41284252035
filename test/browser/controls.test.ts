// Every kind of control, bound: what the user does to it, and what the server does.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { atEachLatency } from './stage.ts'

const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true })

const held = (page: Page): Promise<Record<string, string>> =>
  page
    .locator('.state dl > div')
    .evaluateAll((all) =>
      Object.fromEntries(
        all.map((one) => [
          one.querySelector('dt')?.textContent ?? '',
          one.querySelector('dd')?.textContent ?? '',
        ]),
      ),
    )

atEachLatency((stage) => {
  test('the signals hold what the user has made of the controls', async () => {
    const page = await stage.page('/controls')
    await field(page, 'Text').fill('Grace')
    await field(page, 'Text area').fill('a\nb')
    await field(page, 'Number').fill('1.50')
    await field(page, 'Range').fill('55')
    await field(page, 'Date').fill('1906-12-09')
    await field(page, 'Time').fill('06:15')
    await field(page, 'Date and time').fill('2026-11-21T18:30')
    await field(page, 'Month').fill('2026-11')
    await field(page, 'Week').fill('2026-W47')
    await field(page, 'Colour').fill('#00ff00')
    await field(page, 'Choice').selectOption('Quito')
    await field(page, 'Several choices').selectOption(['Bergen', 'Kyoto'])
    await field(page, 'Files').setInputFiles({
      name: 'a.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('abc'),
    })
    await page.getByRole('radio', { name: 'firm' }).check()
    await page.getByRole('checkbox', { name: 'newt' }).check()
    await page.getByRole('checkbox', { name: 'cat' }).uncheck()
    await page.getByRole('checkbox', { name: 'On or off' }).check()
    await page.getByRole('textbox', { name: 'Edited in place' }).fill('written')
    await expect
      .poll(() => held(page))
      .toMatchObject({
        name: '"Grace"',
        story: '"a\\nb"',
        amount: '1.5',
        volume: '55',
        birthday: 'Date 1906-12-09T00:00:00.000Z',
        alarm: '"06:15"',
        meeting: 'Date 2026-11-21T18:30:00.000Z',
        month: '"2026-11"',
        week: '"2026-W47"',
        colour: '"#00ff00"',
        agreed: 'true',
        pets: '["newt"]',
        plan: '"firm"',
        city: '"Quito"',
        visited: '["Bergen","Kyoto"]',
        files: expect.stringContaining('"name":"a.txt"') as string,
        note: '"written"',
      })
    expect(await field(page, 'Number').inputValue()).toBe('1.50')
  })

  test('the controls show what the server puts into the signals', async () => {
    const page = await stage.page('/controls')
    await page.getByRole('button', { name: 'Let the server fill it in' }).click()
    await expect.poll(() => field(page, 'Text').inputValue()).toBe('Grace')
    const values = [
      'Text area',
      'Number',
      'Date',
      'Time',
      'Date and time',
      'Month',
      'Week',
      'Choice',
    ]
    expect(await Promise.all(values.map((label) => field(page, label).inputValue()))).toEqual([
      'From the server',
      '7',
      '1906-12-09',
      '06:00',
      '2026-11-21T18:30',
      '2026-11',
      '2026-W47',
      'Quito',
    ])
    expect(await page.locator('input:checked').evaluateAll((all) => all.length)).toBe(4)
    expect(await page.getByRole('textbox', { name: 'Edited in place' }).innerText()).toBe(
      'Written by the server',
    )
  })

  test('by keyboard alone', async () => {
    const page = await stage.page('/controls')
    await field(page, 'Text').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('keys')
    await field(page, 'Choice').focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('radio', { name: 'team' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await expect
      .poll(() => held(page))
      .toMatchObject({ name: '"keys"', city: '"Kyoto"', plan: '"firm"', pets: '[]' })
  })
})
