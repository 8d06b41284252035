// An App in the test's own process, with a page that shows what happened to it, and a network before it.
import { onTestFinished } from 'vitest'
import { onMount, signal } from 'pantograph'
import type { Arrival } from 'pantograph'
import { createApp } from 'pantograph/server'
import type { App, AppOptions, PageOptions } from 'pantograph/server'
import { Proxy } from '../proxy.ts'

/** How pages came, in order. */
export type Arrivals = Arrival[]

/** What nobody listens to, and what a browser keeps of itself. */
function Fields() {
  return (
    <>
      <p>
        <label>
          Scratch <input name="scratch" />
        </label>
        <label>
          Story <textarea name="story" />
        </label>
        <label>
          Colour{' '}
          <select name="colour">
            <option>Red</option>
            <option>Green</option>
          </select>
        </label>
        <label>
          Box <input type="checkbox" name="box" />
        </label>
        <label>
          Small <input type="radio" name="size" value="small" />
        </label>
        <label>
          Large <input type="radio" name="size" value="large" />
        </label>
      </p>
      <details>
        <summary>More</summary>
        <p class="words">All there is to read and to select.</p>
      </details>
      <div class="tall" tabindex="0">
        <p>High</p>
        <p>Higher</p>
      </div>
    </>
  )
}

/** What the user did, each with the number of its event. */
export function pageOf(arrivals: Arrivals) {
  return function Page() {
    const count = signal(0, { name: 'count' })
    const text = signal('', { name: 'text' })
    const done = signal<readonly string[]>([], { name: 'done' })
    const note = (what: string): void => void (done.value = [...done.peek(), what])
    onMount((arrival) => void arrivals.push(arrival))
    return () => (
      <main>
        <p id="count">{count}</p>
        <button onClick={() => note(`add ${++count.value}`)}>Add</button>
        <p>
          <label>
            Text <input value={text.value} onInput={(event) => (text.value = event.value)} />
          </label>
          <output>{text}</output>
        </p>
        <ol>
          {done.value.map((line) => (
            <li onClick={() => note(`see ${line}`)}>{line}</li>
          ))}
        </ol>
        <Fields />
      </main>
    )
  }
}

export interface Running {
  readonly app: App
  readonly url: string
  readonly proxy: Proxy
  readonly arrivals: Arrivals
  /** What the App complained about. */
  readonly log: string[]
}

const STYLE = 'data:text/css,.tall{height:3em;overflow:auto}.tall p{height:10em}'

/** Starts it; it ends with the test. */
export async function start(page: PageOptions = {}, options: AppOptions = {}): Promise<Running> {
  const arrivals: Arrivals = []
  const log: string[] = []
  const note = (_: object, text: string): void => void log.push(text)
  const app = createApp({
    secret: 'a secret that is long enough for tests',
    log: { info: note, warn: note, error: note },
    contentSecurityPolicy: false,
    ...options,
  })
  app.page('/', pageOf(arrivals), { styles: [STYLE], ...page })
  app.page('/other', () => <p>Another page</p>)
  const { url } = await app.listen(0)
  const proxy = await Proxy.to(url)
  onTestFinished(async () => {
    proxy.close()
    await app.close()
  })
  return { app, url, proxy, arrivals, log }
}
