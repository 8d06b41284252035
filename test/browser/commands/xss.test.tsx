// What attackers write, in everything that commands take from data: it is refused, or it is text.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from 'pantograph'
import type { Command } from 'pantograph'
import { launch } from '../browser.ts'
import { show } from '../events/app.tsx'
import { NAMES, TEXTS, URLS } from '../xss/payloads.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

const TARGETS = 'a,iframe,img,form,button.to,input,object,embed,animate'
const ATTRIBUTES = 'href src action formaction data to values from by title xlink:href'.split(' ')

/** The command, unless it is refused. */
function made(make: () => Command): Command[] {
  try {
    return [make()]
  } catch (error) {
    expect(String(error)).toContain('PG_COMMAND')
    return []
  }
}

const all: readonly Command[] = [
  ...ATTRIBUTES.flatMap((name) =>
    [...URLS, ...TEXTS].flatMap((value) =>
      made(() => command.setAttribute(name, value, { to: TARGETS })),
    ),
  ),
  ...[...NAMES, 'onclick', 'ONLOAD', 'srcdoc', 'innerHTML'].flatMap((name) =>
    made(() => command.setAttribute(name, 'window.hit=1', { to: TARGETS })),
  ),
  ...TEXTS.flatMap((text) => made(() => command.addClass(text, { to: TARGETS }))),
  ...TEXTS.flatMap((text) => made(() => command.dispatch('x', { to: TARGETS, detail: text }))),
  ...TEXTS.flatMap((text) => made(() => command.show(text))),
]

function Page() {
  return (
    <main>
      <a>a</a>
      <iframe title="frame" />
      <img alt="" />
      <form>
        <button class="to" type="button" />
        <input />
      </form>
      <object />
      <embed />
      <svg>
        <a>
          <animate attributeName="href" />
          <text>x</text>
        </a>
      </svg>
      {all.map((one, i) => (
        <button key={i} class="go" onClick={one} />
      ))}
    </main>
  )
}

test('nothing runs', async () => {
  // What the browser refuses is said in the console.
  const { page, seen } = await show(browser, Page, { complains: true })
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await page.evaluate(() => {
    // What only leads elsewhere leads nowhere.
    addEventListener('click', (event) => {
      const url = (event.target as Element).closest('a')?.getAttribute('href') ?? ''
      const runs = URL.canParse(url) && /^(javascript|vbscript|data):$/.test(new URL(url).protocol)
      if (!runs) event.preventDefault()
    })
    for (const go of document.querySelectorAll<HTMLElement>('.go')) {
      go.click()
      for (const link of document.querySelectorAll('a,button.to')) {
        const url = link.getAttribute('href') ?? ''
        if (!/script:|data:/i.test(url)) continue
        link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
      }
    }
  })
  await page.waitForTimeout(500)
  expect(await page.evaluate(() => (globalThis as { hit?: number }).hit)).toBeUndefined()
  expect(dialogs).toEqual([])
  expect(seen).toEqual([])
  expect(all.length).toBeGreaterThan(300)
})
