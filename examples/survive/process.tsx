// The process that serves the page, and, in development, a button that kills it.
import type { Note } from './survive.tsx'

/** A plain variable is a cache: after a crash it is made anew, which here is the point. */
const began = new Date()

const isDevelopment = process.env['NODE_ENV'] !== 'production'

export function Process() {
  return (
    <p class="process">
      Served by process <code>{process.pid}</code>, which has run since{' '}
      <time datetime={began.toISOString()}>{began.toISOString().slice(11, 19)}</time> UTC.
    </p>
  )
}

/**
 * An event whose checkpoint was not written when the process died is handled again by the next one. A handler that
 * killed at once would kill every process that comes: so it waits until it is stored that it was handled.
 */
const UNTIL_STORED = 750

function kill(): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), UNTIL_STORED)
}

export function Kill({ note }: { note: Note }) {
  if (!isDevelopment) return null
  return (
    <section class="panel kill" aria-labelledby="kill">
      <h2 id="kill">Kill it</h2>
      <p>
        This sends <code>SIGKILL</code> to the process: no handler, no farewell, no last checkpoint.
        Something must start it again: run the gallery with <code>npm run survive</code>.
      </p>
      <button
        type="button"
        onClick={(event) => {
          note(event.id, `Process ${process.pid} killed`)
          kill()
        }}
      >
        Kill this server
      </button>
      <p class="down">The server is down. Go on: what you do is kept and done when it is back.</p>
    </section>
  )
}
