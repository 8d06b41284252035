// State of one page, and state that all pages share.
import { computed, onMount, signal } from 'pantograph'
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
        <section class="dial" aria-labelledby="mine">
          <h2 id="mine">This page</h2>
          <output aria-labelledby="mine">{mine}</output>
          <p class="buttons">
            <button type="button" aria-label="Subtract one" onClick={() => mine.value--}>
              −
            </button>
            <button type="button" aria-label="Add one" onClick={() => mine.value++}>
              +
            </button>
          </p>
        </section>
        <section class="dial shared" aria-labelledby="everyone">
          <h2 id="everyone">Everyone</h2>
          <output aria-labelledby="everyone">{everyone}</output>
          <p class="buttons">
            <button
              type="button"
              aria-label="Subtract one for everyone"
              onClick={() => everyone.value--}
            >
              −
            </button>
            <button
              type="button"
              aria-label="Add one for everyone"
              onClick={() => everyone.value++}
            >
              +
            </button>
          </p>
        </section>
      </div>
      <p class="audience">{audience}</p>
      <p class="hint">Open this page a second time and watch the right number.</p>
      <noscript>
        <p class="hint">Without JavaScript this page shows the numbers but cannot change them.</p>
      </noscript>
    </main>
  )
}
