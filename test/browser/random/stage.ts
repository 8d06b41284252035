// Two servers with one store, a network before them, and a page in Chromium that shows a random tree.
import { onTestFinished } from 'vitest'
import { createApp } from 'pantograph/server'
import type { App } from 'pantograph/server'
import { memoryStore } from 'pantograph/store'
import type { Store } from 'pantograph/store'
import type { Browser, Page } from 'playwright-core'
import { PLACES } from '../../../packages/pantograph/test/rendering/shape.ts'
import type { Shape, Step } from '../../../packages/pantograph/test/rendering/shape.ts'
import { begin, write } from '../../../packages/pantograph/test/rendering/shape-signals.tsx'
import type * as shapes from '../../../packages/pantograph/test/rendering/shapes.tsx'
import { complaints, OF_THE_NETWORK } from '../browser.ts'
import { isSamePage, mark, ready } from '../life/page.ts'
import { Proxy } from '../proxy.ts'
import { look } from './look.ts'
import type { Sight } from './look.ts'

export type Shapes = typeof shapes

/** How long the page may take to show what it should. */
const PATIENCE = 10_000

interface Server {
  readonly app: App
  readonly url: string
}

const places = PLACES.map((place) => `<div id="${place.slice(1)}"></div>`).join('')

/** @param log takes what it has to say */
async function start({ Page }: Shapes, store: Store, log: string[]): Promise<Server> {
  const note = (data: { readonly error?: unknown }, text: string): void =>
    void log.push(data.error === undefined ? text : `${text}: ${String(data.error)}`)
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    log: { info: () => {}, warn: note, error: note },
    contentSecurityPolicy: false,
    hibernateAtRandom: true,
    store,
  })
  app.page('/', Page, {
    document: ({ title, head, root }) =>
      `<!doctype html><html lang="en"><head><title>${title}</title><link rel="icon" href="data:,">` +
      `${head}</head><body>${root}${places}</body></html>`,
  })
  return { app, url: (await app.listen(0)).url }
}

export class Stage {
  private readonly servers: readonly Server[]
  private readonly proxy: Proxy
  private readonly page: Page
  private readonly problems: string[]
  private readonly log: string[]
  /** Which server new connections lead to. */
  private at = 0
  private hasMoved = false

  private constructor(servers: readonly Server[], proxy: Proxy, page: Page, log: string[]) {
    this.servers = servers
    this.proxy = proxy
    this.page = page
    this.log = log
    this.problems = complaints(page, OF_THE_NETWORK)
  }

  /** Everything ends with the test. */
  static async set(browser: Browser, shapes: Shapes): Promise<Stage> {
    const log: string[] = []
    const store = memoryStore()
    const servers = [await start(shapes, store, log), await start(shapes, store, log)]
    const proxy = await Proxy.to(servers[0]?.url as string)
    const context = await browser.newContext()
    onTestFinished(async () => {
      await context.close()
      proxy.close()
      for (const { app } of servers) await app.close()
    })
    return new Stage(servers, proxy, await context.newPage(), log)
  }

  private get url(): string {
    return this.servers[this.at]?.url as string
  }

  async open(shape: Shape): Promise<void> {
    begin(shape)
    this.hasMoved = true
    await this.page.goto(this.proxy.at('/'))
    await mark(this.page)
    await ready(this.page)
  }

  /** Something changes; the connection may be lost, and the session may move to the other server. */
  async take(step: Step): Promise<void> {
    const { proxy, page } = this
    // Here sessions sleep at random.
    if (step.way === 'live' || step.way === 'asleep') return write(step)
    if (step.way === 'dies' || step.way === 'vanishes') {
      this.at = 1 - this.at
      proxy.turnTo(this.url)
      this.hasMoved = true
    }
    proxy.cut()
    write(step)
    proxy.restore()
    await page.evaluate(() => void dispatchEvent(new Event('online')))
  }

  /** What the page shows and what it should, and whatever else is wrong. */
  async look(): Promise<Sight & { readonly wrong: readonly unknown[] }> {
    const fresh = await fetch(this.url).then((response) => response.text())
    const sight = await this.page.evaluate(look, [fresh, PATIENCE] as const)
    // After a move, what differs in a spread is told with all else, and keeps what looks alike.
    const replaced = this.hasMoved ? [] : sight.replaced
    const wrong: unknown[] = replaced.map((at) => `${at} is another element`)
    this.hasMoved = false
    if (!(await isSamePage(this.page))) wrong.push('the page was reloaded')
    wrong.push(...this.problems)
    wrong.push(...this.log.filter((text) => !/^PG_(CAUGHT|RESOURCE)\b/.test(text)))
    return { ...sight, wrong }
  }
}
