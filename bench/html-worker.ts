// One engine in a process of its own, so that none pays for another's garbage. Each message asks for one slice.
import { engines } from './html/engines.ts'
import type { Render } from './html/engines.ts'
import { normalise } from './html/normalise.ts'

const MICROSECONDS = 100_000

const render = engines[process.argv[2] as string] as Render

/** Pages per second of processor time, which other programs on the machine do not change. */
async function measure(): Promise<number> {
  const start = process.cpuUsage()
  let pages = 0
  let used = 0
  do {
    const html = render()
    if (html instanceof Promise) await html
    pages++
    const { user, system } = process.cpuUsage(start)
    used = user + system
  } while (used < MICROSECONDS)
  return (pages / used) * 1e6
}

process.on('message', (message) => {
  const answer =
    message === 'html'
      ? Promise.resolve(render()).then((html) => normalise(html.toString()))
      : measure()
  void answer.then((value) => process.send?.(value))
})
// The runner is gone.
process.on('disconnect', () => process.exit())
process.send?.('ready')
