// A list without an end, in either direction. The page has some of its posts; the server keeps none, only which ones.
import { signal, stream, url } from 'pantograph'
import { Page } from '../lib/page.tsx'
import { like, POSTS, posts } from './posts.ts'
import type { Post } from './posts.ts'

const MORE = 40
/** So many are on the page; those at the far end go. */
const MOST = 200

export function Feed() {
  const start = Number(url().searchParams.get('from') ?? POSTS / 2) || 0
  const first = signal(Math.min(Math.max(0, Math.floor(start)), POSTS - MORE))
  const end = signal(first.peek() + MORE)

  const feed = stream<Post, number>({ key: (post) => post.id, limit: MOST })
  const likePost = feed.on((_, id) => feed.update(like(id)))
  const hidePost = feed.on((_, id) => feed.delete(id))

  function goBack(): void {
    const from = Math.max(0, first.value - MORE)
    feed.prepend(...posts(from, first.value))
    first.value = from
    end.value = Math.min(end.value, from + MOST)
  }

  function goOn(): void {
    const to = Math.min(POSTS, end.value + MORE)
    feed.append(...posts(end.value, to))
    end.value = to
    first.value = Math.max(first.value, to - MOST)
  }

  feed.append(...posts(first.peek(), end.peek()))

  return () => (
    <Page
      title="Feed"
      lead="Ten thousand posts. Scroll up or down: what is near comes, what is far goes, and what you read stays where it is."
    >
      <p class="hint range">
        The page has posts {first} to {end.value - 1}; the server keeps none of them.
      </p>
      <div class="feed" tabindex={0} role="region" aria-label="Posts">
        {first.value > 0 && <div class="edge" onVisible={goBack} />}
        <ul>
          {feed.show(({ id, author, text, likes }) => (
            <li id={`post-${id}`}>
              <h2>
                {author} <small>№ {id}</small>
              </h2>
              <p>{text}</p>
              <p class="line">
                <button type="button" onClick={likePost}>
                  ♥ {likes} likes
                </button>
                <button type="button" aria-label={`Hide post ${id}`} onClick={hidePost}>
                  Hide
                </button>
              </p>
            </li>
          ))}
        </ul>
        {end.value < POSTS && <div class="edge" onVisible={goOn} />}
      </div>
      <noscript>
        <p class="line">
          <a href={`?from=${first.value - MORE}`}>Earlier posts</a>
          <a href={`?from=${end.value}`}>Later posts</a>
        </p>
      </noscript>
    </Page>
  )
}
