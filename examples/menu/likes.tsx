// Guesses: what a click will most likely do is shown at once, and taken back where the server says otherwise.
import { command, signal } from 'pantograph'

interface Post {
  readonly id: string
  readonly text: string
  readonly likes: number
  /** Nobody may like it. */
  readonly isClosed?: boolean
}

const POSTS: readonly Post[] = [
  { id: 'tea', text: 'The tea is ready.', likes: 12 },
  { id: 'rain', text: 'It has begun to rain.', likes: 3 },
  { id: 'closed', text: 'This one is closed: the server refuses.', likes: 0, isClosed: true },
]

/** The server thinks about it. */
const THINKS = 400

const like = command
  .toggleClass('liked')
  .toggleAttribute('aria-pressed', { values: ['true', 'false'] })
  .optimistic()

export function Likes() {
  const liked = signal<readonly string[]>([])
  const toggle = async ({ id, isClosed = false }: Post): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, THINKS))
    if (isClosed) return
    const others = liked.value.filter((one) => one !== id)
    liked.value = others.length < liked.value.length ? others : [...others, id]
  }
  return () => (
    <section class="panel" aria-labelledby="likes-title">
      <h2 id="likes-title">Guesses</h2>
      <ul class="posts">
        {POSTS.map((post) => {
          const isLiked = liked.value.includes(post.id)
          return (
            <li key={post.id} id={`post-${post.id}`}>
              <p id={`text-${post.id}`}>{post.text}</p>
              <button
                type="button"
                class={isLiked ? 'like liked' : 'like'}
                aria-describedby={`text-${post.id}`}
                aria-pressed={isLiked ? 'true' : 'false'}
                onClick={like.then(() => toggle(post))}
              >
                <span class="heart" aria-hidden="true" /> Like · {post.likes + (isLiked ? 1 : 0)}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
