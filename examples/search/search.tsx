// Search as you type. The address always says what is searched for, so that it can be kept, shared, gone back to, and
// used without JavaScript.
import { effect, navigate, on, ref, resource, signal, Suspense, url } from 'pantograph'
import type { ReadonlySignal, WritableSignal } from 'pantograph'
import { href } from '../lib/config.ts'
import { search } from './catalogue.ts'

const PAGE = 25
const LONGEST = 60

const termIn = (): string => (url().searchParams.get('q') ?? '').slice(0, LONGEST)
const addressOf = (term: string): string => (term === '' ? '?' : `?q=${encodeURIComponent(term)}`)

export function Search() {
  const term = signal(termIn())
  const field = ref()
  /** Whether the history has an entry for what is being typed; what was sent before has its own. */
  const hasEntry = signal(false)
  const counts = signal({ asked: 0, givenUp: 0 }, { transient: true })

  // Back and Forward, and links.
  effect(() => {
    const asked = termIn()
    if (asked === term.peek().trim()) return
    term.value = asked
    hasEntry.value = false
  })

  const show = (isSent: boolean): void => {
    navigate(addressOf(term.value.trim()), { replace: isSent || hasEntry.value })
    hasEntry.value = !isSent
  }

  return () => (
    <main class="page">
      <p class="back">
        <a href={href('/')}>All examples</a>
      </p>
      <h1>Search</h1>
      <p class="lead">
        A hundred thousand books in SQLite, searched as you type. A newer search gives up the one
        before it.
      </p>
      <search class="panel">
        <form
          method="get"
          action={href('/search')}
          onSubmit={on(() => show(true), { preventDefault: true })}
        >
          <label for="q">Title, author or year</label>
          <div class="line">
            <input
              id="q"
              name="q"
              type="search"
              autocomplete="off"
              spellcheck={false}
              maxlength={LONGEST}
              aria-describedby="keys"
              ref={field}
              bind={term}
              onInput={on(() => show(false), { debounce: 80 })}
              onKeyDown={on(() => field.select(), {
                key: 'mod+k',
                target: 'window',
                preventDefault: true,
              })}
            />
            <button type="submit">Search</button>
          </div>
          <p class="hint" id="keys">
            The beginnings of words will do: <a href={href('/search?q=am+li+lis')}>am li lis</a>, or{' '}
            <a href={href('/search?q=zoe+1984')}>zoe 1984</a>. Ctrl+K leads here.
          </p>
        </form>
      </search>
      <Suspense fallback={<p role="status">Searching…</p>}>
        <Results term={term} counts={counts} />
      </Suspense>
      <p class="hint counts">
        {counts.value.asked} searches on this page, {counts.value.givenUp} given up
      </p>
    </main>
  )
}

interface ResultsProps {
  readonly term: ReadonlySignal<string>
  readonly counts: WritableSignal<{ asked: number; givenUp: number }>
}

function Results({ term, counts }: ResultsProps) {
  const limit = signal(PAGE)
  const found = resource(({ signal: abort }) => {
    const { value } = term
    counts.value = { ...counts.peek(), asked: counts.peek().asked + 1 }
    let isOver = false
    abort.addEventListener('abort', () => {
      if (!isOver) counts.value = { ...counts.peek(), givenUp: counts.peek().givenUp + 1 }
    })
    return search(value, limit.value, abort).finally(() => (isOver = true))
  })

  return () => {
    const { hits, total } = found.value
    return (
      <section aria-label="Results">
        <p role="status">
          {total.toLocaleString('en')} {total === 1 ? 'book' : 'books'}
        </p>
        <ol class="hits" aria-busy={found.loading}>
          {hits.map(({ id, title, author, year }) => (
            <li key={id}>
              <cite>
                <Marked text={title} />
              </cite>{' '}
              <span>
                <Marked text={author} />, <Marked text={year} />
              </span>
            </li>
          ))}
        </ol>
        {hits.length < total && (
          <button type="button" class="needs-script" onClick={() => (limit.value += PAGE)}>
            Show {PAGE} more
          </button>
        )}
      </section>
    )
  }
}

/** What was found stands out. */
function Marked({ text }: { text: string }) {
  return text
    .split(/[\ue000\ue001]/)
    .map((part, i) => (i % 2 === 1 ? <mark key={i}>{part}</mark> : part))
}
