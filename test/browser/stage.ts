// The gallery behind a network that takes its time, and a page of it that must not complain. For test files that go
// through the same steps at several latencies.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { FaultyProxy } from '../faults/lib/proxy.ts'
import { assertNone, complaints, launch, live } from './browser.ts'
import { Gallery } from './gallery.ts'

/** Milliseconds there and back. */
const LATENCIES = [0, 300] as const

export class Stage {
  gallery!: Gallery
  browser!: Browser
  proxy!: FaultyProxy
  private readonly open = new Map<Page, string[]>()

  /**
   * Opens one of its pages.
   * @param options of the browser: a phone, say; `expected`: what the page may complain about
   */
  async page(
    path: string,
    { expected, ...options }: BrowserContextOptions & { expected?: RegExp } = {},
  ): Promise<Page> {
    const page = await this.browser.newPage(options)
    await page.goto(this.proxy.at(path))
    await live(page)
    this.open.set(page, complaints(page, expected))
    return page
  }

  async clear(): Promise<void> {
    const problems = [...this.open.values()].flat()
    await Promise.all([...this.open.keys()].map((page) => page.close()))
    this.open.clear()
    assertNone(problems)
  }
}

/** The tests that `define` makes, at each latency. */
export function atEachLatency(define: (stage: Stage) => void): void {
  const stage = new Stage()

  beforeAll(async () => {
    ;[stage.gallery, stage.browser] = await Promise.all([Gallery.start(), launch()])
    const { hostname, port } = new URL(stage.gallery.url)
    stage.proxy = await FaultyProxy.to({ host: hostname, port: Number(port) })
  })

  afterAll(async () => {
    await stage.browser.close()
    await stage.proxy.close()
    await stage.gallery.remove()
  })

  afterEach(() => stage.clear())

  describe.each(LATENCIES)('at a latency of %i ms', (latency) => {
    beforeAll(() => stage.proxy.shape({ latency: latency / 2 }))
    define(stage)
  })
}

/** For `expect.poll`. */
export const textOf = (locator: Locator) => (): Promise<string> => locator.innerText()
