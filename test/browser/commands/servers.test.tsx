// A server that is replaced, with the page's state and without: what commands have changed stays, and guesses end.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { command, onMount, signal } from 'pantograph'
import { createApp } from 'pantograph/server'
import { memoryStore } from 'pantograph/store'
import type { Store } from 'pantograph/store'
import { launch, live } from '../browser.ts'
import { Proxy } from '../proxy.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

let arrivals: string[] = []

function Board() {
  const liked = signal(false)
  const title = signal('one')
  onMount((arrival) => void arrivals.push(arrival))
  return () => (
    <main title={title.value}>
      <button
        id="like"
        class={liked.value ? 'like liked' : 'like'}
        onClick={command
          .toggleClass('liked')
          .optimistic()
          .then(() => (liked.value = !liked.value))}
      >
        Like
      </button>
      <button id="open" onClick={command.show('#menu').openDialog('#dialog')}>
        Open
      </button>
      <ul id="menu" hidden {...{ 'data-liked': liked.value }}>
        <li>One</li>
      </ul>
      <dialog id="dialog">
        <button id="change" onClick={() => (title.value += '!')}>
          Change
        </button>
      </dialog>
    </main>
  )
}

async function start(store: Store | null): Promise<string> {
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    ...(store && { store }),
  })
  app.page('/', Board, { head: '<link rel="icon" href="data:,">' })
  const { url } = await app.listen(0)
  onTestFinished(() => app.close())
  return url
}

const look = (page: Page) =>
  page.evaluate(() => ({
    like: document.querySelector('#like')?.className,
    isShown: !document.querySelector<HTMLElement>('#menu')?.hidden,
    isModal: document.querySelector('#dialog')?.matches(':modal'),
  }))

test.each(['store', 'remount'] as const)('%s', async (way) => {
  arrivals = []
  const store = way === 'store' ? memoryStore() : null
  const [one, other] = [await start(store), await start(store)]
  const proxy = await Proxy.to(one)
  onTestFinished(() => proxy.close())
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(proxy.at('/'))
  await live(page)
  await page.locator('#like').click()
  await page.locator('#menu[data-liked=true]').waitFor({ state: 'attached' })
  await page.locator('#open').click()
  // Checkpoints are written, and what it takes to come back is loaded.
  await page.waitForTimeout(1000)
  proxy.cut()
  await page.locator('html:not([data-pantograph=live])').waitFor({ state: 'attached' })
  // A guess, of a page without a server.
  await page.evaluate(() => document.querySelector<HTMLElement>('#like')?.click())
  expect(await look(page)).toEqual({ like: 'like', isShown: true, isModal: true })
  proxy.turnTo(other)
  proxy.restore()
  await live(page)
  await expect.poll(() => arrivals).toEqual(['first', way])
  const liked = (): Promise<string | null> => page.locator('#menu').getAttribute('data-liked')
  const likedIfKept = async (): Promise<string | null> => (way === 'store' ? liked() : 'false')
  await expect.poll(likedIfKept).toBe('false')
  await page.waitForTimeout(1500)
  // Without its state it is liked anew by that click, or the click is not taken.
  await expect
    .poll(async () => {
      const { like, ...others } = await look(page)
      return { ...others, isSo: like === ((await liked()) === 'true' ? 'like liked' : 'like') }
    })
    .toEqual({ isSo: true, isShown: true, isModal: true })
  expect(await likedIfKept()).toBe('false')
  await page.locator('#change').click()
  await expect.poll(() => page.locator('main').getAttribute('title')).toMatch(/!$/)
  expect(await look(page)).toMatchObject({ isShown: true, isModal: true })
})
