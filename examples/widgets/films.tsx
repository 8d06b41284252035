// An element of our own, defined in browser/star-rating.ts: attributes and a property go down, its event comes up.
import { signal } from 'pantograph'
import type { PantographCustomEvent } from 'pantograph'

const WORDS = ['awful', 'poor', 'fair', 'good', 'great']
const FILMS = ['The Lathe', 'Two Rivers', 'Night Ferry', 'Paper Moon']

export function Films() {
  const ratings = signal<Readonly<Record<string, number>>>({ 'Two Rivers': 3 })
  const order = signal<readonly string[]>(FILMS)
  const ratingOf = (film: string): number => ratings.value[film] ?? 0
  const rate = (film: string, { detail }: PantographCustomEvent): void => {
    const stars = Number(detail)
    if (stars >= 1 && stars <= WORDS.length) ratings.value = { ...ratings.value, [film]: stars }
  }
  return () => (
    <section class="panel" aria-labelledby="films">
      <h2 id="films">Films</h2>
      <ul class="films">
        {order.value.map((film) => (
          <li key={film}>
            <span>{film}</span>
            <star-rating
              value={ratingOf(film)}
              label={`Stars for ${film}`}
              prop:words={WORDS}
              on:rate={(event: PantographCustomEvent) => rate(film, event)}
            >
              {ratingOf(film)} of {WORDS.length} stars
            </star-rating>
            <output>{WORDS[ratingOf(film) - 1] ?? 'not rated'}</output>
          </li>
        ))}
      </ul>
      <button
        type="button"
        onClick={() => (order.value = FILMS.toSorted((a, b) => ratingOf(b) - ratingOf(a)))}
      >
        Best first
      </button>
    </section>
  )
}
