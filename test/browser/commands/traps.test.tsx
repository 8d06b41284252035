// Where the Tab key goes in a real browser while the focus is kept in a part of the page.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from 'pantograph'
import type { Child } from 'pantograph'
import { launch } from '../browser.ts'
import { show } from '../events/app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

/** What has the focus, also in a shadow root. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document
    return (activeElement?.shadowRoot?.activeElement ?? activeElement)?.id ?? ''
  })

/** A page with a trap around the focus, and stops before and behind it. */
async function trapped(inside: Child): Promise<Page> {
  const { page } = await show(browser, () => (
    <main>
      <button id="before">Before</button>
      <div id="trap">
        <button id="start" onClick={command.trapFocus('#trap')}>
          Begin
        </button>
        {inside}
      </div>
      <button id="behind">Behind</button>
    </main>
  ))
  await page.evaluate(() => {
    class Box extends HTMLElement {
      constructor() {
        super()
        this.attachShadow({ mode: 'open' }).innerHTML = '<button id="shadowed">In</button>'
      }
    }
    customElements.define('x-box', Box)
  })
  await page.locator('#start').click()
  return page
}

/** What has the focus after each press of a key. */
async function pressed(page: Page, key: string, times: number): Promise<string[]> {
  const seen: string[] = []
  for (let time = 0; time < times; time++) {
    await page.keyboard.press(key)
    seen.push(await focused(page))
  }
  return seen
}

test.each<[string, Child, string[]]>([
  ['a field', <input id="field" />, ['field', 'start', 'field']],
  [
    'radios, of which one is chosen',
    <p>
      <input type="radio" name="size" id="small" checked />
      <input type="radio" name="size" id="large" />
    </p>,
    ['small', 'start', 'small'],
  ],
  [
    'a field of several parts',
    <input type="date" id="date" />,
    ['date', 'date', 'date', 'date', 'start', 'date'],
  ],
  ['a stop in a shadow root', <x-box />, ['shadowed', 'start', 'shadowed']],
  ['nothing else', null, ['start', 'start']],
])('Tab goes around, the last is %s', async (_, inside, stops) => {
  const page = await trapped(inside)
  expect(await pressed(page, 'Tab', stops.length)).toEqual(stops)
  expect(await page.locator('#trap span').count()).toBe(0)
})

test('the other way round, and back in from elsewhere', async () => {
  const page = await trapped(<x-box />)
  expect(await pressed(page, 'Shift+Tab', 3)).toEqual(['shadowed', 'start', 'shadowed'])
  await page.locator('#behind').click()
  expect(await pressed(page, 'Tab', 1)).toEqual(['start'])
})

test('the focus goes back from the trap that a command is in', async () => {
  const { page } = await show(browser, () => (
    <main>
      <button id="start" onClick={command.show('#outer').trapFocus('#outer')}>
        Begin
      </button>
      <div id="outer" hidden>
        <button id="open" onClick={command.show('#inner').trapFocus('#inner')}>
          Open
        </button>
        <button id="close" onClick={command.releaseFocus().hide('#outer')}>
          Close
        </button>
        <div id="inner" hidden>
          <button id="hide" onClick={command.hide('#inner')}>
            Hide
          </button>
          <button id="release" onClick={command.hide('#inner').releaseFocus()}>
            Back
          </button>
        </div>
      </div>
    </main>
  ))
  await page.locator('#start').press('Enter')
  expect(await pressed(page, 'Enter', 1)).toEqual(['hide'])
  await page.locator('#release').press('Enter')
  expect(await focused(page)).toBe('open')
  expect(await pressed(page, 'Enter', 1)).toEqual(['hide'])
  await page.keyboard.press('Enter')
  await page.locator('#close').press('Enter')
  expect(await focused(page)).toBe('start')
})

test('a modal dialog that is opened from it has the Tab key', async () => {
  const { page } = await show(browser, () => (
    <main>
      <div id="trap">
        <button id="start" onClick={command.trapFocus('#trap')}>
          Begin
        </button>
        <button id="open" onClick={command.openDialog('#dialog')}>
          Delete
        </button>
      </div>
      <dialog id="dialog">
        <button id="yes">Yes</button>
        <button id="no" onClick={command.closeDialog()}>
          No
        </button>
      </dialog>
    </main>
  ))
  await page.locator('#start').click()
  await page.locator('#open').click()
  expect(await focused(page)).toBe('yes')
  expect(await pressed(page, 'Tab', 1)).toEqual(['no'])
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe('open')
  expect(await pressed(page, 'Tab', 2)).toEqual(['start', 'open'])
})
