// What is pasted is a file for the upload, unless it is meant for the field that it is pasted into.
import { createUpload } from 'pantograph'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from './browser.ts'
import { nothingMore, show } from './events/app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

function Page() {
  const files = createUpload({ name: 'files', maxCount: 20 })
  return () => (
    <main>
      <textarea id="outside" aria-label="Outside" />
      <x-editor id="editor" />
      <section {...files.drop}>
        <textarea id="field" aria-label="Within" />
        <x-editor id="inner" />
        <input type="file" aria-label="Files" {...files.input} />
      </section>
      <output>{files.files.map(({ name }) => name).join(' ')}</output>
    </main>
  )
}

async function open(): Promise<Page> {
  const { page } = await show(browser, Page)
  await page.evaluate(() => {
    for (const editor of document.querySelectorAll('x-editor'))
      editor.attachShadow({ mode: 'open' }).innerHTML = '<p contenteditable="true">text</p>'
  })
  return page
}

/** Pastes a picture, as an office program gives it with its text, or alone. */
const paste = (page: Page, selector: string, name: string, withText: boolean): Promise<void> =>
  page.locator(selector).evaluate(
    (element, [name, withText]) => {
      const clipboardData = new DataTransfer()
      if (withText) clipboardData.setData('text/plain', 'cells')
      clipboardData.items.add(new File(['x'], name, { type: 'image/png' }))
      const options = { bubbles: true, cancelable: true, composed: true, clipboardData }
      element.dispatchEvent(new ClipboardEvent('paste', options))
    },
    [name, withText] as const,
  )

test('the picture of a text that was pasted into a field was taken for a file', async () => {
  const page = await open()
  const fields = ['#outside', '#editor p', '#field', '#inner p']
  for (const [i, selector] of fields.entries()) await paste(page, selector, `text${i}.png`, true)
  // Of a picture alone, a field within makes nothing; an editor elsewhere may.
  for (const [i, selector] of fields.entries()) await paste(page, selector, `alone${i}.png`, false)
  await paste(page, 'body', 'body.png', true)
  const output = page.locator('output')
  await expect.poll(() => output.innerText()).toBe('alone2.png alone3.png body.png')
  await nothingMore(page)
  expect(await output.innerText()).toBe('alone2.png alone3.png body.png')
})
