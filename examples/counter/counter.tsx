// State of one page, and state that all pages share. Both survive a crash of the server.
import { computed, onMount, shared, signal } from 'pantograph'
import type { ReadonlySignal } from 'pantograph'
import { href } from '../lib/config.ts'

// At module level there is one for all pages of this process, and it ends with that.
const connected = signal(0)

const audience = computed(() =>
  connected.value === 1 ? 'One page is connected.' : `${connected.value} pages are connected.`,
)

export function Counter() {
  // Setup: runs once for each page that is opened.
  const mine = signal(0)
  // Kept in the store: one for all pages of all processes.
  const everyone = shared('everyone', 0)

  onMount(() => {
    connected.value++
    return () => connected.value--
  })

  return () => (
    <main class="counter">
      <p class="back">
        <a href={href('/')}>All examples</a>
      </p>
      <h1>Counter</h1>
      <p class="lead">
        Both numbers live on the server. A click goes up as a few bytes, and the one number that
        changed comes back.
      </p>
      <div class="dials">
        <Dial id="mine" title="This page" count={mine} add={(n) => void (mine.value += n)} />
        <Dial
          id="everyone"
          title="Everyone"
          count={everyone}
          add={(n) => everyone.update((count) => count + n)}
        />
      </div>
      <p class="audience">{audience}</p>
      <p class="hint">Open this page a second time and watch Everyone.</p>
      <noscript>
        <p class="hint">Without JavaScript this page shows the numbers but cannot change them.</p>
      </noscript>
    </main>
  )
}

interface DialProps {
  readonly id: string
  readonly title: string
  readonly count: ReadonlySignal<number>
  readonly add: (n: number) => unknown
}

/** A signal as a child binds to that one place: a click runs no view, it changes one text. */
function Dial({ id, title, count, add }: DialProps) {
  return (
    <section class={['dial', id]} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <output aria-labelledby={id}>{count}</output>
      <p class="buttons">
        <button type="button" aria-label={`${title}: subtract one`} onClick={() => add(-1)}>
          −
        </button>
        <button type="button" aria-label={`${title}: add one`} onClick={() => add(1)}>
          +
        </button>
      </p>
    </section>
  )
}
