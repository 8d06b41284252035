// What was typed, clicked, chosen, restored or filled in before the page was connected reaches the server, in order.
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { signal } from 'pantograph'
import type { PantographFile } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { Browser, BrowserContext } from 'playwright-core'
import { launch, live, openHeld } from '../browser.ts'
import { show } from '../events/app.tsx'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

/** Every kind of control, and what is held, as JSON. */
function Everything() {
  const text = signal('')
  const area = signal('')
  const amount = signal<number | null>(null)
  const agreed = signal(false)
  const plan = signal('free')
  const pets = signal<string[]>([])
  const city = signal('Oslo')
  const files = signal<PantographFile[]>([])
  const note = signal('')
  const clicks = signal('')
  const log: string[] = []
  return () => (
    <form autocomplete="on">
      <input id="text" name="text" bind={text} onInput={() => log.push('text')} />
      <textarea id="area" bind={area} />
      <input id="amount" type="number" bind={amount} />
      <input id="agreed" type="checkbox" bind={agreed} />
      {['free', 'team', 'firm'].map((value) => (
        <input key={value} id={value} type="radio" name="plan" value={value} bind={plan} />
      ))}
      <select id="pets" multiple bind={pets}>
        <option>cat</option>
        <option>dog</option>
        <option>emu</option>
      </select>
      <select id="city" bind={city}>
        <option>Oslo</option>
        <option>Rome</option>
      </select>
      <input id="files" type="file" bind={files} />
      <p id="note" contenteditable bind={note} />
      <button id="add" type="button" onClick={() => (clicks.value += `${text.value};`)}>
        Add
      </button>
      <output id="held">
        {JSON.stringify({
          text: text.value,
          area: area.value,
          amount: amount.value,
          agreed: agreed.value,
          plan: plan.value,
          pets: pets.value,
          city: city.value,
          files: files.value.map(({ name, size }) => `${name} ${size}`),
          note: note.value,
          clicks: clicks.value,
        })}
      </output>
    </form>
  )
}

async function serve(): Promise<{ context: BrowserContext; url: string }> {
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    contentSecurityPolicy: false,
  })
  app.page('/', Everything, { title: 'Early', head: '<link rel="icon" href="data:,">' })
  app.page('/other', () => <p>Other</p>, { title: 'Other' })
  const { url } = await app.listen(0)
  const context = await browser.newContext()
  onTestFinished(async () => {
    await context.close()
    await app.close()
  })
  return { context, url }
}

const FILLED = {
  text: 'typed',
  area: 'a\nb',
  amount: 12,
  agreed: true,
  plan: 'firm',
  pets: ['cat', 'emu'],
  city: 'Rome',
  files: ['a.txt 3'],
  note: 'noted',
  clicks: 'typed;',
}

async function file(): Promise<string> {
  const path = join(tmpdir(), 'a.txt')
  await writeFile(path, 'abc')
  return path
}

test('what was typed, chosen and clicked before the runtime was there, or while it connects', async () => {
  const { context, url } = await serve()
  const { page, release } = await openHeld(context, url)
  await page.locator('#text').pressSequentially('typed')
  await page.locator('#area').fill('a\nb')
  await page.locator('#amount').pressSequentially('12')
  await page.locator('#agreed').click()
  await page.locator('#team').click()
  await page.locator('#firm').click()
  await page.locator('#pets').selectOption(['cat', 'emu'])
  await page.locator('#city').selectOption('Rome')
  await page.locator('#files').setInputFiles(await file())
  await page.locator('#note').click()
  await release()
  await page.locator('#note').pressSequentially('noted')
  await page.locator('#add').click()
  await expect.poll(async () => JSON.parse(await page.locator('#held').innerText())).toEqual(FILLED)
  expect(await page.locator('#text').inputValue()).toBe('typed')
  expect(await page.locator('#firm').isChecked()).toBe(true)
})

test('what was typed and clicked after the runtime has come, but before it is connected', async () => {
  const { context, url } = await serve()
  const page = await context.newPage()
  // The socket opens late.
  await page.addInitScript(() => {
    const { WebSocket: Real } = globalThis
    const { promise, resolve } = Promise.withResolvers<void>()
    Object.assign(globalThis, { letGo: resolve })
    globalThis.WebSocket = class extends Real {
      override set onopen(run: ((event: Event) => unknown) | null) {
        super.onopen = (event) => void promise.then(() => run?.call(this, event))
      }
    } as typeof WebSocket
  })
  await page.goto(url)
  await page.waitForLoadState('load')
  await page.locator('#text').pressSequentially('typed')
  await page.locator('#add').click()
  await page.locator('#note').click()
  await page.locator('#note').pressSequentially('noted')
  // Filled in without a word.
  await page.locator('#area').evaluate((area) => ((area as HTMLTextAreaElement).value = 'auto'))
  await page.evaluate(() => (globalThis as unknown as { letGo: () => void }).letGo())
  await live(page)
  await expect
    .poll(async () => JSON.parse(await page.locator('#held').innerText()))
    .toMatchObject({ text: 'typed', clicks: 'typed;', note: 'noted', area: 'auto' })
})

test('what a browser fills in: with events, and without before the page is connected', async () => {
  const { context, url } = await serve()
  const { page, release } = await openHeld(context, url)
  await page.evaluate(() => {
    for (const [id, value] of Object.entries({ text: 'typed', area: 'silent' })) {
      const control = document.getElementById(id) as HTMLInputElement
      control.value = value
    }
  })
  await release()
  await expect
    .poll(async () => JSON.parse(await page.locator('#held').innerText()))
    .toMatchObject({ text: 'typed', area: 'silent' })
  await page.evaluate(() => {
    const control = document.getElementById('amount') as HTMLInputElement
    control.value = '7'
    for (const type of ['input', 'change'])
      control.dispatchEvent(new Event(type, { bubbles: true }))
  })
  await expect
    .poll(async () => JSON.parse(await page.locator('#held').innerText()))
    .toMatchObject({ amount: 7 })
})

test('fields that the browser restores after Back, which it does when the page has long been connected', async () => {
  const { context, url } = await serve()
  const page = await context.newPage()
  await page.goto(url)
  await live(page)
  await page.locator('#text').fill('typed')
  await page.locator('#area').fill('a\nb')
  await page.locator('#amount').fill('12')
  await page.locator('#agreed').check()
  await page.locator('#firm').check()
  await page.locator('#city').selectOption('Rome')
  await page.locator('#pets').selectOption(['cat', 'emu'])
  const kept = {
    text: 'typed',
    area: 'a\nb',
    amount: 12,
    agreed: true,
    plan: 'firm',
    pets: ['cat', 'emu'],
    city: 'Rome',
  }
  const held = async (): Promise<unknown> => JSON.parse(await page.locator('#held').innerText())
  await expect.poll(held).toMatchObject(kept)
  // The browser saves what fields hold now and then.
  await page.waitForTimeout(1500)
  await page.evaluate(() => location.assign('/other'))
  await page.waitForURL('**/other')
  await live(page)
  await page.evaluate(() => history.back())
  await page.waitForURL(url)
  await live(page)
  await expect.poll(held).toMatchObject(kept)
  expect(await page.locator('#text').inputValue()).toBe('typed')
  expect(await page.locator('#agreed').isChecked()).toBe(true)
  expect(await page.locator('#firm').isChecked()).toBe(true)
})

test('a file input is empty when its files are held no more, and keeps those that were chosen since', async () => {
  const files = signal<PantographFile[]>([])
  const { page, proxy } = await show(browser, () => () => (
    <p>
      <input
        type="file"
        bind={files}
        onInput={() => {
          if (files.value.some(({ name }) => name === 'large.txt')) files.value = []
        }}
      />
      <b>{files.value.map(({ name }) => name).join()}</b>
    </p>
  ))
  const input = page.locator('input')
  const held = (): string => files.value.map(({ name }) => name).join()
  const chosen = (): Promise<string> =>
    input.evaluate((node) =>
      [...((node as HTMLInputElement).files ?? [])].map(({ name }) => name).join(),
    )
  const choose = (name: string): Promise<void> =>
    input.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('abc') })
  await choose('a.txt')
  await expect.poll(held).toBe('a.txt')
  expect(await chosen()).toBe('a.txt')
  files.value = []
  await expect.poll(chosen).toBe('')
  // What the handler does not take.
  await choose('large.txt')
  await expect.poll(chosen).toBe('')
  await choose('b.txt')
  await expect.poll(held).toBe('b.txt')
  proxy.latency = 600
  files.value = []
  await choose('c.txt')
  await expect.poll(held).toBe('c.txt')
  await page.waitForTimeout(700)
  expect(await chosen()).toBe('c.txt')
})

test('file inputs keep what was chosen while the page around them changes', async () => {
  const rows = signal(['a', 'b', 'c'])
  const names = signal('')
  function Rows() {
    const files = signal<PantographFile[]>([])
    return () => (
      <ul title={names.value}>
        {rows.value.map((row) => (
          <li key={row}>
            {row} {row === 'b' ? <input type="file" multiple bind={files} /> : 'none'}
          </li>
        ))}
        <li>{files.value.map(({ name }) => name).join()}</li>
      </ul>
    )
  }
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    contentSecurityPolicy: false,
  })
  app.page('/', Rows, { title: 'Files', head: '<link rel="icon" href="data:,">' })
  const { url } = await app.listen(0)
  const page = await browser.newPage()
  onTestFinished(async () => {
    await page.close()
    await app.close()
  })
  await page.goto(url)
  await live(page)
  const input = page.locator('input[type=file]')
  await input.setInputFiles(await file())
  await expect.poll(() => page.locator('ul').innerText()).toContain('a.txt')
  const chosen = (): Promise<string[]> =>
    input.evaluate((node) => [...((node as HTMLInputElement).files ?? [])].map(({ name }) => name))
  names.value = 'patched'
  rows.value = ['c', 'b', 'a', 'd']
  await expect.poll(() => page.locator('ul').innerText()).toContain('d none')
  expect(await chosen()).toEqual(['a.txt'])
  // Told anew: somebody has altered the page, and the runtime begins again.
  await page.evaluate(() => document.querySelector('li')?.remove())
  rows.value = ['b', 'c', 'a', 'd', 'e']
  await expect.poll(() => page.locator('ul').innerText()).toContain('e none')
  rows.value = ['b', 'e']
  await expect.poll(() => page.locator('li').count()).toBe(3)
  expect(await chosen()).toEqual(['a.txt'])
})
