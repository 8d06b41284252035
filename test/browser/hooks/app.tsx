// A page with hooks under the App's own policy for content, and what its modules are: the browser gets these from the
// test. The server's side runs in the test's own process.
import { expect, onTestFinished } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { hook, hookRef, pushEvent, signal } from 'pantograph'
import type { PantographCustomEvent, WritableSignal } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { AppOptions } from 'pantograph/server'
import { assertNone, complaints, OF_THE_NETWORK } from '../browser.ts'
import { Proxy } from '../proxy.ts'

interface Kind {
  readonly data: { readonly n: number }
  readonly push: { add(n: number): number; wait(): string }
  readonly events: { readonly flash: string }
}

const Probe = hook<Kind>('/assets/probe.js')
const Elements = hook('/assets/element.js')

/** Notes what happens to its element, and draws something into it that the server knows nothing of. */
const PROBE = `
  const steps = (globalThis.steps ??= [])
  const note = (step) => ({ element, data }) => steps.push([step, element.id, data.n].join(' '))
  export default {
    mounted({ element, data, push, on }) {
      note('mounted')({ element, data })
      element.push = push
      element.replaceChildren(document.createElement('canvas'), 'drawn by the browser')
      on('flash', (detail) => steps.push('flash ' + detail))
    },
    beforeUpdate: note('before'),
    updated: note('updated'),
    disconnected: note('disconnected'),
    reconnected: note('reconnected'),
    destroyed: note('destroyed'),
  }`

/** A custom element that notes how it moves, and keeps what it was clicked for. */
const ELEMENT = `
  customElements.define('x-clicks', class extends HTMLElement {
    clicks = 0
    connectedCallback() { this.was = [...(this.was ?? []), 'connected'] }
    disconnectedCallback() { this.was.push('disconnected') }
    connectedMoveCallback() { this.was.push('moved') }
    set rows(rows) { this.title = rows.join() }
    constructor() {
      super()
      this.addEventListener('click', () => this.dispatchEvent(
        new CustomEvent('click-count', { detail: { clicks: ++this.clicks } })))
    }
  })
  export default {}`

const FILES: Readonly<Record<string, string>> = { probe: PROBE, element: ELEMENT }

export interface Running {
  readonly page: Page
  readonly proxy: Proxy
  /** What the server was asked. */
  readonly asked: unknown[]
  /** Goes on with a server that has nothing but the secret, and the same store if there is one. */
  replace(): Promise<void>
  /** What happened in the browser since the last call. */
  steps(): Promise<string[]>
  push(name: string, payload?: unknown): Promise<unknown>
}

function pageOf(asked: unknown[]) {
  const functionsOn = (n: WritableSignal<number>) => ({
    add: (by: number) => {
      asked.push(by)
      return (n.value += by)
    },
    wait: async () => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      return 'waited'
    },
  })
  return function Page() {
    const n = signal(1, { name: 'n' })
    const look = signal('plain', { name: 'look' })
    const isShown = signal(true, { name: 'shown' })
    const probe = hookRef(Probe)
    return () => (
      <main>
        <h1>Hooks</h1>
        {isShown.value && (
          <div
            id="x"
            class={look.value}
            hook={Probe({ n: n.value }, functionsOn(n))}
            ref={probe}
            owned
          >
            <p>Loading</p>
          </div>
        )}
        <output>{n}</output>
        <button onClick={() => n.value++}>More</button>
        <button onClick={() => (look.value = 'fancy')}>Look</button>
        <button onClick={() => (isShown.value = !isShown.value)}>Toggle</button>
        <button onClick={() => probe.push('flash', 'red')}>Flash</button>
        <button onClick={() => pushEvent('shout', { loud: true })}>Shout</button>
        <List />
      </main>
    )
  }
}

function List() {
  const rows = signal([1, 2, 3], { name: 'rows' })
  const clicks = signal('', { name: 'clicks' })
  return () => (
    <>
      <button onClick={() => (rows.value = rows.value.toReversed())}>Turn</button>
      <ul hook={Elements()}>
        {rows.value.map((row) => (
          <li key={row}>
            <input aria-label={`Field ${row}`} />
            <iframe title={`Frame ${row}`} />
            <x-clicks
              id={`c${row}`}
              prop:rows={[row]}
              on:click-count={({ detail }: PantographCustomEvent) =>
                (clicks.value = `${row}: ${JSON.stringify(detail)}`)
              }
            >
              click
            </x-clicks>
          </li>
        ))}
      </ul>
      <p id="clicks">{clicks}</p>
    </>
  )
}

async function serve(asked: unknown[], options: AppOptions) {
  const app = createApp({ secret: 'a secret that is long enough for tests', ...options })
  app.page('/', pageOf(asked), { title: 'Hooks', head: '<link rel="icon" href="data:,">' })
  const { url } = await app.listen(0)
  return { app, url }
}

interface ShowOptions {
  readonly latency?: number
  readonly options?: AppOptions
  /** How many modules cannot be loaded. */
  readonly failing?: number
}

/** Opens the page, and waits until its hooks are mounted, or could not be; everything ends with the test. */
export async function show(browser: Browser, how: ShowOptions = {}): Promise<Running> {
  const { latency = 0, options = {}, failing = 0 } = how
  const asked: unknown[] = []
  const first = await serve(asked, options)
  const apps = [first.app]
  const proxy = await Proxy.to(first.url)
  proxy.latency = latency
  const context = await browser.newContext()
  await giveModules(context, failing)
  const page = await context.newPage()
  const problems = complaints(page, /^PG_HOOK|status of 500/)
  let missing = 0
  page.on('console', (message) => message.text().startsWith('PG_HOOK') && missing++)
  onTestFinished(async () => {
    assertNone(problems.filter((text) => !text.startsWith('500 ') && !OF_THE_NETWORK.test(text)))
    await context.close()
    proxy.close()
    for (const app of apps) await app.close()
  })
  await page.goto(proxy.at('/'))
  await page.locator('html[data-pantograph=live]').waitFor({ state: 'attached' })
  await expect.poll(() => missing).toBe(failing)
  if (failing === 0) {
    await page.locator('#x canvas').waitFor({ state: 'attached' })
    await page.locator('x-clicks:defined').first().waitFor({ state: 'attached' })
  }
  const replace = async (): Promise<void> => {
    const next = await serve(asked, options)
    apps.push(next.app)
    proxy.turnTo(next.url)
  }
  return { page, proxy, asked, replace, steps: () => stepsOf(page), push: pushOn(page) }
}

async function giveModules(context: BrowserContext, failing: number): Promise<void> {
  let left = failing
  await context.route('**/assets/*.js', async (route) => {
    const name = /(\w+)\.js/.exec(route.request().url())?.[1] ?? ''
    const body = left-- > 0 ? undefined : FILES[name]
    if (body === undefined) return route.fulfill({ status: 500, body: '' })
    return route.fulfill({ contentType: 'text/javascript', body })
  })
}

const stepsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { steps?: string[] }).steps?.splice(0) ?? [])

const pushOn =
  (page: Page): Running['push'] =>
  (name, payload) =>
    page.evaluate(
      ([name, payload]) =>
        (document.querySelector('#x') as unknown as Pusher)
          .push(name as string, payload)
          .catch((error: { code: string }) => error.code),
      [name, payload] as const,
    )

interface Pusher {
  push(name: string, payload: unknown): Promise<unknown>
}
