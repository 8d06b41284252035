// A page to crash the server under: everything that a user could lose, in one place. What the server knows is in
// signals; what only the browser knows (focus, scrolling, the sound) stays in its nodes, which are kept.
import { shared, signal } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import { asset } from '../lib/assets.ts'
import { href } from '../lib/config.ts'
import { Form } from './form.tsx'
import { Kill, Process } from './process.tsx'
import { Rows } from './rows.tsx'

/** Something that the user did. */
interface Line {
  readonly number: number
  /** The same if the event is ever handled again: what runs twice would show here. */
  readonly event: string
  readonly text: string
}

const LINES = 10

export type Note = (event: string, text: string) => void

export function Survive() {
  const mine = signal(0)
  const everyone = shared('survive', 0)
  const lines = signal<readonly Line[]>([])

  const note: Note = (event, text) => {
    const number = (lines.peek()[0]?.number ?? 0) + 1
    lines.value = [{ number, event, text }, ...lines.peek()].slice(0, LINES)
  }

  return () => (
    <main class="survive">
      <header>
        <p class="back">
          <a href={href('/')}>All examples</a>
        </p>
        <h1>Survive</h1>
        <p class="lead">
          Type, tick, scroll, play. Then kill the server in the middle of it: the page waits, comes
          back, and everything is where it was.
        </p>
      </header>
      <Process />
      <div class="panels">
        <Form note={note} />
        <section class="panel" aria-labelledby="counters">
          <h2 id="counters">Counters</h2>
          <div class="counters">
            <div>
              <h3 id="mine">This page</h3>
              <output aria-labelledby="mine">{mine}</output>
              <button
                type="button"
                aria-label="This page: add one"
                onClick={(event) => {
                  mine.value++
                  note(event.id, 'This page: one more')
                }}
              >
                Add one
              </button>
            </div>
            <div>
              <h3 id="everyone">Everyone</h3>
              <output aria-labelledby="everyone">{everyone}</output>
              <button
                type="button"
                aria-label="Everyone: add one"
                onClick={async (event) => {
                  // Awaited: the event is done when the store has it, and is counted once.
                  await everyone.update((count) => count + 1)
                  note(event.id, 'Everyone: one more')
                }}
              >
                Add one
              </button>
            </div>
          </div>
          <p class="hint">Click while the server is down: each click is counted once.</p>
        </section>
        <section class="panel" aria-labelledby="browser">
          <h2 id="browser">Only in the browser</h2>
          <p class="hint">The server knows nothing of these; their elements are kept.</p>
          <audio controls loop preload="auto" src={asset('survive.wav')} aria-label="Bells" />
          <label for="scratch">A field without a handler</label>
          <input id="scratch" autocomplete="off" />
          <details>
            <summary>Open me</summary>
            <p>Still open after a crash.</p>
          </details>
        </section>
        <Rows note={note} />
        <Kill note={note} />
      </div>
      <History lines={lines} />
      <noscript>
        <p class="hint">
          Without JavaScript this page can be read, but nothing reaches the server.
        </p>
      </noscript>
    </main>
  )
}

function History({ lines }: { lines: WritableSignal<readonly Line[]> }) {
  return (
    <section class="panel" aria-labelledby="history">
      <h2 id="history">What happened</h2>
      <p class="hint">
        Newest first. The id stays the same when an event is handled again after a crash; no id
        stands here twice.
      </p>
      {lines.value.length === 0 && <p>Nothing yet.</p>}
      <ol class="history" reversed>
        {lines.value.map(({ number, event, text }) => (
          <li key={number}>
            {text} <code>{event}</code>
          </li>
        ))}
      </ol>
    </section>
  )
}
