// State of one page, and state that all pages share.
import { computed, onMount, signal } from 'pantograph'
import type { WritableSignal } from 'pantograph'
import { href } from '../lib/config.ts'

// At module level there is one of each, whatever the number of pages.
const everyone = signal(0)
const connected = signal(0)

const audience = computed(() =>
  connected.value === 1 ? 'One page is connected.' : `${connected.value} pages are connected.`,
)

export function Counter() {
  // Setup: runs once for each page that is opened.
  const mine = signal(0)

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
        <Dial id="mine" title="This page" count={mine} />
        <Dial id="everyone" title="Everyone" count={everyone} />
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
  readonly count: WritableSignal<number>
}

/** A signal as a child binds to that one place: a click runs no view, it changes one text. */
function Dial({ id, title, count }: DialProps) {
  return (
    <section class={['dial', id]} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <output aria-labelledby={id}>{count}</output>
      <p class="buttons">
        <button type="button" aria-label={`${title}: subtract one`} onClick={() => count.value--}>
          −
        </button>
        <button type="button" aria-label={`${title}: add one`} onClick={() => count.value++}>
          +
        </button>
      </p>
    </section>
  )
}
