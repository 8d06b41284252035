// A resource: fetched when it is first needed, and again when the term changes. What there was stays meanwhile.
import { ErrorBoundary, on, resource, signal, Suspense } from 'pantograph'
import type { ReadonlySignal } from 'pantograph'
import { searchRivers } from './slowly.ts'

export function Search() {
  const term = signal('')

  return () => (
    <section class="panel" aria-labelledby="search">
      <h2 id="search">A resource</h2>
      <p class="hint">
        A newer search gives up the one before it. Search for “fail”, and see it fail.
      </p>
      <p class="line">
        <label for="term">River</label>
        <input
          id="term"
          type="search"
          autocomplete="off"
          maxlength={40}
          value={term}
          onInput={on(({ value }) => (term.value = value), { debounce: 150 })}
        />
      </p>
      <ErrorBoundary
        fallback={(error, retry) => (
          <div class="failure" role="alert">
            <p>{error instanceof Error ? error.message : 'It has failed.'}</p>
            <button
              type="button"
              onClick={() => {
                term.value = ''
                retry()
              }}
            >
              Begin anew
            </button>
          </div>
        )}
      >
        <Suspense fallback={<p>Searching…</p>}>
          <Rivers term={term} />
        </Suspense>
      </ErrorBoundary>
    </section>
  )
}

function Rivers({ term }: { term: ReadonlySignal<string> }) {
  const found = resource(({ signal }) => searchRivers(term.value, signal))

  return () => (
    <>
      <p role="status">
        {found.value.length} found{found.loading && ', searching again…'}
      </p>
      <ul
        class="rivers"
        tabindex={0}
        aria-label="Rivers"
        aria-busy={found.loading ? 'true' : 'false'}
      >
        {found.value.map((river) => (
          <li key={river}>{river}</li>
        ))}
      </ul>
    </>
  )
}
