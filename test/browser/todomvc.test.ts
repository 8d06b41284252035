// TodoMVC, rule by rule: https://github.com/tastejs/todomvc/blob/master/app-spec.md
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from 'vitest'
import { assertNone, complaints, launch, live, openLive } from './browser.ts'
import { Gallery } from './gallery.ts'

let gallery: Gallery
let browser: Browser
/** A fresh profile for each test. */
let context: BrowserContext
let page: Page
let problems: string[]

beforeAll(async () => {
  ;[gallery, browser] = await Promise.all([Gallery.start(), launch()])
})

beforeEach(async () => {
  context = await browser.newContext()
  page = await openLive(context, gallery.at('/todomvc'))
  problems = complaints(page)
})

afterEach(async () => {
  assertNone(problems)
  await context.close()
})

afterAll(async () => {
  await browser.close()
  await gallery.remove()
})

const field = (of = page): Locator => of.locator('.new-todo')
const items = (of = page): Locator => of.locator('.todo-list > li')
const item = (title: string, of = page): Locator => items(of).filter({ hasText: title })
const titles = (of = page): Promise<string[]> =>
  of.locator('.todo-list > li label').allTextContents()
const completed = (of = page): Promise<string[]> =>
  of.locator('.todo-list > li.completed label').allTextContents()
const toggle = (title: string, of = page): Promise<void> =>
  item(title, of).locator('.toggle').click()
const counter = (): Promise<string> => page.locator('.todo-count').innerText()
const toggleAll = (): Locator => page.locator('#toggle-all')

async function add(...all: string[]): Promise<void> {
  for (const title of all) {
    await field().fill(title)
    await field().press('Enter')
    await expect.poll(() => titles().then((shown) => shown.at(-1))).toBe(title.trim())
    await expect.poll(() => field().inputValue()).toBe('')
  }
}

async function edit(title: string): Promise<Locator> {
  await item(title).locator('label').dblclick()
  const input = page.locator('.todo-list > li.editing .edit')
  await input.waitFor()
  await expect.poll(() => input.evaluate((node) => node === document.activeElement)).toBe(true)
  return input
}

/** Remembers the row's node; the function tells whether it is still the same. */
async function keep(title: string): Promise<() => Promise<boolean>> {
  const handle = await item(title).elementHandle()
  return async () => (await handle?.evaluate((node) => node.isConnected)) ?? false
}

describe('no todos', () => {
  test('main and footer are not there', async () => {
    expect(await page.locator('section.main, footer.footer').count()).toBe(0)
    expect(await titles()).toEqual([])
  })

  test('the field for a new one has the focus', async () => {
    await expect.poll(() => field().evaluate((node) => node === document.activeElement)).toBe(true)
    expect(await field().getAttribute('placeholder')).toBe('What needs to be done?')
  })
})

describe('new todo', () => {
  test('Enter appends it and clears the field', async () => {
    await add('buy milk', 'walk the dog')
    expect(await titles()).toEqual(['buy milk', 'walk the dog'])
    expect(await page.locator('section.main').isVisible()).toBe(true)
    expect(await page.locator('footer.footer').isVisible()).toBe(true)
  })

  test('typed key by key, as fast as it goes', async () => {
    await field().pressSequentially('one two three')
    await field().press('Enter')
    // What is typed before the answer is there belongs to the first one: nobody is as fast as this test.
    await expect.poll(() => field().inputValue()).toBe('')
    await field().pressSequentially('four')
    await field().press('Enter')
    await expect.poll(() => titles()).toEqual(['one two three', 'four'])
    await expect.poll(() => field().inputValue()).toBe('')
  })

  test('is trimmed, and not made when it is blank', async () => {
    await add('  spaces  around  ')
    expect(await titles()).toEqual(['spaces  around'])
    await field().fill('   ')
    await field().press('Enter')
    await expect.poll(() => field().inputValue()).toBe('')
    expect(await titles()).toHaveLength(1)
  })

  test('may contain anything', async () => {
    const all = [
      '<b>bold</b> & "quoted"',
      "it's",
      '🦊 狐 ك',
      '</label><script>alert(1)</script>',
      '{{x}} ${y}',
    ]
    await add(...all)
    expect(await titles()).toEqual(all)
    await page.reload()
    await live(page)
    expect(await titles()).toEqual(all)
  })

  test('has the markup of the template', async () => {
    await add('plain')
    const row = items().first()
    expect(await row.locator('> div.view > input.toggle[type=checkbox]').count()).toBe(1)
    expect(await row.locator('> div.view > input.toggle + label + button.destroy').count()).toBe(1)
    expect(await row.locator('> input.edit').count()).toBe(1)
    expect(
      await page
        .locator('section.todoapp > header.header > h1 + input.new-todo[autofocus]')
        .count(),
    ).toBe(1)
    expect(
      await page
        .locator(
          'section.todoapp > .main > input#toggle-all.toggle-all[type=checkbox] + label[for=toggle-all] + ul.todo-list',
        )
        .count(),
    ).toBe(1)
    expect(await page.locator('footer.footer > span.todo-count > strong').count()).toBe(1)
    expect(await page.locator('footer.info').count()).toBe(1)
  })
})

describe('mark all as complete', () => {
  test('gives all the same state as itself', async () => {
    await add('a', 'b', 'c')
    await toggle('b')
    await page.locator('label[for=toggle-all]').click()
    await expect.poll(() => completed()).toEqual(['a', 'b', 'c'])
    await page.locator('label[for=toggle-all]').click()
    await expect.poll(() => completed()).toEqual([])
  })

  test('follows the single items', async () => {
    await add('a', 'b')
    await toggle('a')
    await expect.poll(() => completed()).toEqual(['a'])
    expect(await toggleAll().isChecked()).toBe(false)
    await toggle('b')
    await expect.poll(() => toggleAll().isChecked()).toBe(true)
    await toggle('a')
    await expect.poll(() => toggleAll().isChecked()).toBe(false)
  })

  test('is not checked after the completed ones were cleared', async () => {
    await add('a', 'b')
    await page.locator('label[for=toggle-all]').click()
    await expect.poll(() => completed()).toHaveLength(2)
    await page.locator('.clear-completed').click()
    await expect.poll(() => items().count()).toBe(0)
    await add('c')
    expect(await toggleAll().isChecked()).toBe(false)
  })
})

describe('item', () => {
  test('the checkbox completes it, and the row stays the same node', async () => {
    await add('a', 'b')
    const same = await keep('a')
    await toggle('a')
    await expect.poll(() => completed()).toEqual(['a'])
    expect(await item('a').locator('.toggle').isChecked()).toBe(true)
    await toggle('a')
    await expect.poll(() => completed()).toEqual([])
    expect(await same()).toBe(true)
  })

  test('hovering shows the button that removes it', async () => {
    await add('a', 'b')
    const destroy = item('a').locator('.destroy')
    await page.mouse.move(0, 0)
    expect(await destroy.isVisible()).toBe(false)
    await item('a').hover()
    await expect.poll(() => destroy.isVisible()).toBe(true)
    await destroy.click()
    await expect.poll(() => titles()).toEqual(['b'])
  })
})

describe('editing', () => {
  test('a double click hides the other controls and brings a focused input with the title', async () => {
    await add('buy milk', 'other')
    const same = await keep('buy milk')
    const input = await edit('buy milk')
    expect(await input.inputValue()).toBe('buy milk')
    expect(await page.locator('li.editing .view').isVisible()).toBe(false)
    expect(await page.locator('li.editing').count()).toBe(1)
    await input.press('Escape')
    await expect.poll(() => page.locator('li.editing').count()).toBe(0)
    expect(await same()).toBe(true)
  })

  test('Enter saves', async () => {
    await add('buy milk')
    const same = await keep('buy milk')
    const input = await edit('buy milk')
    await input.fill('  buy oat milk ')
    await input.press('Enter')
    await expect.poll(() => titles()).toEqual(['buy oat milk'])
    expect(await page.locator('li.editing').count()).toBe(0)
    expect(await same()).toBe(true)
  })

  test('leaving the input saves', async () => {
    await add('buy milk')
    const input = await edit('buy milk')
    await input.fill('buy tea')
    await page.locator('h1').click()
    await expect.poll(() => titles()).toEqual(['buy tea'])
    expect(await page.locator('li.editing').count()).toBe(0)
  })

  test('Escape discards, and the next edit begins with the old title', async () => {
    await add('buy milk')
    const input = await edit('buy milk')
    await input.pressSequentially(' and more')
    await input.press('Escape')
    await expect.poll(() => page.locator('li.editing').count()).toBe(0)
    expect(await titles()).toEqual(['buy milk'])
    expect(await (await edit('buy milk')).inputValue()).toBe('buy milk')
  })

  test('an empty title removes the item', async () => {
    await add('a', 'b')
    const input = await edit('a')
    await input.fill('   ')
    await input.press('Enter')
    await expect.poll(() => titles()).toEqual(['b'])
  })

  test('an empty title removes the item when the input is left, too', async () => {
    await add('a', 'b')
    const input = await edit('a')
    await input.fill('')
    await page.locator('h1').click()
    await expect.poll(() => titles()).toEqual(['b'])
  })

  test('is not interrupted by another tab that renames the item', async () => {
    await add('a')
    const other = await openLive(context, gallery.at('/todomvc'))
    const input = await edit('a')
    await input.fill('mine')
    await item('a', other).locator('label').dblclick()
    const otherInput = other.locator('li.editing .edit')
    await otherInput.fill('theirs')
    await otherInput.press('Enter')
    await expect.poll(() => page.locator('.todo-list label').textContent()).toBe('theirs')
    expect(await input.inputValue()).toBe('mine')
    await input.press('Enter')
    await expect.poll(() => titles(other)).toEqual(['mine'])
  })
})

describe('counter', () => {
  test('counts what is active, in the right words', async () => {
    await add('a')
    expect(await counter()).toBe('1 item left')
    expect(await page.locator('.todo-count strong').innerText()).toBe('1')
    await add('b')
    await expect.poll(counter).toBe('2 items left')
    await toggle('a')
    await toggle('b')
    await expect.poll(counter).toBe('0 items left')
  })
})

describe('clear completed', () => {
  test('is there when there are completed ones, and removes them', async () => {
    await add('a', 'b', 'c')
    expect(await page.locator('.clear-completed').count()).toBe(0)
    await toggle('b')
    await expect.poll(() => page.locator('.clear-completed').count()).toBe(1)
    expect(await page.locator('.clear-completed').innerText()).toBe('Clear completed')
    await page.locator('.clear-completed').click()
    await expect.poll(() => titles()).toEqual(['a', 'c'])
    expect(await page.locator('.clear-completed').count()).toBe(0)
  })
})

describe('routing', () => {
  const selected = (): Promise<string[]> => page.locator('.filters a.selected').allTextContents()
  const follow = (name: string): Promise<void> =>
    page.locator('.filters a', { hasText: name }).click()

  beforeEach(async () => {
    await add('a', 'b', 'c')
    await toggle('b')
    await page.locator('li.completed').waitFor()
  })

  test('filters, and says which', async () => {
    const hrefs = page
      .locator('.filters a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
    expect(await hrefs).toEqual(['#/', '#/active', '#/completed'])
    expect(await selected()).toEqual(['All'])
    await follow('Active')
    await expect.poll(() => titles()).toEqual(['a', 'c'])
    expect(await selected()).toEqual(['Active'])
    await follow('Completed')
    await expect.poll(() => titles()).toEqual(['b'])
    expect(await selected()).toEqual(['Completed'])
    await follow('All')
    await expect.poll(() => titles()).toEqual(['a', 'b', 'c'])
  })

  test('Back and Forward follow', async () => {
    await follow('Active')
    await expect.poll(selected).toEqual(['Active'])
    await follow('Completed')
    await expect.poll(selected).toEqual(['Completed'])
    await page.goBack()
    await expect.poll(() => titles()).toEqual(['a', 'c'])
    await page.goBack()
    await expect.poll(() => titles()).toEqual(['a', 'b', 'c'])
    await page.goForward()
    await expect.poll(() => titles()).toEqual(['a', 'c'])
    expect(await selected()).toEqual(['Active'])
  })

  test('an item that no longer fits the filter goes', async () => {
    await follow('Active')
    await expect.poll(() => titles()).toEqual(['a', 'c'])
    await toggle('a')
    await expect.poll(() => titles()).toEqual(['c'])
    await follow('Completed')
    await expect.poll(() => titles()).toEqual(['a', 'b'])
    await toggle('b')
    await expect.poll(() => titles()).toEqual(['a'])
  })

  test('rows around which is filtered stay the same nodes', async () => {
    const same = [await keep('a'), await keep('c')]
    await follow('Active')
    await expect.poll(() => titles()).toEqual(['a', 'c'])
    await follow('All')
    await expect.poll(() => titles()).toEqual(['a', 'b', 'c'])
    expect(await Promise.all(same.map((one) => one()))).toEqual([true, true])
  })

  test('the filter is kept on reload', async () => {
    await follow('Completed')
    await expect.poll(() => titles()).toEqual(['b'])
    await page.reload()
    await live(page)
    await expect.poll(() => titles()).toEqual(['b'])
    expect(await selected()).toEqual(['Completed'])
  })

  test('with a filter that shows nothing, main and footer stay', async () => {
    await page.locator('label[for=toggle-all]').click()
    await expect.poll(() => completed()).toHaveLength(3)
    await follow('Active')
    await expect.poll(() => titles()).toEqual([])
    expect(await page.locator('footer.footer').isVisible()).toBe(true)
    expect(await toggleAll().isChecked()).toBe(true)
  })
})

describe('persistence', () => {
  test('survives a reload, edits do not', async () => {
    await add('a', 'b')
    await toggle('b')
    await expect.poll(() => completed()).toEqual(['b'])
    await edit('a')
    await page.reload()
    await live(page)
    expect(await titles()).toEqual(['a', 'b'])
    expect(await completed()).toEqual(['b'])
    expect(await page.locator('li.editing').count()).toBe(0)
  })

  test('is in the HTML, for those without JavaScript', async () => {
    await add('a')
    const html = await (await context.request.get(gallery.at('/todomvc'))).text()
    expect(html).toContain('<label>a</label>')
  })

  test('is live in two tabs', async () => {
    const other = await openLive(context, gallery.at('/todomvc'))
    await add('a', 'b')
    await expect.poll(() => titles(other)).toEqual(['a', 'b'])
    await toggle('a', other)
    await expect.poll(() => completed()).toEqual(['a'])
    expect(await item('a').locator('.toggle').isChecked()).toBe(true)
    await other.locator('.clear-completed').click()
    await expect.poll(() => titles()).toEqual(['b'])
  })

  test('filters are of one tab', async () => {
    await add('a')
    const other = await openLive(context, gallery.at('/todomvc'))
    await other.locator('.filters a', { hasText: 'Completed' }).click()
    await expect.poll(() => titles(other)).toEqual([])
    expect(await titles()).toEqual(['a'])
  })

  test('belongs to the profile', async () => {
    await add('private')
    const stranger = await browser.newContext()
    const theirs = await openLive(stranger, gallery.at('/todomvc'))
    expect(await titles(theirs)).toEqual([])
    const [cookie] = await stranger.cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    expect(cookie?.value).not.toBe((await context.cookies())[0]?.value)
    await stranger.close()
  })

  test('survives a restart of the server, without a reload', async () => {
    const own = await Gallery.start()
    onTestFinished(() => own.remove())
    const tab = await openLive(context, own.at('/todomvc'))
    await tab.evaluate(() => Object.assign(globalThis, { notReloaded: true }))
    await field(tab).fill('kept')
    await field(tab).press('Enter')
    await expect.poll(() => titles(tab)).toEqual(['kept'])
    await own.end('SIGTERM')
    const next = await own.again()
    onTestFinished(() => next.remove())
    await live(tab)
    await expect.poll(() => titles(tab)).toEqual(['kept'])
    await field(tab).fill('another')
    await field(tab).press('Enter')
    await expect.poll(() => titles(tab)).toEqual(['kept', 'another'])
    expect(await tab.evaluate(() => 'notReloaded' in globalThis)).toBe(true)
  })
})
